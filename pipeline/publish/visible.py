"""Words of the minutes as any program shows them: nothing in them that acts or hides.

The tables keep the source's own characters. A workbook, a document or a letter leaves out the signs
that turn the direction of writing, and shows a replacement sign for what no file form may hold.
"""

from __future__ import annotations

import re

#: Signs that turn or isolate the direction of the text after them, and the byte order mark.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
#: What XML cannot hold: control characters but tab and line ends, lone surrogates, non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def visible(text: str) -> str:
    """Text without signs that turn its direction; what no file may hold becomes a replacement sign."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", _DIRECTION.sub("", text))


def one_line(text: str) -> str:
    """Visible text with single spaces, for a heading or a header of a letter."""
    return " ".join(visible(text).split())
