"""What the page shows, as plain data that becomes its JSON: picked from the tables, nothing added."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.publish.locale import Catalogue
from pipeline.publish.report.needs import needs_of
from pipeline.publish.report.sources import Sources
from pipeline.rows import Row, Rows
from pipeline.tables import Tables
from pipeline.topics import Topic
from pipeline.values import DocumentKind

#: The topics that the contract always measures; the page shows them first.
MAIN_TOPICS = ("co2_budget", "climate_fee", "panorama", "procurement", "solar")

Data = dict[str, Any]


def page_data(
    tables: Tables, texts: Mapping[str, str], topics: Sequence[Topic], catalogue: Catalogue
) -> Data:
    """All that the page shows.

    Parameters
    ----------
    tables
        The tables of a run.
    texts
        Document id -> decoded text of the source.
    topics
        The topics, in the order of the page.
    catalogue
        The words of the page's language.
    """
    rows = tables.rows()
    documents = sorted(
        (row for row in rows["documents"]), key=lambda row: (row["date"], row["source"]), reverse=True
    )
    sources = Sources(documents, texts)
    named = _topics(topics, rows, catalogue.language)
    return {
        "language": catalogue.language,
        "words": dict(catalogue.words),
        "docs": [_document(row, sources, rows) for row in documents],
        "topics": named,
        "members": _members(rows),
        "needs": needs_of(rows, sources),
        "positions": _positions(rows, sources),
        "offers": _offers(rows, sources),
        "facts": _facts(rows, sources),
        "evaluations": _evaluations(rows, sources),
        "mentions": _mentions(rows, sources),
    }


def _topics(topics: Sequence[Topic], rows: Rows, language: str) -> list[Data]:
    """The topics that somebody spoke of, those always measured first, then the most spoken of."""
    said = Counter(topic for row in rows["statements"] for topic in row["topics"])
    order = {topic: place for place, topic in enumerate(MAIN_TOPICS)}
    known = [topic for topic in topics if said[topic.id] or topic.id in order]
    known.sort(key=lambda topic: (order.get(topic.id, len(order)), -said[topic.id]))
    return [
        {
            "id": topic.id,
            "name": topic.english if language == "en" else topic.swedish,
            "main": topic.id in order,
            "said": said[topic.id],
        }
        for topic in known
    ]


def _document(row: Row, sources: Sources, rows: Rows) -> Data:
    number, document = sources.number(row["document_id"]), row["document_id"]
    return {
        "id": document,
        "source": row["source"],
        "title": row["title"].lstrip("# ").strip(),
        "date": row["date"],
        "kind": row["kind"],
        "status": row["status"],
        "messages": row["messages"],
        "text": sources.texts[number],
        "blocks": [[b["line"], b["member"], b["persons"]] for b in _of(rows["blocks"], document)],
        "said": [
            [
                sources.unit(number, said["char_start"]),
                sources.unit(number, said["char_end"]),
                said["line"],
                said["member"],
                said["topics"],
                said["request"],
                said["offer"],
                said["stage"],
            ]
            for said in _of(rows["statements"], document)
        ],
    }


def _of(rows: Iterable[Row], document: str) -> list[Row]:
    return [row for row in rows if row["document_id"] == document]


def _members(rows: Rows) -> list[Data]:
    """Members in the order of the Swedish alphabet, with their persons, last heard first."""
    dates = {row["document_id"]: row["date"] for row in rows["documents"]}
    blocks: dict[str, list[Row]] = defaultdict(list)
    for block in rows["blocks"]:
        blocks[block["member"]].append(block)
    spoken = {row["member"] for row in rows["statements"] if row["member"]}
    evaluated = {row["member"] for row in rows["evaluations"]}
    contacts: dict[str, list[Row]] = defaultdict(list)
    for person in rows.get("people", []):
        contacts[person["member"]].append(person)
    members = []
    for name in sorted({*blocks, *spoken, *evaluated} - {""}, key=swedish_order):
        own = sorted(blocks[name], key=lambda block: dates[block["document_id"]], reverse=True)
        members.append(
            {
                "name": name,
                "kind": own[0]["member_kind"] if own else "unknown",
                "rounds": len({block["document_id"] for block in own}),
                "heard": dates[own[0]["document_id"]] if own else "",
                "persons": _persons(own, contacts[name], dates),
            }
        )
    return members


def _persons(blocks: Sequence[Row], contacts: Sequence[Row], dates: Mapping[str, str]) -> list[Data]:
    if contacts:
        known = sorted(contacts, key=lambda person: (person["current"], person["last_seen"]), reverse=True)
        return [
            {key: person[key] for key in ("email", "role")}
            | {"name": person["person"], "last": person["last_seen"], "now": person["current"] == "yes"}
            for person in known
        ]
    last: dict[str, str] = {}
    for block in blocks:
        for person in block["persons"]:
            last.setdefault(person, dates[block["document_id"]])
    newest = dates[blocks[0]["document_id"]] if blocks else ""
    return [
        {"name": person, "last": date, "now": date == newest, "email": "", "role": ""}
        for person, date in last.items()
    ]


def swedish_order(name: str) -> str:
    """A key that sorts Å, Ä and Ö last, in that order."""
    return name.lower().translate(str.maketrans("åäö", "{|}"))


def _positions(rows: Rows, sources: Sources) -> list[Data]:
    """A member's stages on a topic by date; steps that took one back carry a note."""
    notes = {(row["evidence_id"], row["topic"]): row for row in rows.get("history", []) if row["note"]}
    stated = [
        {
            "member": row["member"],
            "topic": row["topic"],
            "stage": row["stage"],
            "date": row["date"],
            "at": sources.place(row, [row["member"]]),
            "note": notes.pop((row["statement_id"], row["topic"]), {}).get("note", ""),
        }
        for row in rows["positions"]
    ]
    lost = [  # says that it has none: no position, but it must not be passed over in silence
        {
            "member": row["member"],
            "topic": row["topic"],
            "stage": row["stage"] or "none",
            "date": row["from"],
            "at": sources.place(row | {"text": row["evidence"]}, [row["member"]]),
            "note": row["note"],
        }
        for row in notes.values()
    ]
    return sorted([*stated, *lost], key=lambda row: (row["date"], row["at"][0]))


