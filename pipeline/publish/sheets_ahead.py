"""The workbook's sheets of what lies ahead: days to come, and leads that several rounds give together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipeline.introductions import expired
from pipeline.publish.ledger import Ledger, with_persons
from pipeline.publish.sheet import Cell, Field, Form, Sheet, Source, as_date, joined, source_of
from pipeline.schema_memory import DueKind
from pipeline.telling import looks_back

_KINDS: Final = {
    DueKind.REQUEST: "Fråga",
    DueKind.DECISION: "Beslut eller leverans",
    DueKind.EVENT: "Träff eller kurs",
}
#: A member that knows much and has offered nothing is worth asking where others wait.
_WAITING: Final = 1


def soon(ledger: Ledger) -> Sheet:
    """Days to come, each sentence once; what is past is left out."""
    shown: dict[tuple[str, int, str], list[Cell]] = {}
    for row in sorted(ledger.table("upcoming"), key=lambda row: row["due"]):
        if row["passed"] == "yes" or looks_back(row):
            continue
        shown.setdefault(
            (row["document_id"], row["line"], row["due_text"]),
            [
                as_date(row["due"]),
                row["due_text"],
                _KINDS.get(row["kind"], row["kind"]),
                row["member"],
                row["text"],
                joined(ledger.topic_names(row["topics"])),
                as_date(row["date"]),
                source_of(ledger, row, row["statement_id"]),
            ],
        )
    fields = (
        Field("Senast", Form.DATE, 11),
        Field("Som det sades", Form.SHORT, 18),
        Field("Vad", Form.SHORT, 18),
        Field("Medlem", Form.SHORT, 18),
        Field("Ord", Form.LONG, 58),
        Field("Ämne", Form.SHORT, 22),
        Field("Runda", Form.DATE, 11),
        Field("Källa", Form.SOURCE, 34, printed=False),
    )
    about = (
        "Tider som inte har passerats. Datumet är den sista dagen av den tid som nämns: ”i maj” blir 31 maj."
    )
    return Sheet("Snart", about, fields, list(shown.values()))


def leads(ledger: Ledger) -> Sheet:
    """What several rounds give together: late answers, meetings to hold, members to ask."""
    rows = [*_late_answers(ledger), *_meetings(ledger), *_to_ask(ledger)]
    fields = (
        Field("Uppslag", Form.SHORT, 20),
        Field("Medlem", Form.SHORT, 26),
        Field("Med", Form.SHORT, 26),
        Field("Om", Form.LONG, 44),
        Field("Det som talar för", Form.LONG, 48),
        Field("Sagt", Form.DATE, 11),
        Field("Källa", Form.SOURCE, 34, printed=False),
    )
    about = (
        "Det som flera rundor ger tillsammans: svar på äldre frågor, behov som flera delar och som kan bli "
        "ett temamöte, och medlemmar som har kommit långt men inte har erbjudit något."
    )
    return Sheet("Uppslag", about, fields, rows)


def _late_answers(ledger: Ledger) -> Iterable[list[Cell]]:
    for row in ledger.table("news"):
        request = ledger.requests.get(row["need_id"])
        if request is not None and expired(request, ledger.latest, ledger.last_asked(request)):
            continue
        yield [
            "Svar på äldre fråga" if row["asked"] < row["date"] else "Svar i en äldre runda",
            row["member"],
            with_persons(row["helper"], row["helper_persons"]),
            row["need_text"],
            row["text"],
            as_date(ledger.statements.get(row["statement_id"], row)["date"]),
            source_of(ledger, row, row["statement_id"]),
        ]


def _meetings(ledger: Ledger) -> Iterable[list[Cell]]:
    for row in sorted(ledger.table("theme_meetings"), key=lambda row: row["last_asked"], reverse=True):
        yield [
            "Temamöte",
            joined(row["members"]),
            joined(row["speakers"]),
            row["subject"],
            row["explanation"],
            as_date(row["last_asked"]),
            Source(""),
        ]


def _to_ask(ledger: Ledger) -> Iterable[list[Cell]]:
    experts = [row for row in ledger.table("quiet_experts") if row["open_needs"] >= _WAITING]
    for row in sorted(experts, key=lambda row: -row["open_needs"]):
        waiting = row["open_needs"]
        yield [
            "Kan tillfrågas",
            with_persons(row["member"], row["contact"]),
            f"{waiting} öppen fråga" if waiting == 1 else f"{waiting} öppna frågor",
            ledger.names.get(row["topic"], row["topic"]),
            row["text"],
            as_date(row["date"]),
            source_of(ledger, row, row["statement_id"]),
        ]
