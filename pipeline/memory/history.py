"""Positions over time: which stage a member has stated on a topic, from when to when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pipeline.matching.concepts import kinds
from pipeline.matching.needs import ONE_THING
from pipeline.memory.record import Record, Row, on_one_line, place
from pipeline.patterns import words_of
from pipeline.quoting import shorten, swedish_date
from pipeline.schema_memory import Change
from pipeline.values import STAGE_ORDER, Stage

_RANK = {stage.value: number for number, stage in enumerate(STAGE_ORDER)}
_NAMES = {
    "": "att den inte har det",
    "considering": "att den funderar på det",
    "planned": "att det är planerat",
    "ongoing": "att arbetet pågår",
    "done": "att det är gjort",
}


@dataclass(slots=True)
class _Span:
    stage: str
    first: Row
    date: str
    last_seen: str
    change: Change
    before: Row | None = None
    until: str = ""


def history_rows(record: Record) -> list[Row]:
    """The table ``history``: a row per stage that lasted, steps back kept and flagged."""
    pairs: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in record.in_order(record.rows["positions"]):
        pairs[row["member"], row["topic"]].append(row)
    given_up = _given_up(record)
    for key in list(pairs):
        pairs[key] = [row for row in pairs[key] if row["statement_id"] not in given_up]
    denied = denials(record, set(pairs))
    found: list[Row] = []
    for key in sorted(pairs):
        for span in _spans(sorted([*pairs[key], *denied.get(key, ())], key=lambda r: r["date"] or "9999")):
            found.append(_row(key, span))
    return found


def _spans(rows: list[Row]) -> list[_Span]:
    spans: list[_Span] = []
    dates = {row["date"] for row in rows}
    for date in sorted(dates):
        same_day = [row for row in rows if row["date"] == date]
        row = max(same_day, key=lambda r: (_RANK[r["stage"]], r["statement_id"]))
        if spans and spans[-1].stage == row["stage"]:
            spans[-1].last_seen, spans[-1].until = date, ""
            continue
        if not spans:
            if not row["stage"]:
                continue
            spans.append(_Span(row["stage"], row, date, date, Change.FIRST))
            continue
        before = spans[-1]
        before.until = before.until or date
        if not row["stage"] and before.stage == Stage.CONSIDERING:
            continue  # who only considered it, and will not, contradicts nothing
        before.until = date
        if not row["stage"]:
            change = Change.CONTRADICTION
        elif _RANK[row["stage"]] < _RANK[before.stage]:
            change = Change.BACK
        else:
            change = Change.FORWARD
        flagged = before.first if change in (Change.BACK, Change.CONTRADICTION) else None
        spans.append(_Span(row["stage"], row, date, date, change, flagged))
    return spans


def _given_up(record: Record) -> frozenset[str]:
    """Statements that say the member has given up, whatever stage was read from their words."""
    return frozenset(
        row["statement_id"]
        for row in record.rows["positions"]
        if row["topic"] in ONE_THING
        and row["stage"] in (Stage.DONE, Stage.ONGOING)
        and "given_up" in record.shows(record.statements[row["statement_id"]])
    )


def denials(record: Record, pairs: set[tuple[str, str]]) -> dict[tuple[str, str], list[Row]]:
    """Statements that say the member has no such thing, as rows with an empty stage.

    Only for a topic that is one thing; that somebody "has no money for solar this year" is no
    contradiction of having panels.
    """
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    given_up = _given_up(record)
    stated = {
        (row["document_id"], row["member"], row["topic"])
        for row in record.rows["positions"]
        if row["statement_id"] not in given_up
    }
    for said in record.in_order(record.rows["statements"]):
        for topic in said["topics"]:
            key = (said["member"], topic)
            if key not in pairs or (said["document_id"], *key) in stated or said["request"]:
                continue
            if topic not in ONE_THING:
                continue
            none = kinds().lacks(words_lower(said["text"])) or "given_up" in record.shows(said)
            if (none and not said["stage"]) or said["statement_id"] in given_up:
                found[key].append(said | {"stage": Stage.NONE.value, "topic": topic})
    return found


def words_lower(text: str) -> list[str]:
    """The words of a text, lower case."""
    return [word.lower() for word in words_of(text)]


def _row(key: tuple[str, str], span: _Span) -> Row:
    member, topic = key
    before = span.before
    return {
        "member": member,
        "topic": topic,
        "stage": span.stage,
        "from": span.date,
        "to": span.until,
        "evidence": span.first["text"],
        "last_seen": span.last_seen,
        "change": span.change.value,
        "evidence_id": span.first["statement_id"],
        "document_id": span.first["document_id"],
        "before_id": before["statement_id"] if before else "",
        "before_date": before["date"] if before else "",
        "before_text": before["text"] if before else "",
        "note": _note(member, before, span) if before else "",
        **place(span.first),
    }


def _note(member: str, before: Row, span: _Span) -> str:
    def quoted(row: Row) -> str:
        return f"”{shorten(on_one_line(row['text']), 140).replace('”', '’')}”"

    then = f"{swedish_date(before['date'])} sade {member} {_NAMES[before['stage']]}: {quoted(before)}"
    now = f"{swedish_date(span.date)} {_NAMES[span.stage]}: {quoted(span.first)}"
    return f"Den {then}, men den {now}"
