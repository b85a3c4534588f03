"""What requests and offers share: the words of a statement, its questions, and its cue phrases.

A decision is a sum: each signal (a cue phrase of `phrases.toml`, a question form, a reply …) has a
weight, and the statement is a request or an offer where the weights reach `THRESHOLD`. The same
signals, without the weights, are what a fitted model learns from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.lexicon import RESOURCES, Entry, load_classes, load_entries
from pipeline.patterns import PatternMatcher
from pipeline.structure.markers import leading_marker
from pipeline.values import Mark

#: A statement is labelled where its weights reach this sum.
THRESHOLD = 1.0

YOU = frozenset(["ni", "er", "era", "ert", "du", "dig", "din", "ditt", "dina", "eran"])
ANYONE = frozenset(["någon", "nån", "ngn", "ngon", "några", "ngra", "någons", "nåns", "någonstans"])
OTHERS = frozenset(["andra", "andras", "annan", "fler", "flera", "kommuner", "medlemmar", "kollegor"])
ASKING = frozenset(
    ["hur", "vad", "vilka", "vilken", "vilket", "vem", "vems", "var", "vart", "varifrån", "när", "varför"]
)
#: Finite verbs that open a question when they come first.
# fmt: off
VERB_FIRST = frozenset(
    [
        "använder", "behöver", "betalar", "blev", "blir", "borde", "brukar", "bör", "fick", "finns",
        "fungerar", "funkar", "får", "gick", "gjorde", "gäller", "går", "gör", "hade", "har", "hittar",
        "hänger", "håller", "jobbar", "kan", "kollar", "kommer", "kostar", "kunde", "känner", "kör",
        "ligger", "låter", "lönar", "minns", "mäter", "måste", "räcker", "räknar", "ser", "sitter", "ska",
        "skall", "skulle", "sköter", "ställer", "stämmer", "står", "tar", "tror", "tycker", "törs", "vet",
        "vill", "vore", "vågar", "är",
    ]
)
# fmt: on
#: Verbs that open a condition rather than a question where no question mark follows.
_CONDITIONAL = frozenset(["vill", "skulle", "ska", "skall", "behöver"])
SELF = frozenset(["vi", "jag", "vår", "vårt", "våra", "oss", "mig"])
_SIGNS = frozenset("?!.,;:()[]\"”'–—-/*•·>_#@…") | {"...", "--", "->", "→", "?!", "!!", "??", "o"}
_NAME = re.compile(r"[A-ZÅÄÖÉ][\w’'-]*$")
_CLOCK = re.compile(r"[\d:.]+$")
_BULLET = re.compile(r"[-–—*•·>#_]+$")
#: Signs behind a speaker's name; the tokenizer takes ``):`` for a face.
_AFTER_NAME = frozenset([":", "):", "–", "—", "->", "→"])
#: Words that stand before a colon without being a name.
# fmt: off
_HEADINGS = frozenset(
    [
        "fråga", "frågor", "följdfråga", "efterlysning", "efterlyses", "önskemål", "önskas", "sökes",
        "fundering", "undran", "inbjudan", "råd", "lärdom", "lärdomar", "svar", "länk", "obs",
        "rekommendation", "erbjudande", "vill", "söker", "behöver", "delar", "knep", "ps", "läsvärt",
        "spaning",
    ]
)
# fmt: on
#: Words with a small letter inside a speaker's name.
_BETWEEN_NAMES = frozenset(
    ["från", "och", "i", "kansliet", "län", "läns", "stad", "kommun", "svar", "igen", "svarar"]
)


@dataclass(frozen=True, slots=True)
class CueEntry(Entry):
    """One phrase of `phrases.toml`; the file's head explains the keys."""

    weight: float = 0.0
    patterns: tuple[str, ...] = ()
    mark: str = Mark.PHRASED.value

    def __post_init__(self) -> None:
        if not self.patterns:
            raise ValueError(f"cue {self.id!r} has no patterns")
        if self.mark not in (Mark.EXPLICIT.value, Mark.PHRASED.value):
            raise ValueError(f"mark must be explicit or phrased, not {self.mark!r}")


@dataclass(frozen=True, slots=True)
class WeightEntry(Entry):
    """The weight of a signal that is no phrase; its id is ``request:…`` or ``offer:…``."""

    value: float = 0.0


