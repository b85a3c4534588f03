"""The workbook's sheets about the material: rounds, members, evaluations, what is doubtful."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Final

from pipeline.publish.ledger import Answer, Ledger, alphabet
from pipeline.publish.sheet import Cell, Field, Form, Place, Sheet, Source, as_date, joined, source_of
from pipeline.publish.told_warnings import code, told
from pipeline.rows import Row
from pipeline.values import MemberKind, Status

#: Below this a proposal is worth a second look.
_UNSURE: Final = 0.5

KINDS: Final = {
    MemberKind.MUNICIPALITY: "kommun",
    MemberKind.REGION: "region",
    MemberKind.SECRETARIAT: "kansli",
    MemberKind.UNKNOWN: "okänd",
}
#: What some warnings are about, by their code.
_WARNINGS: Final = {
    "slip": "Stavning",
    "unknown_member": "Medlem",
    "no_date": "Datum",
    "no_date_found": "Datum",
}
_LINE: Final = re.compile(r"^line (\d+):")
_RATINGS: Final = {"strong": "Stark", "weak": "Svag"}


def rounds(ledger: Ledger) -> Sheet:
    """The rounds that were read."""
    rows: list[list[Cell]] = []
    for document in ledger.rounds:
        asked = [r for r in ledger.table("requests") if r["document_id"] == document["document_id"]]
        offers = [r for r in ledger.table("offers") if r["document_id"] == document["document_id"]]
        answered = sum(bool(row["answered_by"]) for row in asked)
        rows.append(
            [
                as_date(document["date"]),
                document["title"].strip("# "),
                document["n_blocks"],
                len(asked),
                answered,
                sum(ledger.answer(row) is Answer.OPEN for row in asked),
                len(offers),
                document["source"],
            ]
        )
    fields = (
        Field("Datum", Form.DATE),
        Field("Runda", Form.LONG),
        Field("Inlägg", Form.NUMBER),
        Field("Frågor", Form.NUMBER),
        Field("Fick svar direkt", Form.NUMBER),
        Field("Öppna", Form.NUMBER),
        Field("Tips och svar", Form.NUMBER),
        Field("Fil"),
    )
    return Sheet("Rundor", "Rundorna som har lästs.", fields, rows)


def members(ledger: Ledger) -> Sheet:
    """The members, and how much each asks and gives."""
    blocks: dict[str, list[Row]] = defaultdict(list)
    for block in ledger.table("blocks"):
        blocks[block["member"]].append(block)
    asked = Counter(row["member"] for row in ledger.table("requests"))
    offered = Counter(row["member"] for row in ledger.table("offers"))
    proposed = Counter(row["helper"] for row in ledger.table("matches"))
    answered = Counter(name for row in ledger.table("requests") for name in ledger.answered_by(row))
    speaking = {row["member"] for row in ledger.table("statements") if row["member"]}
    results = {row["member"]: row for row in ledger.table("evaluations")}
    rows: list[list[Cell]] = []
    for member in sorted(speaking | blocks.keys() | results.keys(), key=alphabet):
        own = blocks.get(member, [])
        dates = sorted(filter(None, (ledger.documents[row["document_id"]]["date"] for row in own)))
        result = results.get(member)
        percent = result["percent"] if result else None
        kind = MemberKind(own[0]["member_kind"]) if own else None
        rows.append(
            [
                member,
                KINDS[kind] if kind else "",
                own[0]["member_code"] if own else "",
                joined(ledger.latest_persons.get(member, [])),
                len({row["document_id"] for row in own}),
                as_date(dates[-1]) if dates else "",
                asked[member],
                answered[member],
                offered[member],
                proposed[member],
                percent / 100 if percent is not None else "",
            ]
        )
    fields = (
        Field("Medlem"),
        Field("Slag"),
        Field("Kod"),
        Field("Kontakt enligt senaste rundan"),
        Field("Rundor", Form.NUMBER),
        Field("Senast med", Form.DATE),
        Field("Har frågat", Form.NUMBER),
        Field("Har svarat", Form.NUMBER),
        Field("Tips och svar", Form.NUMBER),
        Field("Föreslagen", Form.NUMBER),
        Field("Utvärdering", Form.PERCENT),
    )
    about = "Medlemmarna: kontaktpersoner, deltagande, och hur ofta de har frågat, svarat och föreslagits."
    return Sheet("Medlemmar", about, fields, rows)


def evaluations(ledger: Ledger) -> Sheet:
    """Results of the membership evaluation."""
    rows: list[list[Cell]] = [
        [
            as_date(row["date"]),
            row["member"],
            row["area"],
            _RATINGS.get(row["rating"], row["rating"]),
            "" if row["points"] is None else float(row["points"]),
            "" if row["max_points"] is None else float(row["max_points"]),
            row["text"],
            Place(ledger.place(row), row["document_id"], row["line"]),
        ]
        for row in ledger.table("evaluations")
    ]
    fields = (
        Field("Datum", Form.DATE),
        Field("Medlem"),
        Field("Område"),
        Field("Omdöme", Form.STAGE),
        Field("Poäng i allt", Form.NUMBER),
        Field("Av högst", Form.NUMBER),
        Field("Ord", Form.LONG),
        Field("Källa", Form.SOURCE),
    )
    return Sheet("Utvärdering", "Medlemsutvärderingens starka och svaga områden.", fields, rows)


def _place(document: Row, message: str) -> Cell:
    """The line that a warning names."""
    found = _LINE.match(message)
    if found is None:
        return Source("")
    line = int(found[1])
    return Place(f"{document['source']}, rad {line}", document["document_id"], line)


def doubtful(ledger: Ledger) -> Sheet:
    """What somebody should look at."""
    rows: list[list[Cell]] = []
    for document in ledger.table("documents"):
        unread = document["status"] in (Status.SKIPPED, Status.FAILED)
        for message in document["messages"]:
            what = "Filen lästes inte" if unread else _WARNINGS.get(code(message), "Anmärkning")
            rows.append([what, document["source"], "", told(message), _place(document, message)])
    for row in ledger.table("statements"):
        if not row["member"]:
            why = "Det framgår inte vem som talar."
            rows.append(["Talare", "", row["text"], why, source_of(ledger, row, row["statement_id"])])
    for row in ledger.table("requests"):
        if ledger.shown_answer(row) is not Answer.PROPOSED:
            continue  # answered, or too late: nobody acts on the proposals
        best = ledger.matches.get(row["request_id"], ())[:1]
        for match in (match for match in best if match["score"] < _UNSURE):
            why = f"Förslaget att {match['helper']} kan hjälpa {row['member']} är osäkert."
            evidence = ledger.statements.get(match["evidence_id"])
            place = source_of(ledger, evidence, match["evidence_id"]) if evidence else Source("")
            rows.append(["Förslag", match["helper"], match["evidence_text"], why, place])
    for row in ledger.table("requests"):
        if ledger.doubtful(row):
            why = "Kanske ingen fråga till nätverket."
            rows.append(["Fråga", row["member"], row["text"], why, source_of(ledger, row, row["request_id"])])
    fields = (
        Field("Vad", Form.SHORT, 16),
        Field("Vem eller vilken fil", Form.SHORT, 24),
        Field("Ord", Form.LONG, 48),
        Field("Varför det bör ses över", Form.LONG, 48),
        Field("Källa", Form.SOURCE, 28),
        Field("Rätt så här?", Form.BLANK, 14),
    )
    return Sheet(
        "Att kontrollera",
        "Sådant som Runda är osäker på och som någon bör titta på.",
        fields,
        [[*cells, ""] for cells in rows],
    )
