"""Compare two configurations on the same gold: what got better, what got worse, and where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.scoring import Evaluation, Miss

#: What makes a miss the same in two evaluations; the signals behind it may differ.
_Key = tuple[str, str, int, str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from an old evaluation to a new one.

    Attributes
    ----------
    old, new
        The two evaluations.
    better
        Misses of the old one that the new one no longer has.
    worse
        Misses of the new one that the old one did not have.
    """

    old: Evaluation
    new: Evaluation
    better: tuple[Miss, ...]
    worse: tuple[Miss, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "figures": {
                name: {"old": self.old.figures[name].value, "new": figure.value, "n": figure.n}
                for name, figure in self.new.figures.items()
            },
            "better": [asdict(miss) for miss in self.better],
            "worse": [asdict(miss) for miss in self.worse],
        }

    def as_text(self, most: int = 5) -> str:
        """Tables for people: figures side by side, then up to `most` changes of each figure."""
        lines = [f"{'figure':<18} {'old':>6} {'new':>6} {'change':>7} {'n':>5}  better  worse"]
        better, worse = _by_figure(self.better), _by_figure(self.worse)
        for name, figure in self.new.figures.items():
            old = self.old.figures[name].value
            moved = "      ·" if figure.value == old or old != old else f"{figure.value - old:+7.3f}"
            lines.append(
                f"{name:<18} {old:6.3f} {figure.value:6.3f} {moved} {figure.n:>5}"
                f"  {len(better[name]):>6} {len(worse[name]):>6}"
            )
        for title, grouped in (("Better now", better), ("Worse now", worse)):
            for name, misses in grouped.items():
                lines += ["", f"{title}: {name}"]
                lines += [_line(miss) for miss in misses[:most]]
                if len(misses) > most:
                    lines.append(f"  … and {len(misses) - most} more")
        return "\n".join(lines)


def compare(old: Evaluation, new: Evaluation) -> Changes:
    """What changed between two evaluations against the same gold."""
    before, after = {_key(m): m for m in old.misses}, {_key(m): m for m in new.misses}
    return Changes(
        old,
        new,
        tuple(miss for key, miss in before.items() if key not in after),
        tuple(miss for key, miss in after.items() if key not in before),
    )


def _key(miss: Miss) -> _Key:
    return miss.figure, miss.document, miss.line, miss.wanted, miss.got


def _by_figure(misses: tuple[Miss, ...]) -> dict[str, list[Miss]]:
    grouped: dict[str, list[Miss]] = defaultdict(list)
    for miss in misses:
        grouped[miss.figure].append(miss)
    return grouped


def _line(miss: Miss) -> str:
    text = f" “{miss.text}”" if miss.text else ""
    return f"  {miss.document}, line {miss.line}: wanted {miss.wanted or '-'}; got {miss.got or '-'}{text}"