class CueSet:
    """The cue phrases and weights of one label.

    Parameters
    ----------
    label
        ``request`` or ``offer``.
    path
        The file of phrases.
    """

    def __init__(self, label: str, path: Path = RESOURCES / "phrases.toml") -> None:
        kinds: dict[str, type[Entry]] = {"request": CueEntry, "offer": CueEntry, "weight": WeightEntry}
        loaded = load_entries(path, kinds)
        self.cues: dict[str, CueEntry] = {cue.id: cue for cue in loaded[label] if isinstance(cue, CueEntry)}
        self._matcher = PatternMatcher(
            {cue.id: cue.patterns for cue in self.cues.values()}, load_classes(path)
        )
        self.weights: dict[str, float] = {f"cue:{cue.id}": cue.weight for cue in self.cues.values()}
        for entry in loaded["weight"]:
            if isinstance(entry, WeightEntry) and entry.id.startswith(label + ":"):
                self.weights[entry.id.removeprefix(label + ":")] = entry.value

    def found(self, words: Sequence[str]) -> dict[str, str]:
        """Cue id -> the words that it was found in, for each cue of a statement."""
        found: dict[str, str] = {}
        end = len(words)
        while end and words[end - 1] in (".", ")", '"', "”"):  # so that $ is the last word
            end -= 1
        words = words[:end]
        for hit in self._matcher.match(words):
            found.setdefault(hit.id, " ".join(words[hit.start : hit.end]))
        return found

    def score(self, signals: Mapping[str, float]) -> float:
        """Weighted sum of the signals; one that has no weight counts nothing."""
        return sum(self.weights.get(name, 0.0) * value for name, value in signals.items())


@cache
def cue_set(label: str) -> CueSet:
    """The shipped cue phrases of a label, loaded once."""
    return CueSet(label)


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement as the deciders see it.

    Attributes
    ----------
    span
        The statement.
    words
        Lower-cased words and signs, without the bullet and the speaker's name in front.
    text, whole
        The statement's text: from the first of those words on, and all of it.
    named
        The speaker's name stood in front.
    first
        It opens its turn.
    last
        Nothing more is said in the same turn after it.
    replied
        Another member answers the speaker in the next turn.
    """

    span: Span
    words: tuple[str, ...]
    text: str
    whole: str
    named: bool
    first: bool
    last: bool
    replied: bool = False

    @property
    def asks(self) -> bool:
        """Whether it has a question mark."""
        return "?" in self.whole

    @property
    def n_words(self) -> int:
        """Words proper, signs left out."""
        return sum(word not in _SIGNS for word in self.words)


def readings(doc: Doc) -> Iterator[Reading]:
    """The document's statements in order, ready to be decided on."""
    statements = list(doc.spans[carrier.STATEMENTS])
    turns = [span._.turn for span in statements]
    answers = [span._.reply_to for span in statements]
    speakers = [span._.speaker for span in statements]
    text_of = doc.vocab.strings
    known: dict[int, str] = {}
    forms = [known.get(key) or known.setdefault(key, text_of[key]) for key in doc.to_array("ORTH").tolist()]
    following = ""  # whom the turn after the present one answers
    replied = [False] * len(statements)
    for at in range(len(statements) - 1, -1, -1):
        if at + 1 < len(statements) and turns[at + 1] != turns[at]:
            following = answers[at + 1]
        replied[at] = bool(following) and following == speakers[at]
    text = doc.text  # a span builds its text anew each time; slices of this are cheap
    for at, span in enumerate(statements):
        first = at == 0 or turns[at - 1] != turns[at]
        last = at + 1 == len(statements) or turns[at + 1] != turns[at]
        yield read(span, first, last, replied[at], forms, text)


def read(
    span: Span,
    first: bool = True,
    last: bool = True,
    replied: bool = False,
    all_forms: Sequence[str] = (),
    all_text: str = "",
) -> Reading:
    """Read one statement: drop its bullet and, where it opens a turn, the speaker's name.

    Names stand as ``Torbjörn, Växjö:``, ``> Göteborg –``, ``10:24 Från Roger :``.

    Parameters
    ----------
    span
        The statement.
    first, last, replied
        Whether it opens and closes its turn, and whether another member answers it.
    all_forms, all_text
        The whole document's tokens as text, and its text, where the caller has them already.
    """
    begin, end = span.start, span.end
    raw = all_forms[begin:end] if all_forms else [token.text for token in span]
    places = [at for at, form in enumerate(raw) if not form.isspace()]
    forms = [raw[at] for at in places]
    start = 0
    while start < len(forms) and (forms[start] in _SIGNS or _BULLET.match(forms[start])):
        start += 1
    own = _after_name(forms, start) if first else start
    text = all_text[span.start_char : span.end_char] if all_text else span.text
    tail = span.doc[begin + places[own]].idx - span.start_char if own < len(forms) else len(text)
    words = tuple(form.lower() for form in forms[own:])
    return Reading(span, words, text[tail:], text, own > start, first, last, replied)


def _after_name(forms: Sequence[str], start: int) -> int:
    """Index behind a speaker's name with its sign, or `start` where none stands there."""
    named = False
    for at in range(start, min(len(forms) - 1, start + 11)):
        form = forms[at]
        if form in _AFTER_NAME and named:
            return start if leading_marker(" ".join(forms[start : at + 1])) else at + 1
        if form.endswith(":") and _NAME.match(form[:-1]) and form[:-1].lower() not in _HEADINGS:
            return at + 1
        if _NAME.match(form) and form.lower() not in _HEADINGS:
            named = True
        elif not (form in _SIGNS or _CLOCK.match(form) or form.lower() in _BETWEEN_NAMES):
            break
    return start


