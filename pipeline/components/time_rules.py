"""The rules behind `pipeline.components.times`, in order of priority, each with its reckoning."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from pipeline import calendar_sv as calendar
from pipeline.calendar_sv import Period
from pipeline.components.time_words import Words, alternatives, load_words

#: Roles that point forward unless the sentence is in the past.
_FORWARD = ("by", "before", "from", "after")
_NUMBERS = {
    "en": 1,
    "ett": 1,
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    "sju": 7,
    "åtta": 8,
    "tio": 10,
}
_ORDINALS = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4}
#: Words that may follow "i vår" where it is the season and not "in our".
_AFTER_SPRING = (
    r"(?=\s*(?:$|[.,;:!?)–—-]|(?:och|men|när|då|så|ska|blir|börjar|startar|eller|efter|innan|för|på|hos)\b))"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A time found in a text: its characters, the days it means, and its role."""

    start: int
    end: int
    period: Period
    role: str


@dataclass(frozen=True, slots=True)
class _Moment:
    """What a reckoning may look at beside the match."""

    today: date
    role: str
    tense: str

    @property
    def backward(self) -> bool:
        """Whether a time without a year is the latest one rather than the next."""
        return self.role == "since" or (self.tense == "past" and self.role != "from")

    def pick(self, make: Callable[[int], Period | None], year: str | None = None) -> Period | None:
        """The period of the year that is given, or of the year that the moment points to."""
        if year:
            return make(int(year))
        years = range(self.today.year - 2, self.today.year + 3)
        periods = [period for number in years if (period := make(number)) is not None]
        if self.backward:
            gone = [period for period in periods if period.first <= self.today]
            return gone[-1] if gone else None
        coming = [period for period in periods if period.last >= self.today]
        return coming[0] if coming else None


_Reckoning = Callable[[re.Match[str], _Moment], Period | None]


def find_times(text: str, today: date) -> list[Found]:
    """Times in a text, by place; where two overlap, the rule that stands first wins."""
    if not _hint().search(text):
        return []
    words = load_words()
    found: list[Found] = []
    for pattern, reckon in _rules():
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            core = match.end("lead") + 1 if match.groupdict().get("lead") else match.start()
            start, role = _lead_in(text, core, words)
            start = min(start, match.start())
            period = reckon(match, _Moment(today, role, _tense(text, start, match.end(), words)))
            if period is not None:
                found.append(Found(start, match.end(), period, role))
    return sorted(found, key=lambda item: item.start)


@cache
def _hint() -> re.Pattern[str]:
    """What any time expression has some of; most statements have none, and need no rule tried."""
    words = load_words()
    forms = [*words.months, *words.seasons, *words.past_seasons, *words.weekdays, *words.past_weekdays]
    others = ["vecka", "veckan", "månad", "månaden", "månader", "veckor", "år", "året", "fjol", "går", "dag"]
    others += ["idag", "igår", "ikväll", "kväll", "morgon", "imorgon", "ifjol", "dagar", "kvartalet"]
    return re.compile(rf"\d|(?<!\w)(?:{alternatives([*forms, *words.feasts, *others])})(?!\w)", re.IGNORECASE)


@cache
def _lead_pattern() -> re.Pattern[str]:
    # "tom" and "from" are also short for "till och med" and "från och med".
    return re.compile(
        rf"(?<!\w)({alternatives(load_words().roles)})(?:\s+(?:den|på|i|nu))*\s+$", re.IGNORECASE
    )


def _lead_in(text: str, start: int, words: Words) -> tuple[int, str]:
    """Where the words that lead in a time begin, and the role that they give it."""
    before = _lead_pattern().search(text[:start])
    if before is None:
        return start, ""
    return before.start(1), words.roles[" ".join(before[1].lower().split())]


