"""The component that tells how far each speaker has come on each topic of its statements.

`pipeline.components.stage_rule` judges a statement by itself; here the judgements of one speaker
on one topic are read together: a note that names the topic decides over one that only carries it,
words that tell over mere form, and a plain "is under way" over a loose "has".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.components.stage_rule import ABSENT, Judgement, judge, stage_features
from pipeline.values import STAGE_ORDER, Stage

__all__ = ["FORM", "Stages", "furthest", "judge", "stage_features"]

#: Signal of a stage that rests on the form alone, and gives way to a neighbour that has a cue.
FORM = "form"
_LABEL = "stage"
#: The office speaks for the network; it is no member with a position.
SECRETARIAT = "Kansliet"
#: Weight from which a cue tells plainly; lighter ones ("har", "visade") only hint.
PLAIN = 5.9
#: Weight below which a cue for having it gives way even to doubt ("vår avgift" does not).
HINT = 4.9


@dataclass(frozen=True, slots=True)
class _Told:
    """One statement's judgement on the topic of a thread."""

    index: int
    turn: int
    judgement: Judgement

    @property
    def plain(self) -> bool:
        """Whether a cue tells the stage plainly, in a statement that names the topic."""
        cues = self.judgement.cues
        return self.judgement.named and bool(cues) and cues[0].weight >= PLAIN


class Stages:
    """The component ``runda_stages``: fills ``_.stages``, ``_.stage`` and signals.

    Parameters
    ----------
    decide
        Judges one statement on one topic: the rules (`judge`), or a fitted model on top of them.
    """

    def __init__(self, decide: Callable[[Span, str], Judgement] = judge) -> None:
        self._decide = decide

    def __call__(self, doc: Doc) -> Doc:
        """Judge each statement on each of its topics."""
        spans = list(doc.spans.get(carrier.STATEMENTS, []))
        threads: dict[tuple[str, str], list[_Told]] = defaultdict(list)
        for index, span in enumerate(spans):
            for topic in span._.topics:
                told = _Told(index, span._.turn, self._decide(span, topic))
                threads[span._.speaker, topic].append(told)
        stages: dict[int, dict[str, str]] = defaultdict(dict)
        for (speaker, topic), thread in threads.items():
            if speaker != SECRETARIAT:
                for told in thread:
                    if stage := _settled(spans[told.index], topic, told, thread):
                        stages[told.index][topic] = stage.value
        for index, span in enumerate(spans):
            span._.stages = {topic: stages[index][topic] for topic in span._.topics if topic in stages[index]}
            span._.stage = furthest(span._.stages.values())
        return doc


def _settled(span: Span, topic: str, told: _Told, thread: Sequence[_Told]) -> Stage:
    """A judgement's stage in the light of what the same speaker says of the topic elsewhere."""
    judgement = told.judgement
    if not judgement.named and _named_elsewhere(told, thread):
        return Stage.NONE
    if judgement.by_form and judgement.stage and _told_beside(told, thread):
        return Stage.NONE
    if judgement.stage == Stage.DONE and not told.plain:
        weight = judgement.cues[0].weight if judgement.cues else 0.0
        rivals = {other.judgement.stage for other in thread if other.plain}
        if rivals & {Stage.ONGOING, Stage.PLANNED} or (weight < HINT and Stage.CONSIDERING in rivals):
            return Stage.NONE
        if not told.plain and _denied_after(told, thread):
            return Stage.NONE
    for cue in judgement.cues[:3]:
        carrier.add_signal(span, _LABEL, cue.cue, f"{topic}: {cue.text}")
    if judgement.by_form and judgement.stage:
        carrier.add_signal(span, _LABEL, FORM, topic)
    return judgement.stage


def _denied_after(told: _Told, thread: Sequence[_Told]) -> bool:
    """Whether the next sentence takes it back: "Ledningen trodde att vi hade en. Det har vi inte."."""
    return any(
        other.index == told.index + 1
        and other.turn == told.turn
        and not other.judgement.stage
        and any(cue.cue in ABSENT for cue in other.judgement.cues)
        for other in thread
    )


def _named_elsewhere(told: _Told, thread: Sequence[_Told]) -> bool:
    """Whether the speaker names the topic elsewhere, and tells there how far it has come.

    "Håller på med en koldioxidbudget. Svårast är skogen.": the second adds no stage of its own.
    After "Finns ännu ingen koldioxidbudget." the next may still tell what is to come.
    """
    for other in thread:
        judgement = other.judgement
        if judgement.named and judgement.cues:
            absent = any(cue.cue in ABSENT for cue in judgement.cues)
            if judgement.stage or not (absent and other.turn == told.turn):
                return True
    return False


def _told_beside(told: _Told, thread: Sequence[_Told]) -> bool:
    """Whether a neighbour in the same turn says outright where the topic stands."""
    return any(
        other.judgement.cues and other.turn == told.turn and other.index - told.index in (-1, 1, 2)
        for other in thread
    )


def furthest(stages: Iterable[str]) -> str:
    """The furthest of some stages; empty where there is none."""
    return max(stages, key=lambda value: STAGE_ORDER.index(Stage(value)), default="")


@Language.factory("runda_stages", default_config={"fitted": False})
def create_stages(nlp: Language, name: str, fitted: bool) -> Stages:
    """Make the component.

    Parameters
    ----------
    nlp, name
        Given by spaCy.
    fitted
        Let the shipped model decide on top of the rules.
    """
    if fitted:
        from pipeline.components.fitted import fitted_stage

        return Stages(fitted_stage())
    return Stages()
