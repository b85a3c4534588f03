"""The topic file: what statements can be about, and the words that show it.

The shipped topics stand in ``resources/topics.toml``; users may add to them, or replace one by its
id, in a file of the same form. Reading checks everything, so that a slip names its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from pipeline.errors import ResourceError
from pipeline.lexicon import RESOURCES, Entry, load_entries
from pipeline.patterns import PatternMatcher

TOPIC_FILE: Final = RESOURCES / "topics.toml"


class Area(StrEnum):
    """The seven areas of the association's membership evaluation."""

    GOALS = "goals"
    ORGANISATION = "organisation"
    TRANSPORT = "transport"
    ENERGY = "energy"
    PLANNING = "planning"
    PROCUREMENT = "procurement"
    COMMUNICATION = "communication"

    @property
    def swedish(self) -> str:
        """The area's name on evaluation pages."""
        return _AREA_NAMES[self]


_AREA_NAMES: Final[dict[Area, str]] = {
    Area.GOALS: "Mål, åtgärder och uppföljning",
    Area.ORGANISATION: "Organisation och förankring",
    Area.TRANSPORT: "Transporter",
    Area.ENERGY: "Energi",
    Area.PLANNING: "Samhällsplanering",
    Area.PROCUREMENT: "Upphandling",
    Area.COMMUNICATION: "Kommunikation och samarbete",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Entry):
    """A topic and the words that show it; the file's head explains each key."""

    swedish: str
    english: str
    area: str
    words: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    echoes: tuple[str, ...] = ()
    near_echoes: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    field: bool = False

    def __post_init__(self) -> None:
        """Check what can be checked in the entry alone."""
        if not self.id.isidentifier() or self.id != self.id.lower():
            raise ValueError(f"id {self.id!r} must be small letters, digits and _")
        if self.area not in list(Area):
            raise ValueError(f"unknown area {self.area!r}; known are: {', '.join(Area)}")
        if not (self.words or self.heads or self.first or self.compounds or self.phrases):
            raise ValueError(f"topic {self.id!r} has no words to find it by")
        for compound in self.compounds:
            if "+" not in compound.strip("+"):
                raise ValueError(f"compound {compound!r} must have parts joined by +, as klimat+avgift")
        for word in (*self.words, *self.heads, *self.first):
            if "*" in word or "|" in word:
                raise ValueError(f"{word!r} is a pattern: move it to phrases")
        for patterns in (self.phrases, self.exceptions, self.echoes, self.near_echoes):
            PatternMatcher({self.id: patterns})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous(Entry):
    """Words that are a topic only in certain company."""

    topic: str
    patterns: tuple[str, ...]
    near: tuple[str, ...]
    unless: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check that the patterns are well formed."""
        if not self.patterns or not self.near:
            raise ValueError(f"{self.id!r} needs both patterns and near")
        for patterns in (self.patterns, self.near, self.unless):
            PatternMatcher({self.id: patterns})


@dataclass(frozen=True)
class TopicSet:
    """All topics, in the order of the file.

    Attributes
    ----------
    topics
        The topics.
    ambiguous
        The words that need company.
    """

    topics: tuple[Topic, ...]
    ambiguous: tuple[Ambiguous, ...]

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Topic id -> its place in the file."""
        return {topic.id: place for place, topic in enumerate(self.topics)}

    def __getitem__(self, topic_id: str) -> Topic:
        """Give the topic of an id; `KeyError` where there is none."""
        return self.topics[self.order[topic_id]]

    def __contains__(self, topic_id: object) -> bool:
        """Whether there is a topic of that id."""
        return topic_id in self.order

    def sorted(self, ids: set[str] | frozenset[str]) -> list[str]:
        """Topic ids in the order of the file."""
        return sorted(ids, key=self.order.__getitem__)

    def related(self, first: str, second: str) -> bool:
        """Whether two topics are the same, or one names the other as close."""
        if first == second:
            return True
        return (first in self and second in self[first].related) or (
            second in self and first in self[second].related
        )

    def area(self, topic_id: str) -> Area:
        """Area of the membership evaluation that a topic belongs to."""
        return Area(self[topic_id].area)


_KINDS: Final[dict[str, type[Entry]]] = {"topic": Topic, "ambiguous": Ambiguous}


@lru_cache(maxsize=8)
def load_topics(extra: Path | None = None) -> TopicSet:
    """Read the shipped topics and, after them, a user's own.

    Parameters
    ----------
    extra
        File of the user's own topics. One whose id is shipped takes that one's place; its
        ambiguous words likewise.

    Raises
    ------
    ResourceError
        Where a file is not well formed; it names file and line.
    """
    topics: dict[str, Topic] = {}
    ambiguous: dict[str, Ambiguous] = {}
    for path in (TOPIC_FILE, *([extra] if extra is not None else [])):
        loaded = load_entries(path, _KINDS)
        for entry in (*loaded["topic"], *loaded["ambiguous"]):
            if isinstance(entry, Topic):
                topics[entry.id] = entry
            elif isinstance(entry, Ambiguous):
                ambiguous[entry.id] = entry
        for topic in topics.values():
            for other in topic.related:
                if other not in topics:
                    raise ResourceError(path, _line(path, topic.id), f"unknown topic {other!r} in related")
        for words in ambiguous.values():
            if words.topic not in topics:
                raise ResourceError(path, _line(path, words.id), f"unknown topic {words.topic!r}")
    return TopicSet(tuple(topics.values()), tuple(ambiguous.values()))


def _line(path: Path, entry_id: str) -> int:
    """Line on which an entry gives its id."""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if line.strip().startswith("id") and f'"{entry_id}"' in line:
            return number
    return 0
