"""Measure, and write the table of figures in the README: ``python docs/make_figures.py [REAL]``.

REAL is a folder with the real round and its gold, which are not in this repository; without it the
last column stays empty.
"""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path

from pipeline.scoring.folders import evaluate_folders
from pipeline.scoring.tally import Figure

ROOT = Path(__file__).parents[1]
_MARKS = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)
_ROWS = {
    "speakers' blocks": "blocks",
    "persons": "persons",
    "who said it (share)": "attribution",
    "nothing but what was said (share)": "furniture",
    "topics": "topics",
    "requests": "request",
    "offers": "offer",
    "member has come anywhere on a topic": "positions_topic",
    "and how far": "positions",
    "figures": "facts",
    "who can help: nDCG at 5": "match_ndcg5",
    "who can help: first proposal right": "match_p1",
    "who can help: first three right": "match_p3",
    "nobody can help: nobody proposed": "match_abstain",
}


def table(groups: dict[str, dict[str, Figure]]) -> str:
    """The table, with the number of cases behind each figure."""
    lines = [f"| figure | {' | '.join(groups)} |", f"| --- |{' --- |' * len(groups)}"]
    for label, name in _ROWS.items():
        cells = [_cell(figures[name]) for figures in groups.values()]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(figure: Figure) -> str:
    return "–" if math.isnan(figure.value) else f"{figure.value:.2f} ({figure.n})"


if __name__ == "__main__":
    folders = {
        "tidy rounds (n)": "tests/gold/tidy",
        "natural rounds (n)": "tests/gold/natural",
        "blind rounds (n)": "tests/gold/blind",
    }
    measured = {name: evaluate_folders(ROOT / path, ROOT / path).figures for name, path in folders.items()}
    if len(sys.argv) > 1:
        real = Path(sys.argv[1])
        measured["the real round (n)"] = evaluate_folders(real, real).figures
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(_MARKS.sub(lambda m: m[1] + table(measured) + m[2], text), encoding="utf-8")
