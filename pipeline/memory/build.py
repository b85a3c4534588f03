"""Put the memory together: rows of single documents and links in, all tables out."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.matching.links import Link
from pipeline.memory.comparisons import comparison_rows
from pipeline.memory.experts import load_rows, meeting_rows, quiet_rows
from pipeline.memory.history import history_rows
from pipeline.memory.need_rows import need_rows
from pipeline.memory.needs import follow
from pipeline.memory.news import match_rows, news_rows
from pipeline.memory.people import Contact, People
from pipeline.memory.record import SHOWN, Record, Rows, shown_rows
from pipeline.memory.resources import resource_rows
from pipeline.memory.sequels import add_sequels
from pipeline.memory.strengths import Strengths
from pipeline.memory.upcoming import upcoming_rows, with_passed


def of_one(rows: Rows) -> Rows:
    """What one document's rows say by themselves: named resources, dates, words that show something.

    Worked out once, when the document is read, so that it need not be when another is added.
    """
    shown = {SHOWN: shown_rows(rows["statements"])}
    record = Record(rows | shown, [])
    return shown | {"resources": resource_rows(record), "upcoming": upcoming_rows(record)}


def remember(rows: Rows, links: Iterable[Link], contacts: list[Contact] | None = None) -> Rows:
    """All tables: those of the documents, and those that remember.

    Parameters
    ----------
    rows
        The contract's tables of all documents, together, with what `of_one` made of each; their order
        does not matter.
    links
        Links of needs with statements (`pipeline.matching.links.link`) of all pairs of documents.
    contacts
        Lines of a contacts file.
    """
    record = Record(rows, sorted(links))  # by need, statement and kind
    people = People(record, contacts)
    needs = follow(record, people)
    add_sequels(needs, record, people)
    strengths = Strengths(record)
    matches, proposed = match_rows(record, needs, people, strengths)
    history = history_rows(record)
    need_table, steps = need_rows(needs, record)
    return {
        **{name: table for name, table in rows.items() if name != SHOWN},
        "matches": matches,
        "needs": need_table,
        "need_steps": steps,
        "history": history,
        "comparisons": comparison_rows(record),
        "people": people.rows(),
        "quiet_experts": quiet_rows(record, needs, history, people),
        "load": load_rows(record, needs, proposed),
        "weak_areas": strengths.weak_rows(),
        "theme_meetings": meeting_rows(record, needs, proposed),
        "upcoming": with_passed(rows["upcoming"], record.latest),
        "resources": record.in_order(rows["resources"]),
        "news": news_rows(record, needs, people),
    }
