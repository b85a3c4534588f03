"""Rounds written by theme: under each theme, lines that say at their start whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from pipeline.structure.candidates import Candidate
from pipeline.structure.lines import Line
from pipeline.structure.lists import Lists
from pipeline.structure.placed import run_in, with_member
from pipeline.values import Member, MemberKind

#: Signs that end a name before its words.
_RUN_IN: Final = frozenset(["colon", "dash", "stop"])
#: Dresses that a reply wears, not a line of its own.
_REPLIES: Final = frozenset(["reply", "→", ">", "chat", "mail"])
_LONGEST_THEME: Final = 50
#: Themes that make a round, members that speak, and members that speak under more than one theme.
_THEMES, _MEMBERS, _AGAIN = 2, 3, 1
#: Share of what stands under themes that must say whose it is.
_TAGGED: Final = 0.8


@dataclass(frozen=True, slots=True)
class Themes:
    """A round by theme: indices of the themes' own lines, and the tags of the lines below them."""

    headings: tuple[int, ...] = ()
    tagged: Mapping[int, Candidate] = field(default_factory=dict)


def themed(
    lines: Sequence[Line], candidates: Mapping[int, Candidate], lists: Lists, signed: Set[int] = frozenset()
) -> Themes:
    """The lines that open with their speaker, where the round goes by theme; none where it does not.

    Parameters
    ----------
    lines, candidates, lists
        The document's lines, what each could open with, and its lists.
    signed
        Lines that say behind their words whose they are; they need no tag.

    Returns
    -------
    Themes
        Index of a line -> its tag. A member has as many as it has lines.
    """
    tagged: dict[int, Candidate] = {}
    for index, line in enumerate(lines):
        if line.blank or index in lists.lines:
            continue
        candidate = candidates.get(index) or run_in(line, index, lists.roster)
        if candidate and _tags(placed := with_member(candidate, lists.roster)):
            tagged[index] = placed
    themes: list[int] = []
    under, plain = defaultdict[Member, set[int]](set), 0
    for index, line in enumerate(lines):
        if line.blank or index in lists.lines:
            continue
        if index in tagged:
            member = tagged[index].head.member
            assert member is not None
            under[member].add(len(themes))
        elif index in signed:
            continue
        elif _is_theme(lines, index, tagged.keys() | signed):
            themes.append(index)
        elif not line.words.startswith("(") and not _replies(candidates.get(index)):
            plain += bool(themes)
    again = sum(len(places) > 1 for places in under.values())
    if len(themes) < _THEMES or len(under) < _MEMBERS or again < _AGAIN:
        return Themes()
    return Themes(tuple(themes), tagged) if len(tagged) >= _TAGGED * (len(tagged) + plain) else Themes()


def _tags(candidate: Candidate) -> bool:
    member = candidate.head.member
    return (
        member is not None
        and not _replies(candidate)
        and member.kind is not MemberKind.UNKNOWN
        and candidate.sep in _RUN_IN
        and bool(candidate.tail.strip())
    )


def _replies(candidate: Candidate | None) -> bool:
    return candidate is not None and candidate.deco in _REPLIES


def _is_theme(lines: Sequence[Line], index: int, tagged: Set[int]) -> bool:
    """A short line without a full stop, with a tagged line next below."""
    words = lines[index].words
    if len(words) > _LONGEST_THEME or words.endswith((".", "?", "!")):
        return False
    below = next((n for n in range(index + 1, len(lines)) if not lines[n].blank), None)
    return below in tagged