def _tense(text: str, start: int, end: int, words: Words) -> str:
    """Tense of the nearest word before a time in its sentence that shows one, else after it."""
    before = re.split(r"[.!?]\s", text[:start])[-1]
    after = re.split(r"[.!?](?:\s|$)", text[end:])[0]
    tokens = re.findall(r"\w+", before.lower())
    for word in reversed(tokens):
        if tense := words.tense(word):
            return tense
    for word in re.findall(r"\w+", after.lower()):
        if tense := words.tense(word):
            return tense
    return ""


@cache
def _rules() -> tuple[tuple[re.Pattern[str], _Reckoning], ...]:
    words = load_words()
    month, season = alternatives(words.months), alternatives(words.seasons)
    definite = alternatives(form for form in words.seasons if form.endswith("n"))
    weekday, feast = alternatives(words.weekdays), alternatives(words.feasts)
    past_season, past_day = alternatives(words.past_seasons), alternatives(words.past_weekdays)
    year = r"(?P<year>(?:19|20)\d\d)"
    part = r"(?P<part>(?:i\s+)?(?:början|mitten|slutet)\s+(?:av|på)|tidigt|sent)"
    lead = (
        r"(?<!\w)(?P<lead>i|under|till|för|från|sedan|sen|före|innan|efter|senast|inför|hela|om|nästa|av"
        r"|fram till|t o m|med)"
    )
    sources: list[tuple[str, _Reckoning]] = [
        (r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", _iso),
        (
            rf"(?<![\w/.,])(?P<d>\d{{1,2}})(?::?[ea])?(?:\s*[-–]\s*(?P<d2>\d{{1,2}}))?\s+(?P<m>{month})(?:\.?\s+{year})?(?!\w)",
            _day_month,
        ),
        (
            rf"(?<![\w/.,])(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})(?:[\s-]{year})?(?![\w/])(?!\s*(?:av|del)\b)",
            _slashed,
        ),
        (r"(?<!\w)den\s+(?P<d>\d{1,2})(?::?e|:a)(?!\w)", _day_only),
        (rf"(?<!\w)(?:{part}\s+)(?P<m>{month})(?:\s+{year})?(?!\w)", _month),
        (rf"(?<!\w)(?P<m>{month})\s+{year}(?!\w)", _month),
        (rf"{lead}\s+(?P<m>{month})(?![\w-])", _month),
        (rf"(?<!\w)(?:i\s+)?(?P<s>{past_season})(?!\w)", _past_season),
        (rf"(?<!\w)(?:{part}\s+)?(?P<s>{season})\s+{year}(?!\w)", _season),
        (rf"(?<!\w)(?:nästa|i)\s+(?P<s>vår){_AFTER_SPRING}", _season),
        (rf"(?<!\w)nästa\s+(?P<s>{season})(?!\w)", _season),
        (r"(?<!\w)i\s+(?P<s>sommar|höst|vinter)(?!\w)", _season),
        (rf"(?<!\w)(?:i\s+)?(?P<s>{definite})(?!\w)", _season),
        (rf"(?<!\w)Q(?P<q>[1-4])(?:\s*{year})?(?!\w)", _quarter),
        (rf"(?<!\w)kvartal\s+(?P<q>[1-4])(?:\s+{year})?(?!\w)", _quarter),
        (rf"(?<!\w)(?P<q>{alternatives(_ORDINALS)})\s+kvartalet(?:\s+{year})?(?!\w)", _quarter),
        (
            rf"(?<!\w)(?:v\.?|vecka|veckan)\s?(?P<w>\d{{1,2}})(?:\s*[-–]\s*(?P<w2>\d{{1,2}}))?(?:\s+{year})?(?![\w,.]\d|\w)",
            _week,
        ),
        (
            r"(?<!\w)(?P<which>nästa|förra|denna|den här|i|innevarande)\s+"
            r"(?P<unit>veckan?|månaden?|år(?:et)?)(?!\w)",
            _relative,
        ),
        (r"(?<!\w)(?P<near>i\s?fjol|i\s?går|i\s?dag|i\s?morgon|i\s?kväll)(?!\w)", _near),
        (
            rf"(?<!\w)om\s+(?P<n>\d+|{alternatives(_NUMBERS)})\s+(?P<unit>dagar?|veckor|vecka|månader|månad|år)(?!\w)",
            _in_some,
        ),
        (
            rf"(?<!\w)för\s+(?P<n>\d+|{alternatives(_NUMBERS)})\s+(?P<unit>dagar?|veckor|vecka|månader|månad|år)\s+(?:sedan|sen)(?!\w)",
            _ago,
        ),
        (rf"(?<!\w)i\s+(?P<wd>{past_day})(?!\w)", _past_weekday),
        (rf"(?<!\w)(?:(?P<next>nästa)\s+)?(?P<wd>{weekday})(?!\w)", _weekday),
        (
            rf"(?<![\w/.,–-])(?:{part}\s+)?{year}(?![\w/–-]|[.,]\d|\s*(?:kr|kronor|ton|kg|st|kWh|MWh|invånare|åtgärder)\b)",
            _year,
        ),
    ]
    compiled = [(re.compile(source, re.IGNORECASE), reckon) for source, reckon in sources]
    # A feast is a time only behind such a word; look-behinds must be of one width, so a rule for each.
    before = (
        "före",
        "efter",
        "till",
        "inför",
        "innan",
        "vid",
        "från",
        "sedan",
        "sen",
        "över",
        "under",
        "runt",
        "kring",
    )
    for word in before:
        compiled.insert(-1, (re.compile(rf"(?<=\b{word}\s)(?P<f>{feast})(?!\w)", re.IGNORECASE), _feast))
    return tuple(compiled)


def _iso(match: re.Match[str], moment: _Moment) -> Period | None:
    when = calendar.safe_date(int(match["y"]), int(match["m"]), int(match["d"]))
    return calendar.day(when) if when else None


def _days(match: re.Match[str], moment: _Moment, number: int) -> Period | None:
    def make(year: int) -> Period | None:
        first = calendar.safe_date(year, number, int(match["d"]))
        second = match.groupdict().get("d2")
        last = calendar.safe_date(year, number, int(second)) if second else first
        if first is None or last is None or last < first:
            return None
        return Period(first, last, "day" if first == last else "range")

    return moment.pick(make, match["year"])


def _day_month(match: re.Match[str], moment: _Moment) -> Period | None:
    return _days(match, moment, load_words().months[match["m"].lower()])


def _slashed(match: re.Match[str], moment: _Moment) -> Period | None:
    number = int(match["m"])
    return _days(match, moment, number) if 1 <= number <= 12 else None


def _day_only(match: re.Match[str], moment: _Moment) -> Period | None:
    day, today = int(match["d"]), moment.today
    for ahead in range(14):
        year, number = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        when = calendar.safe_date(year, number + 1, day)
        if when and when >= today:
            return calendar.day(when)
    return None


def _part_of(period: Period, words: str | None) -> Period:
    """The beginning, middle or end of a period."""
    if not words:
        return period
    third = ((period.last - period.first).days + 1) // 3
    if "mitten" in words:
        return Period(period.first + timedelta(days=third), period.last - timedelta(days=third), period.grain)
    if "slutet" in words or "sent" in words:
        return Period(period.last - timedelta(days=third - 1), period.last, period.grain)
    return Period(period.first, period.first + timedelta(days=third - 1), period.grain)


def _month(match: re.Match[str], moment: _Moment) -> Period | None:
    groups = match.groupdict()
    number = load_words().months[match["m"].lower()]
    period = moment.pick(lambda year: calendar.month(year, number), groups.get("year"))
    return _part_of(period, (groups.get("part") or "").lower()) if period else None


def _season(match: re.Match[str], moment: _Moment) -> Period | None:
    groups = match.groupdict()
    number = load_words().seasons[match["s"].lower()]
    period = moment.pick(lambda year: calendar.season(year, number), groups.get("year"))
    return _part_of(period, (groups.get("part") or "").lower()) if period else None


def _past_season(match: re.Match[str], moment: _Moment) -> Period | None:
    number = load_words().past_seasons[match["s"].lower()]
    return _Moment(moment.today, "since", "past").pick(lambda year: calendar.season(year, number))


def _quarter(match: re.Match[str], moment: _Moment) -> Period | None:
    word = match["q"].lower()
    number = _ORDINALS.get(word) or int(word)
    return moment.pick(lambda year: calendar.quarter(year, number), match["year"])


def _week(match: re.Match[str], moment: _Moment) -> Period | None:
    def make(year: int) -> Period | None:
        first = calendar.week(year, int(match["w"]))
        last = calendar.week(year, int(match["w2"])) if match["w2"] else first
        return Period(first.first, last.last, "week") if first and last else None

    return moment.pick(make, match["year"])


def _relative(match: re.Match[str], moment: _Moment) -> Period | None:
    which, unit, today = match["which"].lower(), match["unit"].lower(), moment.today
    step = {"nästa": 1, "förra": -1}.get(which, 0)
    if unit.startswith("veck"):
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return Period(first, first + timedelta(days=6), "week") if which != "i" else None
    if unit.startswith("månad"):
        year, number = divmod(today.year * 12 + today.month - 1 + step, 12)
        return calendar.month(year, number + 1) if which != "i" else None
    if unit.startswith("år"):
        return calendar.whole_year(today.year + step) if unit == "år" or which != "i" else None
    return None


def _near(match: re.Match[str], moment: _Moment) -> Period | None:
    word = re.sub(r"\s", "", match["near"].lower())
    if word == "ifjol":
        return calendar.whole_year(moment.today.year - 1)
    return calendar.day(moment.today + timedelta(days={"igår": -1, "imorgon": 1}.get(word, 0)))


def _span_of(match: re.Match[str], today: date, sign: int) -> Period:
    word, unit = match["n"].lower(), match["unit"].lower()
    count = sign * (_NUMBERS.get(word) or int(word))
    if unit.startswith("dag"):
        return calendar.day(today + timedelta(days=count))
    if unit.startswith("veck"):
        when = today + timedelta(weeks=count)
        first = when - timedelta(days=when.weekday())
        return Period(first, first + timedelta(days=6), "week")
    if unit.startswith("månad"):
        year, number = divmod(today.year * 12 + today.month - 1 + count, 12)
        return calendar.month(year, number + 1)
    return calendar.whole_year(today.year + count)


def _in_some(match: re.Match[str], moment: _Moment) -> Period | None:
    return _span_of(match, moment.today, 1)


def _ago(match: re.Match[str], moment: _Moment) -> Period | None:
    return _span_of(match, moment.today, -1)


def _weekday(match: re.Match[str], moment: _Moment) -> Period | None:
    number = load_words().weekdays[match["wd"].lower()] - 1
    ahead = (number - moment.today.weekday()) % 7
    return calendar.day(moment.today + timedelta(days=ahead or 7))


def _past_weekday(match: re.Match[str], moment: _Moment) -> Period | None:
    number = load_words().past_weekdays[match["wd"].lower()] - 1
    return calendar.day(moment.today - timedelta(days=(moment.today.weekday() - number) % 7 or 7))


def _feast(match: re.Match[str], moment: _Moment) -> Period | None:
    entry = load_words().feasts[" ".join(match["f"].lower().split())]
    return moment.pick(lambda year: calendar.feast(year, entry.reckoning, entry.days))


def _year(match: re.Match[str], moment: _Moment) -> Period | None:
    before = match.string[: match.start()].rstrip()
    previous = re.search(r"([\w-]+)$", before)
    if previous and not match["part"]:
        word = previous[1]
        if word.lower() in load_words().names:
            return None
        opens = re.search(r"(?:^|[.!?:–-])\W*$", before[: previous.start()])
        if word[0].isupper() and not opens:
            return None
    if not 1950 <= int(match["year"]) <= moment.today.year + 40:
        return None
    return _part_of(calendar.whole_year(int(match["year"])), (match["part"] or "").lower())
