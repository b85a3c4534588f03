"""After the round: one page with what is new, five introductions to make now, and what is due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipeline.outline import Block, Heading, Outline, Paragraph, Run, Runs, Tone, bullets, plain, quotation
from pipeline.publish.ledger import WAITING, Answer, Ledger
from pipeline.quoting import counted, enumeration, swedish_date
from pipeline.rows import Row
from pipeline.summaries import STAGES
from pipeline.telling import Teller, members_and_office, named
from pipeline.values import Stage

#: What fits on one page.
_INTRODUCTIONS: Final = 5
_EACH: Final = 3
_WORDS: Final = 100
#: Introductions that are less sure are none to make first.
_SURE: Final = 0.4


def digest_outline(ledger: Ledger) -> Outline | None:
    """The page about the latest round; None where no round has a date."""
    dated = [row for row in ledger.rounds if row["date"]]
    return _Digest(ledger, dated).outline() if dated else None


class _Digest:
    """The page, while it is put together."""

    def __init__(self, ledger: Ledger, dated: list[Row]) -> None:
        self._ledger = ledger
        self._day = dated[-1]["date"]
        earlier = [row["date"] for row in dated if row["date"] < self._day]
        self._before = earlier[-1] if earlier else ""
        self._tell = Teller(
            ledger.table("statements"), ledger.table("mentions"), ledger.table("blocks"), self._where
        )
        self._requests = [row for row in ledger.table("requests") if row["date"] == self._day]

    def _where(self, row: Row) -> str:
        day = self._ledger.documents[row["document_id"]]["date"]
        return f"rad {row['line']}" if day == self._day else f"{day}, rad {row['line']}"

    def outline(self) -> Outline:
        """The whole page."""
        since = f"Nytt sedan {swedish_date(self._before)}" if self._before else "Läget efter rundan"
        parts: tuple[tuple[str, list[Block]], ...] = (
            (since, self._news()),
            (_contacts_heading(len(self._introductions())), self._contacts()),
            ("Snart dags", self._due()),
            ("Fortfarande öppet", self._open()),
        )
        blocks: list[Block] = [Heading(1, f"Efter rundan {swedish_date(self._day)}"), *self._opening()]
        for heading, part in parts:
            if part:
                blocks += [Heading(2, heading), *part]
        note = (
            "Citaten är anteckningarnas egna ord, ibland förkortade (…). Mer finns i rundans sammanfattning."
        )
        blocks.append(Paragraph(plain(note), Tone.NOTE))
        return Outline(tuple(blocks), self._day, f"Efter rundan {swedish_date(self._day)}")

    def _opening(self) -> list[Block]:
        own = [row for row in self._ledger.rounds if row["date"] == self._day]
        ids = {row["document_id"] for row in own}
        members = list(
            dict.fromkeys(row["member"] for row in self._ledger.table("blocks") if row["document_id"] in ids)
        )
        offers = sum(row["date"] == self._day for row in self._ledger.table("offers"))
        answered = sum(bool(row["answered_by"]) for row in self._requests)
        said = (
            f"{_capital(members_and_office(members))} var med. "
            f"{_capital(counted(len(self._requests), 'en fråga', 'frågor'))} ställdes, "
            f"{counted(answered, 'en', '').strip()} fick svar direkt. "
            f"{_capital(counted(offers, 'ett tips eller svar', 'tips och svar'))} gavs."
        )
        return [Paragraph(plain(said))]

    def _news(self) -> list[Block]:
        return bullets([*self._answered(), *self._changes(), *self._topics(), *self._newcomers()])

    def _answered(self) -> Iterable[Runs]:
        """Needs of earlier rounds that this one made answerable."""
        found = [
            (request, match)
            for request in self._ledger.table("requests")
            if request["date"] and request["date"] < self._day and not request["answered_by"]
            for match in self._ledger.matches.get(request["request_id"], ())[:1]
            if match["evidence_date"] == self._day
        ]
        for request, match in sorted(found, key=lambda pair: -pair[1]["score"])[:_EACH]:
            yield (
                Run("Svar på en äldre fråga: "),
                *named(match["helper"], match["helper_persons"]),
                Run(f" kan hjälpa {match['seeker']}, som frågade den {swedish_date(request['date'])}: "),
                *self._tell.leaning(request, _WORDS),
            )

    def _changes(self) -> Iterable[Runs]:
        known: dict[tuple[str, str], str] = {}
        shown = 0
        for row in sorted(self._ledger.table("positions"), key=lambda row: row["date"]):
            key = (row["member"], row["topic"])
            before = known.get(key)
            if row["date"] == self._day and before and before != row["stage"] and shown < _EACH:
                shown += 1
                name = self._ledger.names.get(row["topic"], row["topic"])
                yield (
                    *named(row["member"], ())[:1],
                    Run(f", {name}: från ”{_stage(before)}” till ”{_stage(row['stage'])}”: "),
                    *self._tell.words(row, _WORDS),
                )
            if row["date"] < self._day:
                known[key] = row["stage"]

    def _topics(self) -> Iterable[Runs]:
        if not self._before:
            return
        heard: dict[str, set[str]] = {}
        for row in self._ledger.table("statements"):
            for topic in row["topics"]:
                heard.setdefault(topic, set()).add(row["date"])
        new = [name for topic, name in self._ledger.names.items() if min(heard.get(topic, {""})) == self._day]
        if new:
            yield (Run(f"Ämnen som inte har nämnts på någon tidigare runda: {enumeration(new)}."),)

    def _newcomers(self) -> Iterable[Runs]:
        if not self._before:
            return
        first: dict[str, str] = {}
        for row in self._ledger.table("blocks"):
            day = self._ledger.documents[row["document_id"]]["date"]
            if day:
                first[row["member"]] = min(day, first.get(row["member"], day))
        new = [member for member, day in first.items() if day == self._day]
        if new:
            yield (Run(f"Med för första gången bland de rundor som har lästs: {enumeration(new)}."),)

    def _introductions(self) -> list[tuple[Row, Row]]:
        """Matches to act on: best first, each helper and each request once."""
        open_now = [
            (request, match)
            for request in self._ledger.table("requests")
            if self._ledger.answer(request) in WAITING
            for match in self._ledger.matches.get(request["request_id"], ())[:2]
            if match["score"] >= _SURE
            and (request["date"] == self._day or match["evidence_date"] == self._day)
        ]
        chosen: list[tuple[Row, Row]] = []
        for request, match in sorted(open_now, key=lambda pair: -pair[1]["score"]):
            asked = {other["request_id"] for other, _ in chosen}
            helpers = {other["helper"] for _, other in chosen}
            if request["request_id"] not in asked and match["helper"] not in helpers:
                chosen.append((request, match))
        return chosen[:_INTRODUCTIONS]

    def _contacts(self) -> list[Block]:
        items: list[Runs] = []
        for request, match in self._introductions():
            evidence = self._ledger.statements.get(match["evidence_id"])
            words = (
                self._tell.leaning(evidence, _WORDS)
                if evidence is not None
                else (quotation(match["evidence_text"], _WORDS),)
            )
            items.append(
                (
                    *named(match["seeker"], request["persons"]),
                    Run(" → "),
                    *named(match["helper"], match["helper_persons"]),
                    Run(". Frågar: "),
                    *self._tell.leaning(request, _WORDS),
                    Run(" Har sagt: "),
                    *words,
                )
            )
        return bullets(items)

    def _due(self) -> list[Block]:
        """Dates to come, of needs, decisions and meetings where they are known."""
        upcoming = [
            (row["due"], row) for row in self._ledger.table("upcoming") if row["due"] >= self._day
        ] or [
            (row["due"], row)
            for row in self._ledger.table("requests")
            if row["due"] and row["due"] >= self._day and not row["answered_by"]
        ]
        items: list[Runs] = []
        for day, row in sorted(upcoming, key=lambda pair: pair[0])[:_EACH]:
            items.append(
                (
                    *named(swedish_date(day), ()),
                    Run(f" (”{row['due_text']}”), {row['member']}: "),
                    *self._tell.words({"persons": [], **row}, _WORDS),
                )
            )
        return bullets(items)

    def _open(self) -> list[Block]:
        left = [row for row in self._requests if self._ledger.answer(row) is Answer.OPEN]
        items: list[Runs] = [
            (*named(row["member"], row["persons"]), Run(": "), *self._tell.leaning(row, _WORDS))
            for row in left[:_EACH]
        ]
        if len(left) > _EACH:
            items.append(plain(f"… och {len(left) - _EACH} till, se rundans sammanfattning."))
        return bullets(items)


def _stage(stage: str) -> str:
    return STAGES[Stage(stage)].lower()


def _contacts_heading(number: int) -> str:
    return f"{_capital(counted(number, 'en kontakt', 'kontakter'))} att förmedla nu"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
