"""Fit the models on gold rounds and labelled sentences.

A unit of the gold can be a whole paragraph of which one sentence asks for help; which one, the gold
does not say. So fitting runs twice (multiple-instance learning, Andrews et al. 2003, *Support vector
machines for multiple-instance learning*): first on units of one sentence, then on all, where a
positive unit's likeliest sentences carry its label. Stages likewise: a member's position is the
furthest of its statements on a topic, and the likeliest of them is taken to state it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from pipeline.learning.hashing import WIDTH, hashed
from pipeline.learning.linear import LinearModel

#: Inverse strength of the L2 penalty; chosen by leave-one-round-out among 1, 2, 4, 8, 16.
PENALTY: Final = 8.0


@dataclass(frozen=True, slots=True)
class Example:
    """One statement (for stages: statement and topic) as a model sees it.

    Attributes
    ----------
    round
        Name of the round it stands in; empty for a single labelled sentence.
    bag
        What the label belongs to: a unit, or a member's statements on a topic. Examples of one bag
        share their label, of which at least one of them is the reason.
    text
        The statement.
    signals
        Named signals.
    label
        The bag's label.
    """

    round: str
    bag: tuple[Any, ...]
    text: str
    signals: dict[str, float]
    label: str


def matrix(examples: Sequence[Example], names: Sequence[str]) -> sparse.csr_matrix:
    """Examples as rows: hashed n-grams, then the named signals."""
    indptr, indices, data = [0], [], []
    at = {name: WIDTH + n for n, name in enumerate(names)}
    for example in examples:
        columns, values = hashed(example.text)
        indices.append(columns)
        data.append(values)
        named = sorted((at[k], v) for k, v in example.signals.items() if v and k in at)
        indices.append(np.array([k for k, _ in named], dtype=np.int64))
        data.append(np.array([v for _, v in named], dtype=np.float32))
        indptr.append(indptr[-1] + len(columns) + len(named))
    return sparse.csr_matrix(
        (np.concatenate(data), np.concatenate(indices), indptr),
        shape=(len(examples), WIDTH + len(names)),
    )


def signal_names(examples: Iterable[Example]) -> tuple[str, ...]:
    """Names of all signals that occur, sorted."""
    return tuple(sorted({name for example in examples for name in example.signals}))


def fit(
    name: str,
    examples: Sequence[Example],
    classes: Sequence[str],
    *,
    threshold: float = 0.5,
    penalty: float = PENALTY,
    rows: sparse.csr_matrix | None = None,
    names: Sequence[str] | None = None,
) -> LinearModel:
    """Fit one model.

    Parameters
    ----------
    name
        The model's name.
    examples
        Training examples.
    classes
        All labels; the first is the label of "nothing said".
    threshold
        Kept in the model.
    penalty
        scikit-learn's ``C``.
    rows, names
        The examples' `matrix` and its signal names where they are at hand (cross-validation).

    Returns
    -------
    LinearModel
    """
    names = signal_names(examples) if names is None else names
    rows = matrix(examples, names) if rows is None else rows
    labels = np.array([example.label for example in examples])
    bags: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for n, example in enumerate(examples):
        bags[example.bag].append(n)
    nothing = classes[0]
    sure = np.array([n for bag in bags.values() for n in bag if len(bag) == 1 or labels[n] == nothing])
    weights, intercept = _fit(rows[sure], labels[sure], classes, penalty)
    chosen, said = list(sure), list(labels[sure])
    shares = expit(rows @ weights.T + intercept)
    if len(classes) == 2:
        shares = np.hstack([1 - shares, shares])
    column = {label: n for n, label in enumerate(classes)}
    for bag in bags.values():
        label = labels[bag[0]]
        if len(bag) == 1 or label == nothing:
            continue
        best = max(bag, key=lambda n: (shares[n, column[label]], -n))
        for n in bag:
            if n == best or shares[n, column[label]] > 0.5:
                chosen.append(n)
                said.append(label)
            elif len(classes) == 2:  # a sentence of an asking paragraph that itself asks nothing
                chosen.append(n)
                said.append(nothing)
    weights, intercept = _fit(rows[chosen], np.array(said), classes, penalty)
    return LinearModel(
        name,
        tuple(classes),
        tuple(names),
        np.asarray(weights, dtype=np.float32),
        np.asarray(intercept, dtype=np.float32),
        threshold,
    )


def _fit(
    rows: sparse.csr_matrix, labels: NDArray[np.str_], classes: Sequence[str], penalty: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights and intercepts, one row per class against the rest (one in all for two classes)."""
    weights, intercepts = [], []
    for label in classes[1:] if len(classes) == 2 else classes:
        estimator = LogisticRegression(C=penalty, solver="liblinear", random_state=0, tol=1e-4)
        estimator.fit(rows, labels == label)
        weights.append(estimator.coef_[0])
        intercepts.append(estimator.intercept_[0])
    return np.array(weights), np.array(intercepts)


def leave_one_round_out(
    examples: Sequence[Example],
    fit_without: Callable[[Sequence[Example]], LinearModel],
    never: Iterable[str] = (),
) -> dict[str, LinearModel]:
    """For each round, a model that has seen no example of it.

    Parameters
    ----------
    examples
        All examples; those of round ``""`` (single sentences) are always trained on.
    fit_without
        Fits on the examples given.
    never
        Rounds that no model may train on (the real one).
    """
    banned = set(never)
    rounds = sorted({example.round for example in examples} - {""})
    return {
        name: fit_without([e for e in examples if e.round != name and e.round not in banned])
        for name in rounds
    }
