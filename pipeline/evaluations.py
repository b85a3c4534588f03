"""A page about one member's result in the association's membership evaluation → its facts.

What the page says is reported as it says it: totals that do not add up are told, not mended. Only
a percentage that the page leaves out is worked out from its points.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass

from spacy.tokens import Doc

from pipeline import carrier
from pipeline.areas import PhraseKind, Rating, Sentence, rate, sentences, wording, words
from pipeline.pages import page_date, page_title
from pipeline.points import Score, percents, score_after, scores, speaks_of_result
from pipeline.structure.markers import leading_marker
from pipeline.values import DocumentKind, Marker, Member, MemberKind

Resolve = Callable[[str], Member | None]


@dataclass(frozen=True, slots=True)
class AreaRating:
    """How the member did in one area.

    Attributes
    ----------
    area
        One of the seven areas, by its full name.
    rating
        Strong or weak.
    text, start, end
        The sentence or list item that says so, and its characters.
    points, max_points
        Points in the area, where the page gives them.
    """

    area: str
    rating: Rating
    text: str
    start: int
    end: int
    points: float | None = None
    max_points: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation page says.

    Attributes
    ----------
    member
        The member evaluated; None where the page names none that is known.
    points, max_points, percent
        The result in all; None where it is not given.
    date
        ISO date of the page, empty where unknown.
    title
        The page's title.
    rows
        Areas rated, in the order of the page, each once.
    messages
        What does not add up, in English.
    """

    member: Member | None
    points: float | None
    max_points: float | None
    percent: float | None
    date: str
    title: str
    rows: tuple[AreaRating, ...]
    messages: tuple[str, ...] = ()

    @property
    def strong(self) -> tuple[str, ...]:
        """Names of the strong areas."""
        return tuple(row.area for row in self.rows if row.rating is Rating.STRONG)

    @property
    def weak(self) -> tuple[str, ...]:
        """Names of the weak areas."""
        return tuple(row.area for row in self.rows if row.rating is Rating.WEAK)


#: Where no wording rates any area, its share of points does.
STRONG_SHARE, WEAK_SHARE = 0.8, 0.5

_LONGEST_PAGE = 30_000
_SHORT_LINE = 70
_HEADER = re.compile(
    r"""(?:\#{1,6}\s+|\*\*)?(?:\d{1,2}\.\s+)?
    (?: [A-ZÅÄÖ][\w.’-]+(?:[ ,]+(?:och|&|[A-ZÅÄÖ][\w.’-]+))*\s*(?:,|–|-|:|\()\s*[A-ZÅÄÖ][\w .,’)-]*
      | [A-ZÅÄÖ]{3,}(?:\ [A-ZÅÄÖ]{3,})*
    )(?:\*\*)?:?$""",
    re.VERBOSE,
)
_OWNER = re.compile(
    r"\b(?P<region>Region(?:en)?\s+[A-ZÅÄÖ][\w-]+(?:\s+län\b)?)"
    r"|(?P<name>[A-ZÅÄÖ][\w’-]+(?:\s+[A-ZÅÄÖ][\w’-]+){0,2})\s+(?:kommun|stad|kn)(?:s|en|ens)?\b"
)
_CAPITALS = re.compile(r"\b[A-ZÅÄÖ][\w’-]+(?:\s+[A-ZÅÄÖ][\w’-]+){0,2}")


def classify(text: str, resolve: Resolve | None = None) -> bool:
    """Whether the text is a page about one member's evaluation.

    It speaks of an evaluation, and gives a result in points or rates areas. Minutes, where
    somebody may tell of the same, are none: their title says what they are, or they have markers
    (``Hjälp:``) or several headers.
    """
    known = wording()
    title = page_title(text)
    if _has(title, PhraseKind.ROUND) and not _has(title, PhraseKind.TOPIC):
        return False
    if len(text) > _LONGEST_PAGE or not _has(text, PhraseKind.TOPIC):
        return False
    if _looks_like_minutes(text, title, resolve):
        return False
    rated = {found.area for found in rate(text, known)}
    named = {hit.id.rstrip("~") for hit in known.area_hits([word.form for word in words(text)])}
    scored = set(_area_scores(text))
    named |= rated | scored
    if len(named) < 4 and not _has(text, PhraseKind.ASSOCIATION):
        return False
    total, _ = _total(text)
    return (total is not None and len(named) >= 2) or len(rated) >= 2 or len(scored) >= 3


def _looks_like_minutes(text: str, title: str, resolve: Resolve | None) -> bool:
    """Whether the text has several members' headers, or markers."""
    headers: set[str] = set()
    markers = 0
    for line in text.split("\n"):
        line = line.strip()
        marker = leading_marker(line) if line else None
        markers += marker is not None and marker.marker in {Marker.HELP, Marker.TIPS}
        if 0 < len(line) <= _SHORT_LINE and line != title and _HEADER.match(line):
            owner = _owner_of(line, resolve) if resolve else "" if re.search(r"\d", line) else line
            if owner:
                headers.add(owner)
    return len(headers) >= 2 or markers + len(headers) >= 2


