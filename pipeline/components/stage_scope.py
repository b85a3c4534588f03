"""Where a topic stands in a statement, and what stands near it.

A `Scene` is a statement's words as the cue patterns see them, for one topic: the topic's own
words carry a leading ``§``, years are told apart by the document's date, and each word knows its
clause, its sentence, and whether it belongs to a question put to others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Span

from pipeline.components.stage_questions import asked_words
from pipeline.components.stage_words import BULLETS, stage_words

MARK = "§"
#: Endings of the definite form; a topic's word in it gets the mark twice.
_DEFINITE = re.compile(r"(?:en|na|an|(?<!budg)et)s?$")
_STOPS = frozenset([".", "!", "?", "…", "...", ".."])
_HEAD = 4
_YEAR = re.compile(r"(?:19|20)\d\d$")
_MONEY = frozenset(["kr", "kronor", "tkr", "mnkr", "mkr", "ton", "kg"])


@dataclass(frozen=True, slots=True)
class Scene:
    """A statement seen from one of its topics.

    Attributes
    ----------
    words
        Lower-cased words; the topic's own begin with ``§``.
    sentence, clause
        Number of the sentence and of the clause of each word.
    asked
        For each word: it stands in a question to others.
    home
        Indices of the topic's words; empty where it is only carried by context.
    others
        Indices of other topics' words.
    starts
        For each word: its first character in the document.
    """

    words: list[str]
    sentence: list[int]
    clause: list[int]
    asked: list[bool]
    home: list[int]
    others: list[int]
    starts: list[int]

    @property
    def mentioned(self) -> bool:
        """Whether the topic's own word stands there."""
        return bool(self.home)

    @property
    def has_question(self) -> bool:
        """Whether any part is a question to others."""
        return any(self.asked)

    @property
    def wondered(self) -> bool:
        """Whether the topic stands in a question that the speaker puts to itself."""
        asking = {self.clause[at] for at, word in enumerate(self.words) if word == "?" and not self.asked[at]}
        return any(self.clause[at] in asking for at in self.home)

    @property
    def own_voice(self) -> bool:
        """Whether the speaker speaks of itself ("vi", "vår", "hos oss")."""
        return any(word in stage_words("self") for word in self.words)

    @property
    def asks_only(self) -> bool:
        """Whether the topic, or all that is said, stands in a question to others."""
        if not self.home:
            return bool(self.asked) and all(self.asked)
        if not all(self.asked[at] for at in self.home):
            return False
        return not any(
            self.words[max(0, at - 1)] in stage_words("self")
            or self.words[max(0, at - 2)] in stage_words("self")
            for at in self.home
        )

    def place(self, start: int, end: int) -> str:
        """Where a cue at ``[start, end)`` stands, seen from the topic."""
        inside = range(start, end)
        if all(self.asked[at] for at in inside) and not any(at in inside for at in self.home):
            return "asked"
        if not self.home:
            return "anywhere"
        if any(at in inside for at in self.home):
            return "clause"
        here = min(self.home, key=lambda at: self._distance(at, start, end))
        if self.sentence[start] != self.sentence[here]:
            if any(self.sentence[at] == self.sentence[start] for at in self.others):
                return "other"
            return "next" if self.sentence[start] > self.sentence[here] else "before"
        own = self._distance(here, start, end)
        for at in self.others:
            rival = self.sentence[at] == self.sentence[start] and not self._listed(at, here)
            if rival and self._distance(at, start, end) < own and not (at in inside and own <= _NEAR):
                return "other"
        return "clause" if self.clause[start] == self.clause[here] else "sentence"

    def before(self, start: int, reach: int = 6) -> list[str]:
        """The few words before a cue, as far as its clause goes."""
        first = start
        while first > 0 and start - first < reach and self.clause[first - 1] == self.clause[start]:
            first -= 1
        return self.words[first:start]

    def _distance(self, at: int, start: int, end: int) -> int:
        """Words between, with a surcharge for each clause and sentence border crossed."""
        gap = start - at if at < start else max(0, at - end + 1)
        return (
            gap
            + 8 * abs(self.clause[at] - self.clause[start])
            + 40 * abs(self.sentence[at] - self.sentence[start])
        )

    def _listed(self, one: int, other: int) -> bool:
        """Whether two topics are only listed side by side, and so share their cues."""
        first, last = min(one, other), max(one, other)
        between = self.words[first + 1 : last]
        if len(between) <= 2 and between and between[0] in stage_words("of"):
            return True
        return len(between) <= 6 and all(
            word in stage_words("listing")
            or word.startswith(MARK)
            or at + first + 1 in self.others
            or word in stage_words("determiners")
            for at, word in enumerate(between)
        )


#: Words between a topic and a cue that may run over another topic ("solceller ute på upphandling").
_NEAR = 6


def scene_of(span: Span, topic: str) -> Scene:
    """Build the scene of a statement for one of its topics."""
    tokens = [token for token in span if not token.is_space]
    while tokens and tokens[0].text in BULLETS:
        tokens.pop(0)
    own = [
        (m["start"], m["end"]) for m in span._.mentions if m["topic"] == topic and m["method"] != "context"
    ]
    foreign = [
        (m["start"], m["end"]) for m in span._.mentions if m["topic"] != topic and m["method"] != "context"
    ]
    this_year = int(span.doc._.date[:4]) if span.doc._.date else 0
    words: list[str] = []
    home: list[int] = []
    others: list[int] = []
    for at, token in enumerate(tokens):
        word = token.lower_
        start, end = token.idx, token.idx + len(token)
        if any(start < stop and begin < end for begin, stop in own):
            home.append(at)
            word = (MARK * 2 if _DEFINITE.search(word) else MARK) + word
        elif any(start < stop and begin < end for begin, stop in foreign):
            others.append(at)
        if _YEAR.match(word) and not (at + 1 < len(tokens) and tokens[at + 1].lower_ in _MONEY):
            year = int(word)
            word = "årtal" if not this_year else "framtidsår" if year > this_year else "tidigareår"
        words.append(word)
    sentence, clause = _borders(words)
    asked = asked_words(words, sentence, sought=bool(span._.request))
    return Scene(words, sentence, clause, asked, home, others, [token.idx for token in tokens])


def _borders(words: list[str]) -> tuple[list[int], list[int]]:
    """Number of the sentence, and of the clause, of each word."""
    sentences: list[int] = []
    clauses: list[int] = []
    sentence = clause = 0
    for at, word in enumerate(words):
        heads = word in stage_words("heading-signs") and word_count(words[:at]) <= _HEAD and not sentence
        if (at and word in stage_words("clause-breaks") and not heads) or (
            word in stage_words("list-signs") and _starts_clause(words, at)
        ):
            clause += 1
        sentences.append(sentence)
        clauses.append(clause)
        if word in _STOPS:
            sentence += 1
            clause += 1
    return sentences, clauses


def _starts_clause(words: list[str], at: int) -> bool:
    """Whether a comma or an "och" opens a clause of its own rather than a list's next item."""
    if word_count(words[:at]) < 3:
        return False
    rest = words[at + 1 :]
    if any(word in stage_words("clause-starts") for word in rest[:2]):
        return True
    following = next(
        (n for n, word in enumerate(rest) if word in _STOPS or word in stage_words("list-signs")), len(rest)
    )
    return words[at] == "," and following >= 3


def word_count(words: list[str]) -> int:
    """How many of the words are words and not signs."""
    return sum(any(char.isalnum() for char in word) for word in words)
