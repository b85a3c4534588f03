"""Numbers with their units in running Swedish text: money, per cent, points; ranges and lists.

Knows thousands set off by a space, a no-break space or a full stop, decimal commas, ``1:50``,
``400:-``, ``10-15 000 kr`` (the lower end is scaled), ``från 1,50 till 3 kr/kg``,
``600/1200/2400`` (where the caller says that fees are spoken of), "en halv miljon om året", and
sums that share the first one's unit ("500 kr inrikes och 1 500 inom Europa").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.lexicon import RESOURCES, Entry, load_entries
from pipeline.patterns import PatternMatcher, words_of


@dataclass(frozen=True, slots=True)
class Currency(Entry):
    """A word for money (`facts.toml`)."""

    factor: float = 1.0
    coin: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Per(Entry):
    """What a price is counted on (`facts.toml`)."""

    unit: str = ""
    label: str = ""
    refuse: bool = False
    forms: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Qualifier(Entry):
    """What tells two figures apart (`facts.toml`)."""

    label: str = ""
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context(Entry):
    """Words that make a sum worth comparing, or not (`facts.toml`)."""

    refuse: bool = False
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """One number with its unit, at characters of the text that was searched.

    Attributes
    ----------
    value
        In whole units: "250 tkr" is 250 000.
    unit
        One of the contract's units, or ``öre`` where nothing says what it is counted on.
    per
        Swedish label of what a plain sum is counted on ("per år", "per resa"); else empty.
    start, end
        The number and its unit; in a range, each number's own characters.
    """

    value: float
    unit: str
    per: str
    start: int
    end: int


class FactWords:
    """The words of `facts.toml`, compiled."""

    def __init__(self, path: Path) -> None:
        kinds: dict[str, type[Entry]] = {
            "currency": Currency,
            "per": Per,
            "qualifier": Qualifier,
            "context": Context,
        }
        loaded = load_entries(path, kinds)
        currencies = [entry for entry in loaded["currency"] if isinstance(entry, Currency)]
        qualifiers = [entry for entry in loaded["qualifier"] if isinstance(entry, Qualifier)]
        contexts = [entry for entry in loaded["context"] if isinstance(entry, Context)]
        self._currencies = {word: entry for entry in currencies for word in entry.words}
        self._pers = [entry for entry in loaded["per"] if isinstance(entry, Per)]
        self._labels = {entry.id: entry.label for entry in qualifiers}
        self._qualifiers = PatternMatcher({entry.id: entry.patterns for entry in qualifiers})
        self._contexts = PatternMatcher({entry.id: entry.patterns for entry in contexts})
        self.money = _money_pattern(self._currencies)
        self.per = _per_pattern(self._pers)

    def currency(self, word: str) -> Currency:
        """The currency that a word found by `money` names."""
        return self._currencies[re.sub(r"\s+", " ", word.lower())]

    def counted_on(self, number: int) -> Per:
        """The entry behind group number `number` of the pattern `per`."""
        return self._pers[number]

    def qualifiers(self, words: Iterable[str]) -> list[str]:
        """Labels of the qualifiers among some words, in order."""
        return [self._labels[hit.id] for hit in self._qualifiers.match(list(words))]

    def has_context(self, name: str, text: str) -> bool:
        """Whether the words of a context stand in a text."""
        return any(hit.id == name for hit in self._contexts.match(words_of(text)))


@cache
def load_words(path: Path = RESOURCES / "facts.toml") -> FactWords:
    """The words around figures."""
    return FactWords(path)


_SPACE = "[ \u00a0\u202f\u2009]"
_NUMBER = rf"(?:\d{{1,3}}(?:(?:{_SPACE}|\.)\d{{3}})+(?!\d)(?:,\d+)?|\d+:\d\d(?!\d)|\d+(?:[.,]\d+)?)"
_JOIN = r"(?:\s*[-–—]\s*|\s*/\s*|\s+(?:till|och|eller|resp\.?|respektive|upp till)\s+|\s*,\s+)"
_LIST = rf"(?<![\w.,:/])(?P<numbers>{_NUMBER}(?:{_JOIN}{_NUMBER})*)"
_TO = r"(?:\s*[-–—]\s*|\s+(?:till|och|eller|resp\.?|respektive|upp till)\s+)"
_RANGE = rf"(?<![\w.,:/])(?P<numbers>{_NUMBER}(?:{_TO}{_NUMBER})*)"
#: A price written as a clock is ("1:50/kg"), which needs no word for money.
_CLOCKED = re.compile(r"(?<![\w.,:/])(\d{1,2}:\d\d)(?=\s*(?:/|per\s|kilot))")
_IN_WORDS = {
    "en halv": 0.5,
    "en kvarts": 0.25,
    "en": 1.0,
    "två": 2.0,
    "tre": 3.0,
    "fyra": 4.0,
    "fem": 5.0,
    "tio": 10.0,
}
_SHARE = re.compile(rf"{_RANGE}\s?(?:%|procent\b|procentenheter\b)", re.IGNORECASE)
_SCORE = re.compile(rf"{_RANGE}(?:\s+av\s+\d+)?\s?(?:poäng|p)\b(?!\s*/)", re.IGNORECASE)
_FEES = re.compile(r"(?<![\w.,/])(\d{2,4}(?:/\d{2,4})+)(?![\w/])")
#: What a fee brought in, told without its kronor ("intäkter 480 000").
_INCOME = re.compile(
    rf"(?:intäkt\w*|drog\s+in|drar\s+in|inbringa\w*)\s+(?:är\s+|blev\s+|på\s+|ca\s+|cirka\s+|runt\s+|ungefär\s+)*"
    rf"(\d{{1,3}}(?:{_SPACE}\d{{3}})+)(?=\s*(?:[.,;)]|$|om\b|per\b|under\b|i\b|på\b|till\b|och\b))",
    re.IGNORECASE,
)
#: A further sum that shares the unit of the one before: "… och 1 500 inom Europa".
_FURTHER = re.compile(
    rf"(?:\s*,|\s+och|\s+resp\.?|\s+respektive|\s*/)\s*(?P<number>{_NUMBER})"
    r"(?=\s+(?:inrikes|utrikes|inom|utanför|längre|övriga|i\s+(?:Europa|Norden)|till\s+utlandet|utomlands))",
    re.IGNORECASE,
)


def _alternatives(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


def _money_pattern(words: Iterable[str]) -> re.Pattern[str]:
    spelled = "|".join(sorted(_IN_WORDS, key=len, reverse=True))
    return re.compile(
        rf"(?:{_LIST}|\b(?P<spelled>{spelled}))[\s>]*(?P<currency>{_alternatives(words)})(?![\w])",
        re.IGNORECASE,
    )


def _per_pattern(pers: Iterable[Per]) -> re.Pattern[str]:
    parts = []
    for per in pers:
        choices = []
        if per.forms:
            choices.append(rf"[\s>]*(?:/|per\b|om\b(?=\s+året))[\s>]*(?:{_alternatives(per.forms)})")
        if per.bare:
            choices.append(rf"[\s>]*(?:{_alternatives(per.bare)})")
        parts.append(f"((?:{'|'.join(choices)})(?![\\w]))")
    return re.compile("|".join(parts), re.IGNORECASE)


def find_amounts(text: str, *, bare_lists: bool = False) -> Iterator[Amount]:
    """Amounts in a text, by place.

    `bare_lists` reads fees without their kronor too: lists (``600/1200/2400``) and what a fee
    brought in (``intäkter 480 000``).
    """
    found = [*_money(text), *_plain(text, _SHARE, "%"), *_plain(text, _SCORE, "poäng")]
    if bare_lists:
        found += [
            Amount(
                float(number[0]),
                "kr",
                "per resa",
                match.start() + number.start(),
                match.start() + number.end(),
            )
            for match in _FEES.finditer(text)
            if not any(a.start < match.end() and match.start() < a.end for a in found)
            for number in re.finditer(r"\d+", match[1])
            if not _is_year(number[0])
        ]
    if bare_lists:
        found += [
            Amount(_value(match[1]), "kr", "", match.start(1), match.end(1))
            for match in _INCOME.finditer(text)
        ]
    taken = 0
    for amount in sorted(found, key=lambda item: (item.start, -item.end)):
        if amount.start >= taken:
            taken = amount.end
            yield amount


def _plain(text: str, pattern: re.Pattern[str], unit: str) -> Iterator[Amount]:
    for match in pattern.finditer(text):
        numbers = list(_numbers(match["numbers"], match.start("numbers")))
        for index, (value, start, end) in enumerate(numbers):
            yield Amount(value, unit, "", start, match.end() if index == len(numbers) - 1 else end)


def _money(text: str) -> Iterator[Amount]:
    words = load_words()
    for match in _CLOCKED.finditer(text):
        unit, label, end, refused = _counted_on(text, match.end(), "kr")
        if "/" in unit and not refused:
            yield Amount(_value(match[1]), unit, label, match.start(), end)
    for match in words.money.finditer(text):
        currency = words.currency(match["currency"])
        unit, label, end, refused = _counted_on(text, match.end(), "öre" if currency.coin else "kr")
        if refused or not _money_word_stands(text, match, currency):
            continue
        if currency.coin and unit not in ("öre", "öre/kWh", "öre/kg"):
            continue
        if match["spelled"]:
            if currency.factor == 1.0:
                continue
            numbers = [(_IN_WORDS[match["spelled"].lower()], match.start(), end)]
        else:
            numbers = list(_numbers(match["numbers"], match.start("numbers")))
        for index, (value, start, stop) in enumerate(numbers):
            last = index == len(numbers) - 1
            yield Amount(value * currency.factor, unit, label, start, end if last else stop)
        position = _behind_qualifier(text, end)
        while unit == "kr" and (further := _FURTHER.match(text, position)):
            value = _value(further["number"])
            yield Amount(value * currency.factor, unit, label, further.start("number"), further.end())
            position = _behind_qualifier(text, further.end())


def _counted_on(text: str, end: int, unit: str) -> tuple[str, str, int, bool]:
    """What a sum that ends at `end` is counted on: unit, label, new end, whether it is refused."""
    words, label, refused = load_words(), "", False
    while on := words.per.match(text, end):
        per = words.counted_on((on.lastindex or 1) - 1)
        refused = refused or per.refuse
        if per.unit and "/" not in unit:
            unit += f"/{per.unit}"
        label = label or per.label
        end = on.end()
    return unit, label, end, refused


def _behind_qualifier(text: str, end: int) -> int:
    """Where the few words that qualify a sum end ("500 kr inrikes| och 1 500 inom Europa")."""
    words = re.compile(
        r"(?:\s+(?:för|en|per|flygresa|flyg|inrikes|utrikes|inom|i|utanför|Europa|Norden|Sverige)\b)*"
    )
    found = words.match(text, end)
    return found.end() if found else end


def _money_word_stands(text: str, match: re.Match[str], currency: Currency) -> bool:
    """Whether "miljoner" and the like are kronor and not tons or trips.

    A bare "miljoner" is money unless the next word is a thing that is counted.
    """
    word = match["currency"].lower()
    if "kr" in word or word in (":-", ",-", "sek", "spänn", "öre", "mdr", "msek", "tusenlappar"):
        return True
    following = re.match(r"\s+([a-zåäö]+)", text[match.end() :], re.IGNORECASE)
    allowed = (
        "i",
        "om",
        "per",
        "till",
        "på",
        "för",
        "av",
        "från",
        "under",
        "och",
        "varje",
        "mer",
        "extra",
        "årligen",
    )
    return following is None or following[1].lower() in allowed


def _numbers(text: str, offset: int) -> Iterator[tuple[float, int, int]]:
    """The numbers of a range or list; years in a list are left out, low ends scaled."""
    found = [(_value(m[0]), offset + m.start(), offset + m.end(), m[0]) for m in re.finditer(_NUMBER, text)]
    last, last_text = found[-1][0], found[-1][3]
    grouped = last >= 1000 and last % 1000 == 0 and not _is_year(last_text)
    for index, (value, start, end, raw) in enumerate(found):
        if index < len(found) - 1:
            if _is_year(raw) or (last and not 0.02 <= value / last <= 50 and not grouped):
                continue
            if grouped and value < 1000 and value * 1000 < last:
                value *= 1000
        yield value, start, end


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", text))


def _value(text: str) -> float:
    """A Swedish number: ``1 600`` and ``1.600`` are thousands, ``1,50`` and ``1:50`` decimals."""
    compact = re.sub(r"\s", "", text).replace(":", ",")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", compact):
        compact = compact.replace(".", "")
    return float(compact.replace(",", "."))
