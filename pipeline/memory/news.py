"""Matches over all rounds, and what the latest round made answerable."""

from __future__ import annotations

from collections import Counter

from pipeline.matching.explanations import TOPICS
from pipeline.memory.needs import Event, Need
from pipeline.memory.people import People
from pipeline.memory.record import Record, Row, on_one_line, place
from pipeline.memory.stale import Stale
from pipeline.memory.strengths import Strengths
from pipeline.quoting import shorten, swedish_date
from pipeline.schema_memory import Step

#: What is told of a helper that has given up since then what it told of.
ENDED = "har lagt ner det sedan dess"
_ACROSS = (Step.LATER, Step.EARLIER)


def match_rows(
    record: Record, needs: list[Need], people: People, strengths: Strengths
) -> tuple[list[Row], Counter[str]]:
    """The table ``matches`` with evidence of every round, and how many needs each is proposed for.

    Proposals of a request's own round keep their order; those of other rounds find their place
    among them by score, less of it the further back they lie; among equals the less asked first.
    """
    own = _of_own_round(record)
    proposed: Counter[str] = Counter()
    more: dict[str, list[tuple[Need, Event]]] = {}
    for need in needs:
        helpers = {row["helper"] for request in need.requests for row in own.get(request["request_id"], ())}
        proposed.update(helpers | {m for m, e in need.answers.items() if e.step in _ACROSS})
        for request in need.requests:
            named = {row["helper"] for row in own.get(request["request_id"], ())}
            more[request["request_id"]] = [
                (need, event)
                for member, event in need.answers.items()
                if event.step in _ACROSS
                and member not in named
                and event.said["document_id"] != request["document_id"]
            ]
    rows: list[Row] = []
    for request in record.in_order(record.rows["requests"]):
        name = request["request_id"]
        inside = sorted(own.get(name, ()), key=lambda row: (-row["score"], row["rank"]))
        across = [_match(request, event, people) for _, event in more.get(name, ())]
        across.sort(key=lambda row: (-round(row["score"], 2), proposed[row["helper"]], row["helper"]))
        for rank, row in enumerate(_merged(inside, across), 1):
            load = proposed[row["helper"]]
            row = _rated(row, strengths)
            rows.append(row | {"rank": rank, "helper_load": load})
    return rows, proposed


def _of_own_round(record: Record) -> dict[str, list[Row]]:
    """Proposals of each request's own round, less those whose words say that there is nothing to have.

    What the member has given up since then counts half, and is told.
    """
    stale = Stale(record)
    own: dict[str, list[Row]] = {}
    for row in record.rows["matches"]:
        request = record.requests.get(row["request_id"])
        if request is None:
            continue
        said = record.statements.get(row["evidence_id"])
        if said is not None and "replied" not in row["reasons"]:
            if stale.negative(request, said):
                continue
            ended = stale.ended(said, request["topics"])
            if ended:
                told = [row["note"]] if row.get("note") else []
                note = "; ".join([*told, f"{ENDED} ({ended})"])
                row = row | {"score": round(row["score"] * 0.5, 3), "note": note}
        own.setdefault(row["request_id"], []).append(row)
    return own


def _rated(row: Row, strengths: Strengths) -> Row:
    """A proposal with what the membership evaluation says of the helper, where it is a strength."""
    page = strengths.speaking_for(row["helper"], row["topics"])
    if page is None or "evaluated" in row["reasons"]:
        return row
    when = f" {swedish_date(page['date'])}" if page["date"] else ""
    says = f"{row['explanation']}; i utvärderingen{when} är {page['area'].lower()} en styrka"
    return row | {"reasons": [*row["reasons"], "evaluated"], "explanation": says}


def _merged(inside: list[Row], across: list[Row]) -> list[Row]:
    merged, waiting = [], list(across)
    for row in inside:
        while waiting and waiting[0]["score"] > row["score"]:
            merged.append(waiting.pop(0))
        merged.append(row)
    merged += waiting
    lowest = 1.0
    for row in merged:  # ranks follow scores, rounded ones too
        row["score"] = lowest = min(lowest, row["score"])
    return merged


def _match(request: Row, event: Event, people: People) -> Row:
    said = event.said
    reasons = ["offered"] if said["offer"] else []
    reasons += [said["stage"]] if said["stage"] in ("done", "ongoing") else []
    persons = list(said["persons"])
    return {
        "request_id": request["request_id"],
        "document_id": request["document_id"],
        "seeker": request["member"],
        "helper": said["member"],
        "helper_persons": people.to_call(said["member"], persons, said["date"]),
        "rank": 0,
        "score": round(min(event.score, 0.999), 3),
        "topics": list(request["topics"]),
        "reasons": reasons or ["similar"],
        "evidence_id": said["statement_id"],
        "evidence_text": said["text"],
        "evidence_date": said["date"],
        "explanation": explain(request, event),
        "evidence_line": said["line"],
        "note": event.note,
        "helper_load": None,
    }


def explain(request: Row, event: Event) -> str:
    """One Swedish sentence: who said what, when, and when it was asked."""
    said = event.said
    shared = [TOPICS[topic] for topic in request["topics"] if topic in said["topics"] and topic in TOPICS]
    about = f" om {shared[0]}" if shared else ""
    later = said["date"] > request["date"]
    when = f"den {swedish_date(said['date'])}" if said["date"] else "i en annan runda"
    lead = "berättade senare" if later else "hade redan berättat"
    quoted = shorten(on_one_line(said["text"]), 170).replace("”", "’").replace('"', "’")
    note = f" ({event.note})" if event.note else ""
    return f"{said['member']} {lead}{about}, {when}{note}: ”{quoted}”"


def news_rows(record: Record, needs: list[Need], people: People) -> list[Row]:
    """The table ``news``: old needs that the latest round answers, and new ones that old rounds answer."""
    found = []
    for need in needs:
        if need.closed or need.expired(record.latest) or "" < need.due["due"] < record.latest:
            continue  # nobody waits for it any more
        for member, event in need.answers.items():
            fresh = event.said["date"] == record.latest and need.asked < record.latest
            asked_now = need.requests[-1]["date"] == record.latest and event.said["date"] < record.latest
            if event.step not in _ACROSS or not (fresh or asked_now):
                continue
            row = _match(need.requests[0], event, people)
            found.append(
                {
                    "need_id": need.id,
                    "asked": need.asked,
                    "member": need.member,
                    "need_text": need.requests[0]["text"],
                    "helper": member,
                    "helper_persons": row["helper_persons"],
                    "date": record.latest,
                    "score": row["score"],
                    "explanation": row["explanation"],
                    "note": event.note,
                    "statement_id": event.said["statement_id"],
                    "document_id": event.said["document_id"],
                    "text": event.said["text"],
                    **place(event.said),
                }
            )
    return sorted(found, key=lambda row: (row["asked"], row["need_id"], -row["score"], row["helper"]))
