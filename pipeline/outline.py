"""A text as its parts: headings, paragraphs, lists and tables, before it is Markdown or a document.

What a summary, a letter or a digest says is put together once, here; `pipeline.publish` writes it
out in each form. Runs hold plain text: each writer makes it safe for its own form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from pipeline.quoting import shorten


class Look(Enum):
    """What a run is, so that a writer can show it."""

    PLAIN = "plain"
    STRONG = "strong"
    QUOTE = "quote"  # the source's own words, quotation marks included
    PLACE = "place"  # where the words stand


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look."""

    text: str
    look: Look = Look.PLAIN


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    level: int
    text: str


class Tone(Enum):
    """What a paragraph is for."""

    NORMAL = "normal"
    NOTE = "note"  # about the text itself
    LABEL = "label"  # stands before a list or a table
    QUOTE = "quote"  # a quotation that stands alone


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    runs: Runs
    tone: Tone = Tone.NORMAL


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, with items under it."""

    runs: Runs
    below: tuple[Runs, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A bulleted list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes
    ----------
    header, rows
        Names of the columns; cells.
    shares
        How the width is shared among the columns.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    shares: tuple[int, ...]


Block = Heading | Paragraph | Items | Grid


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole text.

    Attributes
    ----------
    blocks
        Its parts, in order; the first is the title.
    date
        ISO date that it is about, where there is one.
    footer
        A line for the foot of printed pages.
    """

    blocks: tuple[Block, ...]
    date: str = ""
    footer: str = field(default="")

    @property
    def title(self) -> str:
        """Text of the title."""
        return next((block.text for block in self.blocks if isinstance(block, Heading)), "")


def plain(text: str) -> Runs:
    """Text as a single run."""
    return (Run(text),)


def strong(text: str) -> Run:
    """A run that stands out."""
    return Run(text, Look.STRONG)


def quotation(text: str, limit: int = 200, around: tuple[int, int] | None = None) -> Run:
    """The source's words in Swedish quotation marks, shortened to about `limit` characters."""
    words = shorten(text, limit, around).replace("”", "’").replace("“", "’")
    return Run(f"”{words}”", Look.QUOTE)


def place(text: str) -> Run:
    """Where words stand: ``(rad 12)``."""
    return Run(f" ({text})", Look.PLACE)


def label(text: str) -> Paragraph:
    """A line before a list or a table."""
    return Paragraph((Run(text),), Tone.LABEL)


def bullets(items: Iterable[Runs | Item]) -> list[Block]:
    """A list of items; nothing where there is none."""
    made = tuple(item if isinstance(item, Item) else Item(item) for item in items)
    return [Items(made)] if made else []


def grid(header: Sequence[str], rows: Iterable[Sequence[Runs]], shares: Sequence[int]) -> list[Block]:
    """A table; nothing where it has no row."""
    made = tuple(tuple(row) for row in rows)
    return [Grid(tuple(header), made, tuple(shares))] if made else []


def once(rows: Iterable[tuple[Runs, ...]]) -> list[tuple[Runs, ...]]:
    """Rows of a table, the first cell only where it is another than above."""
    made: list[tuple[Runs, ...]] = []
    above: Runs = ()
    for first, *more in rows:
        made.append((() if first == above else first, *more))
        above = first
    return made
