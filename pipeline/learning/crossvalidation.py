"""Leave one round out: what the models say of rounds that they have not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.learning.linear import LinearModel
from pipeline.learning.training import Example


def leave_one_round_out(
    examples: Sequence[Example],
    fit: Callable[[Sequence[Example]], LinearModel],
    never: Iterable[str] = (),
) -> Iterator[tuple[str, LinearModel]]:
    """For each round, a model that has seen no example of it.

    Parameters
    ----------
    examples
        All examples; those of no round (single sentences) are always trained on.
    fit
        Fits on the examples given.
    never
        Rounds that no model may train on (the real one).

    Yields
    ------
    (str, LinearModel)
        Name of the round left out, and the model.
    """
    banned = set(never)
    for name in sorted({example.round for example in examples} - {""}):
        yield name, fit([e for e in examples if e.round != name and e.round not in banned])
