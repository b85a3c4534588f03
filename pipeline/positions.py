"""One stage per document, member and topic: the furthest that the member itself states there."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline import carrier
from pipeline.components.stage_rule import told_plainly, whole_fields
from pipeline.values import STAGE_ORDER, Stage


@dataclass(frozen=True, slots=True)
class Position:
    """How far a member has come on a topic, by its own words in one document.

    Attributes
    ----------
    member
        Canonical name of the member that speaks.
    topic
        Topic id.
    stage
        The furthest stage stated; never empty.
    statement
        Index in ``doc.spans["statements"]`` of the statement that says so, the first where
        several say the same.
    """

    member: str
    topic: str
    stage: Stage
    statement: int


def positions(doc: Doc) -> list[Position]:
    """The positions of a document, in the order in which the deciding statements stand.

    A topic that a member only mentions, asks about or speaks of for someone else has no stage
    on its statements, and so no position here. On a topic that is a whole field of work only plain
    words make a position ("har antagit energiplanen"), no mere mention.
    """
    best: dict[tuple[str, str], Position] = {}
    if carrier.STATEMENTS not in doc.spans:
        return []
    for index, span in enumerate(doc.spans[carrier.STATEMENTS]):
        for topic, value in span._.stages.items():
            stage = Stage(value)
            if not stage or not span._.speaker:
                continue
            if topic in whole_fields() and not told_plainly(span, topic):
                continue  # "vindkraften ger tung stämning": nobody has come anywhere with energy
            key = (span._.speaker, topic)
            known = best.get(key)
            if known is None or STAGE_ORDER.index(stage) > STAGE_ORDER.index(known.stage):
                best[key] = Position(span._.speaker, topic, stage, index)
    return sorted(best.values(), key=lambda position: (position.statement, position.topic))