def sentences(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The sentences and bracketed asides of a statement that holds several (an item of a list)."""
    start = 0
    for at, word in enumerate(words):
        if word[0] in ".!?()" and at + 1 < len(words):
            piece = tuple(words[start : at + (word[0] in ".!?")])
            if len(piece) > (word[0] == ")"):  # one word in brackets is the note taker's "(kolla)"
                yield piece
            start = at + 1
    if start < len(words):
        yield tuple(words[start:])


def questions(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Word ranges ``[start, end)`` of the stretches that end in a question mark."""
    start = 0
    for at, word in enumerate(words):
        if word.startswith("?") or word in ("?!", "!?"):
            yield start, at
            start = at + 1
        elif word in (".", "!", "..."):
            start = at + 1


def question_signals(reading: Reading) -> dict[str, str]:
    """Signals of the questions in a statement: name -> the words that gave it."""
    words = reading.words
    found: dict[str, str] = {}
    for start, end in questions(words):
        body = [word for word in words[start:end] if word not in _SIGNS]
        bracketed = end + 1 < len(words) and words[end + 1] == ")" and words[end - 1] == "("
        doubled = words[end].startswith("??") and not reading.last
        if bracketed or doubled or not body or (body[-1].isdigit() and len(body) < 4):
            found.setdefault("question:doubt", " ".join(words[max(0, end - 2) : end + 1]))
            continue
        held = set(body)
        text = " ".join(words[start : end + 1])
        opener = _opener(words[start:end])
        if held & YOU:
            found.setdefault("question:ni", text)
        if held & ANYONE:
            found.setdefault("question:nagon", text)
        if held & OTHERS:
            found.setdefault("question:andra", text)
        if opener:
            found.setdefault("question:open", opener)
        elif not held & (YOU | ANYONE | OTHERS):
            found.setdefault("question:short", text)
        commas = [at for at in range(start, end) if words[at] in (",", "–", "-", ":")]
        if commas and 0 < end - commas[-1] - 1 <= 4:
            found.setdefault("question:tag", " ".join(words[commas[-1] + 1 : end]))
        clause = (
            words[start + body_from : end] if (body_from := _clause_start(words[start:end], opener)) else body
        )
        if not held & (YOU | ANYONE) and SELF.intersection(clause):
            found.setdefault("question:own", text)
        at_end = all(word in _SIGNS or word.startswith("?") for word in words[end + 1 :])
        if at_end and reading.last:
            found.setdefault("question:last", text)
        elif not at_end or not reading.last:
            found.setdefault("question:answered", text)
        if reading.replied:
            found.setdefault("question:replied", text)
    if not found and not any(word.startswith("?") for word in words):
        opener = _opener(words, 1)
        if opener in ASKING:
            asks = bool(set(words[:6]) & (YOU | ANYONE))
        else:  # "vill ni se den så …" is a condition, no question
            asks = bool(set(words[1:2]) & (YOU | ANYONE)) and opener not in _CONDITIONAL and "så" not in words
        if opener and asks:
            found["question:unsigned"] = opener
    return found


def _opener(words: Sequence[str], clauses: int = 9) -> str:
    """The word that makes a clause a question: its question word, or the verb that comes first."""
    fresh, seen = True, 0
    for at, word in enumerate(words):
        if word in _SIGNS or word in ("men", "så", "och", "eller", "el", "alltså", "fast", "för"):
            fresh = True
            continue
        if fresh:
            seen += 1
            if seen > clauses:
                break
            if word in ASKING or (word in VERB_FIRST and _verb_first(words, at)):
                return word
            following = words[at + 1] if at + 1 < len(words) else ""
            if word in ("i", "på", "av", "till", "för", "med", "från") and following in ASKING:
                return f"{word} {following}"
        fresh = False
    return ""


def _clause_start(words: Sequence[str], opener: str) -> int:
    """Where the clause that the question word opens begins; 0 where it is the whole sentence."""
    first = opener.split(" ")[0]
    return max((at for at, word in enumerate(words) if first and word == first), default=0)


def _verb_first(words: Sequence[str], at: int) -> bool:
    """Whether a subject follows the verb, as in a question ("har ni", "går det")."""
    following = words[at + 1] if at + 1 < len(words) else ""
    return following in YOU | ANYONE | OTHERS | SELF | {"det", "man", "den", "de", "verkligen", "inte", "vem"}


def add_signals(span: Span, label: str, signals: Mapping[str, str]) -> None:
    """Note signals on a statement, so that its label explains itself."""
    if signals:
        noted = [{"label": label, "name": name, "detail": detail} for name, detail in signals.items()]
        span._.signals = [*span._.signals, *noted]


def signals_of(span: Span, label: str) -> dict[str, float]:
    """The signals noted on a statement for a label, as features for a fitted model.

    Examples
    --------
    After the components have run, ``signals_of(span, "request")`` is for instance
    ``{"question:ni": 1.0, "question:open": 1.0, "cue:how-do-you": 1.0}``.
    """
    return {signal["name"]: 1.0 for signal in span._.signals if signal["label"] == label}
