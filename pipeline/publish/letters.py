"""Letters that introduce two members to each other: drafts in Word, Markdown and mail; none is sent.

A letter quotes the need and the experience, and says when each was said. It claims nothing else.
The association's own office writes the letters, so it is "vi" in them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.introductions import LETTER, SURE, about_it, expired
from pipeline.outline import Block, Heading, Outline, Paragraph, Run, Tone, bullets, plain, quotation
from pipeline.publish.addresses import Addresses
from pipeline.publish.documents import both_forms
from pipeline.publish.ledger import WAITING, Ledger
from pipeline.publish.mail import draft
from pipeline.quoting import enumeration, swedish_date
from pipeline.rows import Row
from pipeline.telling import OFFICE, Teller, first_topic, looks_back, slug, when

_LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, before it is written in any form.

    Attributes
    ----------
    name
        Where its files go, without ending: ``2019-10-08/lund-vaxjo-koldioxidbudget``.
    subject, paragraphs
        What it says; a paragraph that is a quotation is a `Run` of its own.
    to
        Names of those it is for, with the address where it is known.
    notes
        What the office should know before it sends the letter; no part of it.
    """

    name: str
    date: str
    subject: str
    paragraphs: tuple[str | Run, ...]
    to: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def body(self) -> str:
        """The letter as plain text."""
        return "\n\n".join(f"    {part.text}" if isinstance(part, Run) else part for part in self.paragraphs)


def letters(
    ledger: Ledger,
    *,
    addresses: Addresses | None = None,
    accepted: Collection[tuple[str, str]] | None = None,
    date: str = "",
) -> list[Letter]:
    """Letters for the matches that the office accepted, else for the best one of each request that waits.

    Parameters
    ----------
    ledger
        The rows of a run.
    addresses
        Addresses from the contacts file.
    accepted
        Pairs of request and helper. Without it: for each request that nobody answered and that
        still stands, the best helper, where there is a fair one.
    date
        Only requests of the round of this date; whether they still stand is seen from that day.
    """
    book = addresses or Addresses(())
    made: list[Letter] = []
    taken: set[str] = set()
    for request in ledger.table("requests"):
        if date and request["date"] != date:
            continue
        for match in _chosen(ledger, request, accepted, date or ledger.latest):
            letter = _Draft(ledger, request, match, book).letter(taken)
            taken.add(letter.name)
            made.append(letter)
    return made


def letter_files(made: Iterable[Letter], template: Path | None = None) -> dict[str, bytes]:
    """``DATE/NAME.docx``, ``.md`` and ``.eml`` -> content."""
    files: dict[str, bytes] = {}
    for letter in made:
        files |= both_forms(letter.name, outline(letter), template)
        files[f"{letter.name}.eml"] = draft(letter.subject, letter.body, letter.to)
    return files


def outline(letter: Letter) -> Outline:
    """The letter as a page, with what the office should know after it."""
    blocks: list[Block] = [Heading(1, letter.subject)]
    if letter.to:
        who = enumeration([f"{name} <{address}>" if address else name for name, address in letter.to])
        blocks.append(Paragraph(plain(f"Till: {who}"), Tone.NOTE))
    blocks += [
        Paragraph((part,), Tone.QUOTE) if isinstance(part, Run) else Paragraph(plain(part))
        for part in letter.paragraphs
    ]
    blocks += [Heading(3, "Till kansliet, före utskick (stryk detta)"), *bullets(map(plain, letter.notes))]
    return Outline(tuple(blocks), letter.date, "Utkast till brev")


def _chosen(
    ledger: Ledger, request: Row, accepted: Collection[tuple[str, str]] | None, today: str
) -> list[Row]:
    matches = ledger.matches.get(request["request_id"], [])
    if accepted is not None:
        return [match for match in matches if (match["request_id"], match["helper"]) in accepted]
    if ledger.answer(request) not in WAITING or expired(request, today, ledger.last_asked(request)):
        return []
    fair = [
        match
        for match in matches
        if match["score"] >= LETTER
        and "replied" not in match["reasons"]
        and about_it(match, request, ledger.statements.get(match["evidence_id"]))
    ]
    return fair[:1]


