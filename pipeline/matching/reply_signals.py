"""What a need asks for, and what a reply tells: the profiles that `replies` holds against each other."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.answering import Profile, kinds_asked, matter, of_answer
from pipeline.matching.evidence import Evidence
from pipeline.matching.needs import Need


def of_question(need: Need, said: Sequence[Evidence]) -> Profile:
    """What a need asks for."""
    asking = [word for at in need.statements for word in said[at].words]
    around = [word for at, share in need.context if share >= 0.4 for word in said[at].words]
    number, at = 0, need.statements[0]
    while not number and at >= 0 and said[at].turn == need.turn:
        number, at = said[at].number, at - 1
    return Profile(matter(asking) or matter(around), kinds_asked(asking), number)


def of_reply(statements: Sequence[Evidence]) -> Profile:
    """What a reply, or a part of it, tells."""
    told = [of_answer(one.words, one.text, one.number) for one in statements]
    # Of who only agrees, the words are no answer of any kind.
    kinds = frozenset().union(*(one.kinds for one, s in zip(told, statements, strict=True) if not s.act))
    return Profile(
        matter=frozenset().union(*(one.matter for one in told)),
        kinds=kinds - {"count"} if "money" in kinds else kinds,
        number=next((one.number for one in told if one.number), 0),
        about=next((one.about for one in told if one.about), frozenset()),
    )
