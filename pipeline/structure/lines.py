"""Cut a text into lines, and see how they are laid out: indent, quotation, bullet, wrapping."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_LEAD = re.compile(
    r"(?P<indent>[^\S\n]*)"
    r"(?P<quote>(?:>[^\S\n]?)*)"
    r"(?P<inner>[^\S\n]*)"
    r"(?:(?P<bullet>[-–—*•·‣▪▫■□○●◦✓➢➤☐☑☒✅⬜]|o(?=\t)|\+(?=\s)|\(?\d{1,2}[.)]|[a-z]\))(?:[^\S\n]+|(?<=[-•·‣▪●])(?=[^\W\d_]))"
    r"(?:\[[ xX]\]\s+)?)?"
)
_O_BULLET = re.compile(r"([^\S\n]+)o[^\S\n]+(?=\S)")
#: Lines longer than this are never taken for hard-wrapped.
_WIDEST = 110
_SENTENCE_END = re.compile(r"[.!?…:)\"”’]\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line.

    Attributes
    ----------
    number
        1-based.
    start, end
        Characters in the text, without the line end.
    text
        The line itself.
    indent
        Width of the white space before its first sign, a tab counted as four.
    quote
        Depth of e-mail quotation (``>``).
    bullet
        The bullet's form: a sign, ``1.`` for numbers, empty where there is none.
    ordinal
        The number of a numbered line, -1 where there is none.
    body
        Offset in the line where its words begin.
    """

    number: int
    start: int
    end: int
    text: str
    indent: int = 0
    quote: int = 0
    bullet: str = ""
    ordinal: int = -1
    body: int = 0

    @property
    def blank(self) -> bool:
        """Whether nothing but white space and quotation signs stands here."""
        return not self.text.replace(">", " ").strip()

    @property
    def words(self) -> str:
        """The line without indent, quotation signs and bullet."""
        return self.text[self.body :].rstrip()


def split_lines(text: str) -> list[Line]:
    """All lines of `text`, blank ones too."""
    lines = []
    start = 0
    for number, raw in enumerate(text.split("\n"), 1):
        lines.append(_read(number, start, raw))
        start += len(raw) + 1
    # A forwarded mail is quoted as a whole: what counts is the depth beyond that.
    depths = [line.quote for line in lines if not line.blank]
    if depths and sum(depth > 0 for depth in depths) >= 0.6 * len(depths):
        base = min(depth for depth in depths if depth)
        lines = [replace(line, quote=max(0, line.quote - base)) for line in lines]
    return lines


def _read(number: int, start: int, raw: str) -> Line:
    head = raw[:200]
    found = _LEAD.match(head)
    assert found is not None
    bullet, body = found["bullet"] or "", found.end()
    if not bullet and (o := _O_BULLET.match(head)):
        bullet, body = "o", o.end()
    indent = len((found["indent"] + found["inner"]).expandtabs(4))
    ordinal = -1
    if bullet and (digits := re.search(r"\d+", bullet)):
        ordinal, bullet = int(digits.group()), "1."
    elif bullet.endswith(")"):
        bullet = "a)"
    if body >= len(raw.rstrip()) and bullet and ordinal < 0:
        bullet, body = "", len(found["indent"])
    return Line(
        number, start, start + len(raw), raw, indent, found["quote"].count(">"), bullet, ordinal, body
    )


def is_sign(text: str) -> bool:
    """Whether nothing is said in words or figures: a dash in an empty field, a smile, thumbs.

    Examples
    --------
    >>> is_sign("–"), is_sign("👍 3"), is_sign("14"), is_sign("ja")
    (True, True, False, False)
    """
    if any(map(str.isalpha, text)):
        return False
    return not (any(map(str.isdigit, text)) and text.isascii())


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether the document's paragraphs are hard-wrapped over several lines.

    They are where lines are of one width, and a line that is followed by another breaks where
    the next word would not have fitted, seldom at the end of a sentence.
    """
    texts = [line.text.rstrip() for line in lines if not line.blank]
    if len(texts) < 8:
        return False
    longest = max(map(len, texts))
    ordered = sorted(map(len, texts))
    if longest > _WIDEST and ordered[int(len(ordered) * 0.97) - 1] > _WIDEST:
        return False
    width = ordered[int(len(ordered) * 0.97) - 1]
    if width < 40:
        return False
    full = broken = pairs = 0
    for first, second in pairwise(lines):
        if first.blank or second.blank or second.bullet:
            continue
        pairs += 1
        used = len(first.text.rstrip())
        words = second.words.split(maxsplit=1)
        ended = _SENTENCE_END.search(first.text)
        full += used + 1 + len(words[0] if words else "") > width - 6 and not (ended and used < width - 12)
        broken += not ended and used >= 0.7 * width and second.words[:1].islower()
    return pairs >= 4 and (full / pairs >= 0.55 or (broken >= 3 and broken / pairs >= 0.3))


def continues(first: Line, second: Line, *, wrapped: bool, width: int) -> bool:
    """Whether `second`, directly below `first`, goes on with its paragraph.

    A bullet never does; a line that is indented under a bullet does; a plain line does in a
    wrapped document unless the line before plainly ends a paragraph.
    """
    if second.blank or second.bullet or first.blank:
        return False
    if first.quote != second.quote and not (first.quote and not second.quote and wrapped):
        return False
    if first.bullet and second.indent > first.indent and second.indent >= 2:
        return True
    if not wrapped:
        return False
    if second.indent > first.indent + 3 and not first.bullet:
        return False
    used = len(first.text.rstrip())
    short = used + 1 + len(second.words.split(maxsplit=1)[0]) <= width * 0.8
    return not (short and _SENTENCE_END.search(first.text) and second.words[:1].isupper())
