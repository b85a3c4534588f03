"""Turn gold rounds and labelled sentences into training examples for each model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import carrier
from pipeline.components.cues import readings
from pipeline.components.stage_rule import judge
from pipeline.learning.gold import GoldRound, gold_doc, sentence_docs
from pipeline.learning.linear import LinearModel
from pipeline.learning.signals import offer_features, request_features, stage_features
from pipeline.learning.training import Example, fit
from pipeline.values import STAGE_ORDER

#: Labels of the two-class models.
NO, YES = "no", "yes"
#: Classes of the stage model; the first is "states no stage".
STAGE_CLASSES: Final = tuple(stage.value or "none" for stage in STAGE_ORDER)
#: Components that find the signals, in order.
SIGNAL_COMPONENTS: Final = (
    "runda_statements",
    "runda_topics",
    "runda_requests",
    "runda_offers",
    "runda_context",
)

#: Stands for a round's name on sentences that the rules' own authors wrote: they teach wording, but how far
#: the rules are to be trusted is not learnt from them, and no round left out takes them away.
OWN: Final = "own"


def unread_asking(example: Example) -> bool:
    """Whether it is a labelled sentence that the authors of the cue phrases never read.

    They split the sentences by hash: one half to write phrases on, half of the rest to check on.
    """
    return not example.round and _odd(hashlib.sha1, example) and _odd(hashlib.sha1, example, "x")


def unread_stage(example: Example) -> bool:
    """Whether it is a labelled sentence of the half that the stage cues were not written on.

    (Half of that half was read later for errors; what was changed then was general.)
    """
    return not example.round and bool(hashlib.md5(example.bag[0].encode()).digest()[0] % 2)


def _odd(digest: Callable[[bytes], Any], example: Example, salt: str = "") -> bool:
    return bool(int(digest((salt + example.bag[0]).encode()).hexdigest(), 16) % 2)


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
            examples.append(Example(_origin(row), (row["text"], n), text, signals, YES if row[label] else NO))
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
                    signals = stage_features(span, topic, judge(span, topic))
                    examples.append(Example(round_.name, bag, span.text, signals, label))
    for n, (row, doc) in enumerate(zip(rows, sentence_docs(nlp, rows), strict=True)):
        for span in _apply(nlp, doc).spans[carrier.STATEMENTS]:
            for topic in span._.topics:
                if topic in row["topics"]:
                    label = row["stages"].get(topic) or "none"
                    signals = stage_features(span, topic, judge(span, topic))
                    examples.append(Example(_origin(row), (row["text"], n, topic), span.text, signals, label))
    return examples


def _origin(row: dict[str, Any]) -> str:
    return OWN if row.get("own") else ""


def _asking(label: str, doc: Doc) -> Iterable[tuple[str, dict[str, float], int]]:
    said = list(readings(doc))
    for at, reading in enumerate(said):
        features = request_features(reading) if label == "request" else offer_features(at, said)
        yield reading.text, features, reading.span._.turn


def _apply(nlp: Language, doc: Doc) -> Doc:
    for name in SIGNAL_COMPONENTS:
        doc = nlp.get_pipe(name)(doc)
    return doc


#: Rounds that no model trains on: the real one, and those that nobody who writes rules has read.
HELD_OUT: Final = (
    "2020-04-27", "v1b", "v2b", "v3b", "w1d", "w1e", "w2d", "w2e", "w3e", "w3f", "w4e",
)  # fmt: skip

#: The models that are fitted.
MODELS: Final = ("request", "offer", "stage")

#: Probability from which a phrased request or offer is said; chosen with each writer's rounds left out.
THRESHOLDS: Final = {"request": 0.5, "offer": 0.4}


def task_examples(
    nlp: Language, rounds: list[GoldRound], rows: list[dict[str, Any]]
) -> dict[str, list[Example]]:
    """Examples of every model."""
    docs = signal_docs(nlp, rounds)
    return {
        "request": asking_examples("request", nlp, docs, rounds, rows),
        "offer": asking_examples("offer", nlp, docs, rounds, rows),
        "stage": stage_examples(nlp, docs, rounds, rows),
    }


def fit_task(name: str, examples: list[Example]) -> LinearModel:
    """Fit one of the models with its classes and its unread sentences."""
    if name == "stage":
        return fit(name, examples, STAGE_CLASSES, unread_stage)
    return fit(name, examples, (NO, YES), unread_asking, threshold=THRESHOLDS[name])
