"""Words of the source in running Swedish text: shortened, in quotation marks, safe in Markdown."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
    "november", "december",
)  # fmt: skip
#: What Markdown would take for its own. An ampersand, a number sign and the like only where they would
#: do something there: an office reads the file as it is, too.
_SPECIAL = re.compile(r"[\\`*\[\]<|]|(?<![^\W_])_|_(?![^\W_])|^[>#]|~(?=~)|(?<=~)~|&(?=#?\w+;)")
_URL = re.compile(r"https?://[^\s<>\"”’]+[^\s<>\"”’.,;:!?)\]*_]")
_QUOTED_LINE = re.compile(r"\n\s*>+[ \t]?")
#: Signs of emphasis in notes that are Markdown themselves.
_EMPHASIS = re.compile(r"\*\*+|(?<!\w)__+(?=\w)|(?<=\w)__+(?!\w)")
#: A bullet inside words: what stands on both sides are two things.
_INNER_BULLET = re.compile(r"([.!?…:;,]?)\s*\n\s*(?:[-–—*•·→+]+|o)[ \t]+(?=\S)")
_BULLET = re.compile(r"^(?:[-–—*•·o→>+]+|\(?\d{1,2}[.)])\s+")


def markdown(text: str) -> str:
    """Text that Markdown shows as it is written; web addresses become links."""
    parts, last = [], 0
    for url in _URL.finditer(text):
        parts += [_SPECIAL.sub(r"\\\g<0>", text[last : url.start()]), f"<{url.group()}>"]
        last = url.end()
    return "".join([*parts, _SPECIAL.sub(r"\\\g<0>", text[last:])])


def shorten(text: str, limit: int, around: tuple[int, int] | None = None) -> str:
    """Text on one line, cut at word boundaries to about `limit` characters.

    Parameters
    ----------
    text
        What to shorten; a bullet sign before it is left out.
    limit
        Longest length, the marks of omission not counted.
    around
        Characters of `text` that must stay; the beginning is kept where nothing is given.
    """
    plain = _EMPHASIS.sub("", _INNER_BULLET.sub(r"\1 · ", _QUOTED_LINE.sub("\n", text)))
    if plain != text:  # a mail's signs of quotation, bullets and stars are no words
        at = plain.find(text[slice(*around)]) if around is not None else -1
        around = (at, at + around[1] - around[0]) if around is not None and at >= 0 else None
        text = plain
    if len(text) <= limit:
        return _BULLET.sub("", " ".join(text.split()))
    start = 0
    if around is not None and around[1] > limit:
        start = max(0, min(around[0] - limit // 3, len(text) - limit))
        start += len(re.match(r"\S*\s*", text[start:]).group()) if start else 0  # type: ignore[union-attr]
        start = min(start, around[0])
    end = start + limit
    if end < len(text) and not text[end].isspace():
        kept = text[start:end].rsplit(None, 1)[0]
        end = start + len(kept) if len(kept) > limit // 2 else end
    words = " ".join(text[start:end].split())
    head = "… " if start else ""
    tail = " …" if end < len(text.rstrip()) else ""
    return head + (words if start else _BULLET.sub("", words)).rstrip(",;:–-") + tail


def quote(text: str, limit: int = 200, around: tuple[int, int] | None = None) -> str:
    """A short quotation, in Swedish quotation marks, as Markdown."""
    return f"”{markdown(shorten(text, limit, around).replace('”', '’').replace('“', '’'))}”"


def swedish_number(value: float) -> str:
    """``1600`` → ``1 600``, ``1.5`` → ``1,5``."""
    whole = f"{value:,.10g}" if abs(value) >= 10000 or not float(value).is_integer() else f"{value:,.0f}"
    return whole.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def swedish_date(iso: str) -> str:
    """``2021-11-18`` → ``18 november 2021``; what is no date stays as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def enumeration(items: list[str]) -> str:
    """``a, b och c``."""
    return " och ".join(filter(None, [", ".join(items[:-1]), items[-1] if items else ""]))


def counted(number: int, one: str, many: str) -> str:
    """``en fråga``, ``tre frågor``, ``14 frågor``; `one` comes with its article."""
    if number == 1:
        return one
    words = ("inga", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
    return f"{words[number] if number < len(words) else number} {many}"


def capital(text: str) -> str:
    """Text with its first letter made a capital."""
    return text[:1].upper() + text[1:]
