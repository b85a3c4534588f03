"""Read gold rounds and labelled sentences, and lay their structure on Docs.

Models are fitted on the *gold* structure (who speaks, where a unit begins), so that a fault of the
segmenter does not teach a wrong label; they are measured on the structure that Runda itself finds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import carrier
from pipeline.errors import RundaError
from pipeline.structure.markers import leading_marker


@dataclass(frozen=True, slots=True)
class GoldRound:
    """One annotated round.

    Attributes
    ----------
    name
        File name without ending.
    text
        The source, line ends normalised.
    gold
        The annotation (see the contract's *Gold*).
    """

    name: str
    text: str
    gold: dict[str, Any]

    def lines(self) -> list[tuple[int, str]]:
        """(start character, text) of each physical line."""
        found, start = [], 0
        for line in self.text.split("\n"):
            found.append((start, line))
            start += len(line) + 1
        return found


def read_rounds(folder: Path) -> list[GoldRound]:
    """All annotated rounds below `folder`, in order of name.

    Raises
    ------
    RundaError
        Where there is none, or a source is missing.
    """
    rounds = []
    for path in sorted(folder.rglob("*.gold.json"), key=lambda p: p.name):
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = path.with_name(gold["document"])
        if not source.exists():
            raise RundaError(f"{path}: its source {gold['document']} is missing")
        text = source.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        rounds.append(GoldRound(path.name.removesuffix(".gold.json"), text, gold))
    if not rounds:
        raise RundaError(f"{folder}: no *.gold.json there")
    return rounds


def read_sentences(folder: Path) -> list[dict[str, Any]]:
    """Labelled statements of ``sentences/*.jsonl`` below `folder` (none where there are none)."""
    return [
        json.loads(line)
        for path in sorted(folder.rglob("sentences/*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def gold_doc(nlp: Language, round_: GoldRound) -> Doc:
    """A Doc with blocks and turns as the gold has them; turn *n* is the gold's unit *n*."""
    doc = nlp.make_doc(round_.text)
    gold, lines = round_.gold, round_.lines()
    doc._.source, doc._.date, doc._.kind = gold["document"], gold["date"], "round"
    starts = [lines[block["line"] - 1][0] for block in gold["blocks"]]
    blocks = []
    for block, start, end in zip(gold["blocks"], starts, [*starts[1:], len(doc.text)], strict=True):
        span = carrier.char_span(doc, start, end)
        span._.owner, span._.owner_persons, span._.header_line = (
            block["member"],
            block["persons"],
            block["line"],
        )
        blocks.append(span)
    persons = {block["member"]: block["persons"] for block in gold["blocks"]}
    turns, scope, done = [], "", 0
    for unit in gold["units"]:
        start = lines[unit["line"] - 1][0] + unit.get("start", 0)
        last, text = lines[unit["line_end"] - 1]
        span = carrier.char_span(doc, start, last + unit.get("end", len(text)))
        span._.speaker, span._.reply_to = unit["speaker"], unit["reply_to"]
        span._.persons = persons.get(unit["speaker"], [])
        span._.block = max((n for n, at in enumerate(starts) if at <= span.start_char), default=-1)
        for _, between in lines[done : unit["line"] - 1]:
            if between.strip():
                hit = leading_marker(between)
                scope = hit.marker.value if hit and hit.alone else ""
        done = unit["line_end"]
        hit = leading_marker(span.text)
        span._.marker = hit.marker.value if hit else "" if unit["reply_to"] else scope
        turns.append(span)
    doc.spans[carrier.BLOCKS], doc.spans[carrier.TURNS] = blocks, turns
    doc.spans[carrier.HEADERS] = doc.spans[carrier.FURNITURE] = []
    return doc


def sentence_docs(nlp: Language, rows: list[dict[str, Any]]) -> Iterator[Doc]:
    """One Doc per labelled statement: a single turn by nobody in particular."""
    for row in rows:
        doc = nlp.make_doc(row["text"])
        turn = carrier.char_span(doc, 0, len(doc.text))
        hit = leading_marker(turn.text)
        turn._.marker = hit.marker.value if hit else ""
        turn._.speaker = "?"
        doc.spans[carrier.TURNS] = [turn]
        doc.spans[carrier.BLOCKS] = doc.spans[carrier.HEADERS] = doc.spans[carrier.FURNITURE] = []
        yield doc
