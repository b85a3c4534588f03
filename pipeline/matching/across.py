"""Nearness of a need and a statement of another round, one pair at a time.

Within a round, matching compares the members with each other. Over rounds that would make every
proposal depend on every document, so that a new round could change old answers without having
anything to say on them, and adding one would cost as much as starting anew. Here a pair's score
depends on nothing but the pair: rounds can be compared two and two, in any order, once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from spacy.tokens import Doc

from pipeline import words as wordforms
from pipeline.matching.concepts import kinds
from pipeline.matching.evidence import Evidence, evidence
from pipeline.matching.needs import ONE_THING, Need, needs
from pipeline.matching.planes import REACHED
from pipeline.matching.similarity import rarity, texts_of
from pipeline.matching.windows import belongs, goes_on, window
from pipeline.vectors import load_vectors

Array = NDArray[np.float64]
#: Spaces that are compared.
SPACES: Final = ("lemma", "part", "object", "specific")
#: Least cosine, in lemmas, parts or things, of a pair that is looked at at all.
NEAR: Final = 0.08
#: Names of a pair's signals, in order.
SIGNALS: Final = (
    "lemma", "lemma_cover", "lemma_peak", "part", "part_cover", "part_peak", "object", "object_cover",
    "object_peak", "specific", "sense", "topic", "topic_started", "offer", "offer_near",
    "kind", "kind_near", "done", "done_near", "considering", "asks", "asks_near", "lacks", "lacks_near",
    "short", "core_cover",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse rows over terms that are known by a number of 62 bits, the same in every run."""

    pointers: NDArray[np.int64]
    terms: NDArray[np.int64]
    values: Array


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document's needs and statements are, ready to be compared with other documents'.

    Attributes
    ----------
    asked, said
        Per space: rows of the needs (with their context) and of the statements, weighted.
    core
        Lemmas of the asking statements alone.
    asked_sense, said_sense
        Vectors of their words.
    wants, gives
        Kinds of help asked for and shown, as sets of names.
    topics_asked, topics_said
        Topics that are one thing.
    reached
        How far the speaker is on its topics and on the whole: 0 to 4.
    flags
        Statements x (offer, request, lacks, short).
    """

    asked: Mapping[str, Rows]
    said: Mapping[str, Rows]
    core: Rows
    asked_sense: Array
    said_sense: Array
    wants: tuple[frozenset[str], ...]
    gives: tuple[frozenset[str], ...]
    topics_asked: tuple[frozenset[str], ...]
    topics_said: tuple[frozenset[str], ...]
    reached: NDArray[np.int64]
    flags: Array


@lru_cache(maxsize=1 << 16)
def term_number(term: str) -> int:
    """A term's number: from its letters alone."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "big") >> 2


def _rows(texts: Sequence[Mapping[str, float]]) -> Rows:
    pointers, terms, values = [0], [], []
    table = rarity()
    for text in texts:
        numbered = sorted((term_number(term), amount * table.weight(term)) for term, amount in text.items())
        terms += [number for number, _ in numbered]
        values += [value for _, value in numbered]
        pointers.append(len(terms))
    return Rows(
        np.array(pointers, dtype=np.int64),
        np.array(terms, dtype=np.int64),
        np.array(values, dtype=np.float64),
    )


def _joined(texts: Sequence[Mapping[str, float]], parts: Sequence[tuple[int, float]]) -> dict[str, float]:
    whole: dict[str, float] = {}
    for at, share in parts:
        for term, amount in texts[at].items():
            whole[term] = max(whole.get(term, 0.0), share * amount)
    return whole


def read(doc: Doc) -> tuple[list[Need], list[Evidence], Reading]:
    """A document's needs, statements, and what is compared of them."""
    asked, said = needs(doc), evidence(doc)
    return asked, said, reading(asked, said)


