"""Columns of the tables that remember: what several rounds say together.

They are derived from the tables of single documents (`pipeline.memory`), never from one alone.
Dates are those of the rounds. `need_id` is the id of the first asking, a `request_id`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pipeline.columns import Column, Table, closed, integer, number, text, texts
from pipeline.values import Stage


class NeedStatus(StrEnum):
    """How far a need has come."""

    OPEN = "open"
    AT_TABLE = "answered_at_table"
    LATER = "answered_later"  # in a round after it was asked
    EARLIER = "answered_earlier"  # a round before it was asked holds the answer
    THANKED = "thanked"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What happens to a need."""

    ASKED = "asked"
    ASKED_AGAIN = "asked_again"
    AT_TABLE = "answered_at_table"
    LATER = "answered_later"
    EARLIER = "answered_earlier"
    THANKED = "thanked"
    WITHDRAWN = "withdrawn"


class Change(StrEnum):
    """What a row of ``history`` is, next to the one before it."""

    FIRST = "first"
    FORWARD = "forward"
    BACK = "back"  # an earlier stage than before: both quotations stand in the row
    CONTRADICTION = "contradiction"  # says it has none, after having said that it has


class ResourceKind(StrEnum):
    """What a resource is."""

    LINK = "link"
    DOCUMENT = "document"
    PLACE = "place"


class DueKind(StrEnum):
    """What is due."""

    REQUEST = "request"
    DECISION = "decision"
    EVENT = "event"


_DOCUMENT = text("document_id", "the document of the statement it rests on")
_STATEMENT = text("statement_id", "the statement it rests on, as in `statements`")
_QUOTED = text("text", "the words of that statement")
_TOPICS = texts("topics", "ids of the topics it is about")
_PERSONS = texts("persons", "persons who speak, as written")
_PLACE: tuple[Column, ...] = (
    integer("line", "first line in the source, 1-based"),
    integer("char_start", "first character of the words in the decoded source, 0-based"),
    integer("char_end", "their end, exclusive"),
)

