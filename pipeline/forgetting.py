"""Forget a person everywhere: in the store, in every output, and in what is read hereafter.

The minutes still name the person, so a name must stay unsaid in every later run. What is kept for
that is a salted digest of the name, never the name. In quoted words the name becomes as many
block signs as it has letters, so that all other characters stay where they are.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pipeline.memory.people import Contact
from pipeline.schema import TABLES, Kind
from pipeline.store.packing import Analysis

MASK = "█"
#: Lists of names.
_NAMES = frozenset({"persons", "helper_persons", "contact", "forms"})
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

Forgotten = tuple[str, str, str]  # member, salt, digest
Row = dict[str, Any]


def digest_of(person: str, salt: str) -> str:
    """A digest that tells a name again without naming it; slow, so that trying names takes long."""
    name = " ".join(person.casefold().split()).encode()
    return hashlib.scrypt(name, salt=bytes.fromhex(salt), n=2**12, r=8, p=1).hex()


def to_forget(member: str, person: str) -> list[Forgotten]:
    """What the store keeps: digests of the whole name and of the first name."""
    found = []
    names = {" ".join(person.split()), person.split()[0]}
    salt = secrets.token_hex(16)
    for name in sorted(names):
        found.append((member, salt, digest_of(name, salt)))
    return found


class _Secret:
    """Tells whether a name of a member is to be forgotten."""

    def __init__(self, forgotten: Iterable[Forgotten]) -> None:
        self._by_member: dict[str, list[tuple[str, str]]] = {}
        for member, salt, digest in forgotten:
            self._by_member.setdefault(member, []).append((salt, digest))
        self.holds = lru_cache(maxsize=1 << 14)(self._holds)

    def _holds(self, member: str, name: str) -> bool:
        """Whether the name is one that the member's forgotten person is called by."""
        words = name.split()
        tried = {name, words[0]} if words else set()
        return any(
            digest_of(form, salt) == digest
            for salt, digest in self._by_member.get(member, ())
            for form in tried
        )


def without(analyses: Sequence[Analysis], forgotten: Sequence[Forgotten]) -> list[Analysis]:
    """Documents without the forgotten persons: out of the lists of names, masked in all words.

    Whole names are masked everywhere; a first name that somebody else has as well only where the
    member speaks or is named.
    """
    if not forgotten:
        return list(analyses)
    secret = _Secret(forgotten)
    mask = _mask([row for a in analyses for name in ("blocks", "statements") for row in a.rows[name]], secret)
    return [
        replace(
            analysis,
            rows={
                table: [_masked(row, table, secret, mask) for row in found]
                for table, found in analysis.rows.items()
                if table in TABLES
            }
            | {table: found for table, found in analysis.rows.items() if table not in TABLES},
            text=_text_without(analysis, mask),
        )
        for analysis in analyses
    ]


def contacts_without(contacts: Iterable[Contact], forgotten: Sequence[Forgotten]) -> list[Contact]:
    """The lines of a contacts file without the forgotten persons."""
    secret = _Secret(forgotten)
    return [contact for contact in contacts if not secret.holds(contact.member, contact.person)]


def is_forgotten(member: str, person: str, forgotten: Sequence[Forgotten]) -> bool:
    """Whether the person is one that shall not be named."""
    return bool(_Secret(forgotten).holds(member, person))


def _text_without(analysis: Analysis, mask: _Mask) -> str:
    lines = analysis.text.split("\n")
    for block in analysis.rows["blocks"]:
        for at in range(block["line"] - 1, min(block["line_end"], len(lines))):
            lines[at] = mask.apply(lines[at], block["member"])
    return "\n".join(mask.apply(line, "") for line in lines)


def _mask(rows: Sequence[Row], secret: _Secret) -> _Mask:
    """What to mask: whole names everywhere, first names that others have only beside the member."""
    names: dict[str, set[str]] = {}
    for row in rows:
        found = {name for name in row["persons"] if secret.holds(row["member"], name)}
        if found:
            names.setdefault(row["member"], set()).update(found)
    shared = _first_names_of_others(rows, names)
    forms = {form for found in names.values() for name in found for form in (name, name.split()[0])}
    whole = {form for form in forms if " " in form or form.casefold() not in shared}
    beside = {name.split()[0]: member for member, found in names.items() for name in found}
    return _Mask(whole, {form: member for form, member in beside.items() if form.casefold() in shared})


def _first_names_of_others(rows: Sequence[Row], names: dict[str, set[str]]) -> set[str]:
    """First names that a person of another member, or another person of the member, has as well."""
    found = set()
    for row in rows:
        for person in row["persons"]:
            if person not in names.get(row["member"], ()):
                found.add(person.split()[0].casefold())
    return found


class _Mask:
    """Puts signs for a name in words."""

    def __init__(self, whole: set[str], beside: dict[str, str]) -> None:
        forms = sorted(whole, key=len, reverse=True)
        self._whole = (
            re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")(?=s?(?!\w))") if forms else None
        )
        self._beside = beside

    def apply(self, text: str, member: str) -> str:
        """The words without the names; a first name that others have only where it is the member's."""
        if self._whole is not None:
            text = self._whole.sub(_blocks, text)
        for form, owner in self._beside.items():
            if form in text and (member == owner or owner in text):
                text = re.sub(rf"(?<!\w){re.escape(form)}(?=s?(?!\w))", _blocks, text)
        return text


def _blocks(match: re.Match[str]) -> str:
    return _WORD.sub(lambda word: MASK * len(word.group()), match.group())


def _masked(row: Row, table: str, secret: _Secret, mask: _Mask) -> Row:
    owner = str(row.get("helper") or row.get("member") or "")
    found = dict(row)
    for column in TABLES[table].columns:
        value = row[column.name]
        if column.kind is Kind.LIST and column.name in _NAMES:
            found[column.name] = [name for name in value if not secret.holds(owner, name)]
        elif column.kind is Kind.LIST:
            found[column.name] = [mask.apply(item, owner) for item in value]
        elif column.kind is Kind.TEXT and column.values is None and value:
            found[column.name] = mask.apply(value, owner)
    return found
