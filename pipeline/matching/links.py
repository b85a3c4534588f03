"""Links from needs to statements: what helps, what asks the same, what the seeker says of it later."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ResourceError
from pipeline.lexicon import RESOURCES
from pipeline.matching.across import NEAR, SIGNALS, Pairs, Reading, Said, likeness, squeeze

WEIGHTS: Final = RESOURCES.parent / "models" / "across.json"
FORMAT: Final = 1
#: Least likeness of a need with what another member asks or plans, and with what its seeker says later.
_SAME, _OWN = 0.25, 0.1
#: Documents whose needs are compared at once: more would need more memory.
_AT_ONCE: Final = 8


class LinkKind(StrEnum):
    """What a statement is to a need."""

    HELP = "help"  # it may answer
    SAME = "same"  # it asks for something like it
    PLANS = "plans"  # its speaker is on the way to the same thing
    OWN = "own"  # the seeker itself says it, in another round


class Link(NamedTuple):
    """A need, a statement, what that is to the need, and how much so (0 to 1)."""

    need_id: str
    statement_id: str
    kind: str
    score: float


#: Links of a pair of documents as bytes: many rounds have millions, of which few are looked at.
#: Numbers of the need and the statement in their documents, place in `KINDS`, score times 10 000.
PACKED: Final = np.dtype([("need", "<u4"), ("said", "<u4"), ("kind", "u1"), ("score", "<u2")])
KINDS: Final = tuple(LinkKind)
_UNIT: Final = 10_000
_PLACE: Final = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Item:
    """One document as links are made of it: ids and speakers of its needs and statements.

    Attributes
    ----------
    document_id
        The document.
    needs, seekers
        Ids of its needs, and who has them.
    said, speakers, replies
        Ids of its statements, who says them, and whether they answer somebody.
    reading
        What is compared.
    """

    document_id: str
    needs: tuple[str, ...]
    seekers: tuple[str, ...]
    said: tuple[str, ...]
    speakers: tuple[str, ...]
    replies: tuple[bool, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the signals, and what a score must reach.

    Attributes
    ----------
    answer, answer_answered
        Least score of an answer, to a need that is open and to one that was answered at the table.
    answer_alone, lead
        Least score of an answer on a matter that is no topic, where no other member comes near: its
        score is at least `lead` times the next one's. Such matters have few words in common with
        anything, so that what is near at all is most often meant.
    told
        Least score of what a member tells in the same round without offering or replying.
    near_best
        Least share of the need's best score.
    most
        Answers of other rounds at most.
    keep
        Least score that is remembered at all.
    """

    vector: NDArray[np.float64]
    intercept: float
    answer: float
    answer_answered: float
    answer_alone: float
    lead: float
    told: float
    near_best: float
    most: int
    keep: float


@lru_cache(maxsize=1)
def weights(path: Path = WEIGHTS) -> Weights:
    """The shipped weights, loaded once."""
    data = json.loads(path.read_text(encoding="utf-8"))
    if data.get("format") != FORMAT or set(data["weights"]) != set(SIGNALS):
        raise ResourceError(path, 0, "made for another version of Runda; fit it again")
    return Weights(
        vector=np.array([float(data["weights"][name]) for name in SIGNALS]),
        intercept=float(data["intercept"]),
        answer=float(data["answer"]),
        answer_answered=float(data["answer_answered"]),
        answer_alone=float(data["answer_alone"]),
        lead=float(data["lead"]),
        told=float(data["told"]),
        near_best=float(data["near_best"]),
        most=int(data["most"]),
        keep=float(data["keep"]),
    )


class Linker:
    """Links any needs with what some documents say.

    Parameters
    ----------
    said
        The documents whose statements are looked at.
    """

    def __init__(self, said: Sequence[Item]) -> None:
        self._items = said
        self._said = Said([item.reading for item in said])

    def link(self, asked: Sequence[Item]) -> dict[tuple[str, str], bytes]:
        """Links of the needs of `asked`.

        Returns
        -------
        dict
            (document of the need, document of the statement) -> links (`PACKED`), in order; every
            pair of documents is there.
        """
        found = {(a.document_id, s.document_id): b"" for a in asked for s in self._items}
        for start in range(0, len(asked), _AT_ONCE):
            some = asked[start : start + _AT_ONCE]
            found |= _sort(some, self._items, self._said.pairs([item.reading for item in some]))
        return found


