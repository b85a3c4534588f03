"""The evaluation's seven areas, and what a text says of each: strong or weak.

A sentence is cut into words; areas and wordings of praise or blame are found among them (both are
data: `resources/areas.toml`, `resources/evaluation.toml`). Areas said in one breath form a group.
A group is rated by the wording that leads to it ("högst poäng *för* energi och transporter"), else
by the one that follows ("energi och transporter är starkast"), else, for a list item, by the
heading or lead-in above ("Starka områden:").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from pipeline.errors import ResourceError
from pipeline.lexicon import RESOURCES, Entry, load_classes, load_entries
from pipeline.patterns import Hit, PatternMatcher


class Rating(StrEnum):
    """How a member did in an area."""

    STRONG = "strong"
    WEAK = "weak"


class PhraseKind(StrEnum):
    """What a wording does; the head of `evaluation.toml` explains each."""

    STRONG = "strong"
    WEAK = "weak"
    OTHERS = "others"
    EARLIER = "earlier"
    BANNER = "banner"
    TOPIC = "topic"
    ASSOCIATION = "association"
    ROUND = "round"


@dataclass(frozen=True, slots=True)
class AreaEntry(Entry):
    """One area in `areas.toml`."""

    name: str = ""
    patterns: tuple[str, ...] = ()
    short: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name or not self.patterns:
            raise ValueError(f"area {self.id!r} needs a name and patterns")


@dataclass(frozen=True, slots=True)
class PhraseEntry(Entry):
    """One wording in `evaluation.toml`."""

    kind: str = ""
    patterns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in set(PhraseKind):
            raise ValueError(f"kind must be one of {', '.join(PhraseKind)}, not {self.kind!r}")
        if not self.patterns:
            raise ValueError(f"phrase {self.id!r} has no patterns")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or sign, lower-cased, and its characters in the text."""

    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rated:
    """An area rated by a sentence or list item, which stands at ``[start, end)``."""

    area: str
    rating: Rating
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item, heading or table row.

    Attributes
    ----------
    start, end
        Its characters.
    item
        A list item or table row: it can be rated by the lead-in above.
    whole
        It is all of its paragraph.
    """

    start: int
    end: int
    item: bool = False
    whole: bool = False


_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:[-’'][^\W\d_]+)*|[^\w\s]")
_ITEM = re.compile(r"\s*(?:[-–—•*·▪●◦o+]\s+|\(?\d{1,2}[.)]\s+|[a-zåäö]\)\s+)|[^|\n]+[|\t]")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’»)]*\s+(?=[A-ZÅÄÖ\"”“»–(\d])")
_WRAPPED = 50  # a line this long without a full stop may go on in the next one
_SHORT_LINE = 80
_FORWARD, _BACKWARD = 10, 14  # words between a wording and its areas
_TAIL = 4  # words between a preposition and its area


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Words and signs of ``text[start:end]``."""
    return [
        Word(found[0].lower(), found.start(), found.end())
        for found in _WORD.finditer(text, start, len(text) if end is None else end)
    ]


def sentences(text: str) -> Iterator[Sentence]:
    """Sentences, list items and headings in order; hard-wrapped paragraphs are put together."""
    for start, end, item in _paragraphs(text):
        if item:
            yield Sentence(start, end, True, True)
            continue
        at = start
        breaks = list(_SENTENCE_END.finditer(text, start, end))
        for found in breaks:
            yield Sentence(at, found.start(), False, False)
            at = found.end()
        yield Sentence(at, end, False, not breaks)


def _paragraphs(text: str) -> Iterator[tuple[int, int, bool]]:
    start = end = -1
    open_item = False
    at = 0
    for line in text.split("\n"):
        stripped = line.strip()
        first = at + line.find(stripped) if stripped else at
        last = first + len(stripped)
        item = bool(stripped) and _ITEM.match(line) is not None
        goes_on = (
            start >= 0 and bool(stripped) and not item
            and end - max(start, text.rfind("\n", 0, end) + 1) >= _WRAPPED and text[end - 1] not in ".!?:"
        )  # fmt: skip
        if goes_on:
            end = last
        else:
            if start >= 0:
                yield start, end, open_item
            start, end, open_item = (first, last, item) if stripped else (-1, -1, False)
        at += len(line) + 1
    if start >= 0:
        yield start, end, open_item


