"""Turn gold rounds and labelled sentences into training examples for each model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import carrier
from pipeline.components.cues import readings
from pipeline.learning.gold import GoldRound, gold_doc, sentence_docs
from pipeline.learning.signals import offer_features, request_features, stage_signals
from pipeline.learning.training import Example
from pipeline.values import STAGE_ORDER

#: Labels of the two-class models.
NO, YES = "no", "yes"
#: Classes of the stage model; the first is "states no stage".
STAGE_CLASSES: Final = tuple(stage.value or "none" for stage in STAGE_ORDER)
#: Components that find the signals, in order.
SIGNAL_COMPONENTS: Final = ("runda_statements", "runda_topics", "runda_requests", "runda_offers")


def signal_docs(nlp: Language, rounds: Iterable[GoldRound]) -> dict[str, Doc]:
    """Gold-structured Docs on which the rules have found their signals."""
    return {round_.name: _apply(nlp, gold_doc(nlp, round_)) for round_ in rounds}


def asking_examples(
    label: str, nlp: Language, docs: dict[str, Doc], rounds: Iterable[GoldRound], rows: list[dict[str, Any]]
) -> list[Example]:
    """Examples of ``request`` or ``offer``: one per statement, a bag per unit."""
    examples = []
    for round_ in rounds:
        units = round_.gold["units"]
        for text, signals, turn in _asking(label, docs[round_.name]):
            said = YES if units[turn][label] else NO
            examples.append(Example(round_.name, (round_.name, turn), text, signals, said))
    for n, (row, doc) in enumerate(zip(rows, sentence_docs(nlp, rows), strict=True)):
        for text, signals, _ in _asking(label, _apply(nlp, doc)):
            examples.append(Example("", ("", n), text, signals, YES if row[label] else NO))
    return examples


def stage_examples(
    nlp: Language, docs: dict[str, Doc], rounds: Iterable[GoldRound], rows: list[dict[str, Any]]
) -> list[Example]:
    """Examples of ``stage``: one per statement and topic, a bag per member and topic of a round."""
    examples = []
    for round_ in rounds:
        held = {(p["member"], p["topic"]): p["stage"] for p in round_.gold["positions"]}
        units = round_.gold["units"]
        for span in docs[round_.name].spans[carrier.STATEMENTS]:
            unit = units[span._.turn]
            for topic in span._.topics:
                if topic in unit["topics"]:
                    label = held.get((unit["speaker"], topic), "none")
                    bag = (round_.name, unit["speaker"], topic)
                    examples.append(Example(round_.name, bag, span.text, stage_signals(span, topic), label))
    for n, (row, doc) in enumerate(zip(rows, sentence_docs(nlp, rows), strict=True)):
        for span in _apply(nlp, doc).spans[carrier.STATEMENTS]:
            for topic in span._.topics:
                if topic in row["topics"]:
                    label = row["stages"].get(topic) or "none"
                    examples.append(Example("", ("", n, topic), span.text, stage_signals(span, topic), label))
    return examples


def _asking(label: str, doc: Doc) -> Iterable[tuple[str, dict[str, float], int]]:
    statements = list(doc.spans[carrier.STATEMENTS])
    for at, reading in enumerate(readings(doc)):
        features = (
            request_features(reading) if label == "request" else offer_features(reading, at, statements)
        )
        yield reading.span.text, features, reading.span._.turn


def _apply(nlp: Language, doc: Doc) -> Doc:
    for name in SIGNAL_COMPONENTS:
        doc = nlp.get_pipe(name)(doc)
    return doc
