"""The workbook's sheets of what was said: needs, proposals, positions, offers, figures, lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pipeline.publish.ledger import REASONS, STAGES, Ledger, alphabet, with_persons
from pipeline.publish.sheet import LINES, Cell, Field, Form, Place, Sheet, Source, as_date, joined, source_of
from pipeline.publish.sheets_about import doubtful, evaluations, members, rounds
from pipeline.rows import Row

#: Proposals that stand beside a need; the others are in the sheet of proposals.
_PROPOSALS: Final = 3
_FACT_KINDS: Final = {
    "fee": "avgift",
    "share": "andel",
    "amount": "belopp",
    "year": "år",
    "score": "poäng",
}


def sheets(ledger: Ledger) -> list[Sheet]:
    """All sheets that have something to show, in the order of the workbook."""
    made = [build(ledger) for build in _SHEETS]
    always = {"Behov", "Förslag", "Läget", "Tips och erbjudanden", "Siffror", "Medlemmar", LINES}
    return [sheet for sheet in made if sheet.rows or sheet.name in always]


def _needs(ledger: Ledger) -> Sheet:
    rows: list[list[Cell]] = []
    for request in ledger.table("requests"):
        proposals = [
            with_persons(match["helper"], match["helper_persons"])
            for match in ledger.matches.get(request["request_id"], ())
        ]
        shown: list[Cell] = [*proposals[:_PROPOSALS], *[""] * (_PROPOSALS - len(proposals[:_PROPOSALS]))]
        rows.append(
            [
                as_date(request["date"]),
                request["member"],
                joined(request["persons"]),
                joined(ledger.topic_names(request["topics"])),
                request["text"],
                as_date(request["due"]),
                ledger.answer(request).value,
                joined(ledger.answered_by(request)),
                *shown,
                source_of(ledger, request, request["statement_ids"][0]),
            ]
        )
    fields = (
        Field("Runda", Form.DATE),
        Field("Medlem"),
        Field("Person"),
        Field("Ämne"),
        Field("Behov", Form.LONG),
        Field("Tid som nämns", Form.DATE),
        Field("Status", Form.ANSWER),
        Field("Svarade"),
        *(Field(f"Förslag {number}") for number in range(1, _PROPOSALS + 1)),
        Field("Källa", Form.SOURCE),
    )
    about = "Allt som någon har frågat om eller bett om, med de tre bästa förslagen på vem som kan hjälpa."
    return Sheet("Behov", about, fields, rows)


def _proposals(ledger: Ledger) -> Sheet:
    rows: list[list[Cell]] = []
    for request in ledger.table("requests"):
        for match in ledger.matches.get(request["request_id"], ()):
            evidence = ledger.statements.get(match["evidence_id"])
            place = source_of(ledger, evidence, match["evidence_id"]) if evidence else Source("")
            rows.append(
                [
                    as_date(request["date"]),
                    match["seeker"],
                    request["text"],
                    match["helper"],
                    joined(match["helper_persons"]),
                    match["rank"],
                    float(match["score"]),
                    joined([REASONS.get(reason, reason) for reason in match["reasons"]]),
                    match["evidence_text"],
                    as_date(match["evidence_date"]),
                    place,
                    "",
                    request["request_id"],
                ]
            )
    fields = (
        Field("Runda", Form.DATE),
        Field("Frågar"),
        Field("Behov", Form.LONG),
        Field("Kan hjälpa"),
        Field("Person"),
        Field("Plats", Form.NUMBER),
        Field("Säkerhet", Form.PERCENT),
        Field("Skäl", Form.LONG),
        Field("Det som talar för", Form.LONG),
        Field("Sagt", Form.DATE),
        Field("Källa", Form.SOURCE),
        Field("Ert beslut", Form.BLANK),
        Field("Nyckel"),
    )
    about = (
        "Varje förslag för sig, med orden som talar för det. Skriv ja under ”Ert beslut” vid dem som ni vill "
        "gå vidare med; runda letters --accepted gör då ett brev för vart och ett."
    )
    return Sheet("Förslag", about, fields, rows)


def _latest_positions(ledger: Ledger) -> dict[tuple[str, str], Row]:
    ordered = sorted(ledger.table("positions"), key=lambda row: row["date"])
    return {(row["member"], row["topic"]): row for row in ordered}


def _matrix(ledger: Ledger) -> Sheet:
    latest = _latest_positions(ledger)
    topics = [topic for topic in ledger.names if any(key[1] == topic for key in latest)]
    rows: list[list[Cell]] = []
    for member in sorted({member for member, _ in latest}, key=alphabet):
        cells: list[Cell] = []
        for topic in topics:
            row = latest.get((member, topic))
            if row is None:
                cells.append("")
                continue
            tip = f"{row['date']}: {row['text']}"
            cells.append(Source(STAGES[row["stage"]], row["statement_id"], tip))
        rows.append([member, *cells])
    fields = (Field("Medlem"), *(Field(ledger.names[topic], Form.STAGE) for topic in topics))
    about = (
        "Hur långt varje medlem har kommit i varje ämne, enligt den senaste runda där den sade något om det. "
        "Håll pekaren över en ruta för att läsa orden; klicka för att komma till raden."
    )
    return Sheet("Läget", about, fields, rows)


def _positions(ledger: Ledger) -> Sheet:
    latest = {id(row) for row in _latest_positions(ledger).values()}
    rows: list[list[Cell]] = [
        [
            as_date(row["date"]),
            row["member"],
            ledger.names.get(row["topic"], row["topic"]),
            STAGES[row["stage"]],
            "ja" if id(row) in latest else "nej",
            row["text"],
            source_of(ledger, row, row["statement_id"]),
        ]
        for row in ledger.table("positions")
    ]
    fields = (
        Field("Runda", Form.DATE),
        Field("Medlem"),
        Field("Ämne"),
        Field("Läge", Form.STAGE),
        Field("Senast kända"),
        Field("Ord", Form.LONG),
        Field("Källa", Form.SOURCE),
    )
    return Sheet("Läget över tid", "Läget runda för runda, med orden som visar det.", fields, rows)


def _offers(ledger: Ledger) -> Sheet:
    rows: list[list[Cell]] = [
        [
            as_date(row["date"]),
            row["member"],
            joined(row["persons"]),
            row["reply_to"],
            joined(ledger.topic_names(row["topics"])),
            row["text"],
            joined(row["resources"]),
            source_of(ledger, row, row["offer_id"]),
        ]
        for row in ledger.table("offers")
    ]
    fields = (
        Field("Runda", Form.DATE),
        Field("Medlem"),
        Field("Person"),
        Field("Svar till"),
        Field("Ämne"),
        Field("Tips eller erbjudande", Form.LONG),
        Field("Länkar och namngivna källor", Form.LONG),
        Field("Källa", Form.SOURCE),
    )
    return Sheet(
        "Tips och erbjudanden", "Tips, erbjudanden och svar som andra kan ha nytta av.", fields, rows
    )


def _facts(ledger: Ledger) -> Sheet:
    rows: list[list[Cell]] = [
        [
            ledger.names.get(row["topic"], row["topic"]),
            row["member"],
            _FACT_KINDS.get(row["kind"], row["kind"]),
            float(row["value"]),
            row["unit"],
            row["qualifier"],
            as_date(row["date"]),
            row["text"],
            source_of(ledger, row, row["statement_id"]),
        ]
        for row in ledger.table("facts")
    ]
    order = {name: index for index, name in enumerate(ledger.names.values())}
    rows.sort(key=lambda cells: order.get(str(cells[0]), len(order)))
    fields = (
        Field("Ämne"),
        Field("Medlem"),
        Field("Slag"),
        Field("Värde", Form.NUMBER),
        Field("Enhet"),
        Field("Gäller"),
        Field("Runda", Form.DATE),
        Field("Ord", Form.LONG),
        Field("Källa", Form.SOURCE),
    )
    return Sheet("Siffror", "Avgifter, andelar och belopp som har nämnts, ämne för ämne.", fields, rows)


def _lines(ledger: Ledger) -> Sheet:
    said = ledger.table("statements")
    rows: list[list[Cell]] = [
        [
            as_date(row["date"]),
            Place(ledger.source(row), row["document_id"], row["line"]),
            row["line"],
            row["member"],
            joined(row["persons"]),
            row["reply_to"],
            row["text"],
            joined(ledger.topic_names(row["topics"])),
            "ja" if row["request"] else "",
            "ja" if row["offer"] else "",
            STAGES.get(row["stage"], ""),
        ]
        for row in said
    ]
    fields = (
        Field("Runda", Form.DATE),
        Field("Fil", Form.SOURCE),
        Field("Rad", Form.NUMBER),
        Field("Medlem"),
        Field("Person"),
        Field("Svar till"),
        Field("Ord", Form.LONG),
        Field("Ämne", Form.LONG),
        Field("Fråga"),
        Field("Tips"),
        Field("Läge", Form.STAGE),
    )
    about = "Allt som sades, rad för rad. Hit leder länkarna i de andra bladen."
    return Sheet(LINES, about, fields, rows, tuple(row["statement_id"] for row in said))


def _resources(ledger: Ledger) -> Sheet:
    rows: list[list[Cell]] = [
        [
            row["resource"],
            row["member"],
            joined(row["persons"]),
            joined(ledger.topic_names(row["topics"])),
            as_date(row["date"]),
            row["text"],
            source_of(ledger, row, row["statement_id"]),
        ]
        for row in ledger.table("resources")
    ]
    fields = (
        Field("Länk eller namn", Form.LONG),
        Field("Medlem"),
        Field("Person"),
        Field("Ämne"),
        Field("Runda", Form.DATE),
        Field("Ord", Form.LONG),
        Field("Källa", Form.SOURCE),
    )
    return Sheet("Resurser", "Länkar, dokument och kunskapskällor som någon har hänvisat till.", fields, rows)


_SHEETS: Final[tuple[Callable[[Ledger], Sheet], ...]] = (
    rounds,
    _needs,
    _proposals,
    _matrix,
    _positions,
    _offers,
    _facts,
    _resources,
    members,
    evaluations,
    doubtful,
    _lines,
)
