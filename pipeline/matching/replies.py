"""Which need a reply answers.

Replies stand under the block, not under the question: after two questions two answers come, in any
order. Each part of a replier's turn is weighed against the needs that are open before it by named
signals (`WEIGHTS`): what it points at, what it is about, whether it is the kind of answer asked for,
and where it stands. The points become shares; where no need has the most of them, the reply is not
given to any, and it is not known what it answers. Mere agreement, thanks, time calls and questions
back answer nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.answering import FIGURES, Profile, shared
from pipeline.matching.evidence import Evidence
from pipeline.matching.needs import Need
from pipeline.matching.reply_parts import Part, Places, parts_of
from pipeline.matching.reply_signals import of_question

Array = NDArray[np.float64]
#: A reply answers a need where the need has this share of it, and so much more than the next.
SURE: Final = 0.45
LEAD: Final = 0.1
#: What a remark that asks nothing has on its side from the start.
ASIDE: Final = 1.8
#: What speaks for a reply's belonging to a need.
WEIGHTS: Final = {
    "likeness": 3.5,  # near in words and sense (0 to 1)
    "sense": 4.0,  # nearer in meaning than to the other needs (0 to 1)
    "topic": 1.2,  # a topic in common
    "matter": 1.4,  # a thing that not all open needs are about (each, at most two)
    "kind": 0.9,  # the kind of answer asked for, which not all ask for (each, at most two)
    "unasked": -0.6,  # "räkna med oss" where nobody sought company
    "no-figure": -0.9,  # how much was asked, and no number is given
    "number": 4.0,  # "på fråga 2", "b)"
    "about": 3.0,  # "angående laddstolparna"
    "addressed": 3.0,  # "Svar till Växjö", "@Sara", outside the block asked in
    "under": 2.0,  # right under it, where replies stand between the questions
    "last": 0.1,  # the last one asked, where they are gathered behind
    "next": 0.5,  # nothing but other answers between
    "block": 2.0,  # in the block asked in
    "goes-on": 3.0,  # a further bullet of the same reply
    "asked-back": 2.5,  # a question to the replier, just now
    "wanting": 1.3,  # nobody else answers it (0 to 1)
}  # fmt: skip


def links(
    needs: Sequence[Need],
    said: Sequence[Evidence],
    likeness: Array,
    remarks: Mapping[int, Array] | None = None,
    sense: Array | None = None,
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
    sense
        Nearness of each need's and each statement's meaning, where there is one.
    """
    linked = np.zeros((len(needs), len(said)))
    for part in _weighed(needs, said, likeness, remarks or {}, sense):
        for n, share in part.shares.items():
            linked[n, part.at] = share
    return linked


def answered(linked: Array, said: Sequence[Evidence]) -> NDArray[np.bool_]:
    """Needs x statements: whether it is known that the statement answers the need.

    Parameters
    ----------
    linked
        What `links` gives; zero for statements of other documents.
    said
        The statements. Who only asks along, or gives nothing to use, has not answered.
    """
    if not linked.size:
        return linked > 0
    gives = np.array([statement.offer and not statement.act for statement in said], dtype=bool)
    ranked = np.sort(linked, axis=0)[::-1]
    second = ranked[1] if len(ranked) > 1 else np.zeros(linked.shape[1])
    known = (linked >= SURE) & (linked == ranked[0]) & (ranked[0] - second >= LEAD)
    sure: NDArray[np.bool_] = known & gives
    return sure


def reasons(
    needs: Sequence[Need],
    said: Sequence[Evidence],
    likeness: Array,
    remarks: Mapping[int, Array] | None = None,
    sense: Array | None = None,
) -> dict[int, dict[int, tuple[float, dict[str, float]]]]:
    """Statement -> need -> its share, and the signals with their points; for explanations."""
    return {
        at: {n: (share, part.points[n]) for n, share in part.shares.items()}
        for part in _weighed(needs, said, likeness, remarks or {}, sense)
        for at in part.at
    }


def _weighed(
    needs: Sequence[Need],
    said: Sequence[Evidence],
    likeness: Array,
    remarks: Mapping[int, Array],
    sense: Array | None,
) -> list[Part]:
    """Parts of turns that may answer something, with their shares."""
    asked = [of_question(need, said) for need in needs]
    parts = parts_of(needs, said, asked)
    read_with = {at for need in needs for at, _ in need.context}
    place = Places(needs, said, asked, parts)
    for part in parts:
        for n in part.open:
            part.points[n] = _points(part, n, needs, said, asked, likeness, place, sense)
        part.aside = _aside(said, part, remarks, read_with)
        _share(part)
    taking: dict[int, list[tuple[str, float]]] = defaultdict(list)  # need -> who takes how much of it
    for part in parts:
        for n, share in part.shares.items():
            taking[n].append((said[part.at[0]].member, share))
    # Once more, now that it is known what the others answer: who is left takes what is left.
    for part in parts:
        if len(part.open) == 1:
            continue
        for n in part.open:
            member = said[part.at[0]].member  # who may well go on about the same
            others = (share for other, share in taking[n] if other != member)
            taken = max(others, default=0.0)
            part.points[n]["wanting"] = WEIGHTS["wanting"] * (1.0 - taken)
    for part in parts:
        _share(part)
    return parts


