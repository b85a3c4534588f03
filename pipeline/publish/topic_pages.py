"""A topic over all rounds: who has come how far, figures side by side, needs, tips and sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.introductions import FAIR, SINGLE, about_it
from pipeline.outline import (
    Block,
    Heading,
    Item,
    Outline,
    Paragraph,
    Run,
    Runs,
    Tone,
    bullets,
    grid,
    once,
    plain,
)
from pipeline.publish.ledger import Answer, Ledger, alphabet
from pipeline.quoting import counted, enumeration, swedish_date
from pipeline.rows import Row
from pipeline.summaries import STAGES
from pipeline.telling import (
    Teller,
    around_figure,
    by_statement,
    due,
    figure,
    joined_offers,
    offered,
    proposal,
    slug,
)
from pipeline.values import STAGE_ORDER, Stage

_PROPOSALS = 3
_WAITING = (Answer.OPEN, Answer.PROPOSED)
_ANSWERED = (Answer.AT_TABLE, Answer.OTHER_ROUND, Answer.CLOSED)
#: The order of a table of positions: who has come furthest stands first.
_FURTHEST = {stage: -place for place, stage in enumerate(STAGE_ORDER)}


def topic_outlines(ledger: Ledger) -> dict[str, Outline]:
    """File name without its ending -> the page of a topic; topics that nobody spoke of have none."""
    made: dict[str, Outline] = {}
    for topic, name in ledger.names.items():
        if any(topic in row["topics"] for row in ledger.table("statements")):
            stem = slug(name) or topic
            made[stem if stem not in made else f"{stem}-{topic}"] = _Page(ledger, topic).outline()
    return made


class _Page:
    """One topic's page, while it is put together."""

    def __init__(self, ledger: Ledger, topic: str) -> None:
        self._ledger, self._topic = ledger, topic
        self._tell = Teller(
            ledger.table("statements"), ledger.table("mentions"), ledger.table("blocks"), self._where
        )
        self._positions = sorted(
            (row for row in ledger.table("positions") if row["topic"] == topic), key=lambda row: row["date"]
        )
        self._latest = {row["member"]: row for row in self._positions}
        self._requests = self._about("requests")

    def _about(self, table: str) -> list[Row]:
        return [row for row in self._ledger.table(table) if self._topic in row["topics"]]

    def _where(self, row: Row) -> str:
        document = self._ledger.documents[row["document_id"]]
        return f"{document['date'] or document['source']}, rad {row['line']}"

    def outline(self) -> Outline:
        """The whole page."""
        name = self._ledger.names[self._topic]
        parts = (
            ("Så långt har medlemmarna kommit", self._stages()),
            ("Så har det ändrats", self._changes()),
            ("Siffror", self._figures()),
            ("Frågor som söker svar", self._asked(_WAITING)),
            ("Frågor som har fått svar", self._asked(_ANSWERED)),
            ("Äldre frågor utan svar", self._asked((Answer.EXPIRED,))),
            ("Tips och erbjudanden", self._offers()),
        )
        blocks: list[Block] = [Heading(1, name), *self._opening()]
        for heading, part in parts:
            if part:
                blocks += [Heading(2, heading), *part]
        dates = [row["date"] for row in self._ledger.rounds if row["date"]]
        return Outline(tuple(blocks), dates[-1] if dates else "", f"{name}: läget i nätverket")

    def _opening(self) -> list[Block]:
        said = self._about("statements")
        spoken = {row["document_id"] for row in said}
        rounds = [row for row in self._ledger.rounds if row["document_id"] in spoken]
        dates = [swedish_date(row["date"]) for row in rounds if row["date"]]
        span = dates[0] if len(dates) == 1 else f"{dates[0]} till {dates[-1]}" if dates else ""
        many = counted(len(rounds), "en runda", "rundor")
        lines = [f"Ämnet togs upp på {many}{f', {span}' if span else ''}."]
        counts = [
            f"{counted(number, 'en medlem', 'medlemmar')} {verb}"
            for stage, verb in (
                (Stage.DONE, "har det eller har gjort det"),
                (Stage.ONGOING, "arbetar med det"),
                (Stage.PLANNED, "planerar det"),
                (Stage.CONSIDERING, "överväger det"),
            )
            if (number := sum(row["stage"] == stage for row in self._latest.values()))
        ]
        if counts:
            text = enumeration(counts)
            lines.append(f"{text[:1].upper()}{text[1:]}, enligt vad var och en senast sade.")
        note = (
            "Inom citattecken står anteckningarnas egna ord, ibland förkortade (…). Efter dem står rundans "
            "datum och raden i anteckningarna. Läget är Rundas läsning av de orden."
        )
        return [Paragraph(plain(" ".join(lines))), Paragraph(plain(note), Tone.NOTE)]

    def _stages(self) -> list[Block]:
        latest = sorted(
            self._latest.values(), key=lambda row: (_FURTHEST[Stage(row["stage"])], alphabet(row["member"]))
        )
        rows = [
            (plain(STAGES[Stage(row["stage"])]), self._tell.who(row), self._tell.quoted(row, self._topic))
            for row in latest
        ]
        return grid(("Läge", "Medlem", "Med egna ord"), once(rows), (16, 20, 64))

    def _changes(self) -> list[Block]:
        if self._topic not in SINGLE:  # two solar roofs are no step from one stage to another
            return []
        items: list[Runs] = []
        for member in sorted(self._latest, key=alphabet):
            own = [row for row in self._positions if row["member"] == member]
            kept = [row for n, row in enumerate(own) if not n or row["stage"] != own[n - 1]["stage"]]
            if len(kept) > 1:
                steps = [f"{STAGES[Stage(row['stage'])].lower()} ({row['date']})" for row in kept]
                items.append((*self._tell.who(kept[-1])[:1], Run(f": {' → '.join(steps)}.")))
        return bullets(items)

    def _figures(self) -> list[Block]:
        own = [row for row in self._ledger.table("facts") if row["topic"] == self._topic]
        rows = [
            (
                self._tell.who(facts[0]),
                plain(enumeration([figure(row) for row in facts])),
                (around_figure(facts[0]), self._tell.at(facts[0])),
            )
            for facts in by_statement(own).values()
        ]
        return grid(("Medlem", "Siffra", "Med egna ord"), rows, (20, 20, 60))

    def _asked(self, wanted: Sequence[Answer]) -> list[Block]:
        """Questions that have come so far, the latest first; those that expired without proposals."""
        items: list[Item] = []
        for request in sorted(self._requests, key=lambda row: str(row["date"]), reverse=True):
            if self._ledger.shown_answer(request) not in wanted:
                continue
            matches = [] if Answer.EXPIRED in wanted else self._worth_telling(request)
            below = [
                proposal(self._tell, match, self._ledger.statements.get(match["evidence_id"]))
                for match in matches
            ]
            named = {match["helper"] for match in matches}
            silent = [name for name in self._ledger.answered_by(request) if name not in named]
            if silent:
                below.append(plain(f"Har svarat: {enumeration(silent)}."))
            words = (*self._tell.who(request), Run(": "), *self._tell.leaning(request), *due(request))
            items.append(Item(words, tuple(below)))
        return bullets(items)

    def _worth_telling(self, request: Row) -> list[Row]:
        """Answers and fair proposals that are about what was asked."""
        answered = set(self._ledger.answered_by(request))
        found = [
            match
            for match in self._ledger.matches.get(request["request_id"], ())
            if match["helper"] in answered
            or (
                match["score"] >= FAIR
                and "replied" not in match["reasons"]
                and about_it(match, request, self._ledger.statements.get(match["evidence_id"]))
            )
        ]
        return found[:_PROPOSALS]

    def _offers(self) -> list[Block]:
        latest_first = sorted(self._about("offers"), key=lambda row: str(row["date"]), reverse=True)
        return bullets(self._told(row for row in joined_offers(latest_first)))

    def _told(self, offers: Iterable[Row]) -> list[Runs]:
        return [offered(self._tell, row) for row in offers]
