"""The stage that the speaker itself has reached on each topic of a statement.

Cues (``resources/stages.toml``) are found once per statement; for each topic the cues near it
are weighed, and the stage whose best cue weighs most wins. What a cue weighs depends on where it
stands: in the topic's own clause, elsewhere in its sentence, in the next sentence, or nearer to
another topic. A question that is put to others tells nothing of the one who asks, so cues inside
it do not count. A statement without any cue is decided by its form (`_by_form`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Span

from pipeline.components.stage_scope import Scene, scene_of
from pipeline.components.stage_words import stage_words
from pipeline.lexicon import RESOURCES, Entry, load_classes, load_entries
from pipeline.members import gazetteer
from pipeline.patterns import PatternMatcher
from pipeline.topics import load_topics
from pipeline.values import STAGE_ORDER, Mark, Stage

#: A cue's stage in the file where the speaker has no position.
NONE = "none"
#: How much of a cue's weight counts, by where it stands.
SAME_CLAUSE, SAME_SENTENCE, NEXT_SENTENCE, SENTENCE_BEFORE, OTHER_TOPIC = 1.0, 0.85, 0.5, 0.35, 0.3
#: Lightest weight that decides; below it the form does.
ENOUGH = 2.4
#: The same where the topic is not named but carried by context: "Svåraste nöten är skogen" tells little.
ENOUGH_UNNAMED = 4.5
#: Weight of another member as the subject.
OTHER_MEMBER = 9.0
#: Weight that a done cue needs in a question that the speaker puts to itself ("Solel på taken?").
SURE = 8
#: Cues that say there is none yet; what the speaker then says of its coming decides.
ABSENT = frozenset(["no-such", "have-not", "refused", "ended", "had-before"])


@dataclass(frozen=True, slots=True)
class StageCue(Entry):
    """One cue of `stages.toml`; the file's head explains the keys."""

    stage: str = ""
    weight: int = 5
    reach: str = "sentence"
    not_topics: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        known = [stage.value for stage in STAGE_ORDER if stage] + [NONE]
        if self.stage not in known:
            raise ValueError(f"stage must be one of {', '.join(known)}, not {self.stage!r}")
        if not 1 <= self.weight <= 10:
            raise ValueError(f"weight must be 1-10, not {self.weight}")
        if self.reach not in ("clause", "sentence"):
            raise ValueError(f"reach must be clause or sentence, not {self.reach!r}")
        if not self.patterns:
            raise ValueError(f"cue {self.id!r} has no patterns")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A cue as it bears on one topic of a statement.

    Attributes
    ----------
    cue
        Id of the cue.
    stage
        A `Stage` value, or `NONE`.
    weight
        Weight after scope.
    place
        ``clause``, ``sentence``, ``next``, ``before`` or ``other``: where it stands.
    text
        The words that were found.
    start
        Index of its first word in the scene.
    """

    cue: str
    stage: str
    weight: float
    place: str
    text: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """A stage for one topic, and what decided it."""

    stage: Stage
    cues: tuple[Weighed, ...]
    by_form: bool
    named: bool = True


@cache
def load_cues(path: Path = RESOURCES / "stages.toml") -> tuple[dict[str, StageCue], PatternMatcher]:
    """The cues by id, and the matcher compiled from them."""
    cues = {cue.id: cue for cue in load_entries(path, {"cue": StageCue})["cue"]}
    return cues, PatternMatcher({cue.id: cue.patterns for cue in cues.values()}, load_classes(path))


def weigh(span: Span, topic: str) -> tuple[Scene, list[Weighed]]:
    """All cues of a statement as they bear on one topic, heaviest first."""
    cues, matcher = load_cues()
    scene = scene_of(span, topic)
    found: dict[tuple[str, str], Weighed] = {}
    for hit in matcher.match(scene.words):
        cue = cues[hit.id]
        if topic in cue.not_topics or _of_others(scene, hit.start):
            continue
        place = scene.place(hit.start, hit.end)
        if place == "asked" or (cue.reach == "clause" and place not in ("clause", "anywhere")):
            continue
        stage = _governed(cue, scene, hit.start)
        if stage is None:
            continue
        weight = cue.weight * _FACTOR[place]
        known = found.get((hit.id, place))
        if known is None or known.weight < weight:
            text = " ".join(scene.words[hit.start : hit.end]).replace("§", "")
            found[hit.id, place] = Weighed(hit.id, stage, weight, place, text, hit.start)
    for at in _other_subjects(span, scene):
        if (place := scene.place(at, at + 1)) in ("clause", "sentence"):
            weight = OTHER_MEMBER * _FACTOR[place]
            found["other-member", place] = Weighed("other-member", NONE, weight, place, scene.words[at], at)
    return scene, sorted(found.values(), key=lambda item: (-item.weight, item.cue))


def _other_subjects(span: Span, scene: Scene) -> list[int]:
    """Where another member than the speaker is the subject of a verb ("Kalmar har …")."""
    if not span._.speaker:
        return []
    places = []
    for name in gazetteer().find(span.text):
        if name.member.name != span._.speaker:
            at = bisect_left(scene.starts, span.start_char + name.end)
            first = bisect_left(scene.starts, span.start_char + name.start)
            # "i Hässleholm är …", "med Salem arbetar vi …": the name is no subject there.
            opens = first == 0 or scene.words[first - 1] in stage_words("before-subject")
            if opens and 0 < at < len(scene.words) and scene.words[at] in stage_words("member-verbs"):
                places.append(at)
    return places


def _governed(cue: StageCue, scene: Scene, start: int) -> str | None:
    """A cue's stage under the negation or modal verb before it; None where it then says nothing.

    "Inte antagen" is still under way, "ska monteras" is planned, whatever the verb alone says.
    """
    if cue.stage not in (Stage.DONE, Stage.ONGOING):
        return cue.stage
    before = scene.before(start)
    if cue.stage == Stage.DONE and any(word in _NEGATIONS for word in before[-4:]):
        return str(Stage.ONGOING) if cue.weight >= SURE else None
    if any(word in _MODALS for word in before):
        return str(Stage.PLANNED)
    return cue.stage


def _of_others(scene: Scene, start: int) -> bool:
    """Whether a cue stands in a clause about those who are asked: "ni som är igång", "någon som har"."""
    before = scene.before(start, 3)
    return any(
        word == "som" and at and before[at - 1] in stage_words("others-who") for at, word in enumerate(before)
    )


_NEGATIONS = frozenset(["inte", "ej", "knappt"])
_MODALS = frozenset(["ska", "skall", "bör", "måste", "tänker"])

_FACTOR = {
    "clause": SAME_CLAUSE,
    "anywhere": SAME_CLAUSE,
    "sentence": SAME_SENTENCE,
    "next": NEXT_SENTENCE,
    "before": SENTENCE_BEFORE,
    "other": OTHER_TOPIC,
}


def judge(span: Span, topic: str) -> Judgement:
    """The stage that a statement's speaker states for itself on a topic."""
    scene, weighed = weigh(span, topic)
    if scene.asks_only and any(w.stage == Stage.CONSIDERING and w.weight >= ENOUGH for w in weighed):
        doubts = tuple(w for w in weighed if w.stage == Stage.CONSIDERING)
        return Judgement(Stage.CONSIDERING, doubts, by_form=False, named=scene.mentioned)
    if scene.asks_only or (span._.offer == Mark.EXPLICIT and not scene.own_voice):
        return Judgement(Stage.NONE, (), by_form=False, named=scene.mentioned)
    best: dict[str, float] = defaultdict(float)
    for item in weighed:
        if scene.wondered and item.stage == Stage.DONE and load_cues()[0][item.cue].weight < SURE:
            continue
        best[item.stage] = max(best[item.stage], item.weight)
    if _mended(scene, weighed):
        best[NONE] = best[Stage.DONE] = 0.0
    if best and max(best.values()) >= (ENOUGH if scene.mentioned else ENOUGH_UNNAMED):
        stage = max(best, key=lambda name: (best[name], _PRECEDENCE[name]))
        deciding = tuple(item for item in weighed if item.stage == stage)
        return Judgement(
            Stage.NONE if stage == NONE else Stage(stage), deciding, by_form=False, named=scene.mentioned
        )
    return Judgement(_by_form(span, scene), (), by_form=True, named=scene.mentioned)


