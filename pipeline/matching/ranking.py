"""Turn a member's signals into a score, and decide whom to propose.

The score is a logistic model: each signal times its weight, summed, squeezed into 0 to 1. Two sets
of weights exist: those set by hand in ``matching.toml`` (``--rules-only``), and those fitted on gold
rounds in ``models/matching.json`` (see `fitting`). Both are plain readable numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ResourceError
from pipeline.lexicon import RESOURCES, load_toml
from pipeline.matching.planes import COLUMN, NAMES

Array = NDArray[np.float64]

HAND: Final = RESOURCES / "matching.toml"
FITTED: Final = RESOURCES.parent / "models" / "matching.json"
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights and thresholds.

    Attributes
    ----------
    weights
        Signal -> weight; signals that are left out weigh nothing.
    intercept
        What is there without any signal.
    first, further, late
        Lowest score of the best helper, of the second and third, and of the rest.
    most
        Proposals for a need at most.
    """

    weights: Mapping[str, float]
    intercept: float
    first: float
    further: float
    late: float
    most: int = 5

    def scores(self, signals: Array) -> Array:
        """Scores (0 to 1) for signals whose last axis is `NAMES`."""
        vector = np.zeros(len(NAMES))
        for name, weight in self.weights.items():
            vector[COLUMN[name]] = weight
        score: Array = 1.0 / (1.0 + np.exp(-(signals @ vector + self.intercept)))
        return score

    def choose(self, scores: Sequence[float]) -> list[int]:
        """Indices of the proposed, best first; none where nothing speaks loudly enough."""
        chosen: list[int] = []
        for at in sorted(range(len(scores)), key=lambda at: (-scores[at], at)):
            place = len(chosen)
            floor = self.first if place == 0 else self.further if place < 3 else self.late
            if place == self.most or scores[at] < floor:
                break
            chosen.append(at)
        return chosen


@lru_cache(maxsize=4)
def ranking(*, rules_only: bool = False) -> Ranking:
    """The shipped ranking: the fitted one, or the one set by hand."""
    return read_hand() if rules_only or not FITTED.exists() else read_fitted()


def read_hand(path: Path = HAND) -> Ranking:
    """Read ``matching.toml``."""
    data, lines = load_toml(path)
    weights = data.get("weights", {})
    for name in weights:
        if name not in COLUMN:
            line = next((n for n, text in enumerate(lines, 1) if text.split("=")[0].strip() == name), 0)
            raise ResourceError(path, line, f"unknown signal {name!r}; known are: {', '.join(NAMES)}")
    return _ranking(path, {**data.get("decision", {}), "weights": weights})


def read_fitted(path: Path = FITTED) -> Ranking:
    """Read fitted weights."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ResourceError(path, 0, f"not valid JSON ({error}); fit it again") from None
    if data.get("format") != FORMAT or not set(data.get("weights", ())) <= set(NAMES):
        raise ResourceError(path, 0, "made for another version of Runda; fit it again")
    return _ranking(path, data)


def _ranking(path: Path, data: Mapping[str, object]) -> Ranking:
    keys = ("intercept", "first", "further", "late")
    values = {}
    for key in (*keys, "most"):
        value = data.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ResourceError(path, 0, f"{key!r} must be a number")
        values[key] = value
    weights = data["weights"]
    assert isinstance(weights, Mapping)
    return Ranking(
        weights={name: float(weight) for name, weight in weights.items()},
        intercept=float(values["intercept"]),
        first=float(values["first"]),
        further=float(values["further"]),
        late=float(values["late"]),
        most=int(values["most"]),
    )
