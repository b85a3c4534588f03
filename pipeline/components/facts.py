"""Figures that readers compare between members: fees, prices, yearly sums, shares and points.

A figure is a number with what makes it one: money (``kr``, ``tkr``, ``öre`` …) with what it is
counted on, a per cent sign, or ``poäng``. Ranges and lists give each number. Sums that only tell
what something cost once (a road, a grant) are no facts; see `_worth_comparing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.components.amounts import Amount, FactWords, find_amounts, load_words
from pipeline.patterns import words_of

#: Sums from here on are as a rule investments, grants and budgets, told once.
LARGE = 1_000_000
#: Topics whose sums are compared even where nothing says what they are counted on.
PRICED = ("climate_fee", "panorama", "co2_budget", "procurement", "solar")
_FEE = "climate_fee"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a statement, with its place in the document.

    Attributes
    ----------
    topic
        Topic id it belongs to; empty where the statement has none.
    kind
        ``fee``, ``share``, ``amount`` or ``score``.
    value
        The number, in whole units.
    unit
        One of the contract's closed list.
    qualifier
        What tells it from its neighbours ("inrikes", "per år"); empty where nothing does.
    start, end
        Characters in the document.
    """

    topic: str
    kind: str
    value: float
    unit: str
    qualifier: str
    start: int
    end: int


def figures(span: Span) -> Iterator[Figure]:
    """The figures that a statement states, in the order of the text."""
    words = load_words()
    text = span.text
    amounts = list(find_amounts(text, bare_lists=_FEE in span._.topics))
    electric = words.has_context("electricity", text)
    for index, amount in enumerate(amounts):
        if amount.unit == "öre":
            if not electric:
                continue
            amount = replace(amount, unit="öre/kWh")
        if amount.unit == "kr" and not _worth_comparing(span, text, amount, amounts, words):
            continue
        if amount.unit == "%" and words.has_context("working-hours", text[: amount.start]):
            continue
        before = amounts[index - 1].end if index else 0
        after = amounts[index + 1].start if index + 1 < len(amounts) else len(text)
        topic = _topic_of(span, span.start_char + amount.start)
        yield Figure(
            topic,
            _kind(amount, topic),
            amount.value,
            amount.unit,
            _qualifier(text, amount, before, after, words),
            span.start_char + amount.start,
            span.start_char + amount.end,
        )


def _worth_comparing(
    span: Span, text: str, amount: Amount, beside: Sequence[Amount], words: FactWords
) -> bool:
    """Whether a plain sum in kronor is one to compare: a price, a fee, or so much a year."""
    if amount.per:
        return True
    topics = set(span._.topics)
    if _FEE in topics:
        return True
    if any(other.per == "per resa" for other in beside) and amount.value < LARGE:
        return True
    priced = bool(topics.intersection(PRICED)) or words.has_context("price-words", text)
    return priced and amount.value < LARGE


def _kind(amount: Amount, topic: str) -> str:
    if amount.unit == "%":
        return "share"
    if amount.unit == "poäng":
        return "score"
    if "/" in amount.unit or amount.per == "per resa" or (topic == _FEE and amount.value < 10_000):
        return "fee"
    return "amount"


def _topic_of(span: Span, at: int) -> str:
    """The statement's topic that is named nearest to a character."""
    topics = list(span._.topics)
    if len(topics) < 2:
        return topics[0] if topics else ""
    named = [mention for mention in span._.mentions if mention["topic"] in topics]
    nearest = min(named, key=lambda mention: _away(mention["start"], mention["end"], at), default=None)
    return str(nearest["topic"]) if nearest else str(topics[0])


def _away(start: int, end: int, at: int) -> int:
    """How far a figure stands from a topic's word; one that comes before is nearer than one after."""
    return at - end if end <= at else 2 * (start - at)


def _qualifier(text: str, amount: Amount, before: int, after: int, words: FactWords) -> str:
    """What distinguishes a figure, from the words behind it, else from those before it."""
    behind = text[amount.end : min(after, amount.end + 70)].split(". ")[0]
    found = words.qualifiers(words_of(behind))
    if not found:
        found = words.qualifiers(
            words_of(text[max(before, amount.start - 50) : amount.start].split(". ")[-1])
        )
    return ", ".join(dict.fromkeys([*found, *([amount.per] if amount.per else [])]))


class Facts:
    """The component ``runda_facts``: fills ``_.figures`` and ``doc.spans["facts"]``."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the figures of each statement."""
        spans = []
        for statement in doc.spans.get(carrier.STATEMENTS, []):
            found = list(figures(statement))
            statement._.figures = [
                {name: getattr(figure, name) for name in Figure.__slots__} for figure in found
            ]
            spans += [carrier.char_span(doc, figure.start, figure.end, figure.kind) for figure in found]
        doc.spans[carrier.FACTS] = spans
        return doc


@Language.factory("runda_facts")
def create_facts(nlp: Language, name: str) -> Facts:
    """Make the component; it has no settings."""
    return Facts()
