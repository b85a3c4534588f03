"""Which need a reply answers.

Replies stand under the block, not under the question: after two questions two answers come, in any
order. Each of a replier's turns is shared out over the needs that the seeker has uttered before it:
most to the one that it resembles and to the one nearest above.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.matching.evidence import Evidence
from pipeline.matching.needs import Need

Array = NDArray[np.float64]
#: What speaks for a reply's belonging to a need: likeness, shared topic, nearness, and how sharply
#: the likeliest need takes the reply.
LIKE, TOPIC, NEAREST, NEXT, SAME_BLOCK = 3.0, 1.0, 0.8, 1.0, 1.5
#: Bonus where a block has as many repliers as questions: then the answers come in their order.
IN_ORDER = 1.5
#: How much less likely a reply is to a remark that asks nothing.
ASIDE = 0.0


def links(
    needs: Sequence[Need],
    said: Sequence[Evidence],
    likeness: Array,
    remarks: Mapping[int, Array] | None = None,
) -> Array:
    """Share of each statement that answers each need: 1 where it plainly does, 0 where it is no reply.

    Parameters
    ----------
    needs, said
        Needs and statements of one document.
    likeness
        Similarity of each need with each statement (needs x statements).
    remarks
        Statement of a seeker that asks nothing -> its similarity with each statement: a reply may
        be to that remark instead, and then says nothing on the needs.
    """
    linked = np.zeros((len(needs), len(said)))
    turns: dict[tuple[int, str], list[int]] = {}
    for at, statement in enumerate(said):
        turns.setdefault((statement.turn, statement.member), []).append(at)
    last_turn_of: dict[int, int] = {}
    in_order = _in_order(needs, said, turns)
    for (turn, _), members in turns.items():
        first = said[members[0]]
        open_needs = [n for n, need in enumerate(needs) if _may_answer(need, first, members)]
        if not open_needs:
            continue
        nearest = max(open_needs, key=lambda n: needs[n].statements[-1])
        points = []
        for n in open_needs:
            need = needs[n]
            point = LIKE * float(likeness[n, members].max())
            point += TOPIC * bool(set(need.topics) & set().union(*(said[at].topics for at in members)))
            point += NEAREST * (n == nearest)
            point += NEXT * (turn - max(need.turn, last_turn_of.get(n, -9)) <= 1)
            point += SAME_BLOCK * (need.block == first.block)
            point += IN_ORDER * (in_order.get(members[0]) == n)
            points.append(point)
        aside = _aside(needs, said, members, remarks or {})
        highest = max(*points, aside) if len(points) > 1 else max(points[0], aside)
        shares = [math.exp(point - highest) for point in points]
        whole = sum(shares) + math.exp(aside - highest)
        for n, share in zip(open_needs, shares, strict=True):
            linked[n, members] = share / whole
            if share / whole > 0.5:
                last_turn_of[n] = turn
    return linked


def _aside(
    needs: Sequence[Need], said: Sequence[Evidence], members: Sequence[int], remarks: Mapping[int, Array]
) -> float:
    """What speaks for a reply's being to a remark of the block, minus infinity where nothing does."""
    first = said[members[0]]
    read_with = {at for need in needs for at, _ in need.context}
    points = [-math.inf]
    for at, like in remarks.items():
        remark = said[at]
        if (
            remark.member == first.reply_to
            and remark.block == first.block
            and at < members[0]
            and at not in read_with
        ):
            point = LIKE * float(like[list(members)].max()) + SAME_BLOCK - ASIDE
            points.append(point + NEXT * (first.turn - remark.turn <= 1))
    return max(points)


def _in_order(
    needs: Sequence[Need], said: Sequence[Evidence], turns: Mapping[tuple[int, str], list[int]]
) -> dict[int, int]:
    """First statement of a reply -> the need in the same place, for blocks where the numbers agree."""
    asked: dict[tuple[int, str], list[int]] = defaultdict(list)
    for n, need in enumerate(needs):
        if not need.reply_to:
            asked[need.block, need.seeker].append(n)
    replied: dict[tuple[int, str], list[int]] = defaultdict(list)
    for members in turns.values():
        first = said[members[0]]
        if first.reply_to and first.block >= 0 and not any(said[at].request for at in members):
            replied[first.block, first.reply_to].append(members[0])
    found: dict[int, int] = {}
    for place, own in asked.items():
        answers = replied.get(place, [])
        if len(own) == len(answers) > 1 and needs[own[-1]].statements[-1] < said[answers[0]].index:
            found.update(zip(answers, own, strict=True))
    return found


def _may_answer(need: Need, first: Evidence, members: Sequence[int]) -> bool:
    """Whether the turn can be a reply: to the seeker, or by the owner whose block was asked in."""
    if first.member == need.seeker or need.statements[-1] >= first.index:
        return False
    if first.reply_to == need.seeker:
        return True
    asked_here = need.reply_to == first.member and not first.reply_to and need.block == first.block
    return asked_here and 0 < first.turn - need.turn <= 2
