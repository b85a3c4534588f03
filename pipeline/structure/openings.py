"""Rounds without headers: each paragraph opens with the member it is about (``Tierp har börjat …``)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.members import gazetteer
from pipeline.structure.candidates import Candidate
from pipeline.structure.heads import Head
from pipeline.structure.lines import Line
from pipeline.structure.lists import Lists
from pipeline.values import Member

_ROUND = re.compile(r"(?i)\b\w*(?:runda|rundan|rundor|anteckning|anteckningar|laget runt|kontaktperson)\w*")
_INTO = re.compile(r"(?:I|Från|Hos|På|För|Även|Också)\s+")
_FEWEST = 3  # members whose paragraphs make a round


def find_openings(lines: Sequence[Line], lists: Lists) -> tuple[Candidate, ...]:
    """One candidate for each member whose name opens a paragraph, none where it is no round.

    The document must call itself a round or notes in its first lines; a news article that names
    places has no blocks.
    """
    if not says_round(lines):
        return ()
    found: list[Candidate] = []
    owner: Member | None = None
    for index, line in enumerate(lines):
        if line.blank or index in lists.lines or line.indent or line.quote:
            continue
        member = _opening(line)
        if member is None or member == owner:
            continue
        owner = member
        head = Head(member, (), "M", False)
        found.append(Candidate(index, head, "opening", line.bullet, line.body, line.body, line.words))
    enough = len({candidate.head.member for candidate in found}) >= _FEWEST
    return tuple(found) if enough else ()


def says_round(lines: Sequence[Line]) -> bool:
    """Whether a document calls itself a round, or notes of one, in its first lines."""
    return bool(_ROUND.search("\n".join(line.text for line in lines[:6])))


def _opening(line: Line) -> Member | None:
    words = line.words
    if into := _INTO.match(words):
        words = words[into.end() :]
    first = next(iter(gazetteer().find(words[:60])), None)
    if first is None or first.start != 0 or len(words) < 30:
        return None
    rest = words[first.end :]
    if not re.match(r"\s+[a-zåäö]", rest) or re.match(r"\s+(?:och|samt|o|eller)\b", rest):
        return None
    return first.member if first.sure or into else None
