"""Points in a text: "54 av 67 poäng", "8/10", and the percentage that goes with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
_POINTS = r"(?:poäng|p\b\.?)"
_MOST = (
    r"(?:(?:de|det|totalt|totala|sammanlagt|sammantaget|hela|max\w*|möjliga|högst|upp\s+till|är|på|maximalt|"
    r"av)\s+|max\.?\s*|:\s*)*"
)
_FORMS = (
    # 54 av 67, 54 poäng av totalt 67, 54/67, 54 p (av 67)
    rf"(?<![\d,.])(?P<points>{_NUMBER})\s*{_POINTS}?\s*(?:\(?\s*(?:av|utav)\s+{_MOST}|/\s*)(?P<most>{_NUMBER})(?![\d])",
    # 54 poäng (max 67), 54 poäng, där max är 67, 54 poäng av … Maxpoängen är 67
    rf"(?<![\d,.])(?P<points>{_NUMBER})\s*{_POINTS}[^\n\d]{{0,40}}?\b(?:max\w*|högsta\s+möjliga|möjliga|taket)\b"
    rf"[^\n\d]{{0,20}}(?P<most>{_NUMBER})(?![\d])",
    # 54 (67)
    rf"(?<![\d,.])(?P<points>{_NUMBER})\s*{_POINTS}?\s*\(\s*(?P<most>{_NUMBER})\s*(?:{_POINTS}|möjliga)?\s*\)",
    # av 67 möjliga poäng fick kommunen 54
    rf"\bav\s+{_MOST}(?P<most>{_NUMBER})\s+(?:möjliga\s+)?{_POINTS}[^\n\d.]{{1,50}}?(?P<points>{_NUMBER})(?![\d])",
)
_SCORE = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS)
#: What shows that "a av b" counts points, not municipalities or days.
_CONTEXT = re.compile(
    r"poäng|möjlig|\bp\b|\bmax|resultat|utfall|totalt|\bsumma|betyg|utvärdering", re.IGNORECASE
)
_NOT_POINTS = re.compile(
    r"[^\S\n]*(?:av[^\S\n]+)?(?:\w*kommun\w*|\w*invånare\w*|\w*medlem\w*|\w*hushåll\w*|\w*områden?\w*|\w*resor|personer|bilar|"
    r"mål\w*|skolor\w*|fråg\w*|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|"
    r"december|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?<![\d,.])(\d{1,3}(?:[.,]\d+)?)\s*(?:%|procent\b)", re.IGNORECASE)
_RESULT = re.compile(r"poäng|utfall|resultat|betyg|motsvarar|måluppfyll|utvärdering", re.IGNORECASE)
_WINDOW = 60
_MOST_POSSIBLE = 1000


@dataclass(frozen=True, slots=True)
class Score:
    """Points of the most possible, and the characters that say so."""

    points: float
    most: float
    start: int
    end: int

    @property
    def share(self) -> float:
        """Points of the most, 0-1."""
        return self.points / self.most


def scores(text: str, start: int = 0, end: int | None = None) -> Iterator[Score]:
    """Scores in ``text[start:end]`` in order, none overlapping another."""
    stop = len(text) if end is None else end
    found: list[Score] = []
    for form in _SCORE:
        for hit in form.finditer(text, start, stop):
            score = Score(number(hit["points"]), number(hit["most"]), hit.start(), hit.end())
            around = text[max(score.start - _WINDOW, start) : min(score.end + _WINDOW, stop)]
            if (
                0 < score.most <= _MOST_POSSIBLE
                and _CONTEXT.search(around)
                and not _NOT_POINTS.match(text, hit.end())
                and all(score.end <= other.start or score.start >= other.end for other in found)
            ):
                found.append(score)
    yield from sorted(found, key=lambda score: score.start)


def score_after(text: str, at: int, stop: int) -> Score | None:
    """The score of the area that ends at `at`: "Transporter: 8 av 10", "Energi | 7 | 9"."""
    hit = re.compile(
        rf"[\s:|–—\-(,]*(?:\b(?:med|fick|gav|får|ger|är|blev|resultat|poäng)\b[\s:]*)?(?P<points>{_NUMBER})\s*{_POINTS}?"
        rf"\s*(?:\(?\s*(?:av|utav)\s+{_MOST}|[/|(]\s*(?:max\w*\s*)?|\t\s*)(?P<most>{_NUMBER})(?![\d])",
        re.IGNORECASE,
    ).match(text, at, stop)
    if hit is None:
        return None
    score = Score(number(hit["points"]), number(hit["most"]), hit.start("points"), hit.end())
    plausible = 0 < score.most <= 100 and score.points <= score.most
    return score if plausible and not _NOT_POINTS.match(text, hit.end()) else None


def percents(text: str, start: int, end: int) -> list[tuple[float, int]]:
    """Percentages in ``text[start:end]`` with their first character."""
    return [(number(hit[1]), hit.start()) for hit in _PERCENT.finditer(text, start, end)]


def speaks_of_result(text: str, start: int, end: int) -> bool:
    """Whether a sentence is about points or a result, so that its percentage is one."""
    return _RESULT.search(text, start, end) is not None


def number(text: str) -> float:
    """A Swedish number: decimal comma or point."""
    return float(text.replace(",", "."))
