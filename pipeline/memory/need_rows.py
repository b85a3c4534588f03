"""The tables of needs: a row for each need, a row for each step of its life."""

from __future__ import annotations

from pipeline.matching.links import LinkKind
from pipeline.memory.needs import Event, Need
from pipeline.memory.record import Record, Row, on_one_line, place
from pipeline.quoting import shorten, swedish_date
from pipeline.schema_memory import NeedStatus, Step

_ASKING = (Step.ASKED, Step.ASKED_AGAIN)


def need_rows(needs: list[Need], record: Record) -> tuple[list[Row], list[Row]]:
    """The tables ``needs`` and ``need_steps``."""
    rows, steps = [], []
    for need in needs:
        first = need.requests[0]
        told = _steps(need, record)
        answered = [row for row in told if row["step"].startswith("answered")]
        in_time = [row["date"] for row in answered if row["step"] != Step.EARLIER]
        answered_date = min(in_time, default="")
        ended = [row["date"] for row in told if row["step"] in (Step.THANKED, Step.WITHDRAWN)]
        until = answered_date or (need.asked if answered else min(ended, default=record.latest))
        due = need.due
        open_ended = not need.answers and need.status != NeedStatus.WITHDRAWN
        rows.append(
            {
                "need_id": need.id,
                "asked": need.asked,
                "member": need.member,
                "topics": list(dict.fromkeys(t for request in need.requests for t in request["topics"])),
                "text": first["text"],
                "status": need.status.value,
                "answered_by": list(dict.fromkeys([*(row["member"] for row in answered), *need.answers])),
                "answered_date": answered_date,
                "known_since": min((r["date"] for r in answered if r["step"] == Step.EARLIER), default=""),
                "expired": "yes" if need.expired(record.latest) else "no",
                "steps": [_told(row) for row in told],
                "rounds_open": record.rounds_between(need.asked, until),
                "document_id": first["document_id"],
                "persons": list(first["persons"]),
                "request_ids": [request["request_id"] for request in need.requests],
                "times_asked": len({row["document_id"] for row in told if row["step"] in _ASKING}),
                "last_asked": max(row["date"] for row in told if row["step"] in _ASKING),
                "group_id": need.group,
                "also_asked_by": list(need.also),
                "due": due["due"],
                "due_text": due["due_text"],
                "nearest": [record.statements[link.statement_id]["member"] for link in need.nearest[:3]]
                if open_ended
                else [],
                "nearest_text": _learn_together(need, record) if open_ended else "",
                **place(first),
            }
        )
        steps += told
    return rows, steps


def _steps(need: Need, record: Record) -> list[Row]:
    first = need.requests[0]
    events = [Event(Step.ASKED, first | {"statement_id": first["request_id"]})]
    rank = {step: number for number, step in enumerate(Step)}
    events += sorted(
        need.events,
        key=lambda event: (event.said["date"], rank[event.step], event.said["char_start"]),
    )
    return [
        {
            "need_id": need.id,
            "order": number,
            "date": event.said["date"],
            "step": event.step.value,
            "member": event.said["member"],
            "persons": list(event.said["persons"]),
            "statement_id": event.said["statement_id"],
            "document_id": event.said["document_id"],
            "text": event.said["text"],
            "score": event.score,
            "note": event.note,
            **place(event.said),
        }
        for number, event in enumerate(events, 1)
    ]


def _told(row: Row) -> str:
    who = f": {row['member']}" if row["step"].startswith("answered") else ""
    return f"{row['date']} {row['step']}{who}".strip()


def _learn_together(need: Need, record: Record) -> str:
    """The nearest thing, where nobody can answer."""
    if not need.nearest:
        return ""
    link = need.nearest[0]
    said = record.statements[link.statement_id]
    does = "frågar om något liknande" if link.kind == LinkKind.SAME else "är på väg mot något liknande"
    when = f" ({swedish_date(said['date'])})" if said["date"] else ""
    quoted = shorten(on_one_line(said["text"]), 160).replace("”", "’")
    return f"Lär tillsammans: {said['member']} {does}{when}: ”{quoted}”"