def _share(part: Part) -> None:
    """Turn points into shares."""
    if part.follows is not None and part.follows.shares:
        for n, share in part.follows.shares.items():
            if n in part.points:
                part.points[n]["goes-on"] = WEIGHTS["goes-on"] * share
    total = {n: sum(points.values()) for n, points in part.points.items()}
    highest = max(*total.values(), part.aside, -99.0)
    weighed = {n: math.exp(points - highest) for n, points in total.items()}
    whole = sum(weighed.values()) + math.exp(part.aside - highest)
    part.shares = {n: value / whole for n, value in weighed.items()}


def _points(
    part: Part,
    n: int,
    needs: Sequence[Need],
    said: Sequence[Evidence],
    asked: Sequence[Profile],
    likeness: Array,
    place: Places,
    sense: Array | None,
) -> dict[str, float]:
    """Signals of one part and one need, weighed; those that are not there left out."""
    need, first, profile = needs[n], said[part.at[0]], part.profile
    here = [o for o in part.open if needs[o].seeker == need.seeker]
    others = [o for o in here if o != n]
    nearest = max(part.open, key=lambda o: needs[o].statements[-1])
    things = shared(profile.matter, asked[n].matter)
    met = profile.kinds & asked[n].kinds
    under = n == nearest and n not in place.gathered
    values = {
        "likeness": float(likeness[n, part.at].max()),
        "sense": _lead(sense, n, here, part.at) if sense is not None else 0.0,
        "topic": float(bool(set(need.topics) & set().union(*(said[at].told for at in part.at)))),
        "matter": min(2.0, sum(_rare(word, [asked[o].matter for o in others]) for word in things)),
        "kind": min(2.0, sum(_rare(kind, [asked[o].kinds for o in others]) for kind in met)),
        "unasked": float("company" in profile.kinds and "company" not in asked[n].kinds),
        "no-figure": float(
            bool(asked[n].kinds & FIGURES)
            and not profile.kinds & FIGURES
            and not all(asked[o].kinds & FIGURES for o in here)
        ),
        "number": float(profile.number in place.number(n, need, asked[n])) if profile.number else 0.0,
        "about": float(bool(shared(profile.about, asked[n].matter))),
        "addressed": float(
            need.block != first.block and any(need.seeker in said[at].addresses for at in part.at)
        ),
        "under": float(under),
        "last": float(n == nearest and not under),
        "next": float(part.turn - need.turn <= 1 and n not in place.gathered),
        "block": float(need.block == first.block),
        "asked-back": float(_asked_back(need, first)),
    }
    return {name: WEIGHTS[name] * value for name, value in values.items() if value}


def _lead(sense: Array, n: int, here: Sequence[int], at: Sequence[int]) -> float:
    """How much nearer in meaning a part is to one need than to the seeker's others."""
    near = sense[np.ix_(list(here), list(at))].max(axis=1)
    return float(near[list(here).index(n)] - near.mean())


def _asked_back(need: Need, first: Evidence) -> bool:
    """Whether the need is a question back to a replier, or was put to the block's owner, who now speaks."""
    return bool(need.reply_to) and (need.reply_to != first.member or not first.reply_to)


def _rare(item: str, others: Sequence[frozenset[str]]) -> float:
    """1 where only one need has it, less the more needs have it, 0 where all have it."""
    if not others:
        return 0.5
    return 1.0 - sum(item in other for other in others) / len(others)


def _aside(said: Sequence[Evidence], part: Part, remarks: Mapping[int, Array], read_with: set[int]) -> float:
    """What speaks for a reply's being to a remark of the block, minus infinity where nothing does."""
    first = said[part.at[0]]
    points = [-math.inf]
    for at, like in remarks.items():
        remark = said[at]
        if (
            remark.member == first.reply_to
            and remark.block == first.block
            and at < part.at[0]
            and at not in read_with
        ):
            point = WEIGHTS["likeness"] * float(like[part.at].max()) + ASIDE
            points.append(point + 1.0 * (part.turn - remark.turn <= 1))
    return max(points)
