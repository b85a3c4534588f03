"""Docs of gold rounds for fitting: labelled by Runda's components, or by the gold itself.

The ranking is fitted on both views of each round: Runda's labels are what it will meet, the gold's
show it what a signal means where the labels are right.
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
from pipeline.learning.gold import GoldRound, gold_doc

#: A unit of the gold may be a paragraph; where it asks, these sentences of it are taken to ask.
_ASKING: Final = re.compile(
    r"\?|hjälp|gärna|tips|söker|letar|undra|nyfik|önska|behöv|någon|ngn|nån|skulle vilja|vill ha|vill se"
    r"|mottag|höra|inspel|skicka|kontakta|intress|jämför|sällskap|svara",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _language() -> Language:
    from pipeline.language import load

    return load()


def labelled_by_runda(round_: GoldRound) -> Doc:
    """The round with the gold's blocks and turns, and Runda's labels."""
    nlp = _language()
    doc = gold_doc(nlp, round_)
    for name, component in nlp.pipeline:
        if name != "runda_structure":
            doc = component(doc)
    return doc


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
