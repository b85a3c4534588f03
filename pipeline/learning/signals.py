"""The named signals that a fitted model sees beside the n-grams, one dict per statement.

There are two kinds: what the rules make of the statement (``rules:…``), and where it stands and what
form it has. The cues themselves are left out: the rules weigh them already, and a model that saw them
would only learn to trust rules that were written in view of its own training data.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Span

from pipeline.components.cues import Reading, cue_set
from pipeline.components.offers import offer_signals, reply_kind
from pipeline.components.requests import request_signals
from pipeline.components.stage_rule import Judgement
from pipeline.components.stages import PLAIN

#: Prefix of the signals that carry the rules' verdict.
VERDICT: Final = "rules:"


def place_signals(reading: Reading) -> dict[str, float]:
    """Where a statement stands, and its outer form."""
    text = reading.text
    return {
        "place:first": float(reading.first),
        "place:last": float(reading.last),
        "place:alone": float(reading.first and reading.last),
        "place:reply": float(bool(reading.span._.reply_to)),
        "form:question": float("?" in text),
        "form:ends-in-question": float(text.rstrip(" \"”')").endswith("?")),
        "form:call": float("!" in text),
        "form:short": float(reading.n_words <= 5),
        "form:long": float(reading.n_words >= 25),
    }


def request_features(reading: Reading) -> dict[str, float]:
    """Signals for the model ``request``."""
    return _verdict("request", request_signals(reading)) | place_signals(reading)


def offer_features(at: int, said: Sequence[Reading]) -> dict[str, float]:
    """Signals for the model ``offer`` of the statement at index `at`."""
    reading = said[at]
    features = _verdict("offer", offer_signals(reading, reply_kind(at, said))) | place_signals(reading)
    features["form:request"] = float(bool(reading.span._.request))
    return features


def stage_features(span: Span, topic: str, judged: Judgement) -> dict[str, float]:
    """Signals for the model ``stage``: the rules' stage (``none`` for none) and its ground, topic, form."""
    verdict = judged.stage.value or "none"
    plain = bool(judged.cues) and judged.cues[0].weight >= PLAIN
    return {
        f"{VERDICT}{verdict}": 1.0,
        f"{VERDICT}{verdict}:plain": float(plain),
        f"{VERDICT}{verdict}:form": float(judged.by_form),
        "place:named": float(judged.named),
        f"topic:{topic}": 1.0,
        "form:question": float("?" in span.text),
        "form:request": float(bool(span._.request)),
        "form:offer": float(bool(span._.offer)),
        "place:reply": float(bool(span._.reply_to)),
    }


def _verdict(label: str, signals: dict[str, str]) -> dict[str, float]:
    score = cue_set(label).score(dict.fromkeys(signals, 1.0))
    return {f"{VERDICT}score": max(-2.0, min(3.0, score))}