def reading(asked: Sequence[Need], said: Sequence[Evidence]) -> Reading:
    """What is compared of needs and statements."""
    texts = texts_of([statement.words for statement in said])
    joined = goes_on(said, texts)
    parts = [
        [(at, 1.0) for at in need.statements]
        + [(at, share) for at, share in need.context if belongs(need, at, said, joined)]
        for need in asked
    ]
    windows = [window(said, joined, at) for at in range(len(said))]
    how = kinds()
    vectors = load_vectors()
    sense = vectors.matrix([wordforms.content_words(s.words) for s in said]).astype(np.float64)
    asked_sense = np.zeros((len(asked), sense.shape[1] if len(said) else 1))
    for n, pieces in enumerate(parts):
        for at, share in pieces:
            asked_sense[n] += share * sense[at]
    said_sense = np.zeros_like(sense)
    for at, shares in enumerate(windows):
        for other, share in shares:
            said_sense[at] += share * sense[other]
    said_sense /= np.maximum(np.sqrt((said_sense**2).sum(axis=1)), 1e-9)[:, None]
    lengths = np.maximum(np.sqrt((asked_sense**2).sum(axis=1)), 1e-9)
    return Reading(
        asked={
            name: _rows([_joined([t[name] for t in texts], pieces) for pieces in parts]) for name in SPACES
        },
        said={
            name: _rows([_joined([t[name] for t in texts], window) for window in windows]) for name in SPACES
        },
        core=_rows(
            [_joined([t["lemma"] for t in texts], [(at, 1.0) for at in need.statements]) for need in asked]
        ),
        asked_sense=asked_sense / lengths[:, None],
        said_sense=said_sense,
        wants=tuple(
            frozenset(how.asked([w for at in need.statements for w in said[at].words])) for need in asked
        ),
        gives=tuple(
            frozenset().union(*(how.given(said[at].words) for at, _ in window)) for window in windows
        ),
        topics_asked=tuple(frozenset(need.topics) & ONE_THING for need in asked),
        topics_said=tuple(
            frozenset().union(*(said[at].topics for at, _ in window)) & ONE_THING for window in windows
        ),
        reached=np.array(
            [max([REACHED[s.stage], *(REACHED[stage] for stage in s.stages.values())]) for s in said],
            dtype=np.int64,
        ),
        flags=np.array(
            [
                [
                    any(said[other].offer for other, _ in windows[at]),
                    s.request,
                    how.lacks(s.words),
                    len(s.words) < 6,
                ]
                for at, s in enumerate(said)
            ],
            dtype=np.float64,
        ).reshape(len(said), 4),
    )


class _Space:
    """What is said, over one numbering of terms, ready for any number of needs."""

    def __init__(self, said: Sequence[Rows]) -> None:
        self._every = np.unique(np.concatenate([rows.terms for rows in said] or [np.zeros(0, np.int64)]))
        self.said = self._stack(said)
        self.held = self.said.copy()
        self.held.data = np.ones_like(self.held.data)
        self.said_turned, self.held_turned = self.said.T.tocsr(), self.held.T.tocsr()
        self.columns = self.held.tocsc()
        self.norms = _norms(self.said)

    def asked(self, asked: Sequence[Rows]) -> _Asked:
        """Rows of needs over the same numbering; terms that nobody says count in their lengths only."""
        values = np.concatenate([rows.values for rows in asked] or [np.zeros(0)])
        pointers = _pointers(asked)
        which = np.repeat(np.arange(len(pointers) - 1), np.diff(pointers))
        squares = np.bincount(which, weights=values**2, minlength=len(pointers) - 1)
        sums = np.bincount(which, weights=values, minlength=len(pointers) - 1)
        return _Asked(
            self._stack(asked), np.maximum(np.sqrt(squares), 1e-9), np.maximum(sums, 1e-9).astype(np.float64)
        )

    def _stack(self, parts: Sequence[Rows]) -> sparse.csr_matrix:
        terms = np.concatenate([rows.terms for rows in parts] or [np.zeros(0, np.int64)])
        values = np.concatenate([rows.values for rows in parts] or [np.zeros(0)])
        pointers = _pointers(parts)
        places = np.searchsorted(self._every, terms)
        known = np.zeros(len(terms), dtype=bool)
        inside = places < len(self._every)
        known[inside] = self._every[places[inside]] == terms[inside]
        kept = np.concatenate([np.zeros(1, np.int64), np.cumsum(known)])[pointers]
        shape = (len(pointers) - 1, max(1, len(self._every)))
        return sparse.csr_matrix((values[known], places[known], kept), shape=shape)


@dataclass(frozen=True, slots=True)
class _Asked:
    rows: sparse.csr_matrix
    norms: Array
    sums: Array


def _pointers(parts: Sequence[Rows]) -> NDArray[np.int64]:
    found, start = [np.zeros(1, dtype=np.int64)], 0
    for rows in parts:
        found.append(rows.pointers[1:] + start)
        start += len(rows.terms)
    return np.concatenate(found)


def _norms(matrix: sparse.csr_matrix) -> Array:
    norms: Array = np.maximum(np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()), 1e-9)
    return norms


