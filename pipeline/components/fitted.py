"""Let fitted models decide on phrased requests and offers, where the rules only weigh by hand.

What a marker decides stays decided: "Hjälp: …" is an explicit request whatever a model thinks. For
the rest a linear model (see `pipeline.learning`) reads the rules' signals and the wording, and says
with what probability the statement asks or offers. Figures per class stand in the models' cards.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.components.cues import readings
from pipeline.learning.linear import LinearModel, load
from pipeline.learning.signals import offer_features, request_features
from pipeline.values import Mark, Marker

#: Folder of the shipped models.
MODELS = Path(__file__).parent.parent / "models"
LABELS = ("request", "offer")


class FittedAsking:
    """The component ``runda_fitted``: sets `_.request`, `_.offer` and `_.probability`.

    Parameters
    ----------
    models
        Label -> model; a label without a model keeps what the rules said.
    """

    def __init__(self, models: Mapping[str, LinearModel]) -> None:
        self.models = dict(models)

    def __call__(self, doc: Doc) -> Doc:
        """Decide on each statement of `doc`, requests first: offers answer them."""
        read = list(readings(doc))
        statements = [reading.span for reading in read]
        if model := self.models.get("request"):
            for reading in read:
                if reading.span._.marker != Marker.HELP:
                    _decide(reading.span, "request", model, request_features(reading))
        if model := self.models.get("offer"):
            for at, reading in enumerate(read):
                _decide(reading.span, "offer", model, offer_features(reading, at, statements))
        return doc


def _decide(span: Span, label: str, model: LinearModel, signals: dict[str, float]) -> None:
    if getattr(span._, label) == Mark.EXPLICIT:
        return
    probability = model.probabilities(span.text, signals)[model.classes[1]]
    said = probability >= model.threshold
    setattr(span._, label, Mark.PHRASED.value if said else Mark.NONE.value)
    span._.probability = {**span._.probability, label: round(probability, 3)}
    if said:
        reasons = model.reasons(signals, model.classes[1])
        detail = ", ".join(name for name, _ in reasons)
        carrier.add_signal(
            span, label, "model", f"{probability:.2f} ({detail})" if detail else f"{probability:.2f}"
        )


@cache
def shipped_models(folder: Path = MODELS) -> dict[str, LinearModel]:
    """The shipped models of `LABELS`; a label that has none is decided by the rules."""
    return {label: load(folder / f"{label}.npz") for label in LABELS if (folder / f"{label}.npz").exists()}


@Language.factory("runda_fitted")
def create_fitted(nlp: Language, name: str) -> FittedAsking:
    """Make the component with the shipped models."""
    return FittedAsking(shipped_models())
