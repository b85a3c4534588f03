"""Carry topics from neighbours: statements that go on, and replies.

``Avgiften ligger på 400 kr`` names no topic; the statement before it does. Each statement without a
measured topic of its own is weighed by named signals (``resources/context.toml``); a reply takes
the topics of what it answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import carrier, words
from pipeline.acts import Act
from pipeline.components.answered import Said, answered_by, topics_answered
from pipeline.components.topics import mend, tokens_of
from pipeline.lexicon import RESOURCES, Entry, load_classes, load_entries
from pipeline.patterns import PatternMatcher
from pipeline.topics import TopicSet, load_topics
from pipeline.values import Marker

#: How sure a carried topic is.
CARRIED: Final = 0.5
#: Statements that one looks back on for the topic, inside a paragraph and over the block.
_LOOK_BACK, _LOOK_BACK_ECHO = 3, 40
#: Shortest compound part that two statements may share as a matter.
_PIECE = 5
#: What answers nothing and is about nothing; who agrees or knows no answer speaks of the matter.
_IDLE = frozenset({Act.THANKS, Act.CLOCK})
_SPEAKER = re.compile(
    r"^[\s>•*·–—\-\d.)→]*(?:(?:Kommentar|Svar|Från)\s+)?"
    r"[A-ZÅÄÖ][\w-]+(?:[ ,/]+(?:och\s+)?\(?[A-ZÅÄÖ][\w-]+\)?){0,3}\s?(?:\([^)]{0,40}\))?\s*:\s+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextSignal(Entry):
    """A signal for or against a statement's going on about its neighbour's matter."""

    weight: float
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContextRules:
    """What ``context.toml`` says."""

    weights: dict[str, float]
    matcher: PatternMatcher
    aspects: frozenset[str]
    thanks: frozenset[str]


@lru_cache(maxsize=1)
def context_rules() -> ContextRules:
    """Read ``context.toml``, once."""
    path = RESOURCES / "context.toml"
    signals = load_entries(path, {"signal": ContextSignal})["signal"]
    classes = load_classes(path)
    return ContextRules(
        weights={signal.id: signal.weight for signal in signals},
        matcher=PatternMatcher({signal.id: signal.patterns for signal in signals}),
        aspects=frozenset(form for word in classes["aspects"] for form in (word, words.lemma(word))),
        thanks=frozenset(classes["thanks"]),
    )


class Context:
    """The component ``runda_context``; runs after requests and offers are set.

    Parameters
    ----------
    topics
        The topics; their `echoes` tell by which words one goes on about each.
    """

    def __init__(self, topics: TopicSet) -> None:
        self.topics = topics
        self._rules: ContextRules | None = None
        echoes = {"far " + topic.id: topic.echoes for topic in topics.topics}
        echoes |= {"near " + topic.id: (*topic.echoes, *topic.near_echoes) for topic in topics.topics}
        self._echoes = PatternMatcher(echoes)

    def __call__(self, doc: Doc) -> Doc:
        """Add carried topics, with mentions of method ``context``, to every statement that has them."""
        if self._rules is None:
            self._rules = context_rules()
        said: list[Said] = []
        blocks: dict[int, list[Said]] = {}
        source = doc.text  # put together anew at each call
        for statement in doc.spans[carrier.STATEMENTS]:
            here = self._read(source, statement, self._rules)
            here.topics = list(here.own)
            before = blocks.setdefault(here.block, [])
            carried, signals = self._carried(here, said, before, self._rules)
            new = [topic for topic in carried if topic not in here.own]
            if new:
                here.topics = self.topics.sorted({*here.own, *new})
                statement._.topics = here.topics
                statement._.mentions = [*statement._.mentions, *_mentions(statement, new, signals)]
            said.append(here)
            before.append(here)
        return doc

    def _read(self, source: str, statement: Span, rules: ContextRules) -> Said:
        tokens = tokens_of(statement)
        text = statement.text
        name = _SPEAKER.match(text)
        start = statement.start_char + (name.end() if name else 0)
        forms = [mend(token.text) for token in tokens if token.idx >= start]
        persons = {part.lower() for person in statement._.persons for part in person.split()}
        matter = frozenset(
            word
            for word in words.content_words(forms)
            if word not in rules.aspects and word not in persons and not any(c.isdigit() for c in word)
        )
        pieces = frozenset(
            piece
            for word in matter
            for piece in words.parts(word)
            if len(piece) >= _PIECE and piece not in rules.aspects
        )
        line_start = source.rfind("\n", 0, statement.start_char) + 1
        line = source[line_start : line_start + 40].expandtabs(4)
        indent = len(line) - len(line.lstrip())
        return Said(statement, forms, list(statement._.topics), matter, bool(name), indent, pieces)

    def _carried(
        self, here: Said, said: Sequence[Said], before: Sequence[Said], rules: ContextRules
    ) -> tuple[list[str], dict[str, float]]:
        """Topics that a statement takes over, and the signals that decided it."""
        if not said or _is_bare(here, rules) or here.span._.act in _IDLE:
            return [], {}
        if here.reply_to:
            here.answered = answered_by(here, said)
            if here.answered is None or self._measured(here.own):
                return [], {}
            return topics_answered(here.answered, said, self._main), {"reply": 1.0}
        if self._measured(here.own):
            return [], {}
        earlier = _earlier(here, before)
        echoes = {hit.id for hit in self._echoes.match(here.forms)}
        far = self._echoed(echoes, before)
        near = [topic for topic in earlier.topics if "near " + topic in echoes] if earlier else []
        if not far and earlier is None:
            return [], {}
        signals = self.signals(here, earlier, far, near, before, rules)
        if sum(signals.values()) <= 0:
            return [], {}
        return (near or far or (self._main(earlier.topics) if earlier else [])), signals

    def signals(
        self,
        here: Said,
        earlier: Said | None,
        far: Sequence[str],
        near: Sequence[str],
        before: Sequence[Said],
        rules: ContextRules,
    ) -> dict[str, float]:
        """Signals raised, with their weights."""
        span = here.span
        new = here.matter - (earlier.matter if earlier else frozenset())
        raised = {hit.id for hit in rules.matcher.match(here.forms)} | {"start"}
        close = earlier is not None and any(topic in earlier.topics for topic in far)
        facts = {
            "echo": close,
            "echo-far": bool(far) and not close,
            "near-echo": bool(near) and not close,
            "own-topic": bool(here.own) and not (earlier and set(here.own) <= set(earlier.topics)),
            "request": bool(here.request),
            "offer": bool(span._.offer),
            "tips-item": span._.marker == Marker.TIPS,
            "help-item": span._.marker == Marker.HELP,
            "no-matter": not new,
            "matter": len(new) > 0,
            "much-matter": len(new) > 2,
            "sub-item": earlier is not None and here.indent > earlier.indent and here.turn != earlier.turn,
            "comeback": bool(before and before[-1].reply_to) and here.prefixed,
            "broken": earlier is not None
            and here.turn != earlier.turn
            and any(other.turn == here.turn for other in before),
            "same-turn": earlier is not None and here.turn == earlier.turn,
            "shared-words": earlier is not None and bool(here.matter & earlier.matter),
        }
        raised |= {name for name, holds in facts.items() if holds}
        return {name: rules.weights[name] for name in rules.weights if name in raised}

    def _echoed(self, echoes: set[str], before: Sequence[Said]) -> list[str]:
        """The topic last named in the block that an echo comes back to."""
        for other in reversed(before[-_LOOK_BACK_ECHO:]):
            found = [topic for topic in other.topics if "far " + topic in echoes]
            if found:
                return found[:1]
        return []

    def _measured(self, topics: Iterable[str]) -> bool:
        """Whether one of the topics is one of those with echoes: named so plainly that nothing is carried."""
        return any(self.topics[topic].echoes for topic in topics)

    def _main(self, topics: Sequence[str]) -> list[str]:
        """The topics worth carrying: those with echoes before those that words merely touch."""
        measured = [topic for topic in topics if self.topics[topic].echoes]
        return measured or list(topics)


def _is_bare(here: Said, rules: ContextRules) -> bool:
    """Whether the statement only thanks or agrees, or has no words at all."""
    if not any(form[0].isalpha() for form in here.forms):
        return True
    return len(here.forms) <= 8 and all(form in rules.thanks for form in here.forms)


def _earlier(here: Said, before: Sequence[Said]) -> Said | None:
    """The nearest statement of the owner with a topic, in this paragraph or the one before."""
    mine = [other for other in before if not other.reply_to]
    previous = next((other.turn for other in reversed(mine) if other.turn != here.turn), here.turn)
    for other in reversed(mine[-_LOOK_BACK - 1 :]):
        if other.turn not in (here.turn, previous):
            return None
        if other.topics:
            return other
    return None


def _mentions(statement: Span, topics: Sequence[str], signals: dict[str, float]) -> list[dict[str, Any]]:
    return [
        {
            "topic": topic,
            "start": statement.start_char,
            "end": statement.end_char,
            "method": "context",
            "score": CARRIED,
            "term": "+".join(name for name, weight in signals.items() if weight > 0),
        }
        for topic in topics
    ]


@Language.factory("runda_context", default_config={"path": ""})
def create_context(nlp: Language, name: str, path: str) -> Context:
    """Make the component.

    Parameters
    ----------
    nlp, name
        Given by spaCy.
    path
        A user's own topic file, as for ``runda_topics``.
    """
    from pathlib import Path

    return Context(load_topics(Path(path) if path else None))
