"""What a statement is about (concepts) and what kind of help is asked or given (kinds).

Both are word patterns in files that a secretary edits: ``synonyms.toml`` and ``kinds.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.lexicon import RESOURCES, Entry, load_classes, load_entries
from pipeline.patterns import PatternMatcher

CONCEPTS = RESOURCES / "synonyms.toml"
KINDS = RESOURCES / "kinds.toml"


@dataclass(frozen=True, slots=True)
class ConceptEntry(Entry):
    """A thing, and the words for it (``synonyms.toml``).

    Attributes
    ----------
    label
        Swedish name, for explanations.
    patterns
        The words.
    broader
        Wider concepts that a hit counts for as well.
    wide
        Whether sharing it says little.
    """

    label: str = ""
    patterns: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    wide: bool = False

    def __post_init__(self) -> None:
        if not self.patterns or not self.label:
            raise ValueError(f"{self.id}: write patterns and a label")


@dataclass(frozen=True, slots=True)
class KindEntry(Entry):
    """A kind of help: how it is asked for and what shows that someone has it (``kinds.toml``)."""

    label: str = ""
    asks: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    match_gives: tuple[str, ...] = ()
    no_match_gives: tuple[str, ...] = ()


class Concepts:
    """Finds the concepts of a statement."""

    def __init__(self, path: Path = CONCEPTS) -> None:
        entries = load_entries(path, {"concept": ConceptEntry})["concept"]
        self.entries = {entry.id: entry for entry in entries}
        for entry in entries:
            for wider in entry.broader:
                if wider not in self.entries:
                    raise ValueError(f"{path.name}: {entry.id!r} names an unknown broader concept {wider!r}")
        self._matcher = PatternMatcher({entry.id: entry.patterns for entry in entries})

    def find(self, words: Sequence[str]) -> dict[str, float]:
        """Concept -> how much it counts: 1 where named, 0.5 where only a narrower one is."""
        found: dict[str, float] = {}
        for hit in self._matcher.match(words):
            found[hit.id] = 1.0
        for name in list(found):
            for wider in self.entries[name].broader:
                found.setdefault(wider, 0.5)
        return found


class Kinds:
    """Finds the kinds of help that a statement asks for, or shows."""

    def __init__(self, path: Path = KINDS) -> None:
        entries = load_entries(path, {"kind": KindEntry})["kind"]
        self.entries = {entry.id: entry for entry in entries}
        self.names = tuple(self.entries)
        self._lacks = PatternMatcher({"lacks": load_classes(path)["lacks"]})
        self._asks = PatternMatcher({entry.id: entry.asks for entry in entries})
        self._gives = PatternMatcher({entry.id: entry.gives for entry in entries})

    def asked(self, words: Sequence[str]) -> set[str]:
        """Kinds of help asked for."""
        return {hit.id for hit in self._asks.match(words)}

    def given(self, words: Sequence[str]) -> set[str]:
        """Kinds of help that the words show to be had."""
        return {hit.id for hit in self._gives.match(words)}

    def lacks(self, words: Sequence[str]) -> bool:
        """Whether the speaker says that it has not got a thing, or has given it up."""
        return bool(self._lacks.match(words))


@lru_cache(maxsize=1)
def concepts() -> Concepts:
    """The shipped concepts, loaded once."""
    return Concepts()


@lru_cache(maxsize=1)
def kinds() -> Kinds:
    """The shipped kinds, loaded once."""
    return Kinds()
