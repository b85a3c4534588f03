"""Which statements of a paragraph are read together, because they are about one matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from pipeline.matching.evidence import Evidence
from pipeline.matching.needs import ONE_THING, Need
from pipeline.matching.similarity import rarity

#: How much a statement counts for its neighbour, and the least that still counts.
_NEIGHBOUR: Final = 0.6
_LEAST: Final = 0.3
#: Words that point back to the sentence before, and first words that do.
POINTING: Final = frozenset(
    ["den", "dem", "denna", "detta", "dessa", "båda", "samma", "dit", "dess", "deras"]
)
POINTING_FIRST: Final = frozenset(["det", "de", "där", "då", "men", "så"])
#: Dictionary forms of a statement that names little of its own.
_BARE: Final = 4
#: Statements of a paragraph that is about one matter.
_SHORT_PARAGRAPH: Final = 3
#: Least weight of a word that two sentences about one matter share.
_RARE: Final = 3.5

#: Terms of a statement in each space, as `similarity.terms` gives them.
Terms = Mapping[str, Mapping[str, float]]


def goes_on(said: Sequence[Evidence], texts: Sequence[Terms]) -> list[bool]:
    """Whether each statement goes on about the matter of the one before it.

    A short paragraph is about one matter. Where a member's whole report is one paragraph, most sentences
    begin a new one: one goes on where it points back ("den", "där"), shares a thing or a rare word, or
    names nothing of its own.
    """
    length = Counter(statement.turn for statement in said)
    return [
        at > 0
        and (said[at - 1].turn, said[at - 1].member) == (said[at].turn, said[at].member)
        and (length[said[at].turn] <= _SHORT_PARAGRAPH or _same_matter(said[at], texts[at - 1], texts[at]))
        for at in range(len(said))
    ]


def _same_matter(said: Evidence, before: Terms, here: Terms) -> bool:
    if not POINTING.isdisjoint(said.words) or not POINTING_FIRST.isdisjoint(said.words[:1]):
        return True
    if not here["object"].keys().isdisjoint(before["object"]):
        return True
    weight = rarity().weight
    shared = [term for name in ("part", "lemma") for term in here[name] if term in before[name]]
    if any(weight(term) >= _RARE for term in shared):
        return True
    return len(here["lemma"]) <= _BARE and not here["object"] and not said.topics


def belongs(need: Need, at: int, said: Sequence[Evidence], joined: Sequence[bool]) -> bool:
    """Whether a statement near a question is about its matter."""
    first, last = need.statements[0], need.statements[-1]
    if said[at].turn != need.turn:  # a question that says nothing by itself
        return True
    between = range(at + 1, first + 1) if at < first else range(last + 1, at + 1)
    return all(joined[other] for other in between)


def with_matter(need: Need, said: Sequence[Evidence], joined: Sequence[bool]) -> Need:
    """A need that knows its matter's topics: what it asks "it" of stands in the sentence before."""
    about = dict.fromkeys(need.topics)
    if not ONE_THING.intersection(about):
        for at, _ in need.context:
            if belongs(need, at, said, joined):
                about.update(dict.fromkeys(sorted(said[at].topics)))
    return replace(need, about=tuple(about))


def window(said: Sequence[Evidence], joined: Sequence[bool], at: int) -> list[tuple[int, float]]:
    """The statements that are read with one: those of its matter, less the further away."""
    found = [(at, 1.0)]
    for step in (1, -1):
        share = _NEIGHBOUR
        other = at + step
        while 0 <= other < len(said) and share >= _LEAST:
            if not joined[max(other, other - step)]:
                break
            found.append((other, share))
            share *= _NEIGHBOUR
            other += step
    return found
