"""When does a statement speak of? Time expressions, resolved against the document's date.

Words are in ``resources/times.toml``. A month, season, weekday or feast without a year is the
next one or the latest one, as the words before it ("senast", "sedan") and else the sentence's
tense say. Names with years ("Vision 2030"), periods of plans ("2021–2030") and "i vår strategi"
(*in our*) are no times.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.components.time_rules import Found, find_times

#: Roles that make a time the last day for something.
_DEADLINES = ("by", "before")


@dataclass(frozen=True, slots=True)
class When:
    """A time that a statement names.

    Attributes
    ----------
    text
        The words, with what leads them in ("senast onsdag").
    start, end
        Characters in the document.
    first, last
        ISO dates of the first and last day meant.
    grain
        ``day``, ``week``, ``month``, ``quarter``, ``season``, ``feast``, ``year`` or ``range``.
    role
        ``by``, ``before``, ``from``, ``since``, ``after``, ``within``, or empty.
    """

    text: str
    start: int
    end: int
    first: str
    last: str
    grain: str
    role: str


def times(span: Span, doc_date: str) -> list[When]:
    """The times that a statement names; none where the document has no date."""
    if not doc_date:
        return []
    text = span.text
    return [
        When(
            " ".join(text[found.start : found.end].split()),
            span.start_char + found.start,
            span.start_char + found.end,
            found.period.first.isoformat(),
            found.period.last.isoformat(),
            found.period.grain,
            found.role,
        )
        for found in find_times(text, date.fromisoformat(doc_date))
    ]


def due(span: Span, doc_date: str) -> tuple[str, str]:
    """The last day for what a statement asks or decides: (ISO date, the words); empty where none.

    A stated deadline ("senast onsdag", "före påsk") goes before a plain day to come ("webbinariet
    den 3 december").
    """
    if not doc_date:
        return "", ""
    text, today = span.text, date.fromisoformat(doc_date)
    coming = [found for found in find_times(text, today) if _last_day(found) >= today]
    stated = [found for found in coming if found.role in _DEADLINES]
    plain = [found for found in coming if found.period.grain == "day" and found.role in ("", "within")]
    for found in (stated or plain)[:1]:
        return _last_day(found).isoformat(), " ".join(text[found.start : found.end].split())
    return "", ""


def _last_day(found: Found) -> date:
    """The last day that still is in time."""
    if found.role == "before":
        return found.period.first - timedelta(days=1)
    # "till påsk", "till årsskiftet": done when it begins.
    if found.role == "by" and found.period.grain == "feast":
        return found.period.first
    return found.period.last


class Times:
    """The component ``runda_times``: fills ``_.when`` and ``doc.spans["times"]``."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the times of each statement."""
        spans = []
        for statement in doc.spans.get(carrier.STATEMENTS, []):
            found = times(statement, doc._.date)
            statement._.when = [{name: getattr(when, name) for name in When.__slots__} for when in found]
            spans += [carrier.char_span(doc, when.start, when.end, when.grain) for when in found]
        doc.spans[carrier.TIMES] = spans
        return doc


@Language.factory("runda_times")
def create_times(nlp: Language, name: str) -> Times:
    """Make the component; it has no settings."""
    return Times()
