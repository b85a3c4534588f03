"""The words of time in ``resources/times.toml``, loaded and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.lexicon import RESOURCES, Entry, load_entries


@dataclass(frozen=True, slots=True)
class CalendarWord(Entry):
    """A month, season or weekday; `past` holds forms that mean the latest one ("våras")."""

    number: int = 0
    forms: tuple[str, ...] = ()
    past: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feast(Entry):
    """A feast or holiday, and how its first day is reckoned."""

    reckoning: str = ""
    days: int = 1
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role(Entry):
    """Words that lead in a time and say what it is ("senast": a deadline)."""

    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tense(Entry):
    """Words that show when a sentence's matter takes place."""

    past: bool = False
    forms: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that the rules look words up in, lower-cased."""

    months: dict[str, int]
    seasons: dict[str, int]
    past_seasons: dict[str, int]
    weekdays: dict[str, int]
    past_weekdays: dict[str, int]
    feasts: dict[str, Feast]
    roles: dict[str, str]
    tenses: tuple[Tense, ...]
    names: frozenset[str]

    def tense(self, word: str) -> str:
        """``past``, ``coming`` or nothing, for a lower-cased word."""
        for tense in self.tenses:
            if word in tense.forms or (len(word) > 4 and word.endswith(tense.endings)):
                return "past" if tense.past else "coming"
        return ""


@cache
def load_words(path: Path = RESOURCES / "times.toml") -> Words:
    """Load the words of time."""
    kinds: dict[str, type[Entry]] = {
        "month": CalendarWord,
        "season": CalendarWord,
        "weekday": CalendarWord,
        "feast": Feast,
        "role": Role,
        "tense": Tense,
        "name": Role,
    }
    loaded = load_entries(path, kinds)

    def numbers(table: str, *, past: bool = False) -> dict[str, int]:
        entries = [entry for entry in loaded[table] if isinstance(entry, CalendarWord)]
        return {form: entry.number for entry in entries for form in (entry.past if past else entry.forms)}

    return Words(
        months=numbers("month"),
        seasons=numbers("season"),
        past_seasons=numbers("season", past=True),
        weekdays=numbers("weekday"),
        past_weekdays=numbers("weekday", past=True),
        feasts={form: entry for entry in loaded["feast"] if isinstance(entry, Feast) for form in entry.forms},
        roles={form: entry.id for entry in loaded["role"] if isinstance(entry, Role) for form in entry.forms},
        tenses=tuple(entry for entry in loaded["tense"] if isinstance(entry, Tense)),
        names=frozenset(f for entry in loaded["name"] if isinstance(entry, Role) for f in entry.forms),
    )


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of some words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
