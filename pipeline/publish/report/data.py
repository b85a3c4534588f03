"""What the page shows, as plain data that becomes its JSON: picked from the tables, nothing added."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.publish.locale import Catalogue
from pipeline.publish.report.members import members_of
from pipeline.publish.report.memory import filled, latest_round, memory_of
from pipeline.publish.report.needs import needs_of
from pipeline.publish.report.sources import Sources
from pipeline.publish.told_warnings import told
from pipeline.rows import Row, Rows
from pipeline.tables import Tables
from pipeline.topics import Topic

#: The topics that the contract always measures; the page shows them first.
MAIN_TOPICS = ("co2_budget", "climate_fee", "panorama", "procurement", "solar")

#: Stages by their number on the page.
_STAGES = ("done", "ongoing", "planned", "considering")

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
    members = members_of(rows)
    codes = _Codes(
        {member["name"]: place for place, member in enumerate(members)},
        {topic["id"]: place for place, topic in enumerate(named)},
    )
    by_document = _by_document(rows)
    return {
        "language": catalogue.language,
        "words": {key: words for key, words in catalogue.words.items() if not key.startswith("warning.")},
        "latest": latest_round(rows),
        "docs": [_document(row, sources, by_document, codes, catalogue) for row in documents],
        "topics": named,
        "members": members,
        "needs": needs_of(rows, sources),
        "positions": _positions(rows, sources),
        "offers": _offers(rows, sources),
        "evaluations": _evaluations(rows, sources),
        "mentions": _mentions(rows, sources),
        **memory_of(rows, sources),
    }


@dataclass(frozen=True, slots=True)
class _Codes:
    """Numbers of members and topics, which a page says thousands of times."""

    members: Mapping[str, int]
    topics: Mapping[str, int]


def _by_document(rows: Rows) -> dict[str, dict[str, list[Row]]]:
    """Table -> document -> rows."""
    found: dict[str, dict[str, list[Row]]] = {}
    for name in ("blocks", "statements", "requests"):
        found[name] = defaultdict(list)
        for row in rows[name]:
            found[name][row["document_id"]].append(row)
    return found


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


def _document(
    row: Row,
    sources: Sources,
    rows: Mapping[str, Mapping[str, list[Row]]],
    codes: _Codes,
    catalogue: Catalogue,
) -> Data:
    number, document = sources.number(row["document_id"]), row["document_id"]
    asked = rows["requests"].get(document, [])
    return {
        "id": document,
        "source": row["source"],
        "title": row["title"].lstrip("# ").strip(),
        "date": row["date"],
        "kind": row["kind"],
        "messages": [told(message, catalogue) for message in row["messages"]],
        "asked": len(asked),
        "answered": sum(bool(request["answered_by"]) for request in asked),
        "text": sources.texts[number],
        "blocks": [[b["line"], codes.members.get(b["member"], -1)] for b in rows["blocks"].get(document, [])],
        "said": [
            [
                sources.unit(number, said["char_start"]),
                sources.unit(number, said["char_end"]),
                said["line"],
                codes.members.get(said["member"], -1),
                [codes.topics[topic] for topic in said["topics"] if topic in codes.topics],
                bool(said["request"]) + 2 * bool(said["offer"]),
                _STAGES.index(said["stage"]) if said["stage"] else -1,
            ]
            for said in rows["statements"].get(document, [])
        ],
    }


def _positions(rows: Rows, sources: Sources) -> list[Data]:
    """A member's stages on a topic by date; those that took one back say so, with what was said before."""
    flagged = {(row["evidence_id"], row["topic"]): row for row in rows["history"] if row["before_id"]}
    statements = {row["statement_id"]: row for row in rows["statements"]}

    def flag(row: Row | None) -> Data:
        before = statements.get(row["before_id"]) if row else None
        if row is None or before is None:
            return {}
        return {"flag": row["change"], "before": sources.place(before, [before["member"]])}

    stated = [
        {
            "member": row["member"],
            "topic": row["topic"],
            "stage": row["stage"],
            "at": sources.place(row, [row["member"]]),
            **flag(flagged.pop((row["statement_id"], row["topic"]), None)),
        }
        for row in rows["positions"]
    ]
    lost = [  # says that it has none: no position, but it must not be passed over in silence
        {
            "member": row["member"],
            "topic": row["topic"],
            "stage": row["stage"] or "none",
            "at": sources.place(row | {"text": row["evidence"]}, [row["member"]]),
            **flag(row),
        }
        for row in flagged.values()
    ]
    dates = sources.dates
    return sorted([*stated, *lost], key=lambda row: (dates[row["at"][0]], row["at"][0]))


def _offers(rows: Rows, sources: Sources) -> list[Data]:
    return [
        filled({"member": row["member"], "topics": row["topics"], "to": row["reply_to"]})
        | {"at": sources.place(row, [row["member"], *row["persons"]])}
        for row in sorted(rows["offers"], key=lambda row: row["date"], reverse=True)
    ]


def _evaluations(rows: Rows, sources: Sources) -> list[Data]:
    return [
        {
            "member": row["member"],
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
