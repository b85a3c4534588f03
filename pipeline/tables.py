"""The tables as DataFrames: checked against the schema, made from Docs or read from files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from spacy.tokens import Doc

from pipeline.assembly import tables_of_docs
from pipeline.errors import OutputError
from pipeline.rows import Row, Rows
from pipeline.schema import TABLES, Column, Kind, Table
from pipeline.typed import plain_text, typed_frame

if TYPE_CHECKING:
    from pipeline.asking import Asking

_TYPES: dict[Kind, type | tuple[type, ...]] = {
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.NUMBER: (int, float),
    Kind.LIST: list,
}
LIST_SEPARATOR = "; "
#: Columns of what `Tables.who_can_help` gives.
ANSWER = (
    "rank", "member", "persons", "role", "score", "reasons", "date", "text", "explanation", "statement_id",
)  # fmt: skip


@dataclass(frozen=True, repr=False)  # no slots: what questions need is laid out once and kept (`asking`)
class Tables:
    """All tables of a run, one DataFrame each (columns: `pipeline.schema.TABLES`).

    Texts are `str`, lists are lists of `str`, integers are ``Int64`` where they may be missing.
    Iterating gives pairs of name and DataFrame.
    """

    documents: pd.DataFrame
    blocks: pd.DataFrame
    statements: pd.DataFrame
    mentions: pd.DataFrame
    positions: pd.DataFrame
    requests: pd.DataFrame
    offers: pd.DataFrame
    matches: pd.DataFrame
    facts: pd.DataFrame
    evaluations: pd.DataFrame
    needs: pd.DataFrame
    need_steps: pd.DataFrame
    history: pd.DataFrame
    comparisons: pd.DataFrame
    resources: pd.DataFrame
    people: pd.DataFrame
    quiet_experts: pd.DataFrame
    load: pd.DataFrame
    theme_meetings: pd.DataFrame
    weak_areas: pd.DataFrame
    upcoming: pd.DataFrame
    news: pd.DataFrame

    def __iter__(self) -> Iterator[tuple[str, pd.DataFrame]]:
        return ((field.name, getattr(self, field.name)) for field in fields(self))

    def __repr__(self) -> str:
        """The tables and how long each is; the rows of all would fill screens."""
        return f"Tables({', '.join(f'{name}: {len(frame)}' for name, frame in self)})"

    @classmethod
    def from_docs(cls, docs: Iterable[Doc], *, rules_only: bool = False) -> Tables:
        """Tables of Docs that went through the pipeline; see `pipeline.assembly`."""
        return cls.from_rows(tables_of_docs(docs, rules_only=rules_only))

    @classmethod
    def from_rows(cls, rows: Rows) -> Tables:
        """Tables of rows; a row that the schema forbids is an `OutputError`."""
        for name, table in TABLES.items():
            check(table, rows.get(name, []))
        return cls(**{name: _frame(table, rows.get(name, [])) for name, table in TABLES.items()})

    def rows(self) -> Rows:
        """The tables as plain rows again."""
        return {name: _plain(TABLES[name], frame) for name, frame in self}

    def typed(self) -> Tables:
        """The same tables with dtypes to count, sort and plot by.

        Dates are ``datetime64`` (missing: `NaT`), stages ordered categories, closed sets and names
        categories, numbers ``Int64`` and ``Float64``; see `pipeline.typed.dtype_of`.
        """
        return Tables(**{name: typed_frame(TABLES[name], frame) for name, frame in self})

    def matrix(self, *, topics: Sequence[str] | None = None, until: str = "") -> pd.DataFrame:
        """Stage of each member (row) on each topic (column), as last stated.

        Parameters
        ----------
        topics
            Topics to show, in that order; all where it is left out.
        until
            Go by rounds up to that day (ISO date).

        Returns
        -------
        pandas.DataFrame
            Ordered categories; missing where the member stated none.

        Raises
        ------
        RundaError
            For a topic that neither the tables nor the shipped topics know.
        """
        from pipeline.analysis import matrix

        return matrix(self, topics=topics, until=until)

    def timeline(self, *, topics: Sequence[str] | None = None, member: str | None = None) -> pd.DataFrame:
        """A row per round and topic: how much was said, asked and offered, and how far members are.

        Parameters
        ----------
        topics, member
            Only these topics, only this member, spelled in any way that Runda knows; all where they
            are left out.

        Returns
        -------
        pandas.DataFrame
            Columns ``date``, ``topic``, ``statements``, ``members``, ``requests``, ``offers``, and the
            number of members on each stage: ``considering``, ``planned``, ``ongoing``, ``done``.

        Raises
        ------
        RundaError
            For a topic or member that nobody knows.
        """
        from pipeline.analysis import timeline

        return timeline(self, topics=topics, member=member)

    @cached_property
    def asking(self) -> Asking:
        """The statements laid out for questions; made at the first one, then kept."""
        from pipeline.asking import Asking

        return Asking(self.rows()["statements"])

    def who_can_help(self, text: str, *, seeker: str = "", since: str = "", most: int = 5) -> pd.DataFrame:
        """Members that can help with a need typed by hand, best first.

        Parameters
        ----------
        text
            The need, in Swedish, in the words of who has it.
        seeker
            Member that is not proposed: the one that asks, spelled in any way that Runda knows.
        since
            Go by what was said on that day or later: ``2021``, ``2021-03`` or ``2021-03-23``.
        most
            Members at most.

        Returns
        -------
        pandas.DataFrame
            Columns ``rank``, ``member``, ``persons``, ``role`` (``help``; then ``company``: plans the
            same, or asks it), ``score``, ``reasons``, ``date`` (ISO text), ``text`` (the words that speak for
            it), ``explanation`` (one Swedish sentence), ``statement_id``. Empty where nothing speaks for
            anyone.

        Raises
        ------
        RundaError
            For a seeker that says nothing in the tables, or a `since` that is no day.
        """
        from pipeline.query.find import day, member_of  # it reads tables

        seeker, since = seeker and member_of(self, seeker), since and day(since)
        found = self.asking.who_can_help(text, seeker=seeker, since=since, most=most)
        rows = [
            {
                "rank": rank,
                "member": helper.member,
                "persons": list(helper.persons),
                "role": helper.role,
                "score": helper.score,
                "reasons": list(helper.reasons),
                "date": helper.said.date,
                "text": helper.said.text,
                "explanation": helper.explanation,
                "statement_id": helper.said.id,
            }
            for rank, helper in enumerate(found, 1)
        ]
        return pd.DataFrame(rows, columns=list(ANSWER))

    def similar(self, text: str, *, most: int = 10) -> pd.DataFrame:
        """Statements like a text in words, things and sense, nearest first.

        Parameters
        ----------
        text
            Words to look for, in Swedish.
        most
            Statements at most.

        Returns
        -------
        pandas.DataFrame
            Columns ``score``, ``date`` (ISO text), ``member``, ``text`` and ``statement_id``.
        """
        found = self.asking.similar(text, most=most)
        return pd.DataFrame(
            [(score, said.date, said.member, said.text, said.id) for score, said in found],
            columns=["score", "date", "member", "text", "statement_id"],
        )


def check(table: Table, rows: Iterable[Row]) -> None:
    """Raise `OutputError` at the first row that does not fit its table.

    A fault here is one in Runda, not in the user's files; the message says where to look.
    """
    names = set(table.names)
    seen: set[tuple[Any, ...]] = set()
    for number, row in enumerate(rows, 1):
        where = f"table {table.name}, row {number}"
        if set(row) != names:
            wrong = ", ".join(sorted(set(row) ^ names))
            raise OutputError(f"{where}: columns do not fit the schema ({wrong})")
        for column in table.columns:
            _check_cell(column, row[column.name], where)
        key = tuple(row[name] for name in table.key)
        if table.key and key in seen:
            raise OutputError(f"{where}: a second row for {', '.join(map(str, key))}")
        seen.add(key)


def _check_cell(column: Column, value: Any, where: str) -> None:
    if value is None and column.nullable:
        return
    if not isinstance(value, _TYPES[column.kind]) or isinstance(value, bool):
        raise OutputError(f"{where}: {column.name} must be {column.kind.value}, not {value!r}")
    cells: list[Any] = value if isinstance(value, list) else [value]
    for cell in cells:
        if column.kind is Kind.LIST and not isinstance(cell, str):
            raise OutputError(f"{where}: {column.name} must hold texts, not {cell!r}")
        if column.values is not None and cell not in column.values:
            known = ", ".join(sorted(v or "(empty)" for v in column.values))
            raise OutputError(f"{where}: {column.name} is {cell!r}; it must be one of {known}")


def _frame(table: Table, rows: list[Row]) -> pd.DataFrame:
    columns: dict[str, pd.Series[Any]] = {}
    for column in table.columns:
        values = [row[column.name] for row in rows]
        if column.kind is Kind.TEXT:
            columns[column.name] = pd.Series([str(v) for v in values], dtype="str")
        elif column.kind is Kind.LIST:
            columns[column.name] = pd.Series([list(v) for v in values], dtype="object")
        elif column.kind is Kind.INTEGER:
            columns[column.name] = pd.Series(values, dtype="Int64" if column.nullable else "int64")
        else:
            columns[column.name] = pd.Series(values, dtype="float64")
    return pd.DataFrame(columns)


def _plain(table: Table, frame: pd.DataFrame) -> list[Row]:
    plain: list[list[Any]] = []
    for column in table.columns:
        values: list[Any] = frame[column.name].tolist()
        if column.kind is Kind.TEXT and frame[column.name].dtype != "str":
            values = [plain_text(value) for value in values]
        elif column.nullable:
            values = [None if pd.isna(value) else value for value in values]
        plain.append(values)
    return [dict(zip(table.names, cells, strict=True)) for cells in zip(*plain, strict=True)]


def to_cell(column: Column, value: Any) -> str:
    """A value as a CSV cell: lists joined by "; ", whole numbers without a fraction."""
    if value is None:
        return ""
    if column.kind is Kind.LIST:
        return LIST_SEPARATOR.join(item.replace(";", ",") for item in value)
    if column.kind is Kind.NUMBER:
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    return str(value)


def from_cell(column: Column, cell: str) -> Any:
    """The value of a CSV cell."""
    if column.kind is Kind.LIST:
        return [item for item in cell.split(LIST_SEPARATOR) if item]
    if column.kind is Kind.TEXT:
        return cell
    if not cell:
        return None
    return int(cell) if column.kind is Kind.INTEGER else float(cell)


def read_csv(table: Table, path: Path) -> list[Row]:
    """The rows of a CSV file that Runda wrote, or that fits the contract.

    Columns of Runda's own that the file lacks are empty.
    """
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        return [
            {column.name: from_cell(column, cells.get(column.name) or "") for column in table.columns}
            for cells in reader
        ]


def read_tables(folder: Path | str) -> Tables:
    """Read back the tables of an output folder, from Parquet where it is there, else from CSV.

    Raises
    ------
    OutputError
        Where a table is missing.
    """
    folder = Path(folder)
    rows: dict[str, list[Row]] = {}
    for name, table in TABLES.items():
        parquet, text = folder / f"{name}.parquet", folder / f"{name}.csv"
        if parquet.exists():
            import pyarrow.parquet as pq

            loaded: list[Mapping[str, Any]] = pq.read_table(parquet).to_pylist()
            rows[name] = [dict(row) for row in loaded]
        elif text.exists():
            rows[name] = read_csv(table, text)
        else:
            raise OutputError(f"{folder}: no table {name} there; is it the --out folder of a run?")
    return Tables.from_rows(rows)
