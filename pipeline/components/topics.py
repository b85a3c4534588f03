"""Find what statements are about, by words, parts of compounds and patterns.

A word form is judged once and remembered; after that a token costs a look-up. Compounds are
matched by whole parts, so that ``sol`` is found in ``solparken`` and not in ``Sollentuna``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline import carrier, words
from pipeline.patterns import Hit, PatternMatcher
from pipeline.topics import Topic, TopicSet, load_topics

#: How sure a hit is: a word or pattern of the topic, or an ambiguous word in the right company.
SURE, LIKELY = 1.0, 0.7
_SIGNS = frozenset(".!?…,;:-–—•*>\"”“')(→\\")


@dataclass(frozen=True, slots=True)
class TopicHit:
    """Tokens ``[start, end)`` of a statement that show a topic, and the term that did."""

    topic: str
    start: int
    end: int
    term: str
    score: float = SURE


@dataclass(frozen=True, slots=True)
class _Terms:
    """A topic's single words, in dictionary form."""

    id: str
    words: frozenset[str]
    heads: frozenset[str]
    first: frozenset[str]
    compounds: tuple[tuple[str, ...], ...]


class TopicMatcher:
    """All topics, compiled for matching.

    Parameters
    ----------
    topics
        The topics to find.
    """

    def __init__(self, topics: TopicSet) -> None:
        self.topics = topics
        self._terms: tuple[_Terms, ...] | None = None
        self._memo: dict[str, tuple[tuple[str, str], ...]] = {}
        patterns: dict[str, tuple[str, ...]] = {}
        for topic in topics.topics:
            patterns["phrase " + topic.id] = topic.phrases
            patterns["except " + topic.id] = topic.exceptions
        for entry in topics.ambiguous:
            patterns["ambiguous " + entry.id] = entry.patterns
            patterns["near " + entry.id] = entry.near
            patterns["unless " + entry.id] = entry.unless
        self._patterns = PatternMatcher(patterns)
        self._owner = {entry.id: entry.topic for entry in topics.ambiguous}

    def match(self, forms: Sequence[str]) -> list[TopicHit]:
        """Topic hits in a statement's word forms (any case, signs included), by place."""
        mended = [mend(form) for form in forms]
        hits: list[TopicHit] = []
        exceptions: dict[str, list[Hit]] = {}
        ambiguous: dict[str, list[Hit]] = {}
        near: dict[str, list[Hit]] = {}
        barred: set[str] = set()
        for hit in self._patterns.match(mended):
            kind, _, name = hit.id.partition(" ")
            if kind == "phrase":
                hits.append(TopicHit(name, hit.start, hit.end, " ".join(mended[hit.start : hit.end])))
            elif kind == "except":
                exceptions.setdefault(name, []).append(hit)
            elif kind == "ambiguous":
                ambiguous.setdefault(name, []).append(hit)
            elif kind == "near":
                near.setdefault(name, []).append(hit)
            else:
                barred.add(name)
        for at, form in enumerate(mended):
            hits += [TopicHit(topic, at, at + 1, term) for topic, term in self.topics_of(form)]
        for name, found in ambiguous.items():
            if name in barred:
                continue
            for hit in found:
                if any(other.end <= hit.start or other.start >= hit.end for other in near.get(name, ())):
                    term = " ".join(mended[hit.start : hit.end])
                    hits.append(TopicHit(self._owner[name], hit.start, hit.end, term, LIKELY))
        kept = [
            hit
            for hit in hits
            if not any(x.start < hit.end and hit.start < x.end for x in exceptions.get(hit.topic, ()))
        ]
        return sorted(_without_nested(kept), key=lambda hit: (hit.start, self.topics.order[hit.topic]))

    def topics_of(self, form: str) -> tuple[tuple[str, str], ...]:
        """Topics that a word form shows by itself, each with its term; remembered."""
        known = self._memo.get(form)
        if known is None:
            known = self._memo[form] = tuple(self._judge(form))
        return known

    def _judge(self, form: str) -> Iterator[tuple[str, str]]:
        plain = words.normal(form)
        if len(plain) < 3:
            return
        base, parts = words.lemma(plain), words.parts(plain)
        for terms in self._compiled():
            if plain in terms.words or base in terms.words:
                yield terms.id, base
            elif base in terms.heads or (len(parts) > 1 and parts[-1] in terms.heads):
                yield terms.id, parts[-1]
            elif found := next((part for part in parts[:-1] if part in terms.first), ""):
                yield terms.id, found
            elif row := next((row for row in terms.compounds if _holds_row(parts, row)), ()):
                yield terms.id, "+".join(row)

    def _compiled(self) -> tuple[_Terms, ...]:
        # Not in __init__: it asks for dictionary forms, and the word list takes a second to load.
        if self._terms is None:
            self._terms = tuple(_terms(topic) for topic in self.topics.topics)
        return self._terms


