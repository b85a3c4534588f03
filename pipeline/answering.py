"""Questions and answers by their words: what they are about, and which kind asks for which.

Read from ``resources/replies.toml``. Used where a reply takes over its topic, and where it is matched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline import words
from pipeline.acts import REPLIES, AskEntry, PointerEntry, load_replies
from pipeline.lexicon import load_classes
from pipeline.patterns import PatternMatcher

#: Shortest compound part that counts as a shared matter, and shortest word found inside a longer one.
_PIECE: Final = 3
_INSIDE: Final = 4
#: Words behind "angående" that tell the matter.
_ABOUT: Final = 7
#: A pointer stands among a reply's first words.
_OPENING: Final = 6
_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}
#: What `Profile.number` is for "den sista frågan".
LAST: Final = -1
#: Kinds of question that a number answers.
FIGURES: Final = frozenset({"money", "count", "effort", "how-long"})


@dataclass(frozen=True, slots=True)
class Profile:
    """What a question asks for, or a reply tells.

    Attributes
    ----------
    matter
        Dictionary forms and compound parts of what it is about.
    kinds
        Kinds of question that it is, or of answer that it gives (``[[ask]]`` of ``replies.toml``).
    number
        Of a question its own number, of a reply that of the question it points at; 0 for none.
    about
        Of a reply: matter that it says it answers ("angående laddstolpar").
    """

    matter: frozenset[str]
    kinds: frozenset[str]
    number: int = 0
    about: frozenset[str] = frozenset()


class _Forms:
    """The tables ``ask`` and ``pointer``, ready to be matched."""

    def __init__(self) -> None:
        tables = load_replies()
        asks = [entry for entry in tables["ask"] if isinstance(entry, AskEntry)]
        self.asks = PatternMatcher({entry.id: entry.asks for entry in asks})
        self.gives = PatternMatcher({entry.id: entry.gives for entry in asks})
        self.everywhere = frozenset(load_classes(REPLIES)["everywhere"])
        self.pointers = PatternMatcher(
            {entry.id: entry.patterns for entry in tables["pointer"] if isinstance(entry, PointerEntry)}
        )


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    return _Forms()


def asks_and_gives(text: str) -> tuple[set[str], set[str]]:
    """Kinds of question that a sentence asks, and those that it answers."""
    forms = _forms()
    return {hit.id for hit in forms.asks.match_text(text)}, {hit.id for hit in forms.gives.match_text(text)}


def pointers(text: str) -> set[str]:
    """Which pointing words a sentence holds."""
    return {hit.id for hit in _forms().pointers.match_text(text)}


def kinds_asked(forms: Sequence[str]) -> frozenset[str]:
    """Kinds of question in lower-cased words."""
    return frozenset(hit.id for hit in _forms().asks.match(forms))


def of_answer(forms: Sequence[str], text: str, number: int = 0) -> Profile:
    """What a statement of a reply tells.

    Parameters
    ----------
    forms, text
        Its words and signs in lower case, and as written.
    number
        The number that its line bears.
    """
    kinds = {hit.id for hit in _forms().gives.match(forms)}
    if "money" not in kinds and any(word[0].isdigit() for word in forms):
        kinds.add("count")
    if _names_somebody(text):
        kinds.add("who")
    about: frozenset[str] = frozenset()
    for hit in _forms().pointers.match(forms):
        if hit.start > _OPENING:
            continue
        if hit.id == "last":
            number = LAST
        elif hit.id in _ORDINALS:
            number = _ORDINALS[hit.id]
        elif not about:
            about = _named(forms, hit.start, hit.end)
    return Profile(matter(forms), frozenset(kinds), number, about)


def matter(forms: Sequence[str]) -> frozenset[str]:
    """What words are about: dictionary forms, and the longer parts of compounds."""
    found: set[str] = set()
    for word in words.content_words(forms):
        found.add(word)
        found.update(piece for piece in words.parts(word) if len(piece) >= _PIECE)
    return frozenset(found - _forms().everywhere)


def shared(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """What both are about; a word inside the other's longer word counts ("grus", "grusade")."""
    same = one & other
    inside = {
        long
        for a, b in ((one, other), (other, one))
        for long in b
        if len(long) > _INSIDE
        for short in a
        if _INSIDE <= len(short) < len(long) and (long.startswith(short) or long.endswith(short))
    }
    return same | frozenset(inside)


def _named(forms: Sequence[str], start: int, end: int) -> frozenset[str]:
    """The matter behind a pointing word, where it opens the statement or a sign ends it."""
    stop = next((at for at in range(end, min(len(forms), end + _ABOUT)) if forms[at] in (":", ",", "–")), 0)
    if not stop and (start or forms[0] in ("till", "om")):
        return frozenset()
    return matter(forms[end : stop or end + _ABOUT])


def _names_somebody(text: str) -> bool:
    """Whether a name stands inside the sentence ("prata med Anna på miljö")."""
    return any(
        word[:1].isupper() and word[1:2].islower() and not before.endswith((".", "!", "?", ":"))
        for before, word in zip(text.split(), text.split()[1:], strict=False)
    )
