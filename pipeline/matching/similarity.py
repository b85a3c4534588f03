"""How near two statements are in words, word parts, concepts and letters.

Statements become sparse rows, one space for each way to be near; rare words weigh more (inverse
document frequency, from a table counted over constructed rounds and sentences). A row of the needs
times the transposed rows of the evidence gives all similarities of a document at once.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline import words as wordforms
from pipeline.errors import ResourceError
from pipeline.lexicon import RESOURCES
from pipeline.matching.concepts import Concepts, concepts
from pipeline.vectors import load_vectors

Array = NDArray[np.float64]
#: Ways to be near.
SPACES: Final = ("lemma", "part", "object", "specific", "chars")
RARITY = RESOURCES / "rarity.tsv"
_GRAM = 4


class Rarity:
    """How rare terms are: natural logarithm of texts per text that has the term."""

    def __init__(self, counts: Mapping[str, int], texts: int) -> None:
        self._counts = counts
        self._texts = texts
        self.highest = math.log(max(texts, 2) / 1.5)

    @classmethod
    def load(cls, path: Path = RARITY) -> Rarity:
        """Read the table: a first line with the number of texts, then ``term<tab>texts`` lines."""
        counts: dict[str, int] = {}
        texts = 0
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            term, tab, count = line.rpartition("\t")
            if not tab or not count.isdigit():
                raise ResourceError(path, number, "write a term, a tab and a number")
            if term == "*":
                texts = int(count)
            else:
                counts[term] = int(count)
        return cls(counts, texts)

    def weight(self, term: str) -> float:
        """The term's weight, zero for what stands in every text."""
        count = self._counts.get(term)
        return math.log(self._texts / count) if count else self.highest


@lru_cache(maxsize=1)
def rarity() -> Rarity:
    """The shipped table, loaded once."""
    return Rarity.load()


def terms(words: Sequence[str], finder: Concepts) -> dict[str, dict[str, float]]:
    """Terms of a statement in each space, and how often (concepts: how much) they are there."""
    found: dict[str, dict[str, float]] = {space: defaultdict(float) for space in SPACES}
    for lemma in dict.fromkeys(wordforms.content_words(words)):
        found["lemma"][lemma] = 1.0
        pieces = wordforms.parts(lemma)
        for piece in pieces:
            found["part"][f"p:{piece}"] = 1.0
        padded = f"<{lemma}>"
        for at in range(len(padded) - _GRAM + 1):
            found["chars"][f"g:{padded[at : at + _GRAM]}"] = 1.0
    for name, amount in finder.find(words).items():
        found["object"][f"c:{name}"] = amount
        if not finder.entries[name].wide:
            found["specific"][f"c:{name}"] = amount
    return {space: dict(values) for space, values in found.items()}


class _Space:
    """Rows of all texts over one vocabulary, weighted by rarity."""

    def __init__(self, texts: Sequence[Mapping[str, float]], table: Rarity) -> None:
        columns: dict[str, int] = {}
        weights: list[float] = []
        pointers: list[int] = [0]
        indices: list[int] = []
        values: list[float] = []
        for text in texts:
            for term, amount in text.items():
                column = columns.get(term)
                if column is None:
                    column = columns[term] = len(columns)
                    weights.append(table.weight(term))
                indices.append(column)
                values.append(amount * weights[column])
            pointers.append(len(indices))
        shape = (len(texts), max(1, len(columns)))
        self.rows = sparse.csr_matrix((values, indices, pointers), shape=shape)
        self.norms = _norms(self.rows)

    def asked(self, parts: Sequence[Sequence[tuple[int, float]]]) -> sparse.csr_matrix:
        """One row for each list of (text, share): the largest share of each term."""
        pointers: list[int] = [0]
        indices: list[int] = []
        values: list[float] = []
        for need in parts:
            whole: dict[int, float] = {}
            for text, share in need:
                low, high = self.rows.indptr[text], self.rows.indptr[text + 1]
                for column, value in zip(self.rows.indices[low:high], self.rows.data[low:high], strict=True):
                    whole[column] = max(whole.get(column, 0.0), share * value)
            indices.extend(whole)
            values.extend(whole.values())
            pointers.append(len(indices))
        return sparse.csr_matrix((values, indices, pointers), shape=(len(parts), self.rows.shape[1]))


