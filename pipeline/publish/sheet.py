"""What a sheet of the workbook is, before it is written: a table with one kind of thing a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from pipeline.publish.ledger import Ledger
from pipeline.rows import Row


class Form(Enum):
    """How a column's cells are shown."""

    SHORT = "short"
    LONG = "long"  # wraps
    DATE = "date"
    NUMBER = "number"
    PERCENT = "percent"
    SOURCE = "source"
    STAGE = "stage"
    ANSWER = "answer"
    BLANK = "blank"  # for the office to fill in


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stands: shown as `text`, linked to that statement's row among the source lines.

    Attributes
    ----------
    text
        What the cell shows.
    statement_id
        The statement to lead to; nowhere where it is empty.
    tip
        Words shown when the pointer rests on the cell.
    """

    text: str
    statement_id: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a document: leads to the report, where that lies beside the workbook."""

    text: str
    document_id: str
    line: int


Cell = str | float | int | date | Source | Place | None


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a sheet.

    Attributes
    ----------
    header, form
        Its name, and how its cells are shown.
    width
        Width in characters; fitted to the content where it is 0.
    printed
        Whether it comes on paper; what does not must stand last.
    """

    header: str
    form: Form = Form.SHORT
    width: float = 0
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: one table.

    Attributes
    ----------
    name, about
        The sheet's name, and one sentence on what it holds.
    fields, rows
        Columns and cells.
    row_ids
        For the sheet that links lead to: the statement of each row.
    """

    name: str
    about: str
    fields: tuple[Field, ...]
    rows: list[list[Cell]]
    row_ids: tuple[str, ...] = ()


LINES: Final = "Källrader"


def as_date(iso: str) -> Cell:
    """An ISO date as a date; what is none stays text."""
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return iso


def source_of(ledger: Ledger, row: Row, statement_id: str) -> Source:
    """Where a row stands, linked to a statement."""
    return Source(ledger.place(row), statement_id)


def joined(parts: Sequence[str]) -> str:
    """Parts in one cell."""
    return ", ".join(parts)
