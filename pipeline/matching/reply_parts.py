"""Replies cut into parts that answer one thing each, and where needs and replies stand to each other."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.acts import Act
from pipeline.answering import LAST, Profile, shared
from pipeline.matching.evidence import Evidence
from pipeline.matching.needs import Need
from pipeline.matching.reply_signals import of_reply

#: Words of one who asks along with the other.
_ALSO: Final = frozenset({"också", "även", "samma", "oxå", "likaså", "med"})


@dataclass(slots=True)
class Part:
    """A turn by one member, or the part of it that answers one thing.

    Attributes
    ----------
    at, turn
        Its statements and its turn.
    profile
        What it tells.
    open
        Needs that it may answer.
    points
        Need -> signal -> points.
    aside
        Points for its answering a remark that asks nothing.
    follows
        The part that it goes on with, as a further bullet.
    shares
        Need -> share of the part that answers it.
    """

    at: list[int]
    turn: int
    profile: Profile
    open: list[int] = field(default_factory=list)
    points: dict[int, dict[str, float]] = field(default_factory=dict)
    aside: float = -math.inf
    follows: Part | None = None
    shares: dict[int, float] = field(default_factory=dict)


def parts_of(needs: Sequence[Need], said: Sequence[Evidence], asked: Sequence[Profile]) -> list[Part]:
    """Turns in order, cut where they pass from one need to the next; those that answer nothing left out."""
    turns: dict[tuple[int, str], list[int]] = {}
    for at, statement in enumerate(said):
        turns.setdefault((statement.turn, statement.member), []).append(at)
    parts: list[Part] = []
    before: dict[tuple[int, str], Part] = {}  # (block, member) -> its last part
    for (turn, member), all_of in turns.items():
        first = said[all_of[0]]
        answering = [at for at in all_of if _answers(said[at])]
        addressed = frozenset().union(*(said[at].addresses for at in all_of[:2]))
        open_needs = [n for n, need in enumerate(needs) if _may_answer(need, said, all_of, addressed)]
        if not answering or not open_needs:
            continue
        last = before.get((first.block, member))
        for piece in _pieces(answering, said, open_needs, asked):
            part = Part(piece, turn, of_reply([said[at] for at in piece]), open_needs)
            if parts and last is parts[-1] and not first.tagged and piece[0] == answering[0]:
                part.follows = last if last.turn != turn else None
            parts.append(part)
            last = before[first.block, member] = part
    return parts


def _answers(statement: Evidence) -> bool:
    """Whether a reply's statement belongs to a need: no empty words, no question back.

    Who has the same question answers nothing, but is in the same boat, which is worth a call.
    """
    if statement.act:
        return statement.act == Act.AGREE
    return not statement.request or statement.offer or not _ALSO.isdisjoint(statement.words)


def _pieces(
    answering: Sequence[int], said: Sequence[Evidence], open_needs: Sequence[int], asked: Sequence[Profile]
) -> list[list[int]]:
    """A turn's statements, cut where one points at another need than those before it."""
    pieces: list[list[int]] = []
    aim = -1
    for at in answering:
        profile = of_reply([said[at]])
        numbered = {asked[n].number for n in open_needs}
        own = profile.number if profile.number in numbered else 0
        alone = [
            n
            for n in open_needs
            if shared(profile.matter, asked[n].matter)
            and not any(shared(profile.matter, asked[o].matter) for o in open_needs if o != n)
        ]
        target = -own - 2 if own else alone[0] if len(alone) == 1 else -1
        if not pieces or (target != -1 and aim not in (-1, target)):
            pieces.append([at])
        else:
            pieces[-1].append(at)
        aim = target if target != -1 else aim
    return pieces


class Places:
    """Where needs and replies stand to each other.

    Needs in a list, or right after each other, are a run; behind a run of several the replies are
    gathered, and it says little which need stands last. A chat goes on line by line.
    """

    def __init__(
        self,
        needs: Sequence[Need],
        said: Sequence[Evidence],
        asked: Sequence[Profile],
        parts: Sequence[Part],
    ) -> None:
        self.own: dict[tuple[int, str], list[int]] = defaultdict(list)  # block, seeker -> its needs
        for n, need in enumerate(needs):
            if not need.reply_to:
                self.own[need.block, need.seeker].append(n)
        answers: dict[tuple[int, str], list[int]] = defaultdict(list)
        for part in parts:
            first = said[part.at[0]]
            if first.reply_to and first.block >= 0:
                answers[first.block, first.reply_to].append(part.at[0])
        self.gathered: set[int] = set()  # needs in a run of several
        for place, own in self.own.items():
            starts = sorted(
                [(needs[n].statements[-1], 0, n) for n in own] + [(at, 1, at) for at in answers[place]]
            )
            run: list[int] = []
            replies: list[int] = []
            for _, is_reply, item in [*starts, (len(said), 0, -1)]:
                if is_reply:
                    replies.append(item)
                    continue
                if item < 0 or replies or (run and not _adjacent(run[-1], item, needs, said, asked)):
                    self._close(run, replies)
                    run, replies = [], []
                run.append(item)

    def _close(self, run: Sequence[int], replies: Sequence[int]) -> None:
        if len(run) > 1:
            self.gathered.update(run)

    def number(self, n: int, need: Need, profile: Profile) -> set[int]:
        """What a need may be called: its own number, else its place among the block's."""
        own = self.own.get((need.block, need.seeker), [])
        if n not in own:
            return {profile.number} - {0}
        place = own.index(n) + 1
        return {profile.number or place} | ({LAST} if place == len(own) > 1 else set())


def _adjacent(
    one: int, other: int, needs: Sequence[Need], said: Sequence[Evidence], asked: Sequence[Profile]
) -> bool:
    """Whether two needs stand right after each other, in one paragraph or as items of a list."""
    if asked[one].number and asked[other].number:
        return True
    first, second = needs[one], needs[other]
    if said[first.statements[0]].tagged and said[second.statements[0]].tagged:  # a chat
        return False
    if first.turn == second.turn:
        return True
    return second.turn - first.turn == 1 and _whole(first, said) and _whole(second, said)


def _whole(need: Need, said: Sequence[Evidence]) -> bool:
    """Whether a need is all that its turn says, as an item of a list."""
    around = (need.statements[0] - 1, need.statements[-1] + 1)
    return all(not 0 <= at < len(said) or said[at].turn != need.turn for at in around)


def _may_answer(need: Need, said: Sequence[Evidence], turn: Sequence[int], addressed: frozenset[str]) -> bool:
    """Whether a turn can be a reply to a need.

    It may be to the seeker; by the owner whose block was asked in; by the replier who was asked back;
    or say itself whom it answers.
    """
    first = said[turn[0]]
    if first.member == need.seeker or need.statements[-1] >= first.index:
        return False
    if first.reply_to == need.seeker or need.seeker in addressed:
        return True
    near = need.block == first.block and 0 < first.turn - need.turn <= 2
    if not near or not need.reply_to:
        return False
    if need.reply_to == first.member and not first.reply_to:
        return True
    before = [s for s in said[max(0, need.statements[0] - 6) : need.statements[0]] if s.block == need.block]
    spoke = any(s.member == first.member for s in before if need.turn - s.turn <= 2)
    return need.reply_to == first.reply_to and spoke
