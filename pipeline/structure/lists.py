"""Attendance lists and tables of contents: never blocks, but they tell who speaks for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.members import gazetteer
from pipeline.structure.candidates import Candidate
from pipeline.structure.heads import parse_head, persons_in
from pipeline.structure.lines import Line
from pipeline.structure.vocabulary import heading_kind, vocabulary

_BRACKET = re.compile(r"\(([^()]*)\)")
_RUN = 3  # headers in a row, with no text between, that make a list


@dataclass
class Roster:
    """Who is there: persons by member and members by person."""

    persons: dict[str, list[str]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)

    def add(self, member: str, persons: Sequence[str]) -> None:
        """Note that `persons` speak for `member`."""
        known = self.persons.setdefault(member, [])
        for person in persons:
            if person not in known:
                known.append(person)
            for name in {person, person.split()[0]}:
                owners = self.members.setdefault(name.casefold(), [])
                if member not in owners:
                    owners.append(member)

    def member_of(self, person: str) -> str:
        """The only member that a person can speak for, empty where none or several."""
        for name in (person, person.split()[0]):
            owners = self.members.get(name.casefold(), [])
            if len(owners) == 1:
                return owners[0]
            if owners:
                return ""
        # "P-O" and "Per-Olof", "Anna-K" and "Anna-Karin" are one person.
        akin = {
            owner for name, owners in self.members.items() if _abbreviates(person, name) for owner in owners
        }
        return akin.pop() if len(akin) == 1 else ""

    def speaks_for(self, person: str, member: str) -> bool:
        """Whether a person is one of a member's."""
        return member in self.members.get(person.split()[0].casefold(), [])


def _abbreviates(one: str, other: str) -> bool:
    """Whether two hyphenated names may be one, parts of either shortened to their initials."""
    first, second = one.casefold().split("-"), other.casefold().split("-")
    return len(first) == len(second) > 1 and all(
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])
        for a, b in zip(first, second, strict=True)
        if a and b
    )


@dataclass
class Lists:
    """Lines that belong to lists (index -> kind), and what the lists say."""

    lines: dict[int, str] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)
    present: set[str] = field(default_factory=set)


def _cue(line: Line) -> tuple[str, str]:
    """Kind of list that a line opens, and what stands behind the cue."""
    words = line.words.strip("*# ")
    kind = heading_kind(words)
    if kind in ("attendance", "absence", "contents"):
        return kind, ""
    head, sign, rest = words.partition(":")
    if sign and rest.strip() and len(head) < 60:
        kind = heading_kind(head)
        if kind in ("attendance", "absence", "contents"):
            return kind, rest
    if "från" in words and sum(1 for _ in _placed(words)) >= 3:
        return "attendance", words.split(":", 1)[-1]
    if (
        sum(_pair(before, inside) is not None for before, inside, _ in _bracketed(words)) >= 3
        and "?" not in words
    ):
        return "attendance", rest if sign and len(head) < 60 else words
    lowered = words.casefold()
    for word, kind in vocabulary().headings.items():
        if kind in ("attendance", "absence") and len(word) > 5 and lowered.startswith(word + " "):
            rest = words[len(word) :]
            if rest[1:2].isupper() or rest.startswith((" var ", " gjorde ", " är ", " från ")):
                return kind, rest
    return "", ""


def _bracketed(text: str) -> list[tuple[str, str, str]]:
    """Each bracket of a line: the words before it, its own, and both as they stand."""
    found = []
    at = 0
    for bracket in _BRACKET.finditer(text[:5000]):
        before = re.split(r"[;.:]\s", text[at : bracket.start()])[-1]
        found.append((before.strip(" ,;.&+"), bracket[1], text[at : bracket.end()]))
        at = bracket.end()
    return found


def _pair(before: str, inside: str) -> tuple[str, tuple[str, ...]] | None:
    """Member and persons of ``Karin och Bo (Lund)`` or ``Lund (Karin, Bo)``."""
    g = gazetteer()
    if member := g.resolve(inside.split(",")[0].strip()):
        last = before if " och " in before or "&" in before else before.split(",")[-1]
        return member.name, persons_in(re.sub(r"^(?:och|samt)\s+", "", last.strip()))[0]
    last = re.sub(r"^(?:och|samt)\s+", "", before.split(",")[-1].strip())
    if member := g.resolve(last):
        names, known, _ = persons_in(inside)
        return member.name, names if known else ()
    return None