MEMORY_TABLES: Final[tuple[Table, ...]] = (
    Table(
        "needs",
        "need of a member: a request, however often it was asked",
        (
            text("need_id", "id of its first request"),
            text("asked", "date of the first asking (ISO)"),
            text("member", "who asks"),
            _TOPICS,
            text("text", "the words of the first asking"),
            text("status", "how far it has come", closed(NeedStatus)),
            texts("answered_by", "members that answered it, first answer first"),
            text(
                "answered_date", "date of the round that holds the first answer after the asking, else empty"
            ),
            texts("steps", "what happened, as `2019-10-08 asked` or `2020-11-17 answered_later: Lund`"),
            integer("rounds_open", "rounds after the asking, until the answer or till now"),
            _DOCUMENT,
            texts("persons", "persons who asked first, as written"),
            texts("request_ids", "all its requests, as in `requests`"),
            integer("times_asked", "in how many rounds the member asked"),
            text("last_asked", "date of the last asking"),
            text(
                "group_id", "the same for needs of several members that ask one thing; `need_id` of the first"
            ),
            texts("also_asked_by", "other members with a need in the group"),
            text("due", "when an answer is needed (ISO date), else empty"),
            text("due_text", "the words that say so"),
            texts("nearest", "members to learn together with where nobody can answer"),
            text("nearest_text", "one Swedish sentence on them, with a quotation; empty where answered"),
            text("known_since", "date of a round before the asking that holds an answer, else empty"),
            text(
                "expired",
                "yes where it is unanswered and its day is past, or it was last asked long ago; else no",
                frozenset({"yes", "no"}),
            ),
            *_PLACE,
        ),
        ("need_id",),
    ),
    Table(
        "need_steps",
        "step in the life of a need",
        (
            text("need_id", "the need, as in `needs`"),
            integer("order", "1 for the first step"),
            text("date", "date of the round where it happened"),
            text("step", "what happened", closed(Step)),
            text("member", "who asked, answered or thanked"),
            _PERSONS,
            _STATEMENT,
            _DOCUMENT,
            _QUOTED,
            number("score", "how sure, 0 to 1"),
            text("note", "what to know of it, in Swedish (`ny kontaktperson sedan dess`)"),
            *_PLACE,
        ),
        ("need_id", "order"),
    ),
    Table(
        "history",
        "member, topic and stage that lasts",
        (
            text("member", "whose position"),
            text("topic", "id of the topic"),
            text("stage", "the stage; empty where the member says that it has none", closed(Stage)),
            text("from", "date of the round that first stated it"),
            text("to", "date of the round that stated the next one, empty where it still holds"),
            text("evidence", "the words that first stated it"),
            text("last_seen", "date of the last round that stated it"),
            text("change", "what it is next to the row before", closed(Change)),
            text("evidence_id", "the statement, as in `statements`"),
            _DOCUMENT,
            text("before_id", "where it is a step back or a contradiction: the earlier statement"),
            text("before_date", "and its date"),
            text("before_text", "and its words"),
            text("note", "one Swedish sentence where it is a step back or a contradiction"),
            *_PLACE,
        ),
        ("member", "topic", "from", "stage"),
    ),
    Table(
        "comparisons",
        "figure of a member, side by side with those of others",
        (
            text("topic", "id of the topic"),
            text("kind", "what kind of figure: fee, share, amount, year or score"),
            text("member", "whose figure"),
            number("value", "the number"),
            text("unit", "its unit"),
            text("qualifier", "what it holds for, as written"),
            text("since", "since when it holds, where the words say so (ISO date), else empty"),
            text("since_text", "the words that say so"),
            text("date", "date of the round that stated it"),
            text(
                "current",
                "yes for the latest round's figures of that member, topic, kind and unit; else no",
                frozenset({"yes", "no"}),
            ),
            text(
                "stage",
                "the stage that the member states on the topic in the words, else empty",
                closed(Stage, empty=True),
            ),
            _STATEMENT,
            _DOCUMENT,
            _QUOTED,
            *_PLACE,
        ),
    ),
    Table(
        "resources",
        "link, named document or named place of knowledge that a member pointed to",
        (
            text("resource", "the link or the name, as written"),
            text("kind", "what it is", closed(ResourceKind)),
            text("member", "who offered it"),
            _PERSONS,
            text("date", "date of the round"),
            _TOPICS,
            text("answers", "whom it was offered to, empty where to all"),
            _STATEMENT,
            _DOCUMENT,
            _QUOTED,
            *_PLACE,
        ),
    ),
    Table(
        "people",
        "person of a member",
        (
            text("member", "the member"),
            text("person", "the name, in the fullest form seen"),
            text("first_seen", "date of the first round that names the person for the member, else empty"),
            text("last_seen", "date of the last one, else empty"),
            integer("rounds", "in how many rounds"),
            text(
                "current",
                "yes for who spoke for the member when it was last heard; else no",
                frozenset({"yes", "no"}),
            ),
            texts("forms", "all forms of the name, as written"),
            text("email", "from the contacts file, else empty"),
            text("role", "from the contacts file, else empty"),
            text("known_from", "where the person is known from", frozenset({"minutes", "contacts", "both"})),
        ),
        ("member", "person"),
    ),
    Table(
        "quiet_experts",
        "member and topic that it has done and never offered help on",
        (
            text("member", "the member"),
            text("topic", "id of the topic"),
            text("since", "date of the round where it first stated that it has it"),
            texts("contact", "persons who spoke for the member when it was last heard"),
            integer("open_needs", "open needs of others on the topic"),
            _STATEMENT,
            _DOCUMENT,
            text("date", "date of the round of the words"),
            _QUOTED,
            *_PLACE,
        ),
        ("member", "topic"),
    ),
    Table(
        "load",
        "member, and how much the network asks of it",
        (
            text("member", "the member"),
            integer("proposed", "needs that it was proposed for, of all rounds"),
            integer("answered", "needs that it answered, at the table or in another round"),
            integer("offered", "offers that it made"),
            integer("asked", "needs of its own"),
            text("last_answered", "date of its last answer, else empty"),
        ),
        ("member",),
    ),
    Table(
        "theme_meetings",
        "need that three or more members share: a proposal for a meeting",
        (
            text("meeting_id", "id of the first need in it"),
            text("subject", "what it would be about, in Swedish"),
            _TOPICS,
            texts("members", "members that need it"),
            texts("need_ids", "their needs, as in `needs`"),
            texts("speakers", "members that could speak there, best first"),
            texts("speaker_ids", "for each of them the statement that speaks for it"),
            text("explanation", "one or two Swedish sentences"),
            text("last_asked", "date of the latest asking"),
        ),
        ("meeting_id",),
    ),
    Table(
        "weak_areas",
        "evaluated member and area that it is weak in: a need that the evaluation shows, nobody has asked",
        (
            text("member", "who was evaluated"),
            text("area", "one of the evaluation's seven areas"),
            text("date", "date of the page (ISO), empty where it is not known"),
            number("points", "points in the area, where the page gives them", nullable=True),
            number("max_points", "points at most in the area", nullable=True),
            text("current", "yes on the member's latest page; else no", frozenset({"yes", "no"})),
            texts("topics", "ids of the topics of the area"),
            texts("strong_members", "members whose latest page calls them strong there, strongest first"),
            _DOCUMENT,
            text("text", "the words that say so"),
            *_PLACE,
        ),
        ("document_id", "member", "area"),
    ),
    Table(
        "upcoming",
        "date to come: a need's, a decision's or a meeting's",
        (
            text("due", "last day (ISO date)"),
            text("due_text", "the words that say so"),
            text("kind", "what is due", closed(DueKind)),
            text("member", "whose"),
            text("date", "date of the round that said so"),
            _TOPICS,
            text(
                "passed", "yes where the day lies before the latest round; else no", frozenset({"yes", "no"})
            ),
            _STATEMENT,
            _DOCUMENT,
            _QUOTED,
            *_PLACE,
        ),
    ),
    Table(
        "news",
        "need that the latest round made answerable, and who can help",
        (
            text("need_id", "the need, as in `needs`"),
            text("asked", "date of the first asking"),
            text("member", "who asks"),
            text("need_text", "its words"),
            text("helper", "who can help"),
            texts("helper_persons", "whom to call there"),
            text("date", "date of the latest round"),
            number("score", "how sure, 0 to 1"),
            text("explanation", "one Swedish sentence"),
            text("note", "what to know of it, in Swedish"),
            _STATEMENT,
            _DOCUMENT,
            _QUOTED,
            *_PLACE,
        ),
        ("need_id", "helper"),
    ),
)
