"""Which proposals are sure enough to act on: what a digest and a letter are made of.

The table ``matches`` holds every proposal worth a look. Here is decided which of them the office can
act on without looking further: the score is high, the need still stands, and what speaks for a helper
of another round is about the same thing in so many words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pipeline import words as wordforms
from pipeline.matching.concepts import concepts, kinds
from pipeline.matching.similarity import rarity
from pipeline.rows import Row
from pipeline.topics import load_topics

#: Proposals of this score were right nine times in ten in the tidy example rounds.
SURE: Final = 0.8
#: Below this a proposal is not told in summaries and topic pages; the page shows it all the same.
FAIR: Final = 0.3
#: Below this no letter is drafted.
LETTER: Final = 0.5
#: A need that nobody has repeated for so long is no longer acted on; rounds a year apart are still near.
_STANDS: Final = timedelta(days=400)
#: One thing for each member: who has it has just what another asks about.
SINGLE: Final = frozenset({"co2_budget", "climate_fee", "panorama"})
#: A word so rare says what a statement is about ("trähus", not "vi" or "kommun").
_RARE: Final = 5.0
_SHORTEST: Final = 4
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Introduction:
    """A request, and a proposal to act on."""

    request: Row
    match: Row


def expired(request: Row, today: str, last_asked: str = "") -> bool:
    """Whether a request is too late to act on: its day is past, or it was asked long ago.

    Parameters
    ----------
    request
        A row of `requests`.
    today
        Date of the latest round; without one nothing has expired.
    last_asked
        Date of the round that asked it last, where that is known.

    Examples
    --------
    >>> expired({"date": "2021-03-23", "due": "2021-04-01"}, "2021-09-01")
    True
    >>> expired({"date": "2021-03-23", "due": ""}, "2021-09-01")
    False
    """
    if not today:
        return False
    if request.get("due") and request["due"] < today:
        return True
    asked = last_asked or request["date"]
    try:
        return date.fromisoformat(today) - date.fromisoformat(asked) > _STANDS
    except ValueError:
        return False


def sure(match: Row, request: Row, evidence: Row | None) -> bool:
    """Whether a proposal is sure enough to act on without looking further.

    Parameters
    ----------
    match
        A row of `matches`.
    request
        The request it is for.
    evidence
        The statement that speaks for the helper; unknown where it is None.
    """
    said_so = match["evidence_text"].rstrip()
    asks = said_so.endswith("?") or (evidence is not None and evidence.get("request"))
    if match["score"] < SURE or asks or kinds().lacks(_forms(said_so)):
        return False
    if match["evidence_date"] == request["date"]:
        return about_it(match, request, evidence)
    shared = set(request["topics"]) & set(evidence["topics"] if evidence is not None else ())
    # Of another round: one thing that it has, or an offer in words that name what is asked for.
    if SINGLE & shared:
        return bool({"done", "offered"} & set(match["reasons"]))
    return "offered" in match["reasons"] and same_thing(request["text"], match["evidence_text"])


def about_it(match: Row, request: Row, evidence: Row | None) -> bool:
    """Whether the words that speak for a helper are about what is asked: a topic or a thing of both."""
    shared = set(request["topics"]) & set(evidence["topics"] if evidence is not None else ())
    return bool(shared) or same_thing(request["text"], match["evidence_text"])


def same_thing(asked: str, said: str) -> bool:
    """Whether two texts name one thing: a rare word, a part of one, or a concept of both.

    Examples
    --------
    >>> same_thing("Har någon räknat på våtmarker?", "Vi har återställt två våtmarker.")
    True
    >>> same_thing("Hur gör ni med distansmöten?", "Skolköken har gått över till bönor.")
    False
    """
    (asked_words, asked_things), (said_words, said_things) = _named(asked), _named(said)
    return bool(asked_words & said_words or asked_things & said_things)


def best(proposals: Iterable[Introduction], most: int) -> list[Introduction]:
    """The strongest, each seeker and each helper once.

    Parameters
    ----------
    proposals
        Those that are sure; see `sure`.
    most
        How many at most.
    """
    ranked = sorted(proposals, key=lambda made: (-_strength(made), made.request["request_id"]))
    chosen: list[Introduction] = []
    seekers: set[str] = set()
    helpers: set[str] = set()
    for made in ranked:
        seeker, helper = made.match["seeker"], made.match["helper"]
        if seeker not in seekers and helper not in helpers:
            chosen.append(made)
            seekers.add(seeker)
            helpers.add(helper)
    return chosen[:most]


def _strength(made: Introduction) -> float:
    """The score; what the round itself holds, and what was offered, counts more."""
    match = made.match
    own = match["evidence_date"] == made.request["date"]
    offered = bool({"offered", "replied"} & set(match["reasons"]))
    return float(match["score"] + 0.15 * own + 0.1 * offered)


def _forms(text: str) -> list[str]:
    return [form.lower() for form in _WORD.findall(text)]


def _named(text: str) -> tuple[set[str], set[str]]:
    forms = _forms(text)
    table = rarity()
    rare = set()
    for lemma in wordforms.content_words(forms):
        pieces = wordforms.parts(lemma)
        rare |= {piece for piece in pieces if len(pieces) > 1 and table.weight(f"p:{piece}") >= _RARE}
        if table.weight(lemma) >= _RARE:
            rare.add(lemma)
    finder = concepts()
    fields = {topic.id for topic in load_topics().topics}  # a whole field of work is no thing
    things = {
        name
        for name, amount in finder.find(forms).items()
        if amount == 1 and name not in fields and not finder.entries[name].wide
    }
    return {word for word in rare if len(word) >= _SHORTEST}, things
