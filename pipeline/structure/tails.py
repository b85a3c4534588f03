"""Rounds by theme: no headers, but each line is signed behind its words: ``tre tak klara (Karin, Lund)``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.members import gazetteer
from pipeline.structure.heads import parse_head
from pipeline.structure.lines import Line
from pipeline.structure.lists import Lists
from pipeline.structure.openings import says_round
from pipeline.values import MemberKind

_TAIL = re.compile(
    r"(?<=\S)\s*(?:[(\[](?P<bracket>[^()\[\]\d]{2,60})[)\]]|(?:\s[–—-]\s?|/\s?)(?P<dash>[A-ZÅÄÖÉ][^.:?!()]{1,40}))\s*\.?\s*$"
)
_FEWEST = 3
#: Share of the lines of text that must say whose they are; headings over them are short and plain.
_SHARE = 0.6
_HEADING = 5


@dataclass(frozen=True, slots=True)
class Tail:
    """Who says a line, and where its words end in it."""

    member: str
    persons: tuple[str, ...]
    end: int


def find_tails(lines: Sequence[Line], lists: Lists) -> dict[int, Tail]:
    """Lines signed behind their words; none where the document is not made of such lines."""
    if not says_round(lines):
        return {}
    found = signed(lines, lists)
    others = 0
    for index, line in enumerate(lines):
        if line.blank or index in lists.lines or index in found or index < min(found, default=0):
            continue
        others += bool(line.bullet) or len(line.words.split()) > _HEADING
    members = {tail.member for tail in found.values()}
    enough = len(members) >= _FEWEST and len(found) >= _SHARE * (len(found) + others)
    return found if enough else {}


def signed(lines: Sequence[Line], lists: Lists) -> dict[int, Tail]:
    """All lines that are signed behind their words, few or many."""
    for line in lines:  # who is named with a member once may be named alone elsewhere
        if not line.blank and (full := _tail(line, lists)) and full.persons:
            lists.roster.add(full.member, full.persons)
    return {
        index: tail
        for index, line in enumerate(lines)
        if not line.blank and index not in lists.lines and (tail := _tail(line, lists))
    }


def _tail(line: Line, lists: Lists) -> Tail | None:
    found = _TAIL.search(line.text, line.body)
    name = (found["bracket"] or found["dash"]).strip() if found else ""
    head = parse_head(name) if name else None
    if found is None or found.start() <= line.body:
        return None
    if head and head.member:
        sure = head.known or not gazetteer().is_word(head.member) or name[:1].isupper()
        if head.member.kind is not MemberKind.UNKNOWN and sure:
            persons = head.persons or tuple(lists.roster.persons.get(head.member.name, ()))
            return Tail(head.member.name, persons, found.start())
        return None
    persons = head.persons if head else ((name,) if name[:1].isupper() else ())
    owners = {lists.roster.member_of(person) for person in persons}
    owner = owners.pop() if len(owners) == 1 else ""
    return Tail(owner, persons, found.start()) if owner else None