def _offers(rows: Rows, sources: Sources) -> list[Data]:
    return [
        {
            "member": row["member"],
            "persons": row["persons"],
            "topics": row["topics"],
            "date": row["date"],
            "to": row["reply_to"],
            "resources": row["resources"],
            "at": sources.place(row, [row["member"], *row["persons"]]),
        }
        for row in _newest_first(rows["offers"])
    ]


def _facts(rows: Rows, sources: Sources) -> list[Data]:
    statements = {row["statement_id"]: row for row in rows["statements"]}
    return [
        {
            "member": row["member"],
            "topic": row["topic"],
            "date": row["date"],
            "value": row["value"],
            "unit": row["unit"],
            "for": row["qualifier"],
            "at": sources.place(statements.get(row["statement_id"], row), [row["member"]]),
        }
        for row in _newest_first(rows["facts"])
        if row["kind"] != "year"
    ]


def _evaluations(rows: Rows, sources: Sources) -> list[Data]:
    return [
        {
            "member": row["member"],
            "date": row["date"],
            "points": row["points"],
            "max": row["max_points"],
            "percent": row["percent"],
            "area": row["area"],
            "rating": row["rating"],
            "at": sources.place(row),
        }
        for row in rows["evaluations"]
    ]


def _mentions(rows: Rows, sources: Sources) -> list[list[int]]:
    """Places of the words that name a topic, for the marks in the source: document, start, end."""
    places = set()
    for row in rows["mentions"]:
        if row["method"] == "lexicon":
            number = sources.number(row["document_id"])
            places.add(
                (number, sources.unit(number, row["char_start"]), sources.unit(number, row["char_end"]))
            )
    return [list(place) for place in sorted(places)]


def _newest_first(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row["date"], reverse=True)


def rounds_of(rows: Rows) -> list[Row]:
    """The rounds, oldest first."""
    return sorted(
        (row for row in rows["documents"] if row["kind"] == DocumentKind.ROUND),
        key=lambda row: (row["date"], row["source"]),
    )
