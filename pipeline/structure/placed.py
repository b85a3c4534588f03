"""Rounds whose headers name persons only: the list of those present tells whom each one speaks for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.members import gazetteer
from pipeline.structure.candidates import Candidate
from pipeline.structure.heads import Head, parse_head, persons_in
from pipeline.structure.lines import Line
from pipeline.structure.lists import Lists, Roster
from pipeline.values import Member, MemberKind

_BRACKETED = re.compile(r"[\[<](?P<who>[^\]<>\d]{2,50})[\]>]\s*:?\s+(?=\S)")
_PERSON = re.compile(r"[*_#\s]*(?P<who>[^\W\d_][^:.!?]{1,50}?)[*_\s]*:?[*_\s]*$")


def placed(lines: Sequence[Line], candidates: Mapping[int, Candidate], lists: Lists) -> dict[int, Candidate]:
    """The candidates, those that name only persons with the member that these speak for."""
    found = dict(candidates)
    for index, line in enumerate(lines):
        if line.blank or index in lists.lines:
            continue
        candidate = candidates.get(index)
        if candidate and candidate.head.member:
            continue
        if candidate and (member := speaks_for(candidate.head.persons, lists.roster)):
            found[index] = replace(candidate, head=replace(candidate.head, member=member, known=True))
        elif head := _alone(line, lists.roster):
            end = len(line.text.rstrip())
            found[index] = Candidate(index, head, "alone", line.bullet, line.body, end)
    return found


def bracketed(lines: Sequence[Line], lists: Lists) -> dict[int, Candidate]:
    """Lines that open with their speaker in brackets: ``[Lund] solceller på taket``."""
    found: dict[int, Candidate] = {}
    for index, line in enumerate(lines):
        tag = None if line.blank or index in lists.lines else _BRACKETED.match(line.words)
        head = parse_head(tag["who"]) if tag else None
        if tag is None or head is None:
            continue
        member = head.member or speaks_for(head.persons, lists.roster)
        if member and member.kind is not MemberKind.UNKNOWN:
            end = line.body + tag.end()
            head = replace(head, member=member, known=True)
            found[index] = Candidate(index, head, "colon", "[", line.body, end, line.text[end:])
    return found


def speaks_for(persons: Sequence[str], roster: Roster) -> Member | None:
    """The one member that all these persons speak for."""
    owners = {roster.member_of(person) for person in persons}
    return gazetteer().members.get(owners.pop()) if len(owners) == 1 else None


def _alone(line: Line, roster: Roster) -> Head | None:
    """A line that is nothing but the name of someone who is there."""
    said = _PERSON.fullmatch(line.words) if len(line.words) <= 60 else None
    names, _, rest = (
        persons_in(said["who"].title() if said and said["who"].isupper() else said["who"])
        if said
        else ((), False, "")
    )
    member = speaks_for(names, roster) if names and not rest else None
    return Head(member, names, "P", True) if member else None
