"""Say in one Swedish sentence why a member can help, quoting its own words."""

from __future__ import annotations

from typing import Final

from pipeline.matching.concepts import concepts
from pipeline.matching.evidence import Evidence
from pipeline.matching.needs import Need
from pipeline.quoting import shorten, swedish_date

#: What the five measured topics are called in a sentence.
TOPICS: Final = {
    "co2_budget": "koldioxidbudget",
    "climate_fee": "klimatväxling",
    "panorama": "Panorama",
    "procurement": "upphandling",
    "solar": "solenergi",
}
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
    day = f"den {swedish_date(given.date)}" if given.date else ""
    earlier = bool(given.date) and given.date != need.date
    where = day if earlier else f"på rundan {day}".strip()
    quote = f"”{_shortened(given.text)}”"
    who = given.member
    on_topic = bool(given.topics & set(need.topics))  # else the stage was stated somewhere else
    rated = "; i utvärderingen är området en styrka" if "evaluated" in reasons else ""
    if "replied" in reasons:
        return f"{who} svarade {_object(need.seeker)}{_with(' om', about)} {where}: {quote}{rated}"
    if given.request:
        said = f"undrar också om {about}" if about else "undrar över samma sak"
        said += " och kan vara sällskap"
    elif "offered" in reasons:
        said = f"har något att dela med sig av{_with(' om', about)}"
    elif on_topic and "done" in reasons:
        said = f"har kommit längre{_with(' med', about)}"
    elif on_topic and "ongoing" in reasons:
        said = f"arbetar nu med {about or 'samma sak'}"
    elif on_topic and "planned" in reasons:
        said = f"planerar {f'för {about}' if about else 'samma sak'}"
    else:
        said = f"talade om {about or 'något liknande'}"
    return f"{who} {said} ({where}): {quote}{rated}"


def _about(need: Need, asked: tuple[str, ...], given: Evidence) -> str:
    """What both speak of: the most particular shared thing, else the shared topic."""
    finder = concepts()
    left, right = finder.find(asked), finder.find(given.words)
    shared = [finder.entries[name].label for name in left if name in right and left[name] + right[name] == 2]
    wider = {w for name in left for w in finder.entries[name].broader}
    labels = [label for label in shared if label not in {finder.entries[w].label for w in wider}]
    if labels:
        return labels[0]
    topics = [TOPICS[topic] for topic in need.topics if topic in given.topics and topic in TOPICS]
    return topics[0] if topics else ""


def _with(word: str, about: str) -> str:
    return f"{word} {about}" if about else ""


def _object(member: str) -> str:
    return "kansliet" if member == "Kansliet" else member


def _shortened(text: str) -> str:
    """The words on one line, cut at a word where they are long, without quotation marks that clash."""
    return shorten(text, LONGEST).lstrip("→> ").replace("”", "’").replace('"', "’")
