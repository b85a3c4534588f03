"""The rows of all rounds, indexed: what every room of the memory looks things up in."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from pipeline.lexicon import RESOURCES, Entry, load_entries
from pipeline.matching.links import Link
from pipeline.patterns import PatternMatcher, words_of

#: Name of the rows that tell what statements' words show; no table of the output.
SHOWN: Final = "shown"

Row = dict[str, Any]
Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class WordEntry(Entry):
    """Words that show what became of a need (``memory.toml``)."""

    patterns: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _matcher() -> PatternMatcher:
    entries = load_entries(RESOURCES / "memory.toml", {"word": WordEntry})["word"]
    return PatternMatcher({entry.id: entry.patterns for entry in entries})


@lru_cache(maxsize=1 << 15)
def shows(text: str) -> frozenset[str]:
    """What a statement's words show: ids of ``memory.toml``."""
    words = [word.lower() for word in words_of(text)]
    return frozenset(hit.id for hit in _matcher().match(words))


def shown_rows(statements: Sequence[Row]) -> list[Row]:
    """What each statement's words show, where they show something."""
    found = ((row["statement_id"], sorted(shows(row["text"]))) for row in statements)
    return [{"statement_id": name, "shows": seen} for name, seen in found if seen]


class Record:
    """Rows of all documents, and links between them.

    Parameters
    ----------
    rows
        The tables of the documents, together.
    links
        Links of needs with statements, within and between documents.
    """

    def __init__(self, rows: Rows, links: Sequence[Link]) -> None:
        self.rows = rows
        self.documents = {row["document_id"]: row for row in rows["documents"]}
        kept = [row for row in rows["documents"] if row["kind"] != "skipped"]
        ordered = sorted(kept, key=lambda row: (row["date"] or "9999", row["source"], row["document_id"]))
        #: document -> its place in time
        self.order = {row["document_id"]: place for place, row in enumerate(ordered)}
        self.rounds = [row for row in ordered if row["kind"] == "round"]
        self.dates = sorted({row["date"] for row in self.rounds if row["date"]})
        self.statements = {row["statement_id"]: row for row in rows["statements"]}
        self.requests = {row["request_id"]: row for row in rows["requests"]}
        by_need: dict[str, list[Link]] = defaultdict(list)
        for link in links:
            if link.need_id in self.requests and link.statement_id in self.statements:
                by_need[link.need_id].append(link)
        self.links: Mapping[str, list[Link]] = by_need
        self.said: dict[str, list[Row]] = defaultdict(list)
        for row in self.in_order(rows["statements"]):
            if row["member"]:
                self.said[row["member"]].append(row)

        #: statement -> what its words show; worked out when the document was read, where it was
        self.shown: dict[str, frozenset[str]] = {
            row["statement_id"]: frozenset(row["shows"]) for row in rows.get(SHOWN, ())
        }
        #: member -> its statements whose words show something, in order
        self.telling: dict[str, list[Row]] = {
            member: [row for row in said if self.shows(row)] for member, said in self.said.items()
        }
        self._by_document: dict[str, list[Row]] = defaultdict(list)
        for row in rows["statements"]:
            self._by_document[row["document_id"]].append(row)

    def shows(self, row: Row) -> frozenset[str]:
        """What a statement's words show: ids of ``memory.toml``."""
        if SHOWN in self.rows:
            return self.shown.get(row["statement_id"], frozenset())
        return shows(row["text"])

    def said_in(self, document_id: str) -> list[Row]:
        """The statements of a document, in its order."""
        return self._by_document.get(document_id, [])

    @property
    def latest(self) -> str:
        """Date of the latest round."""
        return self.dates[-1] if self.dates else ""

    def in_order(self, rows: Sequence[Row]) -> list[Row]:
        """Rows that have a document and a place, by time and place."""
        known = [row for row in rows if row["document_id"] in self.order]
        return sorted(known, key=lambda row: (self.order[row["document_id"]], row["char_start"]))

    def rounds_between(self, first: str, last: str) -> int:
        """Rounds after the day `first`, up to and with the day `last`."""
        return max(0, bisect_right(self.dates, last) - bisect_right(self.dates, first))


def place(row: Row) -> Row:
    """Where a row's words stand."""
    return {name: row[name] for name in ("line", "char_start", "char_end")}


def on_one_line(text: str) -> str:
    """Words as they are quoted: on one line, without a leading bullet."""
    return " ".join(text.split()).lstrip("•*–-→> ")