def _placed(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Persons with their member in words: ``Mats och Lina från Kumla``."""
    for single in re.split(r",\s*|\s+samt\s+|;\s*|\.\s", text[:5000]):
        found = re.search(
            r"^(?:.{1,30}:\s+)?(?:och\s+)?(.{2,60}?)\s+(?:på|från|i|vid)\s+(\S.{1,30})$", single.strip(" .")
        )
        if found and (member := gazetteer().resolve(found[2])):
            names, _, rest = persons_in(found[1])
            if names and not rest:
                yield member.name, names


def read_entries(text: str, lists: Lists, kind: str) -> None:
    """Take persons and members out of an inline list."""
    if kind != "attendance":
        return
    g = gazetteer()
    rest = text
    for before, inside, both in _bracketed(text):
        if pair := _pair(before, inside):
            lists.roster.add(*pair)
            lists.present.add(pair[0])
            rest = rest.replace(both, ";", 1)
    for piece in re.split(r"[;•|]|\.\s", rest[:5000]):
        head = parse_head(piece.strip(" .,"))
        # "Maja, Ragnar, Ali, kansliet" is a list of persons and the office, no group of the office's.
        if head and head.member and (len(head.persons) <= 2 or not re.search("P,M|M,P", head.form)):
            lists.roster.add(head.member.name, head.persons)
            lists.present.add(head.member.name)
            continue
        for member_name, persons in _placed(piece):
            lists.roster.add(member_name, persons)
            lists.present.add(member_name)
        for found in g.find(piece):
            lists.present.add(found.member.name)


def find_lists(lines: Sequence[Line], candidates: Mapping[int, Candidate]) -> Lists:
    """Find every list in the document."""
    lists = Lists()
    at = 0
    while at < len(lines):
        kind, rest = ("", "") if lines[at].blank else _cue(lines[at])
        if not kind:
            at += 1
            continue
        if rest:
            lists.lines[at] = kind
            read_entries(rest, lists, kind)
            at += 1
            continue
        taken = _listed_below(lines, at + 1, candidates)
        if taken or kind != "contents":
            lists.lines[at] = kind
        for index in taken:
            lists.lines[index] = kind
            _take(lines[index], candidates.get(index), lists, kind)
        at = (taken[-1] if taken else at) + 1
    for run in _runs(lines, candidates, lists):
        for index in run:
            lists.lines[index] = "attendance"
            _take(lines[index], candidates[index], lists, "attendance")
    return lists


def _take(line: Line, candidate: Candidate | None, lists: Lists, kind: str) -> None:
    if candidate and candidate.head.member and candidate.sep in ("alone", "colon"):
        lists.roster.add(candidate.head.member.name, candidate.head.persons)
        lists.present.add(candidate.head.member.name)
    else:
        read_entries(line.words, lists, kind)


def _listed_below(lines: Sequence[Line], at: int, candidates: Mapping[int, Candidate]) -> list[int]:
    """Lines directly under a list's heading that are its entries."""
    while at < len(lines) and lines[at].blank:
        at += 1
    taken: list[int] = []
    while at < len(lines) and not lines[at].blank:
        line = lines[at]
        if _cue(line)[0] or heading_kind(line.words) or len(line.words) > 90:
            break
        names, known, rest = persons_in(line.words)
        candidate = candidates.get(at)
        entry = candidate is not None and candidate.sep == "alone" and candidate.deco not in ("#", "**")
        if not (entry or line.bullet or (names and not rest) or (known and len(line.words) < 60)):
            break
        taken.append(at)
        at += 1
    # A single header under the heading is the round's first block, not a list.
    return taken if len(taken) > 1 or (taken and lines[taken[0]].bullet) else []


def _runs(lines: Sequence[Line], candidates: Mapping[int, Candidate], lists: Lists) -> list[list[int]]:
    """Headers that stand in a row with no text between: a list that nobody announced."""
    runs: list[list[int]] = []
    run: list[int] = []
    gaps: list[bool] = []
    blank = False
    for index, line in enumerate(lines):
        if line.blank:
            blank = True
            continue
        candidate = candidates.get(index)
        if index not in lists.lines and candidate and candidate.head.member and candidate.sep == "alone":
            if run:
                gaps.append(blank)
            run.append(index)
        else:
            followed = index not in lists.lines
            runs += _cut_run(run, gaps, candidates, followed=followed)
            run, gaps = [], []
        blank = False
    runs += _cut_run(run, gaps, candidates, followed=False)
    return runs


def _cut_run(
    run: list[int], gaps: list[bool], candidates: Mapping[int, Candidate], *, followed: bool
) -> list[list[int]]:
    if len(run) < _RUN:
        return []
    if followed:
        last = candidates[run[-1]].head.member
        again = last in [candidates[index].head.member for index in run[:-1]]
        apart = gaps[-1] and not any(gaps[:-1])
        dressed = candidates[run[-1]].deco != candidates[run[0]].deco
        if again or apart or dressed or len(run) > _RUN:
            run = run[:-1]
    return [run] if len(run) >= _RUN else []