def mend(form: str) -> str:
    """Lower-case form with plain digits and slips of the pen mended; signs as they are."""
    if len(form) < 5:
        plain = form.translate(words.SUBSCRIPTS).lower()
        return plain.rstrip(".") or plain
    return words.correct(form)


def _terms(topic: Topic) -> _Terms:
    return _Terms(
        topic.id,
        words=_both_forms(topic.words),
        heads=_both_forms(topic.heads),
        first=_both_forms(topic.first),
        compounds=tuple(
            tuple(small for part in row.split("+") if part for small in words.parts(part))
            for row in topic.compounds
        ),
    )


def _both_forms(terms: Iterable[str]) -> frozenset[str]:
    return frozenset(form for term in terms for form in (term, words.lemma(term)))


def _holds_row(parts: tuple[str, ...], row: tuple[str, ...]) -> bool:
    size = len(row)
    return any(parts[at : at + size] == row for at in range(len(parts) - size + 1))


def _without_nested(hits: list[TopicHit]) -> list[TopicHit]:
    """Leave out hits inside a longer, or a surer, hit of the same topic."""
    kept: list[TopicHit] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, -h.score, h.start)):
        if not any(k.topic == hit.topic and k.start <= hit.start and hit.end <= k.end for k in kept):
            kept.append(hit)
    return kept


def tokens_of(statement: Span) -> list[Token]:
    """Tokens of a statement without white space, bullets before it and full stops after it."""
    tokens = [token for token in statement if not token.is_space]
    start, end = 0, len(tokens)
    while start < end and tokens[start].text in _SIGNS:
        start += 1
    while end > start and tokens[end - 1].text in _SIGNS:
        end -= 1
    return tokens[start:end]


class Topics:
    """The component ``runda_topics``: topics of statements by the words that they contain."""

    def __init__(self, topics: TopicSet) -> None:
        self.matcher = TopicMatcher(topics)

    def __call__(self, doc: Doc) -> Doc:
        """Set topics and mentions of every statement, and fill ``doc.spans["topics"]``."""
        spans: list[Span] = []
        for statement in doc.spans[carrier.STATEMENTS]:
            tokens = tokens_of(statement)
            hits = self.matcher.match([token.text for token in tokens])
            mentions: list[dict[str, Any]] = []
            for hit in hits:
                first, last = tokens[hit.start], tokens[hit.end - 1]
                start, end = first.idx, last.idx + len(last)
                mentions.append(
                    {
                        "topic": hit.topic,
                        "start": start,
                        "end": end,
                        "method": "lexicon",
                        "score": hit.score,
                        "term": hit.term,
                    }
                )
                spans.append(Span(doc, first.i, last.i + 1, label=hit.topic))
            statement._.mentions = mentions
            statement._.topics = self.matcher.topics.sorted({hit.topic for hit in hits})
        doc.spans[carrier.TOPICS] = spans
        return doc


@Language.factory("runda_topics", default_config={"path": ""})
def create_topics(nlp: Language, name: str, path: str) -> Topics:
    """Make the component.

    Parameters
    ----------
    nlp, name
        Given by spaCy.
    path
        A user's own topic file, read after the shipped one; empty for none.
    """
    return Topics(load_topics(Path(path) if path else None))
