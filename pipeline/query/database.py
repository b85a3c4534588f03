"""The tables as a SQLite database: a table each, lists unfolded, views, and full-text search.

It is made anew from the output folder in a moment, in memory for a question or as a file for
Datasette and other programs; nothing is ever written back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from pipeline.errors import OutputError, RundaError
from pipeline.query.folding import folded, searched
from pipeline.rows import Rows
from pipeline.schema import TABLES, Kind
from pipeline.tables import LIST_SEPARATOR, Tables

#: Views: name -> what a row is, and the query.
VIEWS: Final[dict[str, tuple[str, str]]] = {
    "who_can_help": (
        "request and proposed helper, with the words of both",
        """SELECT r.date, m.seeker, r.text AS request, m.rank, m.helper, m.helper_persons, m.score,
                  m.evidence_date, m.evidence_text, m.explanation, m.request_id, m.evidence_id
           FROM matches m JOIN requests r USING (request_id) ORDER BY r.date DESC, m.request_id, m.rank""",
    ),
    "open_requests": (
        "request that nobody answered at the table",
        """SELECT r.date, r.member, r.text, r.due, r.topics, count(m.helper) AS helpers, r.request_id
           FROM requests r LEFT JOIN matches m USING (request_id)
           WHERE r.answered_by = '' GROUP BY r.request_id ORDER BY r.date DESC""",
    ),
    "latest_positions": (
        "member and topic: the stage last stated",
        """SELECT member, topic, stage, date, text, statement_id FROM (
             SELECT *, row_number() OVER (PARTITION BY member, topic ORDER BY date DESC) AS n FROM positions)
           WHERE n = 1 ORDER BY topic, member""",
    ),
    "fees": (
        "figure in money, newest first",
        """SELECT date, member, topic, value, unit, qualifier, text, statement_id FROM facts
           WHERE unit LIKE 'kr%' OR unit LIKE 'öre%' ORDER BY topic, unit, value""",
    ),
    "topics_by_round": (
        "round and topic: how much was said",
        """SELECT s.date, t.item AS topic, count(*) AS statements, count(DISTINCT s.member) AS members,
                  sum(s.request != '') AS requests, sum(s.offer != '') AS offers
           FROM statements s JOIN statements_topics t USING (statement_id)
           GROUP BY s.date, t.item ORDER BY s.date, t.item""",
    ),
}
#: Lists that are also unfolded, one row an item, to be counted and joined by.
_UNFOLDED: Final = {
    ("statements", "topics"), ("statements", "persons"), ("requests", "topics"),
    ("requests", "answered_by"), ("offers", "topics"), ("offers", "resources"), ("needs", "topics"),
}  # fmt: skip
_TYPES: Final = {Kind.TEXT: "TEXT", Kind.LIST: "TEXT", Kind.INTEGER: "INTEGER", Kind.NUMBER: "REAL"}
_INDEXED: Final = ("document_id", "statement_id", "request_id", "member", "topic")


def connect(tables: Tables, path: Path | None = None) -> sqlite3.Connection:
    """A database of the tables, read-only.

    Parameters
    ----------
    tables
        The tables.
    path
        A file to make; in memory where it is left out.
    """
    connection = sqlite3.connect(path or ":memory:")
    connection.create_function("folded", 1, folded, deterministic=True)
    with connection:
        _fill(connection, tables.rows())
    connection.execute("PRAGMA query_only = ON")
    connection.set_authorizer(_allowed)  # a query may be anybody's: no ATTACH, no PRAGMA of its own
    return connection


def _allowed(action: int, first: str | None, *_: str | None) -> int:
    read = action in (
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
    )
    ours = action == sqlite3.SQLITE_PRAGMA and first in ("table_info", "data_version")
    return sqlite3.SQLITE_OK if read or ours else sqlite3.SQLITE_DENY


def save(tables: Tables, path: Path) -> Path:
    """Write the database to a file, and `NAME.metadata.json` for Datasette beside it.

    Returns
    -------
    pathlib.Path
        The metadata file.

    Raises
    ------
    OutputError
        Where it cannot be written.
    """
    new = path.with_name(f".{path.name}.new")
    described = path.with_name(f"{path.stem}.metadata.json")
    try:
        new.unlink(missing_ok=True)
        with closing(connect(tables, new)) as connection:
            connection.execute("SELECT 1")
        new.replace(path)
        text = json.dumps(metadata(path.stem), ensure_ascii=False, indent=1)
        described.write_text(text + "\n", encoding="utf-8")
    except (OSError, sqlite3.Error) as error:
        new.unlink(missing_ok=True)
        raise OutputError(f"cannot write {path}: {error}") from error
    return described


def metadata(database: str) -> dict[str, Any]:
    """Metadata for Datasette: what each table, view and column is."""
    described: dict[str, Any] = {}
    for name, table in TABLES.items():
        described[name] = {
            "description": f"One row per {table.row}.",
            "columns": {column.name: column.description for column in table.columns},
        }
        for column in table.columns:
            if (name, column.name) in _UNFOLDED:
                described[f"{name}_{column.name}"] = {
                    "description": f"One row per item of {name}.{column.name}.",
                    "columns": {table.key[0]: f"the row of {name}", "item": "the item"},
                }
    described["statements"] |= {"fts_table": "statements_fts", "label_column": "text", "fts_pk": "rowid"}
    described |= {name: {"description": f"One row per {row}."} for name, (row, _) in VIEWS.items()}
    queries = {
        "find": {
            "title": "Find words in what was said",
            "sql": "SELECT s.date, s.member, s.text FROM statements_fts f"
            " JOIN statements s ON s.rowid = f.rowid WHERE statements_fts MATCH :words ORDER BY f.rank",
        }
    }
    about = {"title": "Runda", "description": "Who can help whom: tables made from the minutes of rounds."}
    return {**about, "databases": {database: {"tables": described, "queries": queries}}}


def rows_of(connection: sqlite3.Connection, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Names of the columns and rows of one query.

    Raises
    ------
    RundaError
        Where SQLite refuses it.
    """
    try:
        cursor = connection.execute(query)
        return [column[0] for column in cursor.description or ()], cursor.fetchall()
    except (sqlite3.Error, sqlite3.Warning) as error:
        hint = (
            "; only questions are answered: the database is made anew from the tables each time"
            if "readonly" in str(error) or "not authorized" in str(error)
            else "; `runda sql` without a query lists tables and columns"
        )
        raise RundaError(f"SQL: {error}{hint}") from error


