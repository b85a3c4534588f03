"""What is soon due: needs, decisions and meetings with a day to come."""

from __future__ import annotations

import re
from datetime import date as day
from typing import Final

from pipeline.components.time_rules import find_times
from pipeline.memory.record import Record, Row, place
from pipeline.schema_memory import DueKind

_SEASON: Final = re.compile(r"våren|sommaren|hösten|vintern", re.IGNORECASE)
#: Words before a season that make it the next one.
_LEADING: Final = frozenset(
    {"till", "under", "inför", "i", "före", "innan", "senast", "framåt", "tidigt", "sent", "mot"}
    | {"kommande", "nästa", "denna"}
)


def upcoming_rows(record: Record) -> list[Row]:
    """The table ``upcoming``, by day."""
    asking: dict[str, Row] = {}
    for request in record.rows["requests"]:
        asking.update(dict.fromkeys(request["statement_ids"], request))
    found = []
    for said in record.in_order(record.rows["statements"]):
        if not said["date"] or not said["member"]:
            continue
        kind, due, words = _due(said, asking, record.shows(said))
        if due and due >= said["date"]:
            found.append(
                {
                    "due": due,
                    "due_text": words,
                    "kind": kind.value,
                    "member": said["member"],
                    "date": said["date"],
                    "topics": list(said["topics"]),
                    "passed": "yes" if due < record.latest else "no",
                    "statement_id": said["statement_id"],
                    "document_id": said["document_id"],
                    "text": said["text"],
                    **place(said),
                }
            )
    return sorted(found, key=lambda row: (row["due"], row["date"], row["statement_id"]))


def with_passed(rows: list[Row], latest: str) -> list[Row]:
    """The dates of single documents as one table, by day."""
    told = [row | {"passed": "yes" if row["due"] < latest else "no"} for row in rows]
    return sorted(told, key=lambda row: (row["due"], row["date"], row["statement_id"]))


def _due(said: Row, asking: dict[str, Row], seen: frozenset[str]) -> tuple[DueKind, str, str]:
    request = asking.get(said["statement_id"])
    if request is not None:
        if request["due"]:  # once, where the words stand that say so
            here = request["due_text"] in " ".join(said["text"].split())
            elsewhere = request["due_text"] in " ".join(request["text"].split())
            stands = here or (not elsewhere and request["request_id"] == said["statement_id"])
            return DueKind.REQUEST, request["due"] if stands else "", request["due_text"]
        kind = DueKind.REQUEST
    elif "event" in seen and said["offer"]:
        kind = DueKind.EVENT
    elif "decision" in seen:
        kind = DueKind.DECISION
    else:
        return DueKind.DECISION, "", ""
    # The day is the last of what is meant: "beslut i sommar" is due when summer is over.
    for found in find_times(said["text"], day.fromisoformat(said["date"])):
        last = found.period.last.isoformat()
        if (
            last >= said["date"]
            and found.role not in ("since", "from", "after")
            and found.period.grain != "year"
            and not _is_any_season(said["text"], found.start, found.end)
        ):
            return kind, last, " ".join(said["text"][found.start : found.end].split())
    return kind, "", ""


def _is_any_season(text: str, start: int, end: int) -> bool:
    """Whether a season is any ("på vintern", "förra hösten", "sommaren kommer") and no day to come."""
    if not _SEASON.fullmatch(text[start:end].strip()):
        return False
    before = text[:start].lower().split()
    return not before or before[-1].strip(",.:;") not in _LEADING
