"""Find the date of a round: in the title, the first lines, or the file name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan",
            "februari feb febr",
            "mars mar",
            "april apr",
            "maj",
            "juni jun",
            "juli jul",
            "augusti aug",
            "september sep sept",
            "oktober okt",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d{2}|[-–'’]\s?\d{2})"
#: Forms of a date, the plainest first.
_FORMS = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?!\d)"),
    re.compile(rf"(?i)(?<!\d)(?P<day>\d{{1,2}})(?::?[ea])?\.?\s*(?P<name>{_MONTH})\b\.?,?\s*{_YEAR}(?!\d)"),
    re.compile(rf"(?i)\b(?P<name>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?::?[ea]|st|nd|th)?,?\s+{_YEAR}(?!\d)"),
    re.compile(
        r"(?<![\d/])(?P<day>\d{1,2})\s?[/.]\s?(?P<month>\d{1,2})[-\s/.,]{1,2}(?P<year>(?:19|20)\d{2})(?!\d)"
    ),
    re.compile(r"(?<![\d/])(?P<day>\d{1,2})\s?/\s?(?P<month>\d{1,2})\s?[-/ ’']\s?(?P<year>\d{2})(?![\d:.])"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\d)"),
    re.compile(r"(?<![\d-])(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})(?![\d-])"),
)
_NO_YEAR = (
    re.compile(rf"(?i)(?<!\d)(?P<day>\d{{1,2}})(?::?[ea])?\.?\s*(?P<name>{_MONTH})\b"),
    re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/-])"),
)
_BARE_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def dates_in(text: str) -> Iterator[tuple[int, dt.date]]:
    """Full dates in `text` with the character they start at, the plainest form first."""
    seen: set[tuple[int, int]] = set()
    for form in _FORMS:
        for found in form.finditer(text):
            if any(start < found.end() and found.start() < end for start, end in seen):
                continue
            date = _made(found.groupdict())
            if date is not None:
                seen.add(found.span())
                yield found.start(), date


def _made(parts: dict[str, str | None], year: int | None = None) -> dt.date | None:
    raw = parts.get("year")
    if raw:
        year = int(raw.strip("-–'’ "))
        year += 2000 if year < 100 else 0
    month = _MONTHS[parts["name"].lower()] if parts.get("name") else int(parts.get("month") or 0)  # type: ignore[union-attr]
    if year is None or not 1990 <= year <= 2099:
        return None
    try:
        return dt.date(year, month, int(parts["day"] or 0))
    except ValueError:
        return None


def find_date(title: str, opening: str, source: str = "") -> str:
    """ISO date of a round, empty where there is none.

    Parameters
    ----------
    title
        The title line: a date there wins, even in parts (``27 april`` with the year elsewhere).
    opening
        The first lines, the title with them.
    source
        The file name.

    Examples
    --------
    >>> find_date("Runda torsd 18 mars 2021", "")
    '2021-03-18'
    >>> find_date("Oktoberrundan 20/10-22", "")
    '2022-10-20'
    >>> find_date("Runda 9 november", "Skickat: den 10 november 2022 08:14")
    '2022-11-09'
    """
    for place in (title, opening):
        for _, date in sorted(dates_in(place)):
            if place is opening and (partial := _partial(title, date.year)):
                return partial.isoformat()
            return date.isoformat()
    name = source.rsplit(".", 1)[0].replace("_", " ")
    for _, date in sorted(dates_in(name)):
        return date.isoformat()
    years = _BARE_YEAR.findall(title) or _BARE_YEAR.findall(name) or _BARE_YEAR.findall(opening)
    if years:
        for place in (title, name, opening):
            if partial := _partial(place, int(years[0])):
                return partial.isoformat()
    return ""


def _partial(text: str, year: int) -> dt.date | None:
    for form in _NO_YEAR:
        for found in form.finditer(text):
            if date := _made(found.groupdict(), year):
                return date
    return None