def _owner_of(line: str, resolve: Resolve) -> str:
    for part in re.split(r"\s*[,:()#*]\s*|\s+[–-]\s+", line):
        member = resolve(part) if part else None
        if member is not None and member.kind in {MemberKind.MUNICIPALITY, MemberKind.REGION}:
            return member.name
    return ""


def _has(text: str, kind: PhraseKind) -> bool:
    return bool(wording().phrase_hits([word.form for word in words(text)], kind))


def read_evaluation(text: str, resolve: Resolve) -> Evaluation | None:
    """Read an evaluation page; None where the text is none.

    Parameters
    ----------
    text
        The document.
    resolve
        From a spelling ("Orust", "Region Skåne") to the member, None where it is nobody's.
    """
    if not classify(text, resolve):
        return None
    messages: list[str] = []
    title = page_title(text)
    total, sentence = _total(text)
    percent = _percent(text, total, sentence)
    rows, doubts = _rows(text)
    messages.extend(doubts)
    if total is not None:
        messages.extend(_sums(text, total, percent))
        if percent is None:
            percent = float(round(100 * total.share))
    elif percent is None:
        messages.append("the page gives no result in points or per cent")
    member = _member(text, title, sentence, resolve)
    if member is None:
        messages.append("no member that is known is named as the one evaluated")
    return Evaluation(
        member, total.points if total else None, total.most if total else None, percent,
        page_date(text), title, tuple(rows), tuple(messages),
    )  # fmt: skip


def to_doc(doc: Doc, evaluation: Evaluation) -> Doc:
    """Keep an evaluation on its Doc as plain values (`doc._.evaluation`), with kind, title and date."""
    carrier.register()
    doc._.kind = DocumentKind.EVALUATION.value
    doc._.title = evaluation.title
    doc._.date = evaluation.date or doc._.date
    doc._.messages = [*doc._.messages, *evaluation.messages]
    member = evaluation.member
    doc._.evaluation = {
        "member": member.name if member else "",
        "member_code": member.code if member else "",
        "points": evaluation.points,
        "max_points": evaluation.max_points,
        "percent": evaluation.percent,
        "rows": [{**asdict(row), "rating": row.rating.value} for row in evaluation.rows],
        "messages": list(evaluation.messages),
    }
    return doc


def _total(text: str) -> tuple[Score | None, Sentence | None]:
    """The result in all: of the scores that are no area's and nobody else's, the one of most points."""
    best: Score | None = None
    where: Sentence | None = None
    for sentence, score in _own_scores(text):
        if best is None or score.most > best.most:
            best, where = score, sentence
    return best, where


def _own_scores(text: str) -> list[tuple[Sentence, Score]]:
    of_areas = {(score.start, score.end) for score in _area_scores(text).values()}
    found = []
    paragraphs = list(sentences(text))
    for index, sentence in enumerate(paragraphs):
        # "54 poäng. Maxpoängen är 67." is one result in two sentences.
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else sentence
        near = text.count("\n", sentence.end, following.start) == 0
        for score in scores(text, sentence.start, following.end if near else sentence.end):
            overlaps = any(start < score.end and score.start < end for start, end in of_areas)
            if score.start < sentence.end and not overlaps and not _is_anothers(text, sentence, score):
                found.append((sentence, score))
    return found


def _is_anothers(text: str, sentence: Sentence, score: Score) -> bool:
    """Whether a score is an earlier year's, another member's, or an average."""
    known = wording()
    start = max(
        (
            text.rfind(sign, sentence.start, score.start) + len(sign)
            for sign in (", ", "; ", " men ", " medan ")
        ),
        default=sentence.start,
    )
    start = max(start, sentence.start)
    before = [word.form for word in words(text, start, score.start)]
    stop = re.compile(r"[,;:.]\s|$|\n").search(text, score.end, sentence.end)
    after = [word.form for word in words(text, score.end, stop.start() if stop else sentence.end)]
    kinds = (PhraseKind.OTHERS, PhraseKind.EARLIER)
    if known.phrase_hits(before, *kinds):
        return True
    # What is compared with comes after a result of the member's own; an earlier year may come last.
    hits = known.phrase_hits(after, *kinds)
    return bool(hits) and hits[0][0] is PhraseKind.EARLIER


def _area_scores(text: str) -> dict[str, Score]:
    """Points per area, where they stand behind its name."""
    known = wording()
    found: dict[str, Score] = {}
    for sentence in sentences(text):
        its = words(text, sentence.start, sentence.end)
        for hit in known.area_hits([word.form for word in its]):
            short = hit.id.endswith("~")
            if short and not (sentence.item and hit.start <= 3):
                continue
            score = score_after(text, its[hit.end - 1].end, sentence.end)
            if score is not None:
                found.setdefault(hit.id.rstrip("~"), score)
    return found