def link(asked: Item, said: Item) -> list[Link]:
    """Links of the needs of one document with the statements of another; see `Linker.link`."""
    packed = Linker([said]).link([asked])[asked.document_id, said.document_id]
    return [
        Link(asked.needs[need], said.said[statement], str(KINDS[kind]), score / _UNIT)
        for need, statement, kind, score in np.frombuffer(packed, PACKED).tolist()
    ]


def _sort(asked: Sequence[Item], said: Sequence[Item], told: Pairs) -> dict[tuple[str, str], bytes]:
    """Put the pairs that are links where they belong."""
    if not len(told.need):
        return {}
    signals = {name: told.signals[:, column] for column, name in enumerate(SIGNALS)}
    w = weights()
    helps = np.round(squeeze((told.signals * w.vector).sum(axis=1) + w.intercept), 4)
    like = np.round(likeness(signals["lemma"], signals["part"], signals["object"], signals["lemma_peak"]), 4)
    code = {"": 0}
    seeker = np.array([code.setdefault(name, len(code)) for item in asked for name in item.seekers])
    speaker = np.array([code.setdefault(name, len(code)) for item in said for name in item.speakers])
    own = seeker[told.need] == speaker[told.said]
    nameless = speaker[told.said] == 0
    reply = np.array([flag for item in said for flag in item.replies], dtype=bool)[told.said]
    company = np.array(["company" in wants for item in asked for wants in item.reading.wants], dtype=bool)
    near = np.maximum.reduce([signals["object"], signals["part"], signals["lemma"]])
    helping = (
        (near >= NEAR)
        & (signals["asks"] == 0)
        & (signals["lacks"] == 0)
        & ~(reply & (np.maximum(signals["lemma"], signals["part"]) < 0.12))
        & ~company[told.need]
        & (helps >= w.keep)
    )
    kinds = np.select(
        [
            own & (like >= _OWN),
            ~own & helping,
            ~own & (signals["asks"] > 0) & (like >= _SAME),
            ~own & (signals["done"] == 0) & (signals["lacks"] == 0) & (like >= _SAME) & (near >= 0.3),
        ],
        [_PLACE[LinkKind.OWN], _PLACE[LinkKind.HELP], _PLACE[LinkKind.SAME], _PLACE[LinkKind.PLANS]],
        -1,
    )
    document, need = _numbered([len(item.needs) for item in asked])
    other, statement = _numbered([len(item.said) for item in said])
    code = {}
    whose = np.array([code.setdefault(item.document_id, len(code)) for item in (*asked, *said)])
    same = whose[: len(asked)][document[told.need]] == whose[len(asked) :][other[told.said]]
    inside = (kinds == _PLACE[LinkKind.HELP]) | (kinds == _PLACE[LinkKind.SAME])
    at = np.flatnonzero((kinds >= 0) & ~nameless & (~same | inside))
    kind, a, s = kinds[at], told.need[at], told.said[at]
    points = np.rint(np.where(kind == _PLACE[LinkKind.HELP], helps[at], like[at]) * _UNIT).astype(np.int64)
    # Of what one member says in one document, the best is all that is asked for; of the seeker's own, all.
    one = np.where(kind == _PLACE[LinkKind.OWN], len(speaker) + s, speaker[s])
    order = np.lexsort((s, -points, one, kind, other[s], a))
    keys = np.stack([a, other[s], kind, one])[:, order]
    kept = order[np.diff(keys, axis=1, prepend=-1).any(axis=0)]
    kept = kept[np.lexsort((kind[kept], s[kept], a[kept], other[s[kept]], document[a[kept]]))]
    packed = np.zeros(len(kept), PACKED)
    packed["need"], packed["said"] = need[a[kept]], statement[s[kept]]
    packed["kind"], packed["score"] = kind[kept], points[kept]
    pairs = document[a[kept]] * len(said) + other[s[kept]]
    starts: list[int] = np.flatnonzero(np.diff(pairs, prepend=-1)).tolist()
    return {
        (asked[pairs[i] // len(said)].document_id, said[pairs[i] % len(said)].document_id): packed[
            i:j
        ].tobytes()
        for i, j in pairwise([*starts, len(pairs)])
    }


def _numbered(lengths: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For things in groups, one after the other: each one's group, and its number in it."""
    group = np.repeat(np.arange(len(lengths)), lengths)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])[:-1]
    return group, np.arange(len(group)) - starts[group]
