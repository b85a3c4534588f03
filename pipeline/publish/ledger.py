"""The rows of a run, looked up the way that books, documents and letters need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property

from pipeline.introductions import expired
from pipeline.rows import Row, Rows
from pipeline.topics import Topic
from pipeline.values import DocumentKind, Stage

#: What a stage is called in a heading or a table.
STAGES: Mapping[str, str] = {
    Stage.DONE: "Har",
    Stage.ONGOING: "Arbetar med",
    Stage.PLANNED: "Planerar",
    Stage.CONSIDERING: "Överväger",
}
REASONS: Mapping[str, str] = {
    "replied": "svarade på rundan",
    "offered": "har erbjudit något",
    "done": "har det",
    "ongoing": "arbetar med det",
    "similar": "talar om samma sak",
    "evaluated": "stark i utvärderingen",
}


class Answer(StrEnum):
    """How far a request has come, as the office reads it."""

    AT_TABLE = "Fick svar på rundan"
    OTHER_ROUND = "Svar i en annan runda"
    CLOSED = "Avslutad"
    EXPIRED = "Har gått ut"
    PROPOSED = "Förslag finns"
    OPEN = "Öppen"


#: Nobody at the table answered, but somebody can: what letters are for.
WAITING = (Answer.PROPOSED, Answer.OTHER_ROUND)

_NEED_ANSWERS = {
    "answered_at_table": Answer.AT_TABLE,
    "answered_later": Answer.OTHER_ROUND,
    "answered_earlier": Answer.OTHER_ROUND,
    "thanked": Answer.AT_TABLE,
    "withdrawn": Answer.CLOSED,
}


class Ledger:
    """Rows of all tables, with the look-ups that every form of output needs.

    Parameters
    ----------
    rows
        Rows of all tables; tables that remember across rounds may be missing.
    topics
        The topics, in the order that pages have.
    """

    def __init__(self, rows: Rows, topics: Iterable[Topic]) -> None:
        self.rows = rows
        self.names = {topic.id: topic.swedish for topic in topics}

    def table(self, name: str) -> list[Row]:
        """Rows of a table; none where there is no such table."""
        return self.rows.get(name, [])

    @cached_property
    def documents(self) -> dict[str, Row]:
        """Documents by id."""
        return {row["document_id"]: row for row in self.table("documents")}

    @cached_property
    def rounds(self) -> list[Row]:
        """Documents that are rounds, oldest first; those without a date come last."""
        kept = [row for row in self.table("documents") if row["kind"] == DocumentKind.ROUND]
        return sorted(kept, key=lambda row: (row["date"] or "9999", row["source"]))

    @cached_property
    def latest(self) -> str:
        """Date of the latest round; empty where none has a date."""
        return max((row["date"] for row in self.rounds if row["date"]), default="")

    @cached_property
    def statements(self) -> dict[str, Row]:
        """Statements by id."""
        return {row["statement_id"]: row for row in self.table("statements")}

    @cached_property
    def matches(self) -> dict[str, list[Row]]:
        """Matches by request, best first."""
        found: dict[str, list[Row]] = defaultdict(list)
        for match in sorted(self.table("matches"), key=lambda row: row["rank"]):
            found[match["request_id"]].append(match)
        return found

    @cached_property
    def requests(self) -> dict[str, Row]:
        """Requests by id."""
        return {row["request_id"]: row for row in self.table("requests")}

    @cached_property
    def _needs(self) -> dict[str, Row]:
        return {request: need for need in self.table("needs") for request in need["request_ids"]}

    def answer(self, request: Row) -> Answer:
        """How far a request has come."""
        need = self._needs.get(request["request_id"])
        if request["answered_by"]:
            return Answer.AT_TABLE
        if need is not None and need["status"] in _NEED_ANSWERS:
            return _NEED_ANSWERS[need["status"]]
        return Answer.PROPOSED if self.matches.get(request["request_id"]) else Answer.OPEN

    def shown_answer(self, request: Row) -> Answer:
        """How far it has come, for a reader: what waits but came too late has expired."""
        found = self.answer(request)
        waits = found in (Answer.OPEN, Answer.PROPOSED)
        late = expired(request, self.latest, self.last_asked(request))
        return Answer.EXPIRED if waits and late else found

    def last_asked(self, request: Row) -> str:
        """Date of the round that asked a request last, where it was asked again."""
        need = self._needs.get(request["request_id"])
        return str(need["last_asked"]) if need is not None else ""

    def doubtful(self, request: Row) -> bool:
        """Whether it may be no request at all."""
        said = self.statements.get(request["request_id"], {})
        return any(label.startswith("request ") for label in said.get("doubtful", ()))

    def answered_by(self, request: Row) -> list[str]:
        """Members that answered it, at the table first."""
        need = self._needs.get(request["request_id"])
        return list(dict.fromkeys([*request["answered_by"], *(need["answered_by"] if need else ())]))

    def topic_names(self, ids: Iterable[str]) -> list[str]:
        """Swedish names of topics, in the order of the topic file."""
        wanted = set(ids)
        return [name for topic, name in self.names.items() if topic in wanted] + sorted(
            wanted - self.names.keys() - {""}
        )

    def source(self, row: Row) -> str:
        """Name of the file that a row comes from."""
        document = self.documents.get(row["document_id"])
        return str(document["source"]) if document else ""

    def place(self, row: Row) -> str:
        """``exempel.txt, rad 12``."""
        return f"{self.source(row)}, rad {row['line']}"

    @cached_property
    def latest_persons(self) -> dict[str, list[str]]:
        """For each member the persons of its latest block that names any."""
        dates = {row["document_id"]: row["date"] for row in self.table("documents")}
        named = [row for row in self.table("blocks") if row["persons"]]
        named.sort(key=lambda row: (dates.get(row["document_id"], ""), row["order"]))
        return {row["member"]: row["persons"] for row in named}


def with_persons(member: str, persons: Iterable[str]) -> str:
    """``Lund (Hedda, Kim)``."""
    named = ", ".join(persons)
    return f"{member} ({named})" if named else member


def alphabet(name: str) -> tuple[tuple[int, str], ...]:
    """Swedish order: å, ä and ö come last."""
    order = {"å": 1, "ä": 2, "ö": 3}
    return tuple((order.get(letter, 0), letter) for letter in name.lower())
