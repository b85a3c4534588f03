"""The named signals that a fitted model sees beside the n-grams, one dict per statement.

They are those of the rules (cues, question forms, markers, replies), the rules' own verdict, and where
the statement stands. A fitted model can so only be as blind as the rules are where n-grams don't help.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span

from pipeline.components.cues import Reading, cue_set
from pipeline.components.offers import offer_signals, reply_kind
from pipeline.components.requests import request_signals
from pipeline.components.stages import stage_features


def place_signals(reading: Reading) -> dict[str, float]:
    """Where a statement stands, and its outer form."""
    text = reading.span.text
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
    signals = dict.fromkeys(request_signals(reading), 1.0)
    return _with_verdict("request", signals) | place_signals(reading)


def offer_features(reading: Reading, at: int, statements: Sequence[Span]) -> dict[str, float]:
    """Signals for the model ``offer``; `at` is the statement's index in `statements`."""
    signals = dict.fromkeys(offer_signals(reading, reply_kind(at, statements)), 1.0)
    features = _with_verdict("offer", signals) | place_signals(reading)
    features["request"] = float(bool(reading.span._.request))
    return features


def stage_signals(span: Span, topic: str) -> dict[str, float]:
    """Signals for the model ``stage``: the rules' cues by place, and which topic is meant."""
    return stage_features(span, topic) | {f"topic={topic}": 1.0}


def _with_verdict(label: str, signals: dict[str, float]) -> dict[str, float]:
    score = cue_set(label).score(signals)
    return signals | {
        "rules:score": max(-2.0, min(3.0, score)),
        "rules:verdict": float(score >= 1.0),
    }
