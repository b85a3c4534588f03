"""Warnings of reading in the words of a page's language.

The readers write their warnings in English, for logs and the table ``documents``. The catalogue of
English holds the same words with placeholders under the warning's code; what fits one of them is told
in another language by that language's words. A warning that none fits stays as it is.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipeline.publish.locale import Catalogue, load_catalogue

_SECTION: Final = "warning"
_PLACEHOLDER: Final = re.compile(r"\\\{(\w+)\\\}")


def code(message: str) -> str:
    """The code of a warning (``unknown_member``); empty where it is none that the catalogue knows."""
    return _known(message)[0]


def told(message: str, catalogue: Catalogue | None = None) -> str:
    """A warning in the catalogue's language, Swedish where none is given.

    Examples
    --------
    >>> told("line 12: 'Kristinstad' is read as Kristianstad; if another is meant, mend the spelling")
    'Rad 12: Kristinstad har lästs som Kristianstad. Menas någon annan, rätta stavningen i anteckningarna.'
    """
    words = catalogue or load_catalogue()
    name, values = _known(message)
    return words(f"{_SECTION}.{name}", **values) if name else message


def _known(message: str) -> tuple[str, dict[str, str]]:
    for name, pattern in _patterns():
        found = pattern.fullmatch(message)
        if found is not None:
            return name, {key: _bare(value) for key, value in found.groupdict().items()}
    return "", {}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    made = []
    for name, words in load_catalogue("en").section(_SECTION).items():
        pattern = _PLACEHOLDER.sub(r"(?P<\1>.+?)", re.escape(words))
        made.append((name, re.compile(pattern, re.DOTALL)))
    return tuple(made)


def _bare(value: str) -> str:
    """A value without Python's quotation marks."""
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if quoted else value
