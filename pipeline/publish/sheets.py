"""The workbook's sheets of what was said: needs, proposals, positions, offers, figures, lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pipeline.matching.explanations import TOPICS as MEASURED
from pipeline.publish.ledger import REASONS, STAGES, Ledger, alphabet, with_persons
from pipeline.publish.sheet import LINES, Cell, Field, Form, Place, Sheet, Source, as_date, joined, source_of
from pipeline.publish.sheets_about import doubtful, evaluations, members, rounds
from pipeline.publish.sheets_ahead import leads, soon
from pipeline.rows import Row
from pipeline.telling import looks_back

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
    for request in _newest_first(ledger.table("requests")):
        helpers = [
            with_persons(match["helper"], match["helper_persons"])
            for match in ledger.matches.get(request["request_id"], ())
        ]
        more = len(helpers) - _PROPOSALS
        shown = "; ".join(helpers[:_PROPOSALS]) + (f"; och {more} till" if more > 0 else "")
        due = "" if looks_back(request) else request["due"]
        rows.append(
            [
                as_date(request["date"]),
                with_persons(request["member"], request["persons"]),
                request["text"],
                joined(ledger.topic_names(request["topics"])),
                as_date(due),
                ledger.shown_answer(request).value,
                joined(ledger.answered_by(request)),
                shown,
                source_of(ledger, request, request["statement_ids"][0]),
                as_date(ledger.last_asked(request)),
                "ja" if ledger.doubtful(request) else "",
            ]
        )
    fields = (
        Field("Runda", Form.DATE, 11),
        Field("Medlem", Form.SHORT, 21),
        Field("Behov", Form.LONG, 48),
        Field("Ämne", Form.SHORT, 19),
        Field("Tid som nämns", Form.DATE, 11),
        Field("Status", Form.ANSWER, 12),
        Field("Svarade", Form.SHORT, 15),
        Field("Kan hjälpa", Form.SHORT, 26),
        Field("Källa", Form.SOURCE, 34, printed=False),
        Field("Senast ställd", Form.DATE, printed=False),
        Field("Kanske ingen fråga", printed=False),
    )
    about = "Allt som någon har frågat om eller bett om, med de bästa förslagen på vem som kan hjälpa."
    return Sheet("Behov", about, fields, rows)


def _newest_first(rows: list[Row]) -> list[Row]:
    """Rows of the latest round first; within a round as they were said."""
    return sorted(rows, key=lambda row: str(row["date"]), reverse=True)


def _proposals(ledger: Ledger) -> Sheet:
    rows: list[list[Cell]] = []
    for request in _newest_first(ledger.table("requests")):
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
                    match["evidence_text"],
                    as_date(match["evidence_date"]),
                    "",
                    joined([REASONS.get(reason, reason) for reason in match["reasons"]]),
                    place,
                    request["request_id"],
                ]
            )
    fields = (
        Field("Runda", Form.DATE, 11),
        Field("Frågar", Form.SHORT, 16),
        Field("Behov", Form.LONG, 40),
        Field("Kan hjälpa", Form.SHORT, 16),
        Field("Person", Form.SHORT, 14),
        Field("Plats", Form.NUMBER, 7),
        Field("Säkerhet", Form.PERCENT, 10),
        Field("Det som talar för", Form.LONG, 42),
        Field("Sagt", Form.DATE, 11),
        Field("Ert beslut", Form.BLANK, 13),
        Field("Skäl", Form.LONG, 40, printed=False),
        Field("Källa", Form.SOURCE, 34, printed=False),
        Field("Nyckel", printed=False),
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
    heard = [topic for topic in ledger.names if any(key[1] == topic for key in latest)]
    topics = sorted(heard, key=lambda topic: topic not in MEASURED)  # what is printed stands first
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
    fields = (
        Field("Medlem", Form.SHORT, 26),
        *(Field(ledger.names[topic], Form.STAGE, printed=topic in MEASURED) for topic in topics),
    )
    about = (
        "Hur långt varje medlem har kommit i varje ämne, enligt den senaste runda där den sade något om det. "
        "Håll pekaren över en ruta för att läsa orden; klicka för att komma till raden. På papper kommer de "
        "fem första ämnena."
    )
    return Sheet("Läget", about, fields, rows)


def _positions(ledger: Ledger) -> Sheet:
    latest = {id(row) for row in _latest_positions(ledger).values()}
    flags = {
        (row["member"], row["topic"], row["from"]): row["note"]
        for row in ledger.table("history")
        if row["note"]
    }
    rows: list[list[Cell]] = [
        [
            as_date(row["date"]),
            row["member"],
            ledger.names.get(row["topic"], row["topic"]),
            STAGES[row["stage"]],
            row["text"],
            flags.get((row["member"], row["topic"], row["date"]), ""),
            "ja" if id(row) in latest else "nej",
            source_of(ledger, row, row["statement_id"]),
        ]
        for row in ledger.table("positions")
    ]
    fields = (
        Field("Runda", Form.DATE, 11),
        Field("Medlem", Form.SHORT, 18),
        Field("Ämne", Form.SHORT, 20),
        Field("Läge", Form.STAGE, 12),
        Field("Ord", Form.LONG, 52),
        Field("Att notera", Form.LONG, 42),
        Field("Senast kända", Form.SHORT, 9),
        Field("Källa", Form.SOURCE, 34, printed=False),
    )
    about = (
        "Läget runda för runda, med orden som visar det. ”Att notera” säger när någon har backat eller "
        "sagt emot sig själv: då kan det vara en annan sak som menas."
    )
    return Sheet("Läget över tid", about, fields, rows)


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
        Field("Runda", Form.DATE, 11),
        Field("Medlem", Form.SHORT, 18),
        Field("Person", Form.SHORT, 16),
        Field("Svar till", Form.SHORT, 16),
        Field("Ämne", Form.SHORT, 20),
        Field("Tips eller erbjudande", Form.LONG, 56),
        Field("Länkar och namngivna källor", Form.LONG, 30),
        Field("Källa", Form.SOURCE, 34, printed=False),
    )
    return Sheet(
        "Tips och erbjudanden", "Tips, erbjudanden och svar som andra kan ha nytta av.", fields, rows
    )


def _facts(ledger: Ledger) -> Sheet:
    """Figures side by side: those that can be compared stand together, the latest and highest first."""
    compared = {_figure_key(row): row for row in ledger.table("comparisons")}
    order = {topic: number for number, topic in enumerate(ledger.names)}

    def place(row: Row) -> tuple[int, str, str, bool, float]:
        old = compared.get(_figure_key(row), {}).get("current", "yes") != "yes"
        return (order.get(row["topic"], len(order)), row["kind"], row["unit"], old, -float(row["value"]))

    rows: list[list[Cell]] = []
    for row in sorted(ledger.table("facts"), key=place):
        beside = compared.get(_figure_key(row), {})
        rows.append(
            [
                ledger.names.get(row["topic"], row["topic"]),
                _FACT_KINDS.get(row["kind"], row["kind"]),
                row["member"],
                float(row["value"]),
                row["unit"],
                row["qualifier"],
                as_date(beside.get("since", "")),
                as_date(row["date"]),
                {"yes": "ja", "no": "nej"}.get(beside.get("current", ""), ""),
                row["text"],
                source_of(ledger, row, row["statement_id"]),
            ]
        )
    fields = (
        Field("Ämne", Form.SHORT, 22),
        Field("Slag", Form.SHORT, 8),
        Field("Medlem", Form.SHORT, 18),
        Field("Värde", Form.NUMBER, 10),
        Field("Enhet", Form.SHORT, 8),
        Field("Gäller", Form.SHORT, 14),
        Field("Sedan", Form.DATE, 11),
        Field("Runda", Form.DATE, 11),
        Field("Senast kända", Form.SHORT, 9),
        Field("Ord", Form.LONG, 54),
        Field("Källa", Form.SOURCE, 34, printed=False),
    )
    about = "Avgifter, andelar och belopp som har nämnts. De som går att jämföra står intill varandra."
    return Sheet("Siffror", about, fields, rows)


def _figure_key(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in ("statement_id", "topic", "kind", "value", "unit", "qualifier"))


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
        Field("Länk eller namn", Form.LONG, 38),
        Field("Medlem", Form.SHORT, 18),
        Field("Person", Form.SHORT, 16),
        Field("Ämne", Form.SHORT, 22),
        Field("Runda", Form.DATE, 11),
        Field("Ord", Form.LONG, 58),
        Field("Källa", Form.SOURCE, 34, printed=False),
    )
    return Sheet("Resurser", "Länkar, dokument och kunskapskällor som någon har hänvisat till.", fields, rows)


_SHEETS: Final[tuple[Callable[[Ledger], Sheet], ...]] = (
    rounds,
    soon,
    _needs,
    _proposals,
    leads,
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
