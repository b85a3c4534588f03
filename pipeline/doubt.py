"""What a reader should check: labels that a fitted model was in two minds about.

A doubtful label is still said or left unsaid, by its threshold; here it is only marked, with the
probability, so that nobody has to take a guess for a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: A request or offer whose probability lies between these is doubtful.
LOW: Final = 0.2
HIGH: Final = 0.6
#: A stage is doubtful where its probability is below this.
STAGE: Final = 0.5


def doubtful(probability: Mapping[str, float]) -> list[str]:
    """The doubtful labels of a statement, as ``request 0.45``, ``stage:solar 0.41``.

    Parameters
    ----------
    probability
        The statement's `_.probability`.

    Examples
    --------
    >>> doubtful({"request": 0.45, "offer": 0.03, "stage:solar": 0.93})
    ['request 0.45']
    """
    found = []
    for label, share in sorted(probability.items()):
        if share < STAGE if label.startswith("stage:") else LOW <= share <= HIGH:
            found.append(f"{label} {share:.2f}")
    return found
