"""A little Swedish calendar: feasts, weeks, quarters and seasons as periods of days."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included, and how fine they were named."""

    first: date
    last: date
    grain: str


def month(year: int, number: int) -> Period:
    """A month."""
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month")


def season(year: int, first_month: int) -> Period:
    """Three months; a winter belongs to the year in which it begins."""
    end_year, end_month = (year + 1, first_month + 2 - 12) if first_month > 10 else (year, first_month + 2)
    return Period(date(year, first_month, 1), month(end_year, end_month).last, "season")


def quarter(year: int, number: int) -> Period:
    """A quarter, 1-4."""
    return Period(date(year, 3 * number - 2, 1), month(year, 3 * number).last, "quarter")


def whole_year(year: int) -> Period:
    """A calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


def week(year: int, number: int) -> Period | None:
    """An ISO week; None where the year has no such week."""
    try:
        first = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return Period(first, first + timedelta(days=6), "week")


def day(when: date) -> Period:
    """A single day."""
    return Period(when, when, "day")


def safe_date(year: int, number: int, of_month: int) -> date | None:
    """A date, or None where there is no such day."""
    try:
        return date(year, number, of_month)
    except ValueError:
        return None


def easter(year: int) -> date:
    """Easter Sunday (Gregorian; Butcher's rule)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    number, of_month = divmod(h + m - 7 * n + 114, 31)
    return date(year, number, of_month + 1)


def midsummer_eve(year: int) -> date:
    """The Friday from 19 to 25 June."""
    start = date(year, 6, 19)
    return start + timedelta(days=(4 - start.weekday()) % 7)


def feast(year: int, reckoning: str, days: int) -> Period:
    """A feast of `days` days; `reckoning` is MM-DD, ``easter`` or ``midsummer``."""
    if reckoning == "easter":
        first = easter(year)
    elif reckoning == "midsummer":
        first = midsummer_eve(year)
    else:
        number, of_month = (int(part) for part in reckoning.split("-"))
        first = date(year, number, of_month)
    return Period(first, first + timedelta(days=days - 1), "day" if days == 1 else "feast")
