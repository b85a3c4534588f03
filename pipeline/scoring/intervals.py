"""How sure is a figure? Intervals that resample whole rounds.

Statements of one round share a note taker, a layout and a mood, so they are no independent cases: the
bootstrap (Efron 1979) draws rounds, not statements. Where there is one round only, Wilson's interval
(1927) over its cases is the least that can be said; it is too narrow for other rounds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.scoring.tally import Figure

#: Resamples; the ends then move by less than 0.01 from seed to seed.
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure over several rounds, with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        """As it stands in the quality pages: ``0.92 [0.88, 0.95] (103)``."""
        if math.isnan(self.value):
            return "–"
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}] ({self.n})"


def interval(rounds: Sequence[Figure], seed: int = 0) -> Interval:
    """The figure of all rounds together.

    Parameters
    ----------
    rounds
        The same figure, measured on each round by itself.
    seed
        Of the resampling.
    """
    over, under = zip(*(_parts(figure) for figure in rounds), strict=True)
    hits, cases = np.array(over), np.array(under)
    n = sum(figure.n for figure in rounds)
    if not cases.sum():
        return Interval(math.nan, math.nan, math.nan, n)
    value = float(hits.sum() / cases.sum())
    if len(rounds) == 1:
        return Interval(value, *wilson(value, float(cases.sum())), n)
    drawn = np.random.default_rng(seed).integers(0, len(rounds), size=(DRAWS, len(rounds)))
    totals = cases[drawn].sum(axis=1)
    shares = hits[drawn].sum(axis=1)[totals > 0] / totals[totals > 0]
    low, high = np.quantile(shares, [0.025, 0.975])
    return Interval(value, float(low), float(high), n)


def wilson(share: float, n: float, z: float = 1.96) -> tuple[float, float]:
    """Wilson's score interval of a share of `n` cases."""
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def _parts(figure: Figure) -> tuple[float, float]:
    """What is right and what there is, such that their quotient is the figure.

    F1 is hits over the mean of what was said and what was wanted (Dice); shares and means are taken
    times their number of cases.
    """
    if figure.precision is not None and figure.predicted is not None:
        hits = round((figure.precision or 0.0) * figure.predicted)
        return float(hits), (figure.predicted + figure.n) / 2
    if math.isnan(figure.value):
        return 0.0, 0.0
    return figure.value * figure.n, float(figure.n)
