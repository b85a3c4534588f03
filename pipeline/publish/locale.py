"""The words of pages and charts: one catalogue file per language, `resources/locale/LANG.toml`.

Words that people read stand there and nowhere else. Keys are dotted (``help.heading``); a sentence
that differs by number has two keys, ``….one`` and ``….many``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from pipeline.errors import ResourceError
from pipeline.lexicon import RESOURCES, load_toml

FOLDER: Final = RESOURCES / "locale"
DEFAULT: Final = "sv"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language.

    Attributes
    ----------
    language
        Its code, as in ``<html lang>``.
    words
        Dotted key -> words.
    """

    language: str
    words: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """The words of a key, with ``{name}`` filled in; with `n`, those for one or for many."""
        if key not in self.words and "n" in values:
            key = f"{key}.one" if values["n"] == 1 else f"{key}.many"
        words = self.words[key]
        for name, value in values.items():  # not str.format: values may hold braces
            words = words.replace(f"{{{name}}}", str(value))
        return words

    def section(self, name: str) -> dict[str, str]:
        """Keys and words of a section, without its name."""
        start = f"{name}."
        return {key.removeprefix(start): words for key, words in self.words.items() if key.startswith(start)}

    def date(self, iso: str) -> str:
        """An ISO date in words (``23 mars 2021``); what is no date stays as it is."""
        try:
            day = date.fromisoformat(iso)
        except ValueError:
            return iso or self("page.no_date")
        return f"{day.day} {self('language.months').split()[day.month - 1]} {day.year}"


def languages() -> tuple[str, ...]:
    """Codes of the languages that there is a catalogue for, the default first."""
    found = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return (DEFAULT, *(code for code in found if code != DEFAULT))


@cache
def load_catalogue(language: str = DEFAULT, folder: Path = FOLDER) -> Catalogue:
    """The catalogue of a language.

    Raises
    ------
    ResourceError
        Where there is none, or a value in it is no text.
    """
    path = folder / f"{language}.toml"
    data, _ = load_toml(path)
    words = dict(_flat(data, path))
    if words.get("language.code") != language:
        raise ResourceError(path, 0, f"language.code must be {language!r}")
    return Catalogue(language, words)


def _flat(data: Mapping[str, Any], path: Path, before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, path, f"{before}{key}.")
        elif isinstance(value, str):
            yield f"{before}{key}", value
        else:
            raise ResourceError(path, 0, f"{before}{key} must be text")
