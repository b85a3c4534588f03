"""Static word vectors for Swedish: words that differ but mean nearly the same.

The vectors were distilled once from a sentence model (`pipeline.vector_distillation`); using them
only needs NumPy and the word forms of this package. They answer three things: the vector of a word
(its dictionary form, else the parts of the compound), the vector of a statement, and how much of what
one statement asks about another statement speaks of. They know topics, not truth: "har" and "har
inte" look alike. Rank with them, beside other signals; never decide by them alone.

The file is a NumPy ``.npz`` read with ``allow_pickle=False``: loading it cannot run code. Beside it
lies a ``.json`` with the format version and the file's SHA-256, checked at every load.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pipeline import words as wordforms
from pipeline.errors import RundaError

FORMAT: Final = 1
VECTORS: Final = Path(str(files("pipeline") / "models" / "vectors-sv.npz"))

Array = NDArray[np.float32]

_TOKEN: Final = re.compile(r"[^\W_]+(?:[-‑’'][^\W_]+)*")
_LETTER: Final = re.compile(r"[^\W\d_]")
#: How much a part of a compound counts beside the compound itself.
_PART: Final = 0.5
#: `a` of Arora et al. (2017), "A simple but tough-to-beat baseline": weight = a / (a + share of all words).
_RARE: Final = 1e-3


class VectorError(RundaError):
    """The file of word vectors is missing, damaged, or of another version."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A word of one statement and the word of the other that comes nearest to it.

    Attributes
    ----------
    asked, said
        Dictionary forms of the two words.
    nearness
        Cosine of their vectors, 1 for the same word.
    weight
        How rare the asked word is, 0 to 1: a meeting of rare words says more.
    """

    asked: str
    said: str
    nearness: float
    weight: float


@dataclass(frozen=True, slots=True)
class _Bag:
    """The content words of a statement: dictionary forms, weights, unit vectors (zero if unknown)."""

    words: tuple[str, ...]
    weights: Array
    vectors: Array


class Vectors:
    """Vectors of Swedish words and compound parts, and what can be computed from them.

    Parameters
    ----------
    vocabulary
        The words, in the order of the rows.
    quantised
        8-bit vectors, one row a word.
    scales
        What a row is multiplied with to get its true values.
    counts
        How often each word stood in the texts that it was counted in; what is common weighs little.
    """

    def __init__(
        self,
        vocabulary: Sequence[str],
        quantised: NDArray[np.int8],
        scales: NDArray[np.floating[Any]],
        counts: NDArray[np.integer[Any]],
    ) -> None:
        self.vocabulary = tuple(vocabulary)
        self.counts = counts
        self._row = {word: row for row, word in enumerate(self.vocabulary)}
        self._quantised = quantised
        self._scales = scales
        self._weights = _RARE / (_RARE + counts / max(1, int(counts.sum())))
        # Bound to the instance, so that two sets of vectors never share answers.
        self._rows = lru_cache(maxsize=1 << 16)(self._find_rows)
        self._bag = lru_cache(maxsize=1 << 13)(self._make_bag)

    def __len__(self) -> int:
        return len(self._row)

    def __contains__(self, word: str) -> bool:
        return word in self._row

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""
        return int(self._quantised.shape[1])

    def word(self, form: str) -> Array | None:
        """Vector of a word in any form, unit length; None where nothing is known of it.

        The dictionary form counts first, then the form itself, then the sum of the compound's parts.
        """
        rows = (
            [row for row, _ in self._rows(form)[:1]]
            if self._known(form)
            else [r for r, _ in self._rows(form)]
        )
        if not rows:
            return None
        total = self._dense(np.array(rows)).sum(axis=0)
        length = float(np.linalg.norm(total))
        return total / np.float32(length) if length else None

    def weight(self, form: str) -> float:
        """How much the word counts in a statement, 0 to 1."""
        row = self._row.get(wordforms.lemma(form), self._row.get(wordforms.normal(form)))
        return 1.0 if row is None else float(self._weights[row])

    def sentence(self, words: Sequence[str]) -> Array:
        """Unit vector of a statement: the weighted sum of its words; zero where none is known."""
        rows: list[int] = []
        shares: list[float] = []
        for form in words:
            for row, share in self._rows(form):
                rows.append(row)
                shares.append(share * float(self._weights[row]))
        if not rows:
            return np.zeros(self.dimensions, dtype=np.float32)
        total: Array = np.asarray(shares, dtype=np.float32) @ self._dense(np.array(rows))
        length = float(np.linalg.norm(total))
        return total / np.float32(length) if length else total

    def matrix(self, sentences: Sequence[Sequence[str]]) -> Array:
        """Vectors of many statements, one row each (see `sentence`)."""
        if not sentences:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.stack([self.sentence(words) for words in sentences])

    def coverage(self, asked: Sequence[str], said: Sequence[str]) -> float:
        """How much of what is asked about the other statement speaks of, 0 to 1.

        Each asked word looks for the nearest word said; rare words count more. Not symmetric. Better
        at ranking than the cosine of two statement vectors (see the card).
        """
        return float(self.coverages(asked, [said])[0])

    def coverages(self, asked: Sequence[str], said: Sequence[Sequence[str]]) -> Array:
        """`coverage` of one need by many statements."""
        need = self._bag(tuple(asked))
        bags = [self._bag(tuple(words)) for words in said]
        found = np.zeros(len(said), dtype=np.float32)
        filled = [place for place, bag in enumerate(bags) if bag.words]
        if not need.words or not filled:
            return found
        near = np.concatenate([self._nearness(need, bags[place]) for place in filled], axis=1)
        starts = np.cumsum([0, *(len(bags[place].words) for place in filled[:-1])])
        nearest = np.maximum.reduceat(near, starts, axis=1)
        found[filled] = need.weights @ nearest / need.weights.sum()
        return found

    def meetings(self, asked: Sequence[str], said: Sequence[str], least: float = 0.5) -> list[Meeting]:
        """Which words meet, strongest first: what an explanation can show.

        Parameters
        ----------
        asked, said
            Words of the two statements.
        least
            Cosine from which two words meet.
        """
        first, second = self._bag(tuple(asked)), self._bag(tuple(said))
        if not first.words or not second.words:
            return []
        near = self._nearness(first, second)
        best = near.argmax(axis=1)
        found = {
            word: Meeting(word, second.words[at], float(near[row, at]), float(first.weights[row]))
            for row, (word, at) in enumerate(zip(first.words, best, strict=True))
            if near[row, at] >= least
        }
        return sorted(found.values(), key=lambda m: (-m.nearness * m.weight, m.asked))

    def similarity(self, first: str, second: str) -> float:
        """How alike two texts are, 0 to 1: the cosine of their vectors, nothing below zero."""
        cosine = float(self.sentence(tokens(first)) @ self.sentence(tokens(second)))
        return min(1.0, max(0.0, cosine))

    @staticmethod
    def _nearness(first: _Bag, second: _Bag) -> Array:
        near: Array = np.clip(first.vectors @ second.vectors.T, 0.0, 1.0)
        place = {word: at for at, word in enumerate(second.words)}
        for row, word in enumerate(first.words):
            if word in place:  # the same word meets itself, known or not
                near[row, place[word]] = 1.0
        return near

    def _make_bag(self, words: tuple[str, ...]) -> _Bag:
        kept: list[str] = []
        weights: list[float] = []
        vectors: list[Array] = []
        for form in words:
            if not _LETTER.search(form):
                continue
            vector = self.word(form)
            kept.append(wordforms.lemma(form) or form)
            weights.append(self.weight(form))
            vectors.append(np.zeros(self.dimensions, dtype=np.float32) if vector is None else vector)
        shape = (len(kept), self.dimensions)
        return _Bag(tuple(kept), np.array(weights, np.float32), np.array(vectors, np.float32).reshape(shape))

    def _dense(self, rows: NDArray[np.integer[Any]]) -> Array:
        dense: Array = self._quantised[rows].astype(np.float32) * self._scales[rows, None].astype(np.float32)
        return dense

    def _known(self, form: str) -> bool:
        return wordforms.lemma(form) in self._row or wordforms.normal(form) in self._row

    def _find_rows(self, form: str) -> tuple[tuple[int, float], ...]:
        """(row, share) of a word: itself first, then its parts; parts count whole where it is unknown."""
        lemma = wordforms.lemma(form)
        row = self._row.get(lemma, self._row.get(wordforms.normal(form)))
        pieces = wordforms.parts(form)
        own = () if row is None else ((row, 1.0),)
        if len(pieces) < 2:
            return own
        share = 1.0 if row is None else _PART
        return own + tuple((self._row[piece], share) for piece in pieces if piece in self._row)


def tokens(text: str) -> list[str]:
    """Words of a text in lower case, hyphens kept inside them."""
    return [found.group().lower() for found in _TOKEN.finditer(text)]


def similarity(first: str, second: str) -> float:
    """How alike two texts are, 0 to 1, by the shipped vectors."""
    return load_vectors().similarity(first, second)


@lru_cache(maxsize=2)
def load_vectors(path: Path = VECTORS) -> Vectors:
    """Load the shipped vectors once, and check them.

    Raises
    ------
    VectorError
        Where the file is missing, damaged (its SHA-256 is not the one noted beside it), or of
        another format than this program reads.
    """
    card = path.with_suffix(".json")
    try:
        meta = json.loads(card.read_text(encoding="utf-8"))
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise VectorError(f"{path.name}: cannot be read ({error}). Install Runda again.") from error
    if not isinstance(meta, dict) or meta.get("format") != FORMAT:
        raise VectorError(f"{path.name}: not format {FORMAT}. Run python -m pipeline.vector_distillation.")
    if hashlib.sha256(data).hexdigest() != meta.get("sha256"):
        raise VectorError(f"{path.name}: the checksum in {card.name} does not agree. Install Runda again.")
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            vocabulary = arrays["words"].tobytes().decode("utf-8").split("\n")
            quantised, scales, counts = arrays["vectors"], arrays["scales"], arrays["counts"]
    except (ValueError, KeyError, zipfile.BadZipFile) as error:
        raise VectorError(f"{path.name}: does not hold word vectors ({error}).") from error
    if not len(vocabulary) == len(quantised) == len(scales) == len(counts):
        raise VectorError(f"{path.name}: words and vectors differ in number.")
    return Vectors(vocabulary, quantised, scales, counts)


def save_vectors(
    path: Path,
    vocabulary: Sequence[str],
    vectors: Array,
    counts: NDArray[np.integer[Any]],
    basis: Array,
    about: dict[str, Any],
) -> str:
    """Quantise to 8 bits and write the file and the JSON beside it; return the SHA-256.

    The same input gives the same bytes (NumPy writes no clock time into the archive).
    """
    largest = np.abs(vectors).max(axis=1)
    scales = np.where(largest > 0, largest / 127, 1).astype(np.float16)
    quantised = np.clip(np.round(vectors / scales[:, None].astype(np.float32)), -127, 127).astype(np.int8)
    held = io.BytesIO()
    np.savez_compressed(
        held,
        words=np.frombuffer("\n".join(vocabulary).encode("utf-8"), dtype=np.uint8),
        vectors=quantised,
        scales=scales,
        counts=counts.astype(np.uint32),
        basis=basis.astype(np.float32),  # only a refit reads it
    )
    digest = hashlib.sha256(held.getvalue()).hexdigest()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(held.getvalue())
    meta = {"format": FORMAT, "sha256": digest, "words": len(vocabulary), "dimensions": int(vectors.shape[1])}
    path.with_suffix(".json").write_text(
        json.dumps(meta | about, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
        encoding="utf-8",
        newline="\n",
    )
    return digest
