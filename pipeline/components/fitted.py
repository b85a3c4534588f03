"""Let fitted models decide on phrased requests and offers, where the rules only weigh by hand.

What a marker decides stays decided: "Hjälp: …" is an explicit request whatever a model thinks, and "Vill
ha: …" a phrased one. For the rest a linear model (see `pipeline.learning`) reads the rules' signals and the
wording, and says with what probability the statement asks or offers. Figures per class stand in the
models' cards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.components.cues import Reading, cue_set, readings
from pipeline.components.offers import offer_signals
from pipeline.components.stage_rule import Judgement, judge
from pipeline.learning.linear import LinearModel, load
from pipeline.learning.signals import offer_features, request_features, stage_features
from pipeline.values import Mark, Marker, Stage

#: Folder of the shipped models.
MODELS = Path(__file__).parent.parent / "models"
LABELS = ("request", "offer")
#: Probability that the wording alone takes to give a stage where the rules found none.
SURE = 0.6


#: Weight of an offer's phrases, the reply left aside, at which a reply gives nothing; and where it asks.
NOTHING, NOTHING_ASKING = -0.7, 0.0


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
        said = list(readings(doc))
        if model := self.models.get("request"):
            for reading in said:
                if reading.span._.marker not in (Marker.HELP, Marker.WANT):
                    _decide(reading, "request", model, request_features(reading))
        if model := self.models.get("offer"):
            for at, reading in enumerate(said):
                if _gives_nothing(reading):
                    reading.span._.offer = Mark.NONE.value
                elif reading.span._.marker not in (Marker.TIPS, Marker.GIVE):
                    _decide(reading, "offer", model, offer_features(at, said))
        return doc


def _gives_nothing(reading: Reading) -> bool:
    """Whether a reply only asks too, agrees or says that it does not know: to reply is no offer by itself."""
    if not reading.span._.reply_to or reading.span._.offer == Mark.EXPLICIT:
        return False
    score = cue_set("offer").score(dict.fromkeys(offer_signals(reading), 1.0))
    return score <= (NOTHING_ASKING if reading.span._.request else NOTHING)


def _decide(reading: Reading, label: str, model: LinearModel, signals: dict[str, float]) -> None:
    span = reading.span
    if getattr(span._, label) == Mark.EXPLICIT:
        return
    probability = model.probabilities(reading.text, signals)[model.classes[1]]
    said = probability >= model.threshold
    setattr(span._, label, Mark.PHRASED.value if said else Mark.NONE.value)
    span._.probability = {**span._.probability, label: round(probability, 3)}
    if said:
        reasons = model.reasons(signals, model.classes[1])
        detail = ", ".join(name for name, _ in reasons)
        carrier.add_signal(
            span, label, "model", f"{probability:.2f} ({detail})" if detail else f"{probability:.2f}"
        )


def fitted_stage(model: LinearModel | None = None) -> Callable[[Span, str], Judgement]:
    """A decider for `pipeline.components.stages.Stages` that weighs the rules against the wording.

    Parameters
    ----------
    model
        The stage model; the shipped one where it is left out.
    """
    stage_model = model or shipped_model("stage")

    def decide(span: Span, topic: str) -> Judgement:
        judged = judge(span, topic)
        verdict = judged.stage.value or "none"
        shares = stage_model.probabilities(span.text, stage_features(span, topic, judged))
        best = max(shares, key=lambda name: (shares[name], name))
        span._.probability = {**span._.probability, f"stage:{topic}": round(shares[best], 3)}
        if best in (verdict, "none"):  # a cue that the rules found is never silenced by wording alone
            return judged
        if verdict == "none" and shares[best] < SURE:  # nor is one made out of a hint
            return judged
        carrier.add_signal(span, "stage", "model", f"{topic}: {best} {shares[best]:.2f}, rules {verdict}")
        return replace(judged, stage=Stage(best), cues=(), by_form=True)

    return decide


@cache
def shipped_models(folder: Path = MODELS) -> dict[str, LinearModel]:
    """The shipped models of `LABELS`."""
    return {label: shipped_model(label, folder) for label in LABELS}


@cache
def shipped_model(name: str, folder: Path = MODELS) -> LinearModel:
    """One shipped model, checked and loaded once."""
    return load(folder / f"{name}.npz")


@Language.factory("runda_fitted")
def create_fitted(nlp: Language, name: str) -> FittedAsking:
    """Make the component with the shipped models."""
    return FittedAsking(shipped_models())
