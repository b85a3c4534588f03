"""Rounds whose headers name persons only: the list of those present tells whom each one speaks for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.members import first_names, gazetteer
from pipeline.structure.candidates import Candidate
from pipeline.structure.heads import Head, parse_head, persons_in
from pipeline.structure.lines import Line
from pipeline.structure.lists import Lists, Roster
from pipeline.values import Member, MemberKind

_BRACKETED = re.compile(r"[\[<(](?P<who>[^\]<>()\d]{2,50})[\]>)]\s*[:–-]?\s+(?=\S)")
_RUN_IN = re.compile(
    r"(?P<who>[^\W\d_][\w-]+(?:(?:,| och| o| \+| &) \w[\w-]+){0,2})(?:\s+[–—-]\s+|:\s+|\.\s+)(?=\S)"
)
_ASKED = re.compile(
    r"(?i)[^?:]{0,60}\b(?:kommun|medlem|medlemskommun|organisation|region)(?:en)?\b[^?:]{0,40}[?:]\s*(?P<who>[^?:]{2,60})"
)
_ANSWER = re.compile(r"(?:S|Sv|SV|Svar|A|K|Kommentar|Re|RE|R)\.?\s*\((?P<who>[^()\d]{2,50})\)\s*:\s*(?=\S)")
_SAID_BEHIND = re.compile(r"\s*(?:[–—:]|\s-)\s+(?=[^\W\d_])|,\s+(?=[a-zåäö])")
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
        if candidate and (tagged := with_member(candidate, lists.roster)).head.member:
            found[index] = tagged
        elif head := _alone(line, lists.roster) or _lower(line):
            end = len(line.text.rstrip())
            found[index] = Candidate(index, head, "alone", line.bullet, line.body, end)
        elif opened := run_in(line, index, lists.roster):
            found[index] = opened
    return found


def with_member(candidate: Candidate, roster: Roster) -> Candidate:
    """A tag that names only persons, with the member that these speak for, where that is one."""
    if candidate.head.member or not (member := speaks_for(candidate.head.persons, roster)):
        return candidate
    return replace(candidate, head=replace(candidate.head, member=member, known=True))


def asked(lines: Sequence[Line], lists: Lists) -> dict[int, Candidate]:
    """Answers of a form that ask for the member: ``1. Vilken kommun kommer du från? Lund``."""
    found: dict[int, Candidate] = {}
    for index, line in enumerate(lines):
        asks = None if line.blank or index in lists.lines else _ASKED.fullmatch(line.words)
        head = parse_head(asks["who"]) if asks else None
        if head and head.member and head.member.kind is not MemberKind.UNKNOWN:
            end = len(line.text.rstrip())
            found[index] = Candidate(index, head, "alone", "field", line.body, end)
    return found


def answers(lines: Sequence[Line], lists: Lists) -> dict[int, Candidate]:
    """Replies that a sign marks as such: ``S (Växjö): …``, ``Svar (Karin, Lund): …``."""
    found: dict[int, Candidate] = {}
    for index, line in enumerate(lines):
        tag = None if line.blank or index in lists.lines else _ANSWER.match(line.words)
        head = parse_head(tag["who"]) if tag else None
        if tag and head and (head.member or lists.roster.member_of(head.persons[0])):
            end = line.body + tag.end()
            found[index] = Candidate(index, head, "colon", "reply", line.body, end, line.text[end:])
    return found


def one_line_each(
    lines: Sequence[Line], candidates: Mapping[int, Candidate], lists: Lists
) -> dict[int, Candidate]:
    """Lines that looked like a list of those present, but say something behind each name."""
    found: dict[int, Candidate] = {}
    for index in lists.lines:
        candidate = candidates.get(index)
        if candidate is None or not candidate.head.note or candidate.sep != "alone":
            continue
        for sign in _SAID_BEHIND.finditer(lines[index].words):
            head = parse_head(lines[index].words[: sign.start()])
            if head and head.member and not head.note:
                end = lines[index].body + sign.end()
                found[index] = replace(
                    candidate, head=head, sep="stop", end=end, tail=lines[index].text[end:]
                )
                break
    return found


def bracketed(lines: Sequence[Line], lists: Lists) -> dict[int, Candidate]:
    """Lines that open with their speaker in brackets: ``[Lund] solceller på taket``."""
    found: dict[int, Candidate] = {}
    for index, line in enumerate(lines):
        tag = None if line.blank or index in lists.lines else _BRACKETED.match(line.words)
        if tag is None:
            continue
        head = parse_head(tag["who"]) or Head(None, persons_in(tag["who"])[0], "P", False)
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


def run_in(line: Line, index: int, roster: Roster) -> Candidate | None:
    """Someone who is there and at once its words: ``Karin – vi har …``."""
    opens = _RUN_IN.match(line.words)
    names, _, rest = persons_in(opens["who"]) if opens else ((), False, "")
    member = speaks_for(names, roster) if names and not rest else None
    if opens is None or member is None:
        return None
    end = line.body + opens.end()
    return Candidate(
        index, Head(member, names, "P", True), "stop", line.bullet, line.body, end, line.text[end:]
    )


def _lower(line: Line) -> Head | None:
    """A header without capitals and signs: ``mora gun``, ``gun mora``."""
    words = line.words.strip("*_#: ").split()
    if not 1 < len(words) <= 4 or not line.words.islower():
        return None
    for count in range(1, len(words)):
        for place, names, form in (
            (words[:count], words[count:], "M P"),
            (words[-count:], words[:-count], "P M"),
        ):
            member = gazetteer().exact(" ".join(place))
            persons = [name for name in names if name not in ("o", "och", "&", "+")]
            if member and persons and all(name.strip(",") in first_names() for name in persons):
                return Head(member, tuple(name.strip(",") for name in persons), form, True)
    return None
