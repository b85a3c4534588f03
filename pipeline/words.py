"""Words of the minutes: dictionary forms, parts of compounds, slips of the pen.

Everything here takes one word form and remembers its answer, so that a form costs its work once
and a dict look-up after that. The vocabulary (simplemma's Swedish table, about a million forms) is
loaded at the first word that needs it, not at import.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from pipeline.lexicon import RESOURCES, load_classes, load_entries

#: Letters of a word, at most, that is cut into parts or mended: no Swedish word is longer, and the work grows
#: with the square of them (a word of 10 000 letters took minutes).
_LONGEST = 80
#: Forms remembered; far more than a year of minutes holds.
_REMEMBER = 1 << 17
#: Subscript digits to plain ones: CO₂ to CO2.
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class LemmaEntry:
    """Forms that lead to a dictionary form (``lemmas.toml``)."""

    id: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AbbreviationEntry:
    """An abbreviation and the words it stands for (``abbreviations.toml``)."""

    id: str
    means: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CompoundEntry:
    """A word whose parts are given by hand (``compounds.toml``)."""

    id: str
    parts: tuple[str, ...]


class _Vocabulary:
    """The word list, and how many forms lead to each lemma in it."""

    def __init__(self) -> None:
        # simplemma keeps the table as bytes, which halves the memory; a str view would cost a
        # million objects. The attribute is internal: the version is pinned in pyproject.toml.
        self._lemma_of: dict[bytes, bytes] = getattr(DefaultDictionaryFactory().get_dictionary("sv"), "_dict")  # noqa: B009
        self._forms = Counter(self._lemma_of.values())

    def __contains__(self, form: str) -> bool:
        return form.encode() in self._lemma_of or form.encode() in self._forms

    def lemma(self, form: str) -> str:
        """The table's lemma, "" where it does not know the form."""
        key = form.encode()
        # The table sends base nouns to verbs (avgift → avgifta, plan → plana): a word that other
        # forms lead to is a dictionary form itself.
        if self._forms.get(key, 0) >= 2:
            return form
        found = self._lemma_of.get(key)
        return found.decode() if found else (form if key in self._forms else "")

    def base(self, form: str) -> bool:
        """Whether the form is a dictionary form that other forms lead to."""
        return self._forms.get(form.encode(), 0) >= 2


@lru_cache(maxsize=1)
def vocabulary() -> _Vocabulary:
    """The Swedish word list, loaded once."""
    return _Vocabulary()


@dataclass(frozen=True, slots=True)
class _Rules:
    """What the resource files say."""

    overrides: dict[str, str]
    bases: frozenset[str]  # dictionary forms that the overrides lead to
    abbreviations: dict[str, str]
    stop: frozenset[str]
    domain: dict[str, tuple[str, ...]]  # first letter -> words
    domain_all: frozenset[str]
    short: frozenset[str]
    bound: frozenset[str]
    never_last: frozenset[str]
    never_first: frozenset[str]
    whole: frozenset[str]
    compounds: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    path = RESOURCES / "lemmas.toml"
    classes = load_classes(path)
    overrides = {
        form: entry.id for entry in load_entries(path, {"lemma": LemmaEntry})["lemma"] for form in entry.forms
    }
    overrides |= {word: word for word in classes["keep"]}
    abbreviations: dict[str, str] = {}
    for entry in load_entries(RESOURCES / "abbreviations.toml", {"abbreviation": AbbreviationEntry})[
        "abbreviation"
    ]:
        abbreviations |= dict.fromkeys((entry.id, *entry.forms), entry.means)
    domain: dict[str, list[str]] = defaultdict(list)
    for word in classes["domain"]:
        domain[word[0]].append(word)
    path = RESOURCES / "compounds.toml"
    how = load_classes(path)
    return _Rules(
        overrides=overrides,
        bases=frozenset(overrides.values()) - frozenset(classes["keep"]),
        abbreviations=abbreviations,
        stop=frozenset(classes["stop"]),
        domain={letter: tuple(words) for letter, words in domain.items()},
        domain_all=frozenset(classes["domain"]),
        short=frozenset(how["short"]),
        bound=frozenset(how["bound"]),
        never_last=frozenset(how["never_last"]),
        never_first=frozenset(how["never_first"]),
        whole=frozenset(how["whole"]),
        compounds={
            entry.id: entry.parts for entry in load_entries(path, {"compound": CompoundEntry})["compound"]
        },
    )