class _Draft:
    """One letter, while it is put together."""

    def __init__(self, ledger: Ledger, request: Row, match: Row, addresses: Addresses) -> None:
        self._ledger, self._request, self._match, self._addresses = ledger, request, match, addresses
        self._evidence = ledger.statements.get(match["evidence_id"])
        self._tell = Teller(
            ledger.table("statements"), ledger.table("mentions"), ledger.table("blocks"), ledger.place
        )
        # The office writes the letter: its own persons are not written to.
        self._helpers = [] if match["helper"] == OFFICE else list(match["helper_persons"])
        self._seekers = [] if match["seeker"] == OFFICE else list(request["persons"])

    def letter(self, taken: Collection[str]) -> Letter:
        """The letter; `taken` are names that other letters have."""
        request, match = self._request, self._match
        topic = first_topic(match["topics"], self._ledger.names) or first_topic(
            request["topics"], self._ledger.names
        )
        subject_matter = self._ledger.names.get(topic, "").split(" (")[0]
        pair = f"{match['seeker']} och {match['helper']}"
        subject = f"{pair}: {subject_matter.lower() if topic != 'panorama' else subject_matter}"
        parts = [match["seeker"], match["helper"], topic and subject_matter]
        stem = f"{request['date'] or 'utan-datum'}/{'-'.join(filter(None, map(slug, parts)))}"
        name, number = stem, 1
        while name in taken:
            number += 1
            name = f"{stem}-{number}"
        to = [
            *((person, self._addresses.find(match["seeker"], person)) for person in self._seekers),
            *((person, self._addresses.find(match["helper"], person)) for person in self._helpers),
        ]
        return Letter(
            name,
            request["date"],
            subject.removesuffix(": "),
            tuple(self._paragraphs()),
            tuple(dict.fromkeys(to)),
            tuple(self._notes(to)),
        )

    def _paragraphs(self) -> Iterable[str | Run]:
        seeker, helper = self._match["seeker"], self._match["helper"]
        yield f"{_hello([*self._seekers, *self._helpers])}!"
        day = _on(self._request["date"])
        if seeker == OFFICE:
            yield f"{day} tog vi på kansliet upp det här:"
        else:
            yield f"{day} tog {_speaker(seeker, self._seekers)} upp det här:"
        yield self._tell.leaning(self._request, _LONGEST)[0]
        if helper == OFFICE:
            yield f"{self._when()} berättade vi på kansliet:"
        else:
            yield f"{self._when()} berättade {_speaker(helper, self._helpers)}:"
        yield self._said()
        yield self._closing(seeker, helper)
        yield "Vänliga hälsningar"
        yield OFFICE

    def _closing(self, seeker: str, helper: str) -> str:
        if OFFICE in (seeker, helper):
            return "Ska vi höras om det? Svara bara på det här mejlet, så hittar vi en tid."
        if self._also_asks():
            return (
                "Ni verkar fundera på samma sak, så ni kan säkert ha glädje av varandra. Hör gärna av er "
                "till varandra direkt, och berätta sedan för oss hur det gick."
            )
        return (
            "Vi tänkte att ni kan ha glädje av varandra. Hör gärna av er till varandra direkt, "
            "och berätta sedan för oss hur det gick."
        )

    def _also_asks(self) -> bool:
        return self._evidence is not None and bool(self._evidence["request"])

    def _when(self) -> str:
        if self._match["evidence_date"] == self._request["date"]:
            return "Vid samma runda"
        return _on(self._match["evidence_date"])

    def _said(self) -> Run:
        if self._evidence is None:
            return quotation(self._match["evidence_text"], _LONGEST)
        return self._tell.leaning(self._evidence, _LONGEST)[0]

    def _notes(self, to: Iterable[tuple[str, str]]) -> Iterable[str]:
        yield f"Frågan: {self._ledger.place(self._request)}."
        if self._evidence is not None:
            yield f"Svaret bygger på: {self._ledger.place(self._evidence)}."
        yield f"Därför föreslås {self._match['helper']}: {self._match['explanation']}"
        if self._also_asks():
            asks = f"Obs: {self._match['helper']} frågar också om detta"
            yield f"{asks}; brevet blir en inbjudan att lära tillsammans."
        if self._match["score"] < SURE:
            yield "Förslaget är inte säkert: läs båda citaten innan du skickar."
        yield from self._too_late()
        if self._match.get("note"):
            yield f"Obs: {self._match['note'].rstrip('.')}."
        for member, persons in (
            (self._match["seeker"], self._seekers),
            (self._match["helper"], self._helpers),
        ):
            if not persons and member != OFFICE:
                yield f"Anteckningarna säger inte vem som talade för {member}: skriv till rätt person."
        missing = [name for name, address in to if not address]
        if missing:
            yield f"Adress saknas till {enumeration(missing)}."

    def _too_late(self) -> Iterable[str]:
        request, today = self._request, self._ledger.latest
        if request.get("due") and not looks_back(request):
            past = "har gått ut" if request["due"] < today else "gäller frågan"
            yield f"Obs: tiden som nämns ({when(request)}) {past}."
        if expired({**request, "due": ""}, today, self._ledger.last_asked(request)):
            yield f"Obs: frågan ställdes {swedish_date(request['date'])}. Kontrollera att den är aktuell."


def _hello(persons: Iterable[str]) -> str:
    first = list(dict.fromkeys(name.split()[0] for name in persons if name.split()))
    return f"Hej {enumeration(first)}" if first else "Hej"


def _speaker(member: str, persons: Iterable[str]) -> str:
    names = enumeration(list(persons))
    at = "på" if member.startswith("Region ") else "i"
    return f"{names} {at} {member}" if names else member


def _on(date: str) -> str:
    return f"På rundan den {swedish_date(date)}" if date else "På en runda"
