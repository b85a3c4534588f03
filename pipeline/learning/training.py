"""Fit the models on gold rounds and labelled sentences.

Two difficulties are met here.

*Which sentence?* A unit of the gold can be a whole paragraph of which one sentence asks for help; which
one, the gold does not say. So the wording is fitted twice (multiple-instance learning, Andrews et al.
2003, *Support vector machines for multiple-instance learning*): first on units of one sentence, then on
all, where a positive unit's likeliest sentences carry its label. Stages likewise: a member's position
is the furthest of its statements on a topic, and the likeliest of them is taken to state it.

*How far to trust the rules?* They were written in view of nearly all the gold, so on it they look better
than they are. How the rules' verdict and the wording are weighed against each other is therefore fitted
on sentences alone that the rules' authors had not read, with a wording model that has not seen them
either (stacking, Wolpert 1992, *Stacked generalization*).
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
from pipeline.learning.signals import VERDICT

#: scikit-learn's ``C`` of the wording; leave-one-round-out hardly moves between 2 and 8.
PENALTY: Final = 4.0
Weights = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Example:
    """One statement (for stages: statement and topic) as a model sees it.

    Attributes
    ----------
    round
        Name of the round it stands in; empty for a single labelled sentence.
    bag
        What the label belongs to: a unit, or a member's statements on a topic. Examples of one bag
        share their label, of which at least one of them is the reason. A single sentence's bag opens
        with its text.
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


def signal_names(examples: Iterable[Example]) -> tuple[str, ...]:
    """Names of all signals that occur, sorted."""
    return tuple(sorted({name for example in examples for name in example.signals}))


def matrix(examples: Sequence[Example], names: Sequence[str]) -> sparse.csr_matrix:
    """Examples as rows: hashed n-grams, then the named signals."""
    indptr, indices, data = [0], [], []
    at = {name: WIDTH + n for n, name in enumerate(names)}
    for example in examples:
        columns, values = hashed(example.text)
        named = sorted((at[k], v) for k, v in example.signals.items() if v and k in at)
        indices += [columns, np.array([k for k, _ in named], dtype=np.int64)]
        data += [values, np.array([v for _, v in named], dtype=np.float32)]
        indptr.append(indptr[-1] + len(columns) + len(named))
    shape = (len(examples), WIDTH + len(names))
    return sparse.csr_matrix((np.concatenate(data), np.concatenate(indices), indptr), shape=shape)


def fit(
    name: str,
    examples: Sequence[Example],
    classes: Sequence[str],
    unread: Callable[[Example], bool],
    *,
    threshold: float = 0.5,
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
    unread
        Whether the rules' authors had not read an example: on these the rules' verdict is weighed.
    threshold
        Kept in the model (two classes only).

    Returns
    -------
    LinearModel
        Wording and verdict folded into one set of weights.
    """
    names = signal_names(examples)
    rows = matrix(examples, names)
    verdict = np.array([WIDTH + n for n, name in enumerate(names) if name.startswith(VERDICT)])
    wording = rows.copy()
    wording.data[np.isin(wording.indices, verdict)] = 0
    wording.eliminate_zeros()
    labels = np.array([example.label for example in examples])
    fresh = np.array([unread(example) for example in examples])
    older = [n for n in range(len(examples)) if not fresh[n]]
    weights, intercept = _fit_wording([examples[n] for n in older], wording[older], classes)
    alone = np.flatnonzero(fresh & _alone(examples))
    said = np.hstack([rows[alone][:, verdict].toarray(), wording[alone] @ weights.T + intercept])
    blend = LogisticRegression(C=0.3 if len(classes) > 2 else 10.0, max_iter=2000)
    blend.fit(said, [list(classes).index(label) for label in labels[alone]])
    weights, intercept = _fit_wording(examples, wording, classes)
    share = blend.coef_[:, len(verdict) :]
    folded = share @ weights
    folded[:, verdict] = blend.coef_[:, : len(verdict)]
    return LinearModel(
        name,
        tuple(classes),
        names,
        np.asarray(folded, dtype=np.float32),
        np.asarray(share @ intercept + blend.intercept_, dtype=np.float32),
        threshold,
    )


def _alone(examples: Sequence[Example]) -> NDArray[np.bool_]:
    """Which examples are their bag's only one."""
    sizes: dict[tuple[Any, ...], int] = defaultdict(int)
    for example in examples:
        sizes[example.bag] += 1
    return np.array([sizes[example.bag] == 1 for example in examples])


def _fit_wording(examples: Sequence[Example], rows: sparse.csr_matrix, classes: Sequence[str]) -> Weights:
    """Weights over the wording: on sure examples first, then with the likeliest of each bag."""
    labels = np.array([example.label for example in examples])
    bags: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for n, example in enumerate(examples):
        bags[example.bag].append(n)
    nothing = classes[0]
    sure = np.array([n for bag in bags.values() for n in bag if len(bag) == 1 or labels[n] == nothing])
    weights, intercept = _fit(rows[sure], labels[sure], classes)
    shares = expit(rows @ weights.T + intercept)
    if len(classes) == 2:
        shares = np.hstack([1 - shares, shares])
    column = {label: n for n, label in enumerate(classes)}
    chosen, said = list(sure), list(labels[sure])
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
    return _fit(rows[chosen], np.array(said), classes)


def _fit(rows: sparse.csr_matrix, labels: NDArray[np.str_], classes: Sequence[str]) -> Weights:
    """Weights and intercepts, one row per class against the rest (one in all for two classes)."""
    weights, intercepts = [], []
    for label in classes[1:] if len(classes) == 2 else classes:
        estimator = LogisticRegression(C=PENALTY, solver="liblinear", random_state=0, tol=1e-4)
        estimator.fit(rows, labels == label)
        weights.append(estimator.coef_[0])
        intercepts.append(estimator.intercept_[0])
    return np.array(weights), np.array(intercepts)