def _percent(text: str, total: Score | None, sentence: Sentence | None) -> float | None:
    """The result in per cent as stated: with the points, else where a sentence speaks of the result."""
    if total is not None and sentence is not None:
        stated = percents(text, sentence.start, sentence.end)
        fitting = [value for value, _ in stated if abs(value - 100 * total.share) <= 1]
        if fitting:
            return fitting[0]
        if stated and speaks_of_result(text, total.end, stated[0][1] + 40):
            return min(stated, key=lambda item: abs(item[1] - total.start))[0]
    for other in sentences(text):
        if speaks_of_result(text, other.start, other.end):
            for value, at in percents(text, other.start, other.end):
                fits = total is None or abs(value - 100 * total.share) <= 1
                if fits and value <= 100 and not _is_anothers(text, other, Score(value, 100, at, at + 1)):
                    return value
    return None


def _rows(text: str) -> tuple[list[AreaRating], list[str]]:
    known = wording()
    area_scores = _area_scores(text)
    rows: dict[str, AreaRating] = {}
    messages: list[str] = []
    for rated in rate(text, known):
        before = rows.get(rated.area)
        if before is None:
            rows[rated.area] = _row(text, rated.area, rated.rating, rated.start, rated.end, area_scores)
        elif before.rating is not rated.rating:
            line = text.count("\n", 0, rated.start) + 1
            messages.append(
                f"line {line}: {known.names[rated.area]} is called {rated.rating}, but {before.rating} "
                f"before; kept as {before.rating}"
            )
    if not rows:
        for area, score in area_scores.items():
            if score.share >= STRONG_SHARE or score.share <= WEAK_SHARE:
                rating = Rating.STRONG if score.share >= STRONG_SHARE else Rating.WEAK
                sentence = next(s for s in sentences(text) if s.start <= score.start < s.end)
                rows[area] = _row(text, area, rating, sentence.start, sentence.end, area_scores)
    if not rows:
        messages.append("the page calls no area strong or weak")
    return list(rows.values()), messages


def _row(
    text: str, area: str, rating: Rating, start: int, end: int, area_scores: dict[str, Score]
) -> AreaRating:
    score = area_scores.get(area)
    return AreaRating(
        wording().names[area], rating, text[start:end], start, end,
        score.points if score else None, score.most if score else None,
    )  # fmt: skip


def _sums(text: str, total: Score, percent: float | None) -> list[str]:
    """What does not add up."""
    messages = []
    if total.points > total.most:
        messages.append(f"{total.points:g} of {total.most:g} points: more than the most possible")
    elif percent is not None and abs(percent - 100 * total.share) > 1:
        messages.append(
            f"{total.points:g} of {total.most:g} points is {100 * total.share:.1f} %, "
            f"but the page says {percent:g} %"
        )
    area_scores = _area_scores(text)
    points, most = (
        sum(getattr(score, name) for score in area_scores.values()) for name in ("points", "most")
    )
    complete = len(area_scores) == len(wording().areas)
    if (complete and points != total.points) or points > total.points:
        messages.append(f"the areas' points add up to {points:g}, but the page says {total.points:g}")
    if (complete and most != total.most) or most > total.most:
        messages.append(
            f"the areas' most possible points add up to {most:g}, but the page says {total.most:g}"
        )
    return messages


def _member(text: str, title: str, sentence: Sentence | None, resolve: Resolve) -> Member | None:
    """Who was evaluated: named with the result and in the title, else in either, else most often."""
    with_result = _members(text[sentence.start : sentence.end], resolve) if sentence else []
    in_title = _members(title, resolve)
    for member in with_result:
        if member in in_title:
            return member
    if with_result or in_title:
        return (with_result or in_title)[0]
    everywhere = _members(text, resolve)
    return Counter(everywhere).most_common(1)[0][0] if everywhere else None


def _members(text: str, resolve: Resolve) -> list[Member]:
    """Members named, those with "kommun", "stad" or "Region" before those without."""
    found = []
    for hit in _OWNER.finditer(text):
        found.extend(_longest(hit["region"] or hit["name"], resolve))
    for hit in _CAPITALS.finditer(text):
        found.extend(_longest(hit[0], resolve))
    return [member for member in found if member.kind in {MemberKind.MUNICIPALITY, MemberKind.REGION}]


def _longest(name: str, resolve: Resolve) -> list[Member]:
    """The member that the last words of a name are: "Välkommen Upplands Väsby" → Upplands Väsby."""
    parts = name.split()
    for start in range(len(parts)):
        for end in range(len(parts), start, -1):
            member = resolve(" ".join(parts[start:end]))
            if member is not None:
                return [member]
    return []
