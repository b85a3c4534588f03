"""What an offer points at: links, addresses, titles in quotation marks and named sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.lexicon import RESOURCES, Entry, load_entries

_LINK = re.compile(
    r"""https?://[^\s<>"”’]+ | www\.[^\s<>"”’]+ | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | \b[a-zåäö0-9-]{3,}(?:\.[a-zåäö0-9-]+)*\.(?:se|com|org|net|eu|nu|no|dk|fi|info|io)\b(?:/[^\s<>"”’]*)?""",
    re.VERBOSE | re.IGNORECASE,
)
_TITLE = re.compile(r"[\"”“»](?P<title>[A-ZÅÄÖ0-9][^\"”“«»\n]{3,80})[\"”«»]")
_TRAILING = ".,;:!?)]*_"
#: Owners that are no name: "Kommunens hemsida", "Vår kurs".
_NO_NAME = frozenset(
    [
        *("kommunens", "regionens", "stadens", "bolagets", "förvaltningens"),
        *("vår", "våra", "deras", "dess", "ens", "alla"),
    ]
)


@dataclass(frozen=True, slots=True)
class SourceEntry(Entry):
    """One entry of `sources.toml`; the file's head explains the keys."""

    things: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.things) == bool(self.endings):
            raise ValueError(f"source {self.id!r} needs either things or endings")

    def find(self, text: str) -> list[tuple[int, str]]:
        """Offsets and words of what the entry finds in `text`."""
        return [
            (found.start(), found.group())
            for found in _pattern(self).finditer(text)
            if self._counts(found, text)
        ]

    def _counts(self, found: re.Match[str], text: str) -> bool:
        first = found.group().split()[0].lower()
        if self.things:
            return first not in _NO_NAME
        before = text[: found.start()].rstrip()
        opens = not before or before[-1] in ".!?:*•"
        longest = max((e for e in self.endings if first.endswith(e)), key=len, default="")
        return not opens or len(first) - len(longest) >= 3


@cache
def _pattern(entry: SourceEntry) -> re.Pattern[str]:
    if entry.things:
        things = "|".join(sorted(map(re.escape, entry.things), key=len, reverse=True))
        return re.compile(
            rf"\b[A-ZÅÄÖ][\w-]*(?::s|s)\s(?:[a-zåäö]+\s)?[a-zåäö-]*?(?:{things})"
            r"(?:er|en|n|et|t|ar|or|erna|arna|orna|na|s)?\b"
        )
    endings = "|".join(sorted(map(re.escape, entry.endings), key=len, reverse=True))
    return re.compile(rf"\b[A-ZÅÄÖ][\w-]*(?:{endings})s?\b(?:/[\w-]+)?")


@cache
def load_sources(path: Path = RESOURCES / "sources.toml") -> tuple[SourceEntry, ...]:
    """The entries, in the order of the file."""
    return tuple(load_entries(path, {"source": SourceEntry})["source"])


def sources_in(text: str) -> list[str]:
    """Links, addresses, titles and named sources of a text, in its order, each once."""
    found: list[tuple[int, str]] = []
    links: list[range] = []
    for link in _LINK.finditer(text):
        words = link.group().rstrip(_TRAILING)
        found.append((link.start(), words))
        links.append(range(link.start(), link.start() + len(words)))
    found += [(title.start(), title["title"]) for title in _TITLE.finditer(text)]
    for entry in load_sources():
        found += entry.find(text)
    clear = [(at, words) for at, words in found if not any(at in link and at != link.start for link in links)]
    return list(dict.fromkeys(" ".join(words.split()) for _, words in sorted(clear)))