class Wording:
    """Areas and phrases, compiled."""

    def __init__(self, areas: Path, phrases: Path) -> None:
        self.areas = tuple(load_entries(areas, {"area": AreaEntry})["area"])
        self.phrases = tuple(load_entries(phrases, {"phrase": PhraseEntry})["phrase"])
        self.classes = {name: frozenset(forms) for name, forms in load_classes(phrases).items()}
        self.names = {area.id: area.name for area in self.areas}
        self._kinds = {phrase.id: PhraseKind(phrase.kind) for phrase in self.phrases}
        self._classes_of_words = load_classes(phrases)
        self._phrase_matchers: dict[tuple[PhraseKind, ...], PatternMatcher] = {}
        try:
            self._matcher_of(tuple(PhraseKind))  # a faulty pattern is told at load, whatever its kind
        except ValueError as error:
            raise ResourceError(phrases, 0, str(error)) from None
        sure = {area.id: area.patterns for area in self.areas}
        short = {f"{area.id}~": area.short for area in self.areas}
        try:
            self._area_matcher = PatternMatcher({**sure, **short})
        except ValueError as error:
            raise ResourceError(areas, 0, str(error)) from None

    def _matcher_of(self, kinds: tuple[PhraseKind, ...]) -> PatternMatcher:
        """The patterns of some kinds only: a long text is mostly searched for one."""
        if kinds not in self._phrase_matchers:
            patterns = {entry.id: entry.patterns for entry in self.phrases if self._kinds[entry.id] in kinds}
            self._phrase_matchers[kinds] = PatternMatcher(patterns, self._classes_of_words)
        return self._phrase_matchers[kinds]

    def phrase_hits(self, forms: Sequence[str], *kinds: PhraseKind) -> list[tuple[PhraseKind, Hit]]:
        """Phrases of the kinds; of several in one place the longest, then the first."""
        hits = self._matcher_of(kinds).match(forms)
        hits.sort(key=lambda hit: (hit.start - hit.end, hit.start))
        kept: list[Hit] = []
        for hit in hits:
            if all(hit.end <= other.start or hit.start >= other.end for other in kept):
                kept.append(hit)
        return [(self._kinds[hit.id], hit) for hit in sorted(kept, key=lambda hit: hit.start)]

    def area_hits(self, forms: Sequence[str]) -> list[Hit]:
        """Areas named, shorter wordings (their ids end in ``~``) included, none inside another."""
        hits = sorted(
            self._area_matcher.match(forms), key=lambda hit: (hit.start - hit.end, hit.id.endswith("~"))
        )
        kept: list[Hit] = []
        for hit in hits:
            if all(hit.end <= other.start or hit.start >= other.end for other in kept):
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.start)


@cache
def wording(areas: Path = RESOURCES / "areas.toml", phrases: Path = RESOURCES / "evaluation.toml") -> Wording:
    """The shipped wording, compiled once."""
    return Wording(areas, phrases)


@dataclass(frozen=True)
class _Group:
    """Areas said in one breath: their ids, and the words ``[start, end)`` from first to last."""

    areas: tuple[str, ...]
    start: int
    end: int


