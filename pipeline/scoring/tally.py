"""Counting: sets compared, shares, and the misses behind them."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an evaluation.

    Attributes
    ----------
    value
        The figure, 0 to 1; ``nan`` where nothing was there to measure.
    n
        How many gold items (or cases) it rests on.
    precision, recall
        Of an F1 figure; None for shares and means.
    predicted
        How many items the output had, for an F1 figure.
    """

    value: float
    n: int
    precision: float | None = None
    recall: float | None = None
    predicted: int | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """One item that output and gold disagree on.

    Attributes
    ----------
    figure, document, line
        Which figure it lowers, and where.
    wanted, got
        What the gold says and what the output says; empty for nothing.
    text
        The words it is about.
    signals
        What decided the output's labels there.
    """

    figure: str
    document: str
    line: int
    wanted: str
    got: str
    text: str = ""
    signals: tuple[str, ...] = ()


@dataclass(slots=True)
class Pairs:
    """Predicted and wanted items of one figure, over all documents."""

    predicted: set[Hashable] = field(default_factory=set)
    wanted: set[Hashable] = field(default_factory=set)

    def add(self, document: str, predicted: Iterable[Any], wanted: Iterable[Any]) -> None:
        """Add a document's items."""
        self.predicted.update((document, item) for item in predicted)
        self.wanted.update((document, item) for item in wanted)

    def figure(self) -> Figure:
        """F1 with precision and recall; finding nothing where nothing is counts as right."""
        hits = len(self.predicted & self.wanted)
        precision = hits / len(self.predicted) if self.predicted else float(not self.wanted)
        recall = hits / len(self.wanted) if self.wanted else float(not self.predicted)
        total = precision + recall
        value = 2 * precision * recall / total if total else 0.0
        return Figure(value, len(self.wanted), precision, recall, len(self.predicted))


@dataclass(slots=True)
class Mean:
    """Values of single cases, or a share where they are 0 and 1."""

    values: list[float] = field(default_factory=list)

    def figure(self) -> Figure:
        """The mean; ``nan`` of no case."""
        value = sum(self.values) / len(self.values) if self.values else math.nan
        return Figure(value, len(self.values))


def ndcg(ranked: list[str], grades: dict[str, int], depth: int = 5) -> float:
    """How good a ranking is, 1 for the best possible: graded gains, discounted by rank."""
    ideal = sorted(grades.values(), reverse=True)[:depth]
    best = sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(ideal))
    got = sum(
        (2 ** grades.get(helper, 0) - 1) / math.log2(rank + 2) for rank, helper in enumerate(ranked[:depth])
    )
    return float(got / best)
