"""Turn a statement into hashed word and character n-grams.

Hashing (Weinberger et al. 2009, *Feature hashing for large scale multitask learning*) needs no
vocabulary, so a model is only arrays of weights and holds no words of anybody's minutes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Buckets per family (words, characters).
BUCKETS: Final = 1 << 16
#: Columns of a hashed statement: word n-grams first, then character n-grams.
WIDTH: Final = 2 * BUCKETS
WORD_GRAMS: Final = (1, 2, 3)
CHAR_GRAMS: Final = (2, 3, 4, 5)

_URL = re.compile(r"https?://\S+|www\.\S+")
_LEAD = re.compile(r"^[\s*•>\-–—o\d.)]+(?=\w)")
_TOKEN = re.compile(r"\w+|[?!]")


def clean(text: str) -> str:
    """Lower-case, with links, digits and the leading bullet made alike."""
    return re.sub(r"\d", "0", _LEAD.sub("", _URL.sub(" url ", text)).lower())


def word_grams(text: str) -> Iterator[str]:
    """Word 1- to 3-grams of a cleaned text; ``?`` and ``!`` count as words."""
    tokens = _TOKEN.findall(text)
    for size in WORD_GRAMS:
        for start in range(len(tokens) - size + 1):
            yield " ".join(tokens[start : start + size])


def char_grams(text: str) -> Iterator[str]:
    """Character 2- to 5-grams inside words, each word padded with a blank on either side."""
    for token in text.split():
        padded = f" {token} "
        for size in CHAR_GRAMS:
            if size >= len(padded):
                yield padded
                break
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]


@lru_cache(maxsize=1 << 17)
def bucket(gram: str) -> int:
    """Bucket of an n-gram: CRC-32, the same on every machine and run."""
    return zlib.crc32(gram.encode("utf-8")) % BUCKETS


def hashed(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Hash a statement.

    Returns
    -------
    columns
        Sorted columns that are not zero, in ``[0, WIDTH)``.
    values
        Their values: 1 divided by the family's Euclidean length, so that long and short
        statements weigh the same.
    """
    cleaned = clean(text)
    parts: list[NDArray[np.int64]] = []
    lengths: list[NDArray[np.float32]] = []
    for offset, grams in ((0, word_grams(cleaned)), (BUCKETS, char_grams(cleaned))):
        columns = np.array(sorted({bucket(gram) for gram in grams}), dtype=np.int64)
        parts.append(columns + offset)
        lengths.append(np.full(len(columns), 1 / max(1.0, len(columns) ** 0.5), dtype=np.float32))
    return np.concatenate(parts), np.concatenate(lengths)
