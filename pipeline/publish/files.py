"""The tables as files: CSV for everybody, Parquet for programs; the same bytes for the same rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from enum import StrEnum
from functools import partial

from pipeline.rows import Rows
from pipeline.schema import TABLES, Kind, Table
from pipeline.tables import Tables, to_cell


class Format(StrEnum):
    """Forms that the tables can be written in."""

    CSV = "csv"
    PARQUET = "parquet"
    BOTH = "both"


def table_files(tables: Tables, form: Format = Format.BOTH) -> dict[str, bytes]:
    """File name -> content of every table."""
    return {name: make() for name, make in table_makers(tables.rows(), form).items()}


def table_makers(rows: Rows, form: Format = Format.BOTH) -> dict[str, Callable[[], bytes]]:
    """File name -> what makes the content of every table."""
    files: dict[str, Callable[[], bytes]] = {}
    for name, table in TABLES.items():
        if form is not Format.PARQUET:
            files[f"{name}.csv"] = partial(_csv, table, rows[name])
        if form is not Format.CSV:
            files[f"{name}.parquet"] = partial(_parquet, table, rows[name])
    return files


def _csv(table: Table, rows: list[dict[str, object]]) -> bytes:
    # Cells are the source's own words: nothing is put before "=" or "+". A workbook must do that.
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows([to_cell(column, row[column.name]) for column in table.columns] for row in rows)
    return text.getvalue().encode("utf-8")


def _parquet(table: Table, rows: list[dict[str, object]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        Kind.TEXT: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.NUMBER: pa.float64(),
        Kind.LIST: pa.list_(pa.string()),
    }
    schema = pa.schema(
        [
            pa.field(column.name, types[column.kind], column.nullable, {"description": column.description})
            for column in table.columns
        ]
    )
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), sink, compression="zstd")
    return sink.getvalue()
