"""Know the lines that nobody said, by the forms in `resources/furniture.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.lexicon import RESOURCES, Entry, load_entries

_WHERE = ("anywhere", "edges", "end")
_LONGEST = 400  # a page's foot may be one long line; what is longer is text


@dataclass(frozen=True, slots=True)
class FurnitureEntry(Entry):
    """One kind of furniture; the file's head explains the keys."""

    kind: str = ""
    where: str = "anywhere"
    regex: tuple[str, ...] = ()
    rest: bool = False

    def __post_init__(self) -> None:
        if self.where not in _WHERE:
            raise ValueError(f"where must be one of {', '.join(_WHERE)}, not {self.where!r}")
        if not self.regex:
            raise ValueError(f"furniture {self.id!r} has no regex")
        for source in self.regex:
            try:
                re.compile(source)
            except re.error as error:
                raise ValueError(f"regex {source!r} is not well formed: {error}") from None


@cache
def load_furniture(path: Path = RESOURCES / "furniture.toml") -> tuple[FurnitureEntry, ...]:
    """The entries, in the order of the file."""
    return tuple(load_entries(path, {"furniture": FurnitureEntry})["furniture"])


@cache
def _compiled() -> tuple[tuple[FurnitureEntry, re.Pattern[str]], ...]:
    return tuple(
        (entry, re.compile("|".join(f"(?:{source})" for source in entry.regex), re.I))
        for entry in load_furniture()
    )


def furniture_of(text: str, where: tuple[str, ...] = _WHERE) -> FurnitureEntry | None:
    """The entry that knows `text` (a line without its bullet) as furniture at such a place."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    for entry, pattern in _compiled():
        if entry.where in where and pattern.fullmatch(text):
            return entry
    return None
