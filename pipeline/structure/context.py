"""What was found before the walk, in one place: the document as its lines' judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.members import gazetteer
from pipeline.structure.candidates import Candidate
from pipeline.structure.election import Election
from pipeline.structure.letters import Letters
from pipeline.structure.lines import Line
from pipeline.structure.lists import Lists, Roster
from pipeline.structure.splits import SPEECH
from pipeline.structure.tables import Row
from pipeline.structure.tails import Tail
from pipeline.values import MemberKind

_POINTING = (">", "→", "(", "reply")


@dataclass(frozen=True)
class Context:
    """A document before its words are given to their speakers.

    Attributes
    ----------
    lines, candidates, election, lists
        What was found.
    roster
        Persons and members, the headers' and the introduced ones with them.
    block_persons
        Persons of each block.
    rows, letters, tails
        Rows of tables, what the lines of mails are, and lines that are signed behind their words.
    wrapped, width
        Whether paragraphs are hard-wrapped, and how wide.
    told
        The minutes speak of members in the third person (``Ale svarar att …``).
    """

    lines: Sequence[Line]
    candidates: Mapping[int, Candidate]
    election: Election
    lists: Lists
    roster: Roster
    block_persons: Sequence[tuple[str, ...]]
    rows: Mapping[int, Row]
    letters: Letters
    tails: Mapping[int, Tail]
    wrapped: bool
    width: int
    told: bool

    @property
    def last_header(self) -> int:
        """Index of the last header's line, -1 where there is none."""
        return self.election.headers[-1].line if self.election.headers else -1

    @property
    def owners(self) -> frozenset[str]:
        """Members that have a block."""
        return frozenset(c.head.member.name for c in self.election.headers if c.head.member)

    def near_end(self, index: int, below: int = 25) -> bool:
        """Whether at most `below` lines, and no list, stand under a line of the last block."""
        rest = [line for line in self.lines[index + 1 : index + 4 * below] if not line.blank]
        return index > self.last_header and len(rest) <= below and not any(line.bullet for line in rest)

    def who(self, candidate: Candidate, owner: str) -> tuple[str, tuple[str, ...]]:
        """Member and persons that a tag names; no member where the person cannot be placed."""
        head = candidate.head
        if head.member:
            persons = head.persons or tuple(self.roster.persons.get(head.member.name, ()))
            return head.member.name, persons
        if head.persons and owner and all(self.roster.speaks_for(p, owner) for p in head.persons):
            return owner, head.persons
        member = self.roster.member_of(head.persons[0]) if head.persons else ""
        if not member and head.persons and " " in head.persons[0]:
            # "Malin Salem": a surname, unless Salem is at the table.
            first, last = head.persons[0].rsplit(" ", 1)
            place = gazetteer().exact(last)
            if place and place.name in self.owners:
                return place.name, (first,)
        return member, head.persons

    def believed(self, candidate: Candidate, member: str, owner: str) -> bool:
        """Whether a candidate that opens no block is a speaker's tag, not the owner's own words."""
        head, sep = candidate.head, candidate.sep
        here = member in self.owners or member in self.roster.persons or member in self.lists.present
        word = head.member is not None and gazetteer().is_word(head.member)
        if sep == "bare":
            verb = (candidate.tail.split() or [""])[0].strip(",.").casefold()
            return member != owner and here and bool(self.told or head.note or verb in SPEECH)
        if sep == "alone":
            ended = self.lines[candidate.line].words.rstrip("* ").endswith(":")
            return ended and (head.known or here)
        if head.member is None:
            return True
        if head.known:
            return True
        if head.member.kind is MemberKind.UNKNOWN:
            return here or candidate.deco in _POINTING
        if sep == "dash":
            lower = candidate.tail[:1].islower()
            return member != owner and (here or not word) and (candidate.deco in _POINTING or lower)
        return sep != "stop" and (here or not word or candidate.deco in _POINTING)