def _at(matrix: sparse.csr_matrix, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Array:
    if not matrix.nnz:  # SciPy gives back a matrix, not numbers, then
        return np.zeros(len(rows))
    return np.asarray(matrix[rows, columns]).ravel().astype(np.float64)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a need and a statement that are near, and their signals (pairs x `SIGNALS`)."""

    need: NDArray[np.int64]
    said: NDArray[np.int64]
    signals: Array


class Said:
    """What documents say, ready to be compared with the needs of any others."""

    def __init__(self, said: Sequence[Reading]) -> None:
        self._readings = said
        self._spaces = {name: _Space([r.said[name] for r in said]) for name in SPACES}
        self._core = self._spaces["lemma"]
        senses = [r.said_sense for r in said if len(r.said_sense)]
        self._sense = np.concatenate(senses) if senses else np.zeros((0, 1))
        self._gives = [g for r in said for g in r.gives]
        self._topics = [t for r in said for t in r.topics_said]
        self._reached = np.concatenate([np.zeros(0, np.int64), *(r.reached for r in said)])
        self._flags = np.concatenate([np.zeros((0, 4)), *(r.flags for r in said)])

    def pairs(self, asked: Sequence[Reading]) -> Pairs:
        """All pairs of the needs of `asked` with a statement that is near in words or things."""
        rows = {name: space.asked([r.asked[name] for r in asked]) for name, space in self._spaces.items()}
        near = {name: _cosine(rows[name], self._spaces[name]) for name in SPACES}
        close = near["lemma"].maximum(near["part"]).maximum(near["object"]).tocoo()
        kept = np.flatnonzero(close.data >= NEAR)
        order = np.lexsort((close.col[kept], close.row[kept]))
        n, s = close.row[kept][order].astype(np.int64), close.col[kept][order].astype(np.int64)
        if not len(n):
            return Pairs(n, s, np.zeros((0, len(SIGNALS))))
        core = self._core.asked([r.core for r in asked])
        values = {name: _at(matrix, n, s) for name, matrix in near.items()}
        for name in ("lemma", "part", "object"):
            space, need = self._spaces[name], rows[name]
            values[f"{name}_cover"] = _at(need.rows @ space.held_turned, n, s) / need.sums[n]
            values[f"{name}_peak"] = _peaks(need.rows, space.columns, n, s) / rarity().highest
        values["core_cover"] = _at(core.rows @ self._core.held_turned, n, s) / core.sums[n]
        return Pairs(n, s, self._signals(asked, values, n, s))

    def _signals(
        self, asked: Sequence[Reading], near: dict[str, Array], n: NDArray[np.int64], s: NDArray[np.int64]
    ) -> Array:
        sense_asked = np.concatenate([r.asked_sense for r in asked if len(r.asked_sense)])
        wants = [w for r in asked for w in r.wants]
        topics = [t for r in asked for t in r.topics_asked]
        pairs = list(zip(n.tolist(), s.tolist(), strict=True))
        kind = np.array([not wants[a].isdisjoint(self._gives[b]) for a, b in pairs], dtype=float)
        topic = np.array([not topics[a].isdisjoint(self._topics[b]) for a, b in pairs], dtype=float)
        reached = self._reached[s]
        offer, asks, lacks, short = self._flags[s].T
        done = (reached >= REACHED["ongoing"]).astype(float)
        like = likeness(near["lemma"], near["part"], near["object"], near["lemma_peak"])
        columns = near | {
            "sense": np.clip((sense_asked[n] * self._sense[s]).sum(axis=1), 0.0, 1.0),
            "topic": topic, "topic_started": topic * (reached >= REACHED["planned"]),
            "offer": offer, "offer_near": offer * like, "kind": kind, "kind_near": kind * like,
            "done": done, "done_near": done * like,
            "considering": (reached == REACHED["considering"]).astype(float), "asks": asks,
            "asks_near": asks * like, "lacks": lacks, "lacks_near": lacks * like, "short": short,
        }  # fmt: skip
        return np.stack([columns[name] for name in SIGNALS], axis=1)


def _cosine(asked: _Asked, space: _Space) -> sparse.csr_matrix:
    product = (asked.rows @ space.said_turned).tocsr()
    which = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
    product.data = product.data / (asked.norms[which] * space.norms[product.indices])
    return product


def likeness(lemma: Array, part: Array, thing: Array, lemma_peak: Array) -> Array:
    """The ways to be near in one number, as `features.LIKENESS` weighs them."""
    return np.minimum(1.0, (0.8 * lemma + 0.5 * part + 0.6 * thing + 0.25 * lemma_peak) / 1.6)


def _peaks(
    asked: sparse.csr_matrix, columns: sparse.csc_matrix, n: NDArray[np.int64], s: NDArray[np.int64]
) -> Array:
    """Weight of the rarest term that each pair shares."""
    peaks = np.zeros(len(n))
    starts = np.searchsorted(n, np.arange(asked.shape[0] + 1))
    place = np.full(columns.shape[0], -1, dtype=np.int64)
    for row in range(asked.shape[0]):
        low, high = starts[row], starts[row + 1]
        if low == high:
            continue
        place[s[low:high]] = np.arange(low, high)
        for at in range(asked.indptr[row], asked.indptr[row + 1]):
            column, value = asked.indices[at], asked.data[at]
            having = place[columns.indices[columns.indptr[column] : columns.indptr[column + 1]]]
            having = having[having >= 0]
            peaks[having] = np.maximum(peaks[having], value)
        place[s[low:high]] = -1
    return peaks


def squeeze(points: Array) -> Array:
    """Points as a number from 0 to 1."""
    found: Array = 1.0 / (1.0 + np.exp(-points))
    return found