def normal(form: str) -> str:
    """Lower case, plain digits (CO₂ → co2), no hyphens, dots or apostrophes at the ends."""
    return form.translate(SUBSCRIPTS).lower().replace("‑", "-").replace("–", "-").strip("-.<>/→'’\"”“*_:;,()")


@lru_cache(maxsize=_REMEMBER)
def expand(form: str) -> str:
    """Words that an abbreviation stands for; the form itself where it is none."""
    rules = _rules()
    lower = form.translate(SUBSCRIPTS).lower()
    return rules.abbreviations.get(lower) or rules.abbreviations.get(normal(form)) or lower


@lru_cache(maxsize=_REMEMBER)
def known(form: str) -> bool:
    """Whether the form is a word, or a compound of words."""
    word = normal(form)
    if not _WORD.search(word):
        return True
    rules = _rules()
    if word in rules.overrides or word in rules.abbreviations or word in rules.domain_all:
        return True
    return word in vocabulary() or len(_split(word)) > 1


@lru_cache(maxsize=_REMEMBER)
def correct(form: str) -> str:
    """The word of our field that an unknown form is one slip away from; else the form.

    Only words of five letters and more, with the first letter right; a compound may have the
    slip in either part (``koldioxidbuget``, ``uphandlingskrav``).
    """
    word = normal(form)
    if not 5 <= len(word) <= _LONGEST or not word.isalpha() or known(word):
        return word
    near = _near(word)
    if near:
        return near
    for cut in range(4, len(word) - 3):
        left, right = word[:cut], word[cut:]
        stem = left.removesuffix("s") if len(left) > 4 else left
        sure = stem in _rules().domain_all or (
            len(right) > 7 and (stem in _rules().bases or vocabulary().base(stem))
        )
        if sure and (mended := _near(right)):
            return left + mended
        if (mended := _near(stem)) and right in vocabulary() and len(stem) > 5:
            return mended + left[len(stem) :] + right
    return word


def _near(word: str) -> str:
    if len(word) < 5:
        return ""
    return next(
        (
            candidate
            for candidate in _rules().domain.get(word[0], ())
            if len(candidate) >= 5 and OSA.distance(word, candidate, score_cutoff=1) == 1
        ),
        "",
    )


@lru_cache(maxsize=_REMEMBER)
def lemma(form: str) -> str:
    """Dictionary form of a word, in lower case; abbreviations are written out.

    Unknown words keep their form, compounds get the dictionary form of their last part
    (``klimatväxlingsavgiften`` → ``klimatväxlingsavgift``), slips are mended (``agiften`` → ``avgift``).
    """
    rules = _rules()
    word = expand(form)
    if " " in word:
        return word
    word = normal(word)
    if word in rules.overrides:
        return rules.overrides[word]
    if not _WORD.search(word):
        return word
    if "-" in word:
        head, _, last = word.rpartition("-")
        return f"{head}-{lemma(last)}"
    found = vocabulary().lemma(word)
    if found:
        return found
    pieces = _split(word)
    if len(pieces) > 1:
        last = pieces[-1]
        return word[: len(word) - len(last)] + lemma(last)
    if word.endswith("s") and len(word) > 4 and (found := vocabulary().lemma(word[:-1])):
        return found  # a genitive that the table lacks
    mended = correct(word)
    return lemma(mended) if mended != word else word


@lru_cache(maxsize=_REMEMBER)
def parts(form: str) -> tuple[str, ...]:
    """Dictionary forms of a word's parts; one part where it is no compound.

    ``klimatväxlingsavgiften`` → ``("klimat", "växling", "avgift")``; hyphens part too.
    """
    rules = _rules()
    word = expand(form)
    if " " in word:
        return tuple(word.split())
    word = normal(word)
    if "-" in word:
        return tuple(piece for half in word.split("-") if half for piece in parts(half))
    if not _WORD.search(word):
        return (word,) if word else ()
    base = lemma(word)
    if base in rules.compounds:
        return rules.compounds[base]
    if base in rules.whole or base in rules.overrides:
        return (base,)
    if "-" in base:
        return parts(base)
    pieces = _split(base)
    if len(pieces) < 2:
        return (base,)
    firsts = [_first_part(piece) for piece in pieces[:-1]]
    # The cheapest row may hold compounds itself (klimatväxling + avgift).
    return tuple(
        small
        for piece in (*firsts, lemma(pieces[-1]))
        for small in (parts(piece) if len(piece) > 4 else (piece,))
    )


