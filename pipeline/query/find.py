"""Find statements by words, with filters on who, what, how far and when."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from pipeline.errors import RundaError
from pipeline.members import gazetteer
from pipeline.query.database import connect
from pipeline.query.folding import folded, match_expression
from pipeline.tables import Tables


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that was found."""

    statement_id: str
    date: str
    member: str
    source: str
    line: int
    text: str
    topics: str
    stage: str


def find(
    tables: Tables,
    words: str,
    *,
    member: str = "",
    topic: str = "",
    stage: str = "",
    since: str = "",
    most: int = 20,
) -> list[Hit]:
    """Statements that hold all the words, best first; where none does, those that hold any.

    Parameters
    ----------
    tables
        The tables to search.
    words
        Words in any inflection, ``"a phrase"``, ``begins*``; where empty, the filters alone decide.
    member
        Only what that member says, spelled in any way that Runda knows.
    topic, stage
        Only statements about that topic, only those with that stage.
    since
        Only from that day on (ISO date, or the beginning of one: ``2021``).
    most
        Statements at most.

    Raises
    ------
    RundaError
        Where a filter names what is not in the tables.
    """
    conditions, values = _filters(tables, member, topic, stage, since)
    connection = connect(tables)
    try:
        for every in (True, False):
            expression = match_expression(words, every=every)
            if words.strip() and not expression:
                return []
            found = _rows(connection, expression, conditions, values, most)
            if found or not expression:
                return found
    finally:
        connection.close()
    return []


def _rows(
    connection: sqlite3.Connection, expression: str, conditions: list[str], values: list[str], most: int
) -> list[Hit]:
    columns = "s.statement_id, s.date, s.member, d.source, s.line, s.text, s.topics, s.stage"
    source = "statements s JOIN documents d USING (document_id)"
    order = "s.date DESC, s.rowid"
    if expression:
        source += " JOIN statements_fts f ON f.rowid = s.rowid"
        conditions, values = ["statements_fts MATCH ?", *conditions], [expression, *values]
        order = f"bm25(statements_fts, 4.0, 2.0, 1.0), {order}"
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    query = f"SELECT {columns} FROM {source}{where} ORDER BY {order} LIMIT ?"
    return [Hit(*row) for row in connection.execute(query, [*values, most])]


def _filters(tables: Tables, member: str, topic: str, stage: str, since: str) -> tuple[list[str], list[str]]:
    conditions: list[str] = []
    values: list[str] = []
    if member:
        conditions.append("s.member = ?")
        values.append(member_of(tables, member))
    if topic:
        known = {found for topics in tables.statements["topics"] for found in topics}
        if topic not in known:
            raise RundaError(f"no statement is about {topic!r}; there are: {', '.join(sorted(known))}")
        conditions.append("s.statement_id IN (SELECT statement_id FROM statements_topics WHERE item = ?)")
        values.append(topic)
    if stage:
        conditions.append("s.stage = ?")
        values.append(stage)
    if since:
        conditions.append("s.date >= ?")
        values.append(day(since))
    return conditions, values


def member_of(tables: Tables, name: str) -> str:
    """The canonical name of a member of the tables, however it is spelled.

    Raises
    ------
    RundaError
        Where no such member says anything.
    """
    members = sorted({str(member) for member in tables.statements["member"]} - {""})
    known = gazetteer().resolve(name) or gazetteer().resolve(name.title())
    for member in members:
        if member == (known.name if known else "") or folded(member) == folded(name):
            return member
    raise RundaError(f"no member {name!r} there; there are: {', '.join(members)}")


def day(text: str) -> str:
    """A day as typed: ``2021``, ``2021-03`` or ``2021-03-23``.

    Raises
    ------
    RundaError
        Where it is none.
    """
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        raise RundaError(f"{text!r} is no day; write it as 2021, 2021-03 or 2021-03-23")
    return text
