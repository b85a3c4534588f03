"""After the round: one page with what is new, five introductions to make now, and what is due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipeline.introductions import SINGLE, Introduction, best, expired, sure
from pipeline.outline import Block, Heading, Outline, Paragraph, Run, Runs, Tone, bullets, plain, quotation
from pipeline.publish.ledger import WAITING, Answer, Ledger
from pipeline.quoting import capital, counted, enumeration, swedish_date
from pipeline.round_rows import RoundRows
from pipeline.rows import Row
from pipeline.schema_memory import DueKind
from pipeline.telling import Teller, looks_back, members_and_office, named, vague, when
from pipeline.values import STAGE_ORDER, Stage

#: What fits on one page.
_INTRODUCTIONS: Final = 5
_EACH: Final = 3
_OPEN: Final = 6
_WORDS: Final = 100
#: Two stages in one sentence, each in its own tense.
_BEFORE: Final = {
    Stage.CONSIDERING: "övervägdes tidigare",
    Stage.PLANNED: "planerades tidigare",
    Stage.ONGOING: "pågick tidigare",
}
_NOW: Final = {Stage.PLANNED: "planeras nu", Stage.ONGOING: "pågår nu", Stage.DONE: "finns eller är gjort nu"}


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
        today = [row for row in dated if row["date"] == self._day]
        parted = [RoundRows(row, ledger.rows).unanswered() for row in today]
        #: Questions that nobody at the table could answer, and how many may be none: as in the summaries.
        self._left = [row for left, _ in parted for row in left]
        self._maybe = sum(len(maybe) for _, maybe in parted)

    def _where(self, row: Row) -> str:
        day = self._ledger.documents[row["document_id"]]["date"]
        return f"rad {row['line']}" if day == self._day else f"{day}, rad {row['line']}"

    def outline(self) -> Outline:
        """The whole page."""
        since = f"Nytt sedan {swedish_date(self._before)}" if self._before else "Läget efter rundan"
        parts: tuple[tuple[str, list[Block]], ...] = (
            (since, self._news()),
            ("Kontakter att förmedla nu", self._contacts()),
            ("Snart dags", self._due()),
            ("Söker svar", self._open()),
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
            f"{capital(members_and_office(members))} var med. "
            f"{capital(counted(len(self._requests) - self._maybe, 'en fråga', 'frågor'))} ställdes och "
            f"{counted(answered, 'en', '').strip()} fick svar direkt. "
            f"{capital(counted(offers, 'ett tips eller svar', 'tips och svar'))} gavs."
        )
        return [Paragraph(plain(said))]

    def _news(self) -> list[Block]:
        return bullets([*self._answered(), *self._changes(), *self._topics(), *self._newcomers()])

    def _answered(self) -> Iterable[Runs]:
        """Needs of earlier rounds that this one made answerable, where they still stand."""
        found = [
            made
            for made in self._sure()
            if made.request["date"] < self._day and made.match["evidence_date"] == self._day
        ]
        for made in best(found, _EACH):
            yield (Run("Svar på en äldre fråga: "), *self._both(made, "frågade"))

    def _changes(self) -> Iterable[Runs]:
        """Steps forward in what is plainly the same matter."""
        known: dict[tuple[str, str], Row] = {}
        shown = 0
        for row in sorted(self._ledger.table("positions"), key=lambda row: row["date"]):
            key = (row["member"], row["topic"])
            before = known.get(key)
            if row["date"] == self._day and before is not None and shown < _EACH and _forward(before, row):
                shown += 1
                name = str(self._ledger.names.get(row["topic"], row["topic"])).split(" (")[0]
                yield (
                    *named(row["member"], ())[:1],
                    Run(f", {name if row['topic'] == 'panorama' else name.lower()}: "),
                    Run(f"{_BEFORE[Stage(before['stage'])]}, {_NOW[Stage(row['stage'])]}. "),
                    *self._tell.quoted(row, row["topic"], _WORDS),
                )
            if row["date"] < self._day:
                known[key] = row

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

    def _sure(self) -> Iterable[Introduction]:
        """Proposals to act on: sure, of needs that wait and still stand."""
        for request in self._ledger.table("requests"):
            late = expired(request, self._day, self._ledger.last_asked(request))
            if late or not request["date"] or self._ledger.answer(request) not in WAITING:
                continue
            for match in self._ledger.matches.get(request["request_id"], ())[:2]:
                if sure(match, request, self._ledger.statements.get(match["evidence_id"])):
                    yield Introduction(request, match)

    def _contacts(self) -> list[Block]:
        """The best introductions: needs of this round, and older ones that wait for what it brought."""
        now = [
            made
            for made in self._sure()
            if self._day in (made.request["date"], made.match["evidence_date"]) and made.request["topics"]
        ]
        told = {id(made.match) for made in best((m for m in now if m.request["date"] < self._day), _EACH)}
        fresh = [made for made in now if id(made.match) not in told]
        chosen = bullets(self._both(made) for made in best(fresh, _INTRODUCTIONS))
        if not chosen and any(self._ledger.answer(row) in WAITING for row in self._requests):
            return [
                Paragraph(plain("Inga säkra just nu. Osäkrare förslag finns i arbetsbokens blad Förslag."))
            ]
        return chosen

    def _both(self, made: Introduction, verb: str = "frågar") -> Runs:
        """Who asks and who has said what, each with its words."""
        evidence = self._ledger.statements.get(made.match["evidence_id"])
        words = (
            self._tell.leaning(evidence, _WORDS)
            if evidence is not None
            else (quotation(made.match["evidence_text"], _WORDS),)
        )
        return (
            *named(made.match["seeker"], made.request["persons"]),
            Run(f" {verb}: "),
            *self._tell.leaning(made.request, _WORDS),
            Run(" "),
            *named(made.match["helper"], made.match["helper_persons"]),
            Run(" har sagt: "),
            *words,
        )

    def _due(self) -> list[Block]:
        """Days to come, of needs, decisions and meetings, each sentence once."""
        upcoming = self._ledger.table("upcoming") or [
            row | {"kind": DueKind.REQUEST} for row in self._ledger.table("requests") if row["due"]
        ]
        answered = {
            part
            for row in self._ledger.table("requests")
            if row["answered_by"]
            for part in (row["request_id"], *row.get("statement_ids", ()))
        }
        shown: dict[tuple[str, int], Row] = {}
        for row in sorted(upcoming, key=lambda row: row["due"]):
            asked = row["kind"] == DueKind.REQUEST
            idle = asked and (row.get("statement_id") in answered or vague(row))
            near = self._day <= row["due"] < _a_year_after(self._day)
            if near and not (idle or looks_back(row)):
                shown.setdefault((row["document_id"], row["line"]), row)
        items: list[Runs] = []
        for row in list(shown.values())[:_EACH]:
            words = self._tell.words({"persons": [], **row}, _WORDS, row["due_text"])
            items.append((*named(capital(when(row)), ()), Run(f", {row['member']}: "), *words))
        return bullets(items)

    def _open(self) -> list[Block]:
        waiting = (Answer.OPEN, Answer.PROPOSED)
        left = [row for row in self._left if self._ledger.answer(row) in waiting]
        items: list[Runs] = [
            (*named(row["member"], row["persons"]), Run(": "), *self._tell.leaning(row, _WORDS))
            for row in left[:_OPEN]
        ]
        if len(left) > _OPEN:
            items.append(plain(f"… och {len(left) - _OPEN} till, sist i rundans sammanfattning."))
        return bullets(items)


def _a_year_after(day: str) -> str:
    return f"{int(day[:4]) + 1:04}{day[4:]}"


def _forward(before: Row, now: Row) -> bool:
    """Whether a member has come further in one matter; two projects of one field are no step."""
    first, second = Stage(before["stage"]), Stage(now["stage"])
    ahead = STAGE_ORDER.index(second) > STAGE_ORDER.index(first)
    return ahead and first in _BEFORE and now["topic"] in SINGLE