def _first_part(piece: str) -> str:
    """Dictionary form of a part that is not the last (``växlings`` → ``växling``)."""
    rules = _rules()
    if piece in rules.whole or piece in rules.short:
        return piece
    if piece in rules.bases:
        return piece
    if piece.endswith("s") and len(piece) > 3 and not vocabulary().base(piece) and piece not in rules.bound:
        piece = piece[:-1]
    elif len(piece) > 3 and piece not in rules.bound and not vocabulary().base(piece):
        return lemma(piece + "a") if vocabulary().base(piece + "a") else piece
    elif piece in rules.bound:
        stem = piece.removesuffix("s")
        return stem if stem != piece and vocabulary().base(stem) else piece
    return rules.overrides.get(piece, piece)


@lru_cache(maxsize=_REMEMBER)
def _split(word: str) -> tuple[str, ...]:
    """Cut a lower-case word into the cheapest row of known parts, linking -s kept; else the word."""
    rules = _rules()
    if not 5 <= len(word) <= _LONGEST or not word.isalpha() or word in rules.whole:
        return (word,)
    words = vocabulary()
    size = len(word)
    best: list[tuple[float, tuple[str, ...]] | None] = [None] * (size + 1)
    best[0] = (0.0, ())
    for end in range(2, size + 1):
        last = end == size
        for start in range(end - 1):
            before = best[start]
            if before is None or (start == 0 and last):
                continue
            piece = word[start:end]
            cost = _cost(piece, last, start == 0, rules, words)
            if cost is None:
                continue
            total = before[0] + cost
            here = best[end]
            if here is None or total < here[0]:
                best[end] = (total, (*before[1], piece))
    found = best[size]
    if found is None:
        return (word,)
    pieces = found[1]
    # Short words of the list fall apart by chance (rapp|ort, hand|el): only sure first parts count.
    sure = rules.short | rules.bound | rules.domain_all | rules.bases
    if size <= 8 and word in words and not {pieces[0], pieces[0].removesuffix("s")} & sure:
        return (word,)
    return pieces


def _cost(piece: str, last: bool, first: bool, rules: _Rules, words: _Vocabulary) -> float | None:
    """Price of a part, None where it cannot be one: long and sure parts are cheap."""
    price = (1.0 if len(piece) > 4 else 1.25) - 0.02 * len(piece)
    if piece in rules.whole:
        return price - 0.1
    if last:
        base = rules.overrides.get(piece) or words.lemma(piece)
        if not base or piece in rules.never_last:
            return None
        if base in rules.whole:
            return price - 0.1
        if base in rules.short or piece in rules.short or base in rules.bases:
            return min(price, 1.2)
        if len(piece) < 4 or len(base) < 4:
            return None
        # fordons|enhet, not fordon|senhet
        return price + 0.1 if not first and piece[0] == "s" and piece[1:] in words else price
    stem = piece[:-1] if piece.endswith("s") else ""
    if first and (piece in rules.never_first or stem in rules.never_first):
        return None
    if piece in rules.bound or stem in rules.whole:
        return price - 0.1
    if piece in rules.short or stem in rules.short:
        return 1.25
    for base in (piece, stem):
        if base in rules.bases or (len(base) >= 4 and words.base(base)):
            return price
    # skol(a)mat, mass(a)upphandling, bygg(a)avfall: first parts that drop their -a.
    return price + 0.15 if len(piece) >= 4 and words.base(piece + "a") else None


def content_words(words: Iterable[str]) -> list[str]:
    """Dictionary forms of the words that say what a statement is about, in order.

    Signs, bare numbers and stop words (``lemmas.toml``) are left out.
    """
    stop = _rules().stop
    kept = []
    for form in words:
        if not _WORD.search(form):
            continue
        base = lemma(form)
        if base and base not in stop and form.lower() not in stop:
            kept.append(base)
    return kept
