"""Small Docs for the tests: who says what, labelled by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

import spacy
from spacy.tokens import Doc

from pipeline import carrier

NLP = spacy.blank("sv")


@dataclass
class Said:
    member: str
    text: str
    reply_to: str = ""
    block: str = ""
    topics: list[str] = field(default_factory=list)
    stages: dict[str, str] = field(default_factory=dict)
    request: str = ""
    offer: str = ""
    turn: int | None = None


def round_of(*said: Said, date: str = "2022-05-04", source: str = "runda.txt") -> Doc:
    """A round in which each statement is a turn of its own, unless `turn` says otherwise."""
    doc = NLP.make_doc("\n".join(one.text for one in said))
    doc._.date, doc._.source, doc._.kind = date, source, "round"
    owners = list(dict.fromkeys(one.block or one.reply_to or one.member for one in said))
    spans, blocks, at = [], {}, 0
    for number, one in enumerate(said):
        span = carrier.char_span(doc, at, at + len(one.text))
        owner = one.block or one.reply_to or one.member
        span._.speaker, span._.reply_to, span._.block = one.member, one.reply_to, owners.index(owner)
        span._.persons = [f"Person i {one.member}"]
        span._.turn = number if one.turn is None else one.turn
        span._.topics, span._.stages = one.topics, one.stages
        span._.request, span._.offer = one.request, one.offer
        spans.append(span)
        blocks.setdefault(owner, [at, at])[1] = at + len(one.text)
        at += len(one.text) + 1
    doc.spans[carrier.STATEMENTS] = spans
    doc.spans[carrier.TURNS] = spans
    found = []
    for owner, (start, end) in blocks.items():
        block = doc.char_span(start, end, label="block", alignment_mode="expand")
        if len(found) or len(blocks) > 1 or end:
            block._.owner = owner
        found.append(block)
    doc.spans[carrier.BLOCKS] = found
    return doc