class RatedSentence:
    """Groups of areas in a sentence and what is said of each."""

    def __init__(self, text: str, sentence: Sentence, wording: Wording) -> None:
        self._wording = wording
        self._classes = wording.classes
        self.sentence = sentence
        self.words = words(text, sentence.start, sentence.end)
        self.forms = [word.form for word in self.words]
        hits = wording.phrase_hits(
            self.forms, PhraseKind.STRONG, PhraseKind.WEAK, PhraseKind.OTHERS, PhraseKind.EARLIER
        )
        self._away = [(kind, hit) for kind, hit in hits if kind in {PhraseKind.OTHERS, PhraseKind.EARLIER}]
        self.cues = [
            (rating, hit)
            for kind, hit in hits
            if kind in {PhraseKind.STRONG, PhraseKind.WEAK}
            and (rating := self._turned(kind, hit)) is not None
        ]

    def _turned(self, kind: PhraseKind, hit: Hit) -> Rating | None:
        """The rating, turned by a negation before it; "inga svaga områden" praises nobody by name."""
        before = self.forms[max(hit.start - 2, 0) : hit.start]
        negated = any(form in self._classes["negation"] for form in before) and "bara" not in before
        if not negated:
            return Rating(kind.value)
        return Rating.WEAK if kind is PhraseKind.STRONG else None

    @cached_property
    def groups(self) -> list[_Group]:
        """Groups in order. A short wording counts beside a sure one, or where it opens an item."""
        groups: list[list[Hit]] = []
        for hit in self._wording.area_hits(self.forms):
            if groups and self._is_glue(groups[-1][-1].end, hit.start):
                groups[-1].append(hit)
            else:
                groups.append([hit])
        kept = []
        for group in groups:
            sure = any(not hit.id.endswith("~") for hit in group)
            opens_item = self.sentence.item and group[0].start <= 3
            if sure or opens_item:
                ids = dict.fromkeys(hit.id.rstrip("~") for hit in group)
                kept.append(_Group(tuple(ids), group[0].start, group[-1].end))
        return kept

    def _is_glue(self, start: int, end: int) -> bool:
        glue = self._classes["glue"]
        return all(form in glue or form[0].isdigit() for form in self.forms[start:end])

    def opens_with_area(self) -> bool:
        """Whether an area stands first, behind a bullet, number or other sign at most."""
        return bool(self.groups) and all(
            not form.isalpha() or form == "o" for form in self.forms[: self.groups[0].start]
        )

    def ratings(self, lead: Rating | None) -> Iterator[Rated]:
        """Each area that the sentence, or the lead-in above it, rates."""
        for index, group in enumerate(self.groups):
            rating = self._rating_of(index, group)
            if rating is None and lead is not None and index == 0 and self.opens_with_area():
                rating = lead
            if rating is not None:
                for area in group.areas:
                    yield Rated(area, rating, self.sentence.start, self.sentence.end)

    def _rating_of(self, index: int, group: _Group) -> Rating | None:
        if self._is_of_others(group):
            return None
        before = self.groups[index - 1].end if index else 0
        after = self.groups[index + 1].start if index + 1 < len(self.groups) else len(self.forms)
        leading = [cue for cue in self.cues if before <= cue[1].start and cue[1].end <= group.start]
        if leading and self._leads(leading[-1][1].end, group.start):
            return leading[-1][0]
        following = [cue for cue in self.cues if group.end <= cue[1].start and cue[1].end <= after]
        if following:
            rating, hit = following[0]
            between = self.forms[group.end : hit.start]
            at_once = all(form in self._classes["link"] | self._classes["predicate"] for form in between)
            taken = after < len(self.forms) and self._leads(hit.end, after) and hit is following[-1][1]
            if len(between) <= _BACKWARD and not self._turns(between) and (at_once or not taken):
                return rating
        return None

    def _leads(self, start: int, end: int) -> bool:
        """Whether the words between a wording and an area say that it is about the area."""
        between = self.forms[start:end]
        if len(between) > _FORWARD or self._turns(between):
            return False
        if self._classes["action"] & set(between):  # "starka i hur vi jobbar med energi", but not
            return "hur" in between  # "starka, och jobbar nu med energi"
        close = len(between) <= 3 and not self._classes["apart"] & set(between)
        links = [index for index, form in enumerate(between) if form in self._classes["link"]]
        if links:  # "för sitt långsiktiga arbete med energi"
            tail = between[links[-1] + 1 :]
            if len(tail) <= _TAIL and not {",", "."} & set(tail):
                return True
        return close or all(form in self._classes["filler"] for form in between)

    def _turns(self, forms: Sequence[str]) -> bool:
        return any(form in self._classes["contrast"] for form in forms)

    def _is_of_others(self, group: _Group) -> bool:
        for kind, hit in self._away:
            if hit.end <= group.start and not self._turns(self.forms[hit.end : group.start]):
                return True
            if kind is PhraseKind.EARLIER and hit.start >= group.end:
                between = self.forms[group.end : hit.start]
                if "," not in between and not self._turns(between):
                    return True
        return False

    def lead(self) -> Rating | None:
        """What the sentence says of the list below it, where it is a heading or ends in a colon."""
        if self.groups or not self.cues or not self.forms:
            return None
        heading = self.sentence.whole and not self.sentence.item and len(self.forms) <= 8
        if self.forms[-1] == ":" or (heading and self.forms[-1] not in {".", "!", "?"}):
            return self.cues[-1][0]
        return None


def rate(text: str, wording_: Wording | None = None) -> list[Rated]:
    """Every rating of an area that the text gives, in order; an area may be rated several times."""
    known = wording_ or wording()
    found: list[Rated] = []
    lead: Rating | None = None
    for sentence in sentences(text):
        rated = RatedSentence(text, sentence, known)
        if not rated.forms:
            continue
        found.extend(rated.ratings(lead))
        own = rated.lead()
        if own is not None:
            lead = own
        elif not (
            rated.opens_with_area() and (sentence.item or sentence.end - sentence.start <= _SHORT_LINE)
        ):
            lead = None
    return found
