"""Write `docs/tables.md` from the schema: ``python docs/make_tables.py``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.schema import TABLES, Kind, Table
from pipeline.typed import dtype_of

PAGE = Path(__file__).with_name("tables.md")
_HEAD = """\
# Tables

Written by `python docs/make_tables.py` from `pipeline/schema.py`; a test compares the two.

CSV files are UTF-8 with a comma and a header row; the items of a list are joined by `"; "` (a semicolon
inside an item becomes a comma). Parquet files hold real lists. Lines count from 1, characters from 0, and the
end is exclusive; both refer to the decoded source, with LF line ends. Where a row has `text`, `char_start`
and `char_end`, then `text == source[char_start:char_end]`. Cells are the words of the source, unchanged: a
program that opens them as formulas must be told not to.

The column *typed* says what `Tables.typed()` makes of it for notebooks: what is not known is missing
(`NaT`, `NaN`, `<NA>`), and stages are in order.

Columns in *italics* are Runda's own; the others are fixed by contract. New columns may come, none is
ever renamed.
"""
#: The last column of each table that the contract fixes.
_LAST_FIXED = {
    "documents": "messages",
    "blocks": "line_end",
    "statements": "stage",
    "mentions": "score",
    "positions": "text",
    "requests": "answered_by",
    "offers": "resources",
    "matches": "explanation",
    "facts": "text",
    "evaluations": "text",
}
_KINDS = {Kind.TEXT: "text", Kind.INTEGER: "whole number", Kind.NUMBER: "number", Kind.LIST: "list of texts"}
#: Names of `typed.dtype_of` -> pandas' own.
_TYPED = {
    "date": "datetime64", "stage": "ordered category", "category": "category", "str": "str", "Int64": "Int64",
    "Float64": "Float64", "list": "object (list)",
}  # fmt: skip


def page() -> str:
    """The page's text."""
    return "\n".join([_HEAD, *(line for table in TABLES.values() for line in _table(table))])


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    tells = "tells" if len(table.key) == 1 else "tell"
    key = f" `{'`, `'.join(table.key)}` {tells} rows apart." if table.key else ""
    yield f"One row per {table.row}.{key}"
    yield ""
    yield "| column | holds | typed | means |"
    yield "| --- | --- | --- | --- |"
    last = _LAST_FIXED.get(table.name, "")
    fixed = bool(last)
    for column in table.columns:
        name = f"`{column.name}`" if fixed else f"*`{column.name}`*"
        values = sorted(column.values - {""}) if column.values is not None else []
        means = column.description + (f": {', '.join(values)}" if values else "")
        if column.values is not None and "" in column.values:
            means += "; or empty"
        yield f"| {name} | {_KINDS[column.kind]} | {_TYPED[dtype_of(column)]} | {means} |"
        fixed = fixed and column.name != last
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