def listing(connection: sqlite3.Connection) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Tables and views, and the names of their columns."""
    found = connection.execute(
        "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view')"
        " AND name NOT GLOB '*_fts_*' AND name NOT GLOB 'sqlite_*' ORDER BY type DESC, name"
    ).fetchall()
    return ["kind", "name", "columns"], [
        (kind, name, ", ".join(rows_of(connection, f'SELECT * FROM "{name}" LIMIT 0')[0]))
        for kind, name in found
    ]


def _fill(connection: sqlite3.Connection, rows: Rows) -> None:
    for name, table in TABLES.items():
        columns = ", ".join(
            f'"{c.name}" {_TYPES[c.kind]}' + ("" if c.nullable else " NOT NULL") for c in table.columns
        )
        key = f", PRIMARY KEY ({', '.join(_quoted(table.key))})" if table.key else ""
        connection.execute(f'CREATE TABLE "{name}" ({columns}{key})')
        places = ", ".join("?" * len(table.columns))
        connection.executemany(
            f'INSERT INTO "{name}" VALUES ({places})',
            ([_cell(row[column]) for column in table.names] for row in rows[name]),
        )
        for column in table.columns:
            if (name, column.name) in _UNFOLDED:
                _unfold(connection, name, table.key[0], column.name, rows)
            if column.name in _INDEXED and (column.name,) != table.key:
                connection.execute(f'CREATE INDEX "{name}_by_{column.name}" ON "{name}" ("{column.name}")')
    for name, (_, query) in VIEWS.items():
        connection.execute(f'CREATE VIEW "{name}" AS {query}')
    _search(connection, rows)


def _search(connection: sqlite3.Connection, rows: Rows) -> None:
    """The words as written, their dictionary forms and parts, and both without dots and rings."""
    connection.execute(
        "CREATE VIRTUAL TABLE statements_fts USING fts5"
        "(text, forms, plain, tokenize = \"unicode61 remove_diacritics 0\", content = '')"
    )
    connection.executemany(
        "INSERT INTO statements_fts (rowid, text, forms, plain) VALUES (?, ?, ?, ?)",
        (
            (at, row["text"], forms, folded(f"{row['text']} {forms}"))
            for at, row in enumerate(rows["statements"], 1)
            for forms in (searched(row["text"]),)
        ),
    )


def _unfold(connection: sqlite3.Connection, table: str, key: str, column: str, rows: Rows) -> None:
    name = f"{table}_{column}"
    connection.execute(f'CREATE TABLE "{name}" ("{key}" TEXT NOT NULL, item TEXT NOT NULL)')
    connection.executemany(
        f'INSERT INTO "{name}" VALUES (?, ?)',
        ((row[key], item) for row in rows[table] for item in row[column]),
    )
    connection.execute(f'CREATE INDEX "{name}_by_item" ON "{name}" (item)')


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _cell(value: Any) -> Any:
    return LIST_SEPARATOR.join(value) if isinstance(value, list) else value
