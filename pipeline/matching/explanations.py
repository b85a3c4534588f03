"""Say in one Swedish sentence why a member can help, quoting its own words."""

from __future__ import annotations

from typing import Final

from pipeline.matching.concepts import concepts, kinds
from pipeline.matching.evidence import Evidence
from pipeline.matching.needs import Need

#: What the five measured topics are called in a sentence.
TOPICS: Final = {
    "co2_budget": "koldioxidbudget",
    "climate_fee": "klimatväxling",
    "panorama": "Panorama",
    "procurement": "upphandling",
    "solar": "solenergi",
}
_MONTHS: Final = (
    ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"]
)
#: Longest quotation, in characters.
LONGEST: Final = 170


def explain(need: Need, asked: tuple[str, ...], given: Evidence, reasons: tuple[str, ...]) -> str:
    """One sentence: who, about what, when, and in which words.

    Parameters
    ----------
    need
        The need.
    asked
        Its words.
    given
        The statement that speaks for its member.
    reasons
        Why the member is proposed, strongest first.
    """
    about = _about(need, asked, given)
    when = f"den {_day(given.date)}" if given.date else "på rundan"
    other = given.date != need.date and bool(given.date)
    where = f"{when}" if other else f"på rundan {when}" if given.date else when
    quote = f"”{_shortened(given.text)}”"
    who = given.member
    if "replied" in reasons:
        return f"{who} svarade {_object(need.seeker)} {where}{_comma(about)}: {quote}"
    if given.request:
        return f"{who} undrar över samma sak{_comma(about)} och kan vara sällskap ({where}): {quote}"
    if "offered" in reasons:
        return f"{who} erbjuder något{_comma(about)} ({where}): {quote}"
    if "done" in reasons:
        return f"{who} har kommit längre{_comma(about)} ({where}): {quote}"
    if "ongoing" in reasons:
        return f"{who} arbetar med saken nu{_comma(about)} ({where}): {quote}"
    if "planned" in reasons:
        return f"{who} står i begrepp att göra samma sak{_comma(about)} ({where}): {quote}"
    return f"{who} talade om något liknande{_comma(about)} ({where}): {quote}"


def kinds_asked(words: tuple[str, ...]) -> list[str]:
    """Swedish names of the kinds of help asked for."""
    how = kinds()
    wants = how.asked(words)
    return [entry.label for name, entry in how.entries.items() if name in wants]


def _about(need: Need, asked: tuple[str, ...], given: Evidence) -> str:
    """What both speak of: the most particular shared thing, else the shared topic."""
    finder = concepts()
    left, right = finder.find(asked), finder.find(given.words)
    shared = [
        finder.entries[name].label
        for name in left
        if name in right and finder.entries[name].role == "object" and left[name] + right[name] == 2
    ]
    wider = {w for name in left for w in finder.entries[name].broader}
    labels = [label for label in shared if label not in {finder.entries[w].label for w in wider}]
    if labels:
        return labels[0]
    topics = [TOPICS[topic] for topic in need.topics if topic in given.topics and topic in TOPICS]
    return topics[0] if topics else ""


def _comma(about: str) -> str:
    return f" om {about}" if about else ""


def _object(member: str) -> str:
    return "kansliet" if member == "Kansliet" else member


def _day(date: str) -> str:
    year, month, day = date.split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"


def _shortened(text: str) -> str:
    """The words on one line, cut at a word where they are long, without quotation marks that clash."""
    plain = " ".join(text.split()).lstrip("•*-–—>→ ").replace("”", "’").replace('"', "’")
    if len(plain) <= LONGEST:
        return plain
    return plain[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:–-") + " …"
