"""What a table's column is: the small vocabulary that `pipeline.schema` writes the tables in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a column holds; an empty text stands for what is not known."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    LIST = "list"  # of texts


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    name, kind, description
        What it is called, what it holds, what it means.
    values
        The values it may have, where they are a closed set.
    nullable
        Whether a number may be missing.
    """

    name: str
    kind: Kind
    description: str
    values: frozenset[str] | None = None
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a row per `row`, told apart by the columns of `key`."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def closed(*enums: type[Enum], empty: bool = False) -> frozenset[str]:
    """The values of enums, as a closed set."""
    values = {str(member.value) for enum in enums for member in enum}
    return frozenset(values | {""} if empty else values)


def text(name: str, description: str, values: frozenset[str] | None = None) -> Column:
    """A column of texts."""
    return Column(name, Kind.TEXT, description, values)


def integer(name: str, description: str, *, nullable: bool = False) -> Column:
    """A column of whole numbers."""
    return Column(name, Kind.INTEGER, description, nullable=nullable)


def number(name: str, description: str, *, nullable: bool = False) -> Column:
    """A column of numbers."""
    return Column(name, Kind.NUMBER, description, nullable=nullable)


def texts(name: str, description: str, values: frozenset[str] | None = None) -> Column:
    """A column of lists of texts."""
    return Column(name, Kind.LIST, description, values)
