"""What several rounds say together, as the page shows it: figures, resources, dates, meetings, load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.publish.report.sources import Sources
from pipeline.rows import Row, Rows
from pipeline.structure.markers import leading_marker
from pipeline.telling import looks_back, vague
from pipeline.values import DocumentKind

Data = dict[str, Any]


def filled(row: Mapping[str, Any]) -> Data:
    """A row without what is empty; the page's scripts know what is then meant."""
    return {key: value for key, value in row.items() if value not in ("", None, False) and value != []}


def memory_of(rows: Rows, sources: Sources) -> Data:
    """The page's data from the tables that remember.

    Parameters
    ----------
    rows
        Rows of all tables.
    sources
        The documents' texts.
    """
    statements = {row["statement_id"]: row for row in rows["statements"]}
    return {
        "figures": _figures(rows, sources),
        "resources": [
            filled({key: row[key] for key in ("resource", "kind", "member", "topics", "answers")})
            | {"at": sources.place(row, [row["member"], *row["persons"]])}
            for row in sorted(rows["resources"], key=lambda row: row["date"], reverse=True)
        ],
        "upcoming": [
            filled({key: row[key] for key in ("due", "due_text", "kind", "member", "topics")})
            | ({"vague": True} if vague(row) else {})
            | {"at": sources.place(row, [row["member"]])}
            for row in _upcoming(rows)
        ],
        "quiet": [
            filled({key: row[key] for key in ("member", "topic", "contact", "open_needs")})
            | {"at": sources.place(row, [row["member"]])}
            for row in rows["quiet_experts"]
        ],
        "load": {
            row["member"]: [row[key] for key in ("proposed", "answered", "offered", "asked")]
            for row in rows["load"]
        },
        "meetings": [_meeting(row, statements, sources) for row in _meetings(rows)],
        "strong": {
            f"{row['member']}\n{row['area']}": row["strong_members"]
            for row in rows.get("weak_areas", [])
            if row["current"] == "yes" and row["strong_members"]
        },
        "news": [
            filled(
                {
                    "need": row["need_id"],
                    "helper": row["helper"],
                    "persons": row["helper_persons"],
                    "note": row["note"],
                }
            )
            | {"at": sources.place(row, [row["helper"], *row["helper_persons"]])}
            for row in sorted(rows["news"], key=lambda row: -row["score"])
        ],
    }


def _figures(rows: Rows, sources: Sources) -> list[Data]:
    """Figures that are compared, the latest of a member first; years are no figures."""
    return [
        filled(
            {
                "member": row["member"],
                "topic": row["topic"],
                "kind": row["kind"],
                "unit": row["unit"],
                "for": row["qualifier"],
                "since": row["since_text"],
                "earlier": row["current"] == "no",
            }
        )
        | {"value": row["value"], "at": sources.place(row, [row["member"]])}
        for row in sorted(rows["comparisons"], key=lambda row: row["date"], reverse=True)
        if row["kind"] != "year"
    ]


def _upcoming(rows: Rows) -> list[Row]:
    """Dates to come; one that several sentences on a line tell stands once."""
    told: dict[tuple[str, str, int, str], Row] = {}
    for row in rows["upcoming"]:
        if row["passed"] == "no" and not looks_back(row):
            told.setdefault((row["document_id"], row["member"], row["line"], row["due_text"]), row)
    return list(told.values())


def _meetings(rows: Rows) -> list[Row]:
    return sorted(rows["theme_meetings"], key=lambda row: row["last_asked"], reverse=True)


def _meeting(row: Row, statements: Mapping[str, Row], sources: Sources) -> Data:
    subject = row["subject"]
    if subject.startswith("”"):  # a quotation: without its signs and its marker
        subject = subject.strip("”")
        marker = leading_marker(subject)
        subject = subject[marker.end :] if marker is not None and not marker.alone else subject
    subject = subject.strip()
    speakers = [
        [member, sources.place(statements[said], [member])]
        for member, said in zip(row["speakers"], row["speaker_ids"], strict=True)
        if said in statements
    ]
    return {
        "id": row["meeting_id"],
        "subject": subject[:1].upper() + subject[1:],
        "topics": row["topics"],
        "needs": row["need_ids"],
        "members": row["members"],
        "speakers": speakers,
    }


def latest_round(rows: Rows) -> str:
    """The date of the latest round; empty where no round has one."""
    return max((row["date"] for row in rows["documents"] if row["kind"] == DocumentKind.ROUND), default="")
