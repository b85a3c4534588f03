"""Links from needs to statements: what helps, what asks the same, what the seeker says of it later."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

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


@dataclass(frozen=True, slots=True)
class Link:
    """A need, a statement, what that is to the need, and how much so (0 to 1)."""

    need_id: str
    statement_id: str
    kind: str
    score: float


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

    def link(self, asked: Sequence[Item]) -> dict[tuple[str, str], list[Link]]:
        """Links of the needs of `asked`.

        Returns
        -------
        dict
            (document of the need, document of the statement) -> links, in order; every pair of
            documents is there.
        """
        found: dict[tuple[str, str], list[Link]] = {
            (a.document_id, s.document_id): [] for a in asked for s in self._items
        }
        for start in range(0, len(asked), _AT_ONCE):
            some = asked[start : start + _AT_ONCE]
            _sort(some, self._items, self._said.pairs([item.reading for item in some]), found)
        return found


def link(asked: Sequence[Item], said: Sequence[Item]) -> dict[tuple[str, str], list[Link]]:
    """Links of the needs of `asked` with the statements of `said`; see `Linker.link`."""
    return Linker(said).link(asked)


def _sort(
    asked: Sequence[Item], said: Sequence[Item], told: Pairs, found: dict[tuple[str, str], list[Link]]
) -> None:
    """Put the pairs that are links where they belong."""
    if not len(told.need):
        return
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
        ((signals["done"] > 0) | (signals["offer"] > 0))
        & (near >= NEAR)
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
        [1, 2, 3, 4],
        0,
    )
    names = ("", LinkKind.OWN, LinkKind.HELP, LinkKind.SAME, LinkKind.PLANS)
    need_ids = [(item.document_id, need) for item in asked for need in item.needs]
    said_ids = [(item.document_id, statement) for item in said for statement in item.said]
    speakers = [name for item in said for name in item.speakers]
    best: dict[tuple[str, str, str, str], tuple[str, Link]] = {}
    for at in np.flatnonzero((kinds > 0) & ~nameless):
        document, need = need_ids[told.need[at]]
        other, statement = said_ids[told.said[at]]
        kind = names[int(kinds[at])]
        if document == other and kind is not LinkKind.HELP:
            continue
        score = float(helps[at] if kind is LinkKind.HELP else like[at])
        made = Link(need, statement, str(kind), score)
        if kind is LinkKind.OWN:
            found[document, other].append(made)
            continue
        # Of what one member says in one document, the best is all that is asked for.
        key = (need, other, speakers[told.said[at]], str(kind))
        if key not in best or score > best[key][1].score:
            best[key] = (document, made)
    for (_, other, _, _), (document, made) in best.items():
        found[document, other].append(made)
