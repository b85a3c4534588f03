"""Who speaks for whom, since when and until when: the contact register."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import RundaError
from pipeline.members import gazetteer
from pipeline.memory.record import Record, Row


@dataclass(frozen=True, slots=True)
class Contact:
    """A line of the contacts file: what minutes do not say."""

    member: str
    person: str
    email: str = ""
    role: str = ""


def read_contacts(path: Path) -> list[Contact]:
    """Read a CSV file with the columns member, person, e-mail and role (commas or semicolons).

    Raises
    ------
    RundaError
        Where the file cannot be read or lacks a column, with the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RundaError(f"{path.name}: cannot be read as UTF-8 text ({error})") from error
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ",")
    names = {name.strip().lower().replace("-", ""): name for name in reader.fieldnames or ()}
    swedish = {"member": "medlem", "person": "namn", "email": "epost", "role": "roll"}
    column = {name: names.get(name) or names.get(other) for name, other in swedish.items()}
    if not column["member"] or not column["person"]:
        raise RundaError(f"{path.name}, line 1: needs the columns member, person (and may have e-mail, role)")
    found = []
    for row in reader:
        cells = {name: (row.get(key) or "").strip() if key else "" for name, key in column.items()}
        if not cells["member"] and not cells["person"]:
            continue
        if not cells["member"] or not cells["person"]:
            raise RundaError(f"{path.name}, line {reader.line_num}: member and person must both be given")
        member = gazetteer().resolve(cells["member"])
        found.append(Contact(**cells | ({"member": member.name} if member is not None else {})))
    return found


@dataclass(slots=True)
class _Person:
    forms: dict[str, None] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    email: str = ""
    role: str = ""
    listed: bool = False

    @property
    def name(self) -> str:
        return max(self.forms, key=lambda form: (len(form.split()), len(form), form))


class People:
    """The persons of each member.

    A first name alone is the person whose full name begins with it, where the member has one such
    person; the same first name at two members is two persons.

    Parameters
    ----------
    record
        All rounds.
    contacts
        The contacts file's lines; their members by canonical name.
    """

    def __init__(self, record: Record, contacts: list[Contact] | None = None) -> None:
        self._people: dict[str, list[_Person]] = defaultdict(list)
        self._heard: dict[str, str] = {}
        seen: list[tuple[str, str, str, str]] = []
        rows = [row for row in record.rows["blocks"] if row["document_id"] in record.order]
        rows += [row for row in record.rows["statements"] if row["document_id"] in record.order]
        for row in rows:
            date = record.documents[row["document_id"]]["date"]
            for person in row["persons"]:
                if row["member"] and person.strip():
                    seen.append((row["member"], " ".join(person.split()), date, row["document_id"]))
        # Full names first, so that first names alone find theirs, whatever order the rounds came in.
        for member, name, date, document in sorted(set(seen), key=lambda s: (-len(s[1].split()), s)):
            person = self._find(member, name) or self._new(member)
            person.forms.setdefault(name)
            person.documents.add(document)
            if date:
                person.dates.add(date)
                self._heard[member] = max(date, self._heard.get(member, ""))
        for contact in contacts or ():
            person = self._find(contact.member, contact.person) or self._new(contact.member)
            person.forms.setdefault(contact.person)
            person.listed = True
            person.email = person.email or contact.email
            person.role = person.role or contact.role

    def _new(self, member: str) -> _Person:
        person = _Person()
        self._people[member].append(person)
        return person

    def _find(self, member: str, name: str) -> _Person | None:
        parts = name.casefold().split()
        fits = []
        for person in self._people[member]:
            for form in person.forms:
                known = form.casefold().split()
                shorter = min(len(parts), len(known))
                if parts[0] == known[0] and (shorter == 1 or parts[-1] == known[-1]):
                    fits.append(person)
                    break
        return fits[0] if len(fits) == 1 else None

    def current(self, member: str) -> list[str]:
        """Who spoke for the member when it was last heard."""
        heard = self._heard.get(member)
        return sorted(p.name for p in self._people.get(member, ()) if heard and heard in p.dates)

    def changed_since(self, member: str, persons: list[str], date: str) -> list[str]:
        """The new contact persons, where none of `persons` speaks for the member any more; else none."""
        if not persons or not date or self._heard.get(member, "") <= date:
            return []
        now = self.current(member)
        before = {name.casefold().split()[0] for name in persons if name.split()}
        return [] if before & {name.casefold().split()[0] for name in now} else now

    def to_call(self, member: str, persons: list[str], date: str) -> list[str]:
        """Of persons who spoke on a day, those who still speak for the member; else who does now."""
        changed = self.changed_since(member, persons, date)
        if changed:
            return changed
        if not date or self._heard.get(member, "") <= date:
            return persons
        now = {name.casefold().split()[0] for name in self.current(member)}
        return [name for name in persons if name.split() and name.casefold().split()[0] in now] or persons

    def called(self, member: str) -> set[str]:
        """First names of the member's persons, as written."""
        return {form.split()[0] for person in self._people.get(member, ()) for form in person.forms}

    def rows(self) -> list[Row]:
        """The table ``people``."""
        found = []
        for member in sorted(self._people):
            for person in self._people[member]:
                dates = sorted(person.dates)
                found.append(
                    {
                        "member": member,
                        "person": person.name,
                        "first_seen": dates[0] if dates else "",
                        "last_seen": dates[-1] if dates else "",
                        "rounds": len(person.documents),
                        "current": "yes" if self._heard.get(member, "-") in person.dates else "no",
                        "forms": sorted(person.forms),
                        "email": person.email,
                        "role": person.role,
                        "known_from": "both" if person.documents and person.listed
                        else "contacts" if person.listed else "minutes",
                    }
                )  # fmt: skip
        return sorted(found, key=lambda row: (row["member"], row["person"]))