class Spaces:
    """The texts of a run, ready to be compared.

    Parameters
    ----------
    texts
        Terms of each statement, see `terms`.
    table
        How rare terms are; the shipped table where it is left out.
    """

    def __init__(
        self, texts: Sequence[Mapping[str, Mapping[str, float]]], table: Rarity | None = None
    ) -> None:
        self._table = table or rarity()
        self._spaces = {name: _Space([text[name] for text in texts], self._table) for name in SPACES}

    def nearness(
        self, asked: Sequence[Sequence[tuple[int, float]]], among: Sequence[int]
    ) -> dict[str, Array]:
        """Similarities of needs with statements.

        Parameters
        ----------
        asked
            For each need the texts it is made of, and how much each counts.
        among
            Indices of the texts to compare with.

        Returns
        -------
        dict
            ``<space>`` -> cosine. For lemmas, parts and things also ``<space>_peak``: weight of the
            rarest shared term as a share of the highest weight there is, and ``<space>_cover``:
            share of the need's weight that the statement holds.
        """
        found: dict[str, Array] = {}
        chosen = np.asarray(among, dtype=np.int64)
        for name, space in self._spaces.items():
            a, b = space.asked(asked), space.rows[chosen]
            products = np.asarray((a @ b.T).todense(), dtype=np.float64)
            found[name] = products / (_norms(a)[:, None] * space.norms[chosen][None, :])
            if name in ("lemma", "part", "object", "specific"):
                held = b.copy()
                held.data = np.ones_like(held.data)
                whole = np.maximum(np.asarray(a.sum(axis=1)).reshape(-1, 1), 1e-9)
                found[f"{name}_cover"] = np.asarray((a @ held.T).todense(), dtype=np.float64) / whole
                found[f"{name}_peak"] = _peaks(a, held) / self._table.highest
        return found


class Meanings:
    """Statements by what their words mean: near where the words differ and the sense does not.

    Parameters
    ----------
    statements
        Their words.
    """

    def __init__(self, statements: Sequence[Sequence[str]]) -> None:
        content = [wordforms.content_words(words) for words in statements]
        self._rows = load_vectors().matrix(content).astype(np.float64)

    def nearness(
        self, asked: Sequence[Sequence[tuple[int, float]]], among: Sequence[int]
    ) -> dict[str, Array]:
        """``sense``: cosine of the vectors of each need with each statement."""
        chosen = np.asarray(among, dtype=np.int64)
        needs = np.zeros((len(asked), self._rows.shape[1]))
        for n, parts in enumerate(asked):
            for text, share in parts:
                needs[n] += share * self._rows[text]
        lengths = np.maximum(np.sqrt((needs**2).sum(axis=1)), 1e-9)
        return {"sense": np.clip((needs / lengths[:, None]) @ self._rows[chosen].T, 0.0, 1.0)}


def _norms(matrix: sparse.csr_matrix) -> Array:
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    norms: Array = np.maximum(np.sqrt(squares), 1e-9)
    return norms


def _peaks(a: sparse.csr_matrix, held: sparse.csr_matrix) -> Array:
    """Largest value of a row of `a` among the columns that a row of `held` has."""
    columns = held.tocsc()
    peaks = np.zeros((a.shape[0], held.shape[0]))
    for row in range(a.shape[0]):
        here = peaks[row]
        for at in range(a.indptr[row], a.indptr[row + 1]):
            column, value = a.indices[at], a.data[at]
            having = columns.indices[columns.indptr[column] : columns.indptr[column + 1]]
            here[having] = np.maximum(here[having], value)
    return peaks


def texts_of(statements: Iterable[Sequence[str]]) -> list[dict[str, dict[str, float]]]:
    """Terms of each statement."""
    finder = concepts()
    return [terms(words, finder) for words in statements]
