"""Score tables against gold: how often is Runda right, and where is it not."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.rows import Rows
from pipeline.schema import TABLES
from pipeline.scoring.compare import Comparison
from pipeline.scoring.gold import load_gold
from pipeline.scoring.tally import Figure, Miss

__all__ = ["Evaluation", "Figure", "Miss", "evaluate"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by name, and every miss."""

    figures: dict[str, Figure]
    misses: tuple[Miss, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; what could not be measured is null."""
        figures = {
            name: {
                k: None if isinstance(v, float) and math.isnan(v) else v for k, v in asdict(figure).items()
            }
            for name, figure in self.figures.items()
        }
        return {"figures": figures, "misses": [asdict(miss) for miss in self.misses]}

    def as_text(self, misses: int = 0) -> str:
        """Tables for people: the figures, then up to `misses` misses of each."""
        lines = [f"{'figure':<18} {'value':>6} {'n':>5} {'P':>6} {'R':>6}"]
        for name, figure in self.figures.items():
            parts = [f"{name:<18} {_cell(figure.value)} {figure.n:>5}"]
            if figure.precision is not None and figure.recall is not None:
                parts.append(f"{_cell(figure.precision)} {_cell(figure.recall)}")
            lines.append(" ".join(parts))
        shown: dict[str, int] = defaultdict(int)
        for miss in self.misses:
            shown[miss.figure] += 1
            if shown[miss.figure] <= misses:
                lines += ["", f"{miss.figure}: {miss.document}, line {miss.line}"]
                lines.append(f"  wanted {miss.wanted or '-'}; got {miss.got or '-'}")
                lines += [f"  “{miss.text}”"] if miss.text else []
                lines += [f"  {signal}" for signal in miss.signals]
        return "\n".join(lines)


def _cell(value: float) -> str:
    return "     –" if math.isnan(value) else f"{value:6.3f}"


def evaluate(rows: Rows, gold: Path) -> Evaluation:
    """Score rows (of any number of documents) against a folder of gold."""
    source_of = {row["document_id"]: row["source"] for row in rows["documents"]}
    by_source: dict[str, Rows] = defaultdict(lambda: {name: [] for name in TABLES})
    for name in ("blocks", "statements", "positions", "facts", "matches"):
        for row in rows[name]:
            by_source[source_of.get(row["document_id"], "")][name].append(row)
    comparison = Comparison()
    for known in load_gold(gold):
        comparison.add(known, by_source[known.source])
    return Evaluation(comparison.figures(), tuple(comparison.misses))
