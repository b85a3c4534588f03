"""Who speaks for whom: from headers, lists, introductions and tags."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.structure.candidates import Candidate
from pipeline.structure.election import Election
from pipeline.structure.heads import Head
from pipeline.structure.introductions import introduced, is_field, named_below
from pipeline.structure.lines import Line
from pipeline.structure.lists import Lists, Roster
from pipeline.structure.markers import leading_marker
from pipeline.structure.vocabulary import vocabulary

_PERSON_TAG = re.compile(
    r"\(?(?P<who>[^\W\d_][\w’-]+(?: [A-ZÅÄÖÉ][\w’-]+)?)(?P<note> igen| svarar| säger| kort)?\s?:\s+(?=\S)"
)


def find_persons(
    lines: Sequence[Line], candidates: Mapping[int, Candidate], election: Election, lists: Lists
) -> tuple[Roster, list[tuple[str, ...]]]:
    """The roster, and the persons of each block: the header's, the list's, or the introduced ones."""
    roster = lists.roster
    listed = {member: tuple(names) for member, names in roster.persons.items()}
    bounds = [c.line for c in election.headers] + [len(lines)]
    for candidate in candidates.values():
        if candidate.head.member and candidate.head.known and candidate.line not in lists.lines:
            roster.add(candidate.head.member.name, candidate.head.persons)
    seen: set[str] = set()
    seconds: set[int] = set()
    chosen = {c.line for c in election.headers}
    persons: list[tuple[str, ...]] = []
    for number, header in enumerate(election.headers):
        assert header.head.member is not None
        member = header.head.member.name
        below = _second_line(lines, candidates, header, chosen)
        if below:
            seconds.add(header.line + 1)
        names = header.head.persons or below or (() if member in seen else listed.get(member, ()))
        back = member in seen or any(word in header.head.note for word in vocabulary().words["return"])
        if not names and not back:
            names = _introduced(lines, candidates, range(header.line, bounds[number + 1]), roster, header)
        seen.add(member)
        roster.add(member, names)
        persons.append(names)
    lists.lines.update(dict.fromkeys(seconds, "header"))
    return roster, persons


def _second_line(
    lines: Sequence[Line], candidates: Mapping[int, Candidate], header: Candidate, chosen: set[int]
) -> tuple[str, ...]:
    """Persons on the line right below a header that stands by itself."""
    below = header.line + 1
    if header.sep != "alone" or header.head.persons or below >= len(lines) or below in chosen:
        return ()
    line = lines[below]
    if line.blank or (line.bullet and not is_field(line.words)) or line.quote:
        return ()
    candidate = candidates.get(below)
    return () if candidate and candidate.head.member and candidate.sep != "alone" else named_below(line.words)


def _introduced(
    lines: Sequence[Line],
    candidates: Mapping[int, Candidate],
    block: range,
    roster: Roster,
    header: Candidate,
) -> tuple[str, ...]:
    names: list[str] = []
    assert header.head.member is not None
    member = header.head.member.name
    for index in block[1:]:
        candidate = candidates.get(index)
        if candidate is None or candidate.head.member or not candidate.head.known:
            continue
        if candidate.sep in ("colon", "alone", "dash"):
            for person in candidate.head.persons:
                owners = roster.members.get(person.split()[0].casefold(), [member])
                if member in owners and person not in names:
                    names.append(person)
    if names:
        return tuple(names)
    if header.tail.strip():
        return introduced(header.tail)
    for index in block[1:]:
        line = lines[index]
        if line.blank:
            continue
        candidate = candidates.get(index)
        if candidate and candidate.head.member:
            return ()
        if (marker := leading_marker(line.words)) and marker.alone:
            return ()
        return introduced(line.words)
    return ()


def tags_by_roster(
    lines: Sequence[Line], candidates: Mapping[int, Candidate], roster: Roster
) -> dict[int, Candidate]:
    """Tags of persons whose names no list of first names has, but the document's own headers."""
    found: dict[int, Candidate] = {}
    for index, line in enumerate(lines):
        if index in candidates or line.blank:
            continue
        tag = _PERSON_TAG.match(line.words)
        if tag and roster.member_of(tag["who"]):
            head = Head(None, (tag["who"],), "P", True, (tag["note"] or "").strip())
            end = line.body + tag.end()
            found[index] = Candidate(index, head, "colon", line.bullet, line.body, end, line.text[end:])
    return found
