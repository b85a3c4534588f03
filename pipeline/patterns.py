"""Match many small word patterns against token sequences, quickly.

The pattern language is meant for a secretary's hands:

==============  ==========================================================
``gärna``       that word form (case is ignored)
``upphandl*``   a word that begins so
``*avgift``     a word that ends so
``a|b|c``       any of these
``(ord)``       may be left out
``..``          up to two words between
``...``         up to six words between
``^`` ``$``     start and end of the statement
``<ni>``        a class of words from the file's ``[classes]``
``?`` ``!``     these signs are words of their own
==============  ==========================================================

Gaps do not cross ``. ! ?``. Each lexical predicate (a form, a prefix, a suffix) is evaluated once
per word form and remembered, not once per token and pattern: after that a token costs one dict
look-up (measured elsewhere at some 20 times a token matcher's speed; see docs/performance.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: Signs that a gap never crosses.
STOPS = frozenset(".!?")
_GAPS = {"..": 2, "...": 6}


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: its id, and the tokens ``[start, end)`` that it covers."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Step:
    predicate: int  # index of the predicate, -1 for ^ and -2 for $
    optional: bool = False
    gap: int = 0  # words that may stand before it


_START, _END = -1, -2


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A pattern ready to be followed from its first word."""

    key: str
    steps: tuple[_Step, ...]  # without the ^
    anchored: bool  # began with ^
    needs: frozenset[int]  # predicates that some word of the statement must satisfy


class PatternMatcher:
    """Patterns compiled for matching.

    Parameters
    ----------
    patterns
        Id -> its patterns; an id is hit where any of them matches.
    classes
        Word class -> alternatives, for ``<name>``.

    Raises
    ------
    ValueError
        Where a pattern is empty, names an unknown class, or ends in a gap; the message quotes it.
    """

    def __init__(
        self, patterns: Mapping[str, Iterable[str]], classes: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._classes = dict(classes or {})
        self._numbers: dict[frozenset[str], int] = {}
        self._exact: dict[str, set[int]] = defaultdict(set)
        self._prefixes: dict[str, set[int]] = defaultdict(set)
        self._suffixes: dict[str, set[int]] = defaultdict(set)
        self._by_first: dict[int, list[_Compiled]] = defaultdict(list)
        self._memo: dict[str, tuple[frozenset[int], tuple[_Compiled, ...]]] = {}
        for key, sources in patterns.items():
            for source in sources:
                self._add(key, source)

    def _add(self, key: str, source: str) -> None:
        steps: list[_Step] = []
        gap = 0
        for word in source.lower().split():
            if word in _GAPS:
                gap = _GAPS[word]
                continue
            if word == "^":
                steps.append(_Step(_START))
                continue
            if word == "$":
                steps.append(_Step(_END, gap=gap))
                gap = 0
                continue
            optional = word.startswith("(") and word.endswith(")") and len(word) > 2
            steps.append(_Step(self._predicate(word[1:-1] if optional else word, source), optional, gap))
            gap = 0
        if gap:
            raise ValueError(f"pattern {source!r} ends in a gap")
        if not any(step.predicate >= 0 and not step.optional for step in steps):
            raise ValueError(f"pattern {source!r} needs at least one word that must be there")
        # Variants without leading optional words, so that each starts with a sure step.
        while True:
            first = steps[1] if steps[0].predicate == _START else steps[0]
            anchored = steps[0].predicate == _START
            needs = frozenset(step.predicate for step in steps if step.predicate >= 0 and not step.optional)
            self._by_first[first.predicate].append(
                _Compiled(key, tuple(steps[1:] if anchored else steps), anchored, needs)
            )
            if not first.optional:
                break
            steps.remove(first)

    def _predicate(self, word: str, source: str) -> int:
        alternatives: set[str] = set()
        for item in word.split("|"):
            if item.startswith("<") and item.endswith(">"):
                if item[1:-1] not in self._classes:
                    raise ValueError(f"pattern {source!r} names an unknown class {item}")
                alternatives.update(form.lower() for form in self._classes[item[1:-1]])
            elif item:
                alternatives.add(item)
        if not alternatives or "*" in alternatives:
            raise ValueError(f"pattern {source!r} has an empty word")
        number = self._numbers.setdefault(frozenset(alternatives), len(self._numbers))
        for item in alternatives:
            if item.endswith("*"):
                self._prefixes[item[:-1]].add(number)
            elif item.startswith("*"):
                self._suffixes[item[1:]].add(number)
            else:
                self._exact[item].add(number)
        return number

    def _look_up(self, form: str) -> tuple[frozenset[int], tuple[_Compiled, ...]]:
        """The predicates that a word form satisfies, and the patterns that may begin with it."""
        known = self._memo.get(form)
        if known is None:
            found = set(self._exact.get(form, ()))
            for length in range(1, len(form) + 1):
                found |= self._prefixes.get(form[:length], set())
                found |= self._suffixes.get(form[-length:], set())
            begun = tuple(pattern for number in found for pattern in self._by_first.get(number, ()))
            known = self._memo[form] = (frozenset(found), begun)
        return known

    def match(self, words: Sequence[str]) -> list[Hit]:
        """All hits in a statement's lower-cased word forms, in order of start, then id.

        One hit per id and start: the shortest.
        """
        looked_up = [self._look_up(word) for word in words]
        held = [holds for holds, _ in looked_up]
        present = frozenset().union(*held)
        hits: dict[tuple[str, int], int] = {}
        for start, (_, begun) in enumerate(looked_up):
            for pattern in begun:
                if (pattern.anchored and start) or not pattern.needs <= present:
                    continue
                end = self._follow(pattern.steps, 0, start, words, held)
                if end is not None and end < hits.get((pattern.key, start), len(words) + 1):
                    hits[pattern.key, start] = end
        return sorted(
            (Hit(key, start, end) for (key, start), end in hits.items()), key=lambda hit: (hit.start, hit.id)
        )

    def _follow(
        self,
        steps: tuple[_Step, ...],
        step: int,
        at: int,
        words: Sequence[str],
        held: list[frozenset[int]],
        gap: int = 0,
    ) -> int | None:
        if step == len(steps):
            return at
        here = steps[step]
        for skip in range(max(gap, here.gap) + 1):
            position = at + skip
            if skip and (position > len(words) or words[position - 1] in STOPS):
                break
            if here.predicate == _END:
                if position == len(words):
                    return position
            elif position < len(words) and here.predicate in held[position]:
                end = self._follow(steps, step + 1, position + 1, words, held)
                if end is not None:
                    return end
        if here.optional:
            # A gap in front of a word that is left out still counts for the word after it.
            return self._follow(steps, step + 1, at, words, held, max(gap, here.gap))
        return None

    def match_text(self, text: str) -> list[Hit]:
        """Hits in a plain sentence, cut into words and signs; for tests and tools."""
        return self.match(words_of(text))


def words_of(text: str) -> list[str]:
    """Cut a plain sentence into lower-cased words and signs, as the statements' tokens are."""
    return re.findall(r"[\w’'§%-]+(?:[.:/]\w+)*|[^\w\s]", text.lower())
