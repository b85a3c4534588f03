"""Docs of gold rounds for fitting: read by Runda from bare text, or labelled by the gold.

The ranking is fitted on both views of each round: what Runda reads is what it will meet, faults of
structure and all; the gold's labels show it what a signal means where they are right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.components.statements import Statements
from pipeline.language import load, parse
from pipeline.learning.gold import GoldRound, gold_doc
from pipeline.values import SourceText

#: A unit of the gold may be a paragraph; where it asks, these sentences of it are taken to ask.
_ASKING: Final = re.compile(
    r"\?|hjälp|gärna|tips|söker|letar|undra|nyfik|önska|behöv|någon|ngn|nån|skulle vilja|vill ha|vill se"
    r"|mottag|höra|inspel|skicka|kontakta|intress|jämför|sällskap|svara",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _language() -> Language:
    return load()


def read_by_runda(round_: GoldRound) -> Doc:
    """The round as Runda reads it from its bare text."""
    return parse(_language(), SourceText(text=round_.text, source=round_.gold["document"]))


def labelled_by_gold(round_: GoldRound) -> Doc:
    """The round with the gold's blocks, turns and labels."""
    doc = Statements()(gold_doc(_language(), round_))
    gold = round_.gold
    stage_of = {(p["member"], p["topic"]): p["stage"] for p in gold["positions"]}
    by_turn: dict[int, list[Span]] = defaultdict(list)
    for statement in doc.spans[carrier.STATEMENTS]:
        by_turn[statement._.turn].append(statement)
    for number, unit in enumerate(gold["units"]):
        own = by_turn[number]
        for statement in own:
            statement._.topics = list(unit["topics"])
            statement._.stages = {
                topic: stage_of[unit["speaker"], topic]
                for topic in unit["topics"]
                if (unit["speaker"], topic) in stage_of
            }
            statement._.offer = unit["offer"]
        if unit["request"]:
            asking = [s for s in own if s.text.rstrip().endswith("?")]
            asking = asking or [s for s in own if _ASKING.search(s.text)] or own
            for statement in asking:
                statement._.request = unit["request"]
                statement._.offer = unit["offer"] if len(asking) == len(own) else ""
    return doc
