"""The tables' columns: the one place that knows their names, types, meanings and closed sets.

What the contract fixes comes first in each table, in its order; columns of Runda's own follow.
"""

from __future__ import annotations

from typing import Final

from pipeline.columns import Column as Column
from pipeline.columns import Kind as Kind
from pipeline.columns import Table as Table
from pipeline.columns import closed as _closed
from pipeline.columns import integer as _int
from pipeline.columns import number as _number
from pipeline.columns import text as _text
from pipeline.columns import texts as _list
from pipeline.schema_memory import MEMORY_TABLES
from pipeline.values import DocumentKind, Mark, MemberKind, Stage, Status

METHODS: Final = frozenset({"lexicon", "context", "model"})
REASONS: Final = frozenset({"replied", "offered", "done", "ongoing", "similar", "evaluated"})
FACT_KINDS: Final = frozenset({"fee", "share", "amount", "year", "score"})
RATINGS: Final = frozenset({"strong", "weak"})

_DOCUMENT = _text("document_id", "the document, as in `documents`")
_DATE = _text("date", "the document's date (ISO), empty where it is not known")
_MEMBER = _text("member", "who speaks, by canonical name")
_PERSONS = _list("persons", "the persons who speak, as written")
_TOPICS = _list("topics", "ids of the topics it is about")
_LINE = _int("line", "first line in the source, 1-based")
_START = _int("char_start", "first character of `text` in the decoded source, 0-based")
_END = _int("char_end", "end of `text` in the decoded source, exclusive")
_STATEMENT = _text("statement_id", "the statement it rests on, as in `statements`")
_QUOTED = _text("text", "the words of that statement")
_MARKS = _closed(Mark)
_STAGED = _closed(Stage) - {""}

TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        Table(
            "documents",
            "input file",
            (
                _text("document_id", "made of the file's content"),
                _text("source", "file name"),
                _text("sha256", "digest of the file's bytes"),
                _text("kind", "what the file is", _closed(DocumentKind)),
                _DATE,
                _text("title", "title as written"),
                _text("encoding", "encoding, or form of the file"),
                _int("n_lines", "lines in the decoded source"),
                _int("n_blocks", "speakers' blocks"),
                _int("n_statements", "statements"),
                _text("status", "how the reading went", _closed(Status)),
                _list("messages", "warnings and reasons"),
            ),
            ("document_id",),
        ),
        Table(
            "blocks",
            "speaker's block",
            (
                _text("block_id", "made of the document's id and the place"),
                _DOCUMENT,
                _int("order", "1 for the document's first block"),
                _text("member", "whose block it is, by canonical name"),
                _text("member_code", "SCB's code of the municipality or region"),
                _text("member_kind", "what kind of member", _closed(MemberKind)),
                _list("persons", "the block's persons, as written"),
                _int("line", "line of the header, 1-based"),
                _int("line_end", "last line of the block"),
            ),
            ("block_id",),
        ),
        Table(
            "statements",
            "statement (a sentence or a marker's item)",
            (
                _text("statement_id", "made of the document's id and the place"),
                _DOCUMENT,
                _DATE,
                _text("block_id", "the block it stands in, empty outside any"),
                _MEMBER,
                _PERSONS,
                _text("reply_to", "whose block or words it answers, else empty"),
                _LINE,
                _int("line_end", "last line in the source"),
                _START,
                _END,
                _text("text", "the words, exactly as in the source"),
                _TOPICS,
                _text("request", "whether it asks the network for something", _MARKS),
                _text("offer", "whether it gives the network something", _MARKS),
                _text("stage", "how far the speaker has come, where it says so", _closed(Stage)),
                _list("signals", "what decided the labels, as `label: name (detail)`"),
                _list("doubtful", "labels to check, with the model's probability: `request 0.45`"),
            ),
            ("statement_id",),
        ),
        Table(
            "mentions",
            "topic hit",
            (
                _STATEMENT,
                _text("topic", "id of the topic"),
                _START,
                _END,
                _text("text", "the words that name the topic"),
                _text("method", "how the topic was found", METHODS),
                _number("score", "how sure, 0 to 1"),
                _text("term", "the term of the topic file that was met"),
                _DOCUMENT,
            ),
        ),
        Table(
            "positions",
            "document, member and topic",
            (
                _DOCUMENT,
                _DATE,
                _text("member", "whose position, by canonical name"),
                _text("topic", "id of the topic"),
                _text("stage", "the furthest that the member states", _STAGED),
                _STATEMENT,
                _QUOTED,
                _LINE,
                _START,
                _END,
            ),
            ("document_id", "member", "topic"),
        ),
        Table(
            "requests",
            "request",
            (
                _text("request_id", "id of the (first) statement that asks"),
                _DOCUMENT,
                _DATE,
                _text("member", "who asks, by canonical name"),
                _PERSONS,
                _TOPICS,
                _text("text", "the words that ask"),
                _text("request", "marked or phrased", _MARKS - {""}),
                _text("due", "when an answer is needed (ISO date), else empty"),
                _text("due_text", "the words that say so"),
                _list("answered_by", "members who replied at the table"),
                _LINE,
                _START,
                _END,
                _list("statement_ids", "all statements that make up the request"),
            ),
            ("request_id",),
        ),
        Table(
            "offers",
            "offer",
            (
                _text("offer_id", "id of the statement that offers"),
                _DOCUMENT,
                _DATE,
                _text("member", "who offers, by canonical name"),
                _PERSONS,
                _TOPICS,
                _text("text", "the words that offer"),
                _text("offer", "marked or phrased", _MARKS - {""}),
                _list("resources", "links and named sources in it"),
                _text("reply_to", "whom it answers, else empty"),
                _LINE,
                _START,
                _END,
            ),
            ("offer_id",),
        ),
        Table(
            "matches",
            "request and proposed helper",
            (
                _text("request_id", "the request, as in `requests`"),
                _DOCUMENT,
                _text("seeker", "who asks"),
                _text("helper", "who can help"),
                _list("helper_persons", "whom to call there, as written"),
                _int("rank", "1 is best"),
                _number("score", "how sure, 0 to 1"),
                _TOPICS,
                _list("reasons", "why that member is proposed", REASONS),
                _text("evidence_id", "the statement that speaks for it, as in `statements`"),
                _text("evidence_text", "its words"),
                _text("evidence_date", "date of the document it stands in"),
                _text("explanation", "one Swedish sentence"),
                _int("evidence_line", "its first line in that document's source"),
                _text("note", "what to know of it, in Swedish (`ny kontaktperson sedan dess`)"),
                _int("helper_load", "needs that the helper is proposed for, of all rounds", nullable=True),
            ),
            ("request_id", "helper"),
        ),
        Table(
            "facts",
            "figure stated",
            (
                _STATEMENT,
                _DOCUMENT,
                _DATE,
                _MEMBER,
                _text("topic", "id of the topic it belongs to, empty where none"),
                _text("kind", "what kind of figure", FACT_KINDS),
                _number("value", "the number"),
                _text("unit", "its unit"),
                _text("qualifier", "what it holds for, as written"),
                _QUOTED,
                _text("figure", "the characters that state the figure"),
                _LINE,
                _START,
                _END,
            ),
        ),
        Table(
            "evaluations",
            "evaluated member and area",
            (
                _DOCUMENT,
                _DATE,
                _text("member", "who was evaluated, by canonical name"),
                _number("points", "points in all", nullable=True),
                _number("max_points", "points at most", nullable=True),
                _number("percent", "points of the most, in per cent", nullable=True),
                _text("area", "one of the evaluation's seven areas"),
                _text("rating", "how the member did there", RATINGS),
                _text("text", "the words that say so"),
                _number("area_points", "points in the area", nullable=True),
                _number("area_max_points", "points at most in the area", nullable=True),
                _LINE,
                _START,
                _END,
            ),
            ("document_id", "member", "area"),
        ),
        *MEMORY_TABLES,
    )
}
