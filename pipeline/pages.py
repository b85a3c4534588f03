"""What a web page says of itself: its title and date, amid what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.areas import PhraseKind, wording, words

_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_DAY = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)"
    r"|(?P<d2>\d{1,2})(?::?[ea])?\s+(?P<name>jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?,?"
    r"\s+(?P<y2>(?:19|20)\d\d)"
    r"|(?P<d3>\d{1,2})[/.]\s?(?P<m3>\d{1,2})[\s/.-]+(?P<y3>(?:19|20)\d\d))(?!\d)",
    re.IGNORECASE,
)
#: Words before a date, the surest first: when it came out, else any date at the top, else its last change.
_PUBLISHED = re.compile(r"\bpublicer|pressmeddelande|\bdatum\b|\bskapad", re.IGNORECASE)
_CHANGED = re.compile(r"\buppdatera|\bändra[dt]|\bändrades|\bgranska[dt]|\breviderad", re.IGNORECASE)
_LABELLED = re.compile(
    r"\s*(?:senast|sidan|publicera|uppdatera|ändra|datum|skapad|faktaansvarig|kontakt\b|foto|bild\b)",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?<=[.!?])\s*(?=[A-ZÅÄÖ])")
_TOP = 8  # lines where an article's date may stand by itself
_LABEL_WINDOW = 40


def page_title(text: str) -> str:
    """The first line that is the page's own, or what is left of it behind a banner glued to it."""
    for line in text.split("\n"):
        if not line.strip() or _LABELLED.match(line) or _is_only_date(line):
            continue
        own = [part for part in _CUT.split(line.strip()) if not is_banner(part)]
        if own:
            start = line.find(own[0])
            return line[start:].strip().lstrip("#* ").rstrip("*").strip()
    return ""


def is_banner(text: str) -> bool:
    """Whether a sentence is a browser's or cookie's notice or a menu's word."""
    return bool(wording().phrase_hits([word.form for word in words(text)], PhraseKind.BANNER))


def page_date(text: str) -> str:
    """ISO date of publication, else one near the top, else the last change's; empty for none."""
    published = changed = top = ""
    lines = 0
    for line in text.split("\n"):
        lines += bool(line.strip())
        for day, start in _dates(line):
            label = line[max(start - _LABEL_WINDOW, 0) : start]
            # Of two labels in one line the nearer counts: "Publicerad …, uppdaterad …".
            out, change = _last(_PUBLISHED, label), _last(_CHANGED, label)
            if out > change:
                published = published or day
            elif change >= 0:
                changed = changed or day
            elif lines <= _TOP:
                top = top or day
    return published or top or changed


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((hit.start() for hit in pattern.finditer(text)), default=-1)


def _is_only_date(line: str) -> bool:
    return any(True for _ in _dates(line)) and not re.search(r"[^\W\d_]{3,}", _DAY.sub("", line))


def _dates(line: str) -> Iterator[tuple[str, int]]:
    for hit in _DAY.finditer(line):
        year = int(hit["y"] or hit["y2"] or hit["y3"])
        month = _MONTHS.index(hit["name"].lower()) + 1 if hit["name"] else int(hit["m"] or hit["m3"])
        try:
            yield date(year, month, int(hit["d"] or hit["d2"] or hit["d3"])).isoformat(), hit.start()
        except ValueError:  # 31 February, 45/13: a number, not a date
            continue
