"""Which need does a reply answer?

Replies stand under the block, not under the question: after two questions two answers come, in any
order. Each of a replier's turns is shared out over the needs that the seeker has uttered before it:
most to the one that it resembles and to the one nearest above.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.matching.evidence import Evidence
from pipeline.matching.needs import Need

Array = NDArray[np.float64]
#: What speaks for a reply's belonging to a need: likeness, shared topic, nearness, and how sharply
#: the likeliest need takes the reply.
LIKE, TOPIC, NEAREST, NEXT, SAME_BLOCK = 3.0, 1.0, 0.8, 1.0, 1.5


def links(needs: Sequence[Need], said: Sequence[Evidence], likeness: Array) -> Array:
    """Share of each statement that answers each need: 1 where it plainly does, 0 where it is no reply.

    Parameters
    ----------
    needs, said
        Needs and statements of one document.
    likeness
        Similarity of each need with each statement (needs x statements).
    """
    linked = np.zeros((len(needs), len(said)))
    turns: dict[tuple[int, str], list[int]] = {}
    for at, statement in enumerate(said):
        turns.setdefault((statement.turn, statement.member), []).append(at)
    last_turn_of: dict[int, int] = {}
    for (turn, member), members in turns.items():
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
            points.append(point)
        shares = [math.exp(point - max(points)) for point in points]
        whole = sum(shares)
        for n, share in zip(open_needs, shares, strict=True):
            linked[n, members] = share / whole
            if share / whole > 0.5:
                last_turn_of[n] = turn
        del member
    return linked


def _may_answer(need: Need, first: Evidence, members: Sequence[int]) -> bool:
    """Whether the turn can be a reply: to the seeker, or by the owner whose block was asked in."""
    if first.member == need.seeker or need.statements[-1] >= first.index:
        return False
    if first.reply_to == need.seeker:
        return True
    asked_here = need.reply_to == first.member and not first.reply_to and need.block == first.block
    return asked_here and 0 < first.turn - need.turn <= 2
