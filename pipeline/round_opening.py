"""How a round's summary begins: who was there, and what is most worth knowing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.introductions import Introduction, best, expired, sure
from pipeline.outline import Block, Heading, Item, Paragraph, Run, Runs, Tone, bullets, plain, strong
from pipeline.quoting import capital, counted, enumeration
from pipeline.round_rows import RoundRows
from pipeline.rows import Row
from pipeline.schema_memory import DueKind
from pipeline.telling import OFFICE, looks_back, members_and_office, named, vague, when
from pipeline.worth_telling import shown_by, signs

#: What each line of the opening lists at most, and characters of a quotation there.
_OPENING: Final = 3
_BRIEF: Final = 70


class Opening:
    """The opening, while it is put together.

    Parameters
    ----------
    document
        The round's row in `documents`.
    material
        Its rows.
    """

    def __init__(self, document: Row, material: RoundRows) -> None:
        self._document, self._round = document, material
        #: Statements that need not be told again.
        self.told: set[str] = set()

    def blocks(self) -> list[Block]:
        """Who was there, what is most worth knowing, and what the page is."""
        requests = self._round.own["requests"]
        members = list(dict.fromkeys(row["member"] for row in self._round.own["blocks"]))
        blocks: list[Block] = []
        if members:
            persons: dict[str, list[str]] = {}
            for row in self._round.own["blocks"]:
                persons.setdefault(row["member"], []).extend(row["persons"])
            listed = [
                f"{'kansliet' if name == OFFICE else name}"
                + (f" ({', '.join(dict.fromkeys(persons[name]))})" if persons[name] else "")
                for name in sorted(members, key=lambda name: name == OFFICE)
            ]
            who = f"{capital(members_and_office(members))} var med: {enumeration(listed)}."
            blocks.append(Paragraph(plain(who)))
        items: list[Runs | Item] = [
            *self._asked_in_all(requests),
            *self._to_introduce(),
            *self._days(),
            *self._people(),
        ]
        if items:
            blocks += [Heading(2, "Värt att veta"), *bullets(items)]
        note = (
            f"Ur {self._document['source']}. Inom citattecken står anteckningarnas egna ord, ibland "
            "förkortade (…), med rad. Läget är Rundas läsning. Allt som sades finns i arbetsboken."
        )
        return [*blocks, Paragraph(plain(note), Tone.NOTE)]

    def _asked_in_all(self, requests: Sequence[Row]) -> Iterable[Runs]:
        if not requests:
            return
        answered = sum(bool(row["answered_by"]) for row in requests)
        left, maybe = self._round.unanswered()
        total = len(requests) - len(maybe)
        proposed = total - answered - len(left)
        unsure = sum(bool(self._round.matches[row["request_id"]]) for row in left)
        hint = f", {_one_of(unsure)} av dem med osäkra förslag på rapportsidan" if unsure else ""
        parts = [
            f"{_one_of(answered)} fick svar direkt" * bool(answered),
            f"{_one_of(proposed)} har förslag på vem som kan hjälpa" * bool(proposed),
            f"{_one_of(len(left))} söker svar (sist i texten{hint})" * bool(left),
        ]
        if not total:
            return
        asked = capital(counted(total, "en fråga", "frågor"))
        yield plain(f"{asked} ställdes: {enumeration([part for part in parts if part])}.")

    def _to_introduce(self) -> Iterable[Item]:
        """The strongest introductions that the round itself gives."""
        found = [
            Introduction(request, match)
            for request in self._round.own["requests"]
            if not request["answered_by"] and not expired(request, self._document["date"])
            for match in self._round.matches[request["request_id"]][:1]
            if match["evidence_id"] in self._round.said
            and request["topics"]
            and sure(match, request, self._round.said[match["evidence_id"]])
        ]
        below: list[Runs] = []
        for made in best(found, _OPENING):
            said = self._round.said[made.match["evidence_id"]]
            below.append(
                (
                    *named(made.match["seeker"], made.request["persons"]),
                    Run(" och "),
                    *named(made.match["helper"], made.match["helper_persons"]),
                    Run(": "),
                    *self._round.tell.leaning(made.request, _BRIEF),
                    Run(" – "),
                    *self._round.tell.leaning(said, _BRIEF),
                )
            )
        if below:
            yield Item(plain("Kontakter att förmedla, med frågan och det som talar för:"), tuple(below))

    def _days(self) -> Iterable[Item]:
        """Days to come, each sentence once."""
        answered = {
            part
            for row in self._round.own["requests"]
            if row["answered_by"]
            for part in (row["request_id"], *row.get("statement_ids", ()))
        }
        shown: dict[int, Row] = {}
        for row in sorted(self._round.own.get("upcoming", ()), key=lambda row: row["due"]):
            asked = row["kind"] == DueKind.REQUEST
            idle = asked and (row["statement_id"] in answered or vague(row))
            if row["due"] >= self._document["date"] and not (idle or looks_back(row)):
                shown.setdefault(row["line"], row)
        below = [
            (
                strong(capital(when(row))),
                Run(f", {row['member']}: "),
                *self._round.tell.words({"persons": [], **row}, _BRIEF, row["due_text"]),
            )
            for row in list(shown.values())[:_OPENING]
        ]
        if below:
            yield Item(plain("Tider att hålla reda på:"), tuple(below))

    def _people(self) -> Iterable[Item]:
        """Who comes and who goes."""
        found = [
            row
            for row in self._round.own["statements"]
            if row["member"] and not row["request"] and "person" in signs(row["text"])
        ][:_OPENING]
        self.told |= {row["statement_id"] for row in found}
        below: list[Runs] = []
        for row in found:
            words = self._round.tell.words(row, _BRIEF, shown_by(row["text"], "person"))
            below.append((strong(row["member"]), Run(": "), *words))
        if below:
            yield Item(plain("Nya och lämnande:"), tuple(below))


def _one_of(number: int) -> str:
    return counted(number, "en", "").strip()
