"""The words of `resources/headers.toml`, ready for use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.lexicon import RESOURCES, Entry, load_entries

_ROLES = frozenset(["open", "reply", "note", "return", "absent", "say", "common", "chat", "title"])
_KINDS = frozenset(["attendance", "absence", "contents", "round", "office", "closing", "chat", "aside"])
_COLUMNS = frozenset(["member", "person", "text", "help", "want", "tips", "give"])


@dataclass(frozen=True, slots=True)
class WordEntry(Entry):
    """Words of one role in a header; the file's head explains the roles."""

    role: str = ""
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.role not in _ROLES:
            raise ValueError(f"role must be one of {', '.join(sorted(_ROLES))}, not {self.role!r}")


@dataclass(frozen=True, slots=True)
class HeadingEntry(Entry):
    """Headings of one kind that name no member."""

    kind: str = ""
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in _KINDS:
            raise ValueError(f"kind must be one of {', '.join(sorted(_KINDS))}, not {self.kind!r}")


@dataclass(frozen=True, slots=True)
class ColumnEntry(Entry):
    """Headings of a table's columns of one kind."""

    kind: str = ""
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in _COLUMNS:
            raise ValueError(f"kind must be one of {', '.join(sorted(_COLUMNS))}, not {self.kind!r}")


@dataclass(frozen=True)
class Vocabulary:
    """Words by role, headings by kind, columns of tables by kind."""

    words: dict[str, frozenset[str]]
    headings: dict[str, str]
    columns: dict[str, str]
    lead: re.Pattern[str]
    leads: frozenset[str]
    titles: tuple[str, ...]


@cache
def vocabulary(path: Path = RESOURCES / "headers.toml") -> Vocabulary:
    """Load the file, once."""
    loaded = load_entries(path, {"word": WordEntry, "heading": HeadingEntry, "column": ColumnEntry})
    words: dict[str, set[str]] = {role: set() for role in _ROLES}
    for entry in loaded["word"]:
        assert isinstance(entry, WordEntry)
        words[entry.role].update(word.casefold() for word in entry.words)
    headings: dict[str, str] = {}
    for heading in loaded["heading"]:
        assert isinstance(heading, HeadingEntry)
        for word in heading.words:
            headings.setdefault(word.casefold(), heading.kind)
    columns: dict[str, str] = {}
    for column in loaded["column"]:
        assert isinstance(column, ColumnEntry)
        columns.update((word.casefold(), column.kind) for word in column.words)
    leads = sorted(words["open"] | words["reply"], key=len, reverse=True)
    lead = re.compile(rf"(?i)(?:{'|'.join(map(re.escape, leads))})(?:\s*:)?\s+(?=\S)|@(?=\w)")
    return Vocabulary(
        {role: frozenset(found) for role, found in words.items()},
        headings,
        columns,
        lead,
        frozenset(leads),
        tuple(sorted(words["title"])),
    )


def heading_kind(text: str) -> str:
    """Kind of a heading that names no member, empty where the text is none.

    Examples
    --------
    >>> heading_kind("## Närvarande:"), heading_kind("3. Laget runt"), heading_kind("Närvarande var alla")
    ('attendance', 'round', '')
    """
    if len(text) > 60:
        return ""
    bare = re.sub(
        r"^[\s#*_>•·–—-]*(?:§\s*\d{1,2}[.:]?\s*|\d{1,2}[.)]\s*|\d{1,2}\s+(?=[A-ZÅÄÖ]))?[*_]*", "", text
    )
    bare = re.sub(r"\s*\([^)]*\)\s*$", "", bare.strip(" *_:.!–—-#=~[]")).strip(" *_:.!–—-#=~[]")
    if kind := vocabulary().headings.get(bare.casefold()):
        return kind
    parts = bare.casefold().split()
    dressed = not text.strip()[:1].isalnum() or text.rstrip()[-1:] in ":-–—=~*]"
    told = vocabulary().words["chat"]
    if dressed and 1 < len(parts) <= 7 and "chatt" in parts[-1] + parts[0] and all(w in told for w in parts):
        return "chat"
    return ""