@cache
def whole_fields() -> frozenset[str]:
    """Shipped topics that are a field of work (energy, communication), which nobody "has"."""
    return frozenset(topic.id for topic in load_topics().topics if topic.field)


def told_plainly(span: Span, topic: str) -> bool:
    """Whether a statement's stage on a topic rests on plain words, and not on a hint or its form.

    Reads the signals that ``runda_stages`` noted on the statement.
    """
    cues = load_cues()[0]
    return any(
        signal["label"] == "stage"
        and signal["detail"].startswith(topic + ":")
        and signal["name"] in cues
        and cues[signal["name"]].weight >= SURE
        for signal in span._.signals
    )


def _mended(scene: Scene, weighed: Sequence[Weighed]) -> bool:
    """Whether the speaker says that there is none, but goes on to say that it will come."""
    denied = [item for item in weighed if item.stage == NONE and item.weight >= COMING]
    if not denied or any(item.cue not in ABSENT for item in denied):
        return False
    last = max(item.start for item in denied)
    return any(
        item.stage in _TO_COME
        and item.weight >= COMING
        and any(word in _TURNS for word in scene.words[last : item.start])
        for item in weighed
    )


#: Words and signs after which something else is said than before.
_TURNS = frozenset(["men", "dock", "däremot", "fast", ".", "!", "–", "—", ";"])
#: Stages that "there is none yet, but …" may go on to, and the weight that it takes.
_TO_COME = ("considering", "planned", "ongoing")
COMING = 5.0
#: Which stage wins where two weigh the same: doubt and work under way are what readers overlook.
_PRECEDENCE = {NONE: 5, "considering": 4, "ongoing": 3, "planned": 2, "done": 1}


def _by_form(span: Span, scene: Scene) -> Stage:
    """Decide a statement without cues by its form.

    Notes are short: "Solkarta 2.0 med fasader" says that there is one. A statement that asks or
    advises says nothing of the speaker, nor does one that never mentions the topic by its word.
    """
    if span._.request or span._.offer or scene.has_question or not scene.mentioned:
        return Stage.NONE
    if scene.wondered:
        return Stage.CONSIDERING
    return Stage.DONE


def stage_features(span: Span, topic: str) -> dict[str, float]:
    """Named signals for a fitted model: cues by place, form and marks."""
    scene, weighed = weigh(span, topic)
    features: dict[str, float] = {"bias": 1.0}
    for item in weighed:
        features[f"cue={item.cue}"] = max(features.get(f"cue={item.cue}", 0.0), item.weight / 10)
        key = f"{item.stage}@{item.place}"
        features[key] = max(features.get(key, 0.0), item.weight / 10)
    features["mentioned"] = float(scene.mentioned)
    features["asks-only"] = float(scene.asks_only)
    features["question"] = float(scene.has_question)
    features["reply"] = float(bool(span._.reply_to))
    features["short"] = float(len(scene.words) <= 4)
    for name in ("request", "offer"):
        if value := getattr(span._, name):
            features[f"{name}={value}"] = 1.0
    features[f"rule={judge(span, topic).stage.value or NONE}"] = 1.0
    return features
