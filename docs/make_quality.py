"""Measure, and write the tables of docs/quality.md: ``python docs/make_quality.py [REAL]``.

Rounds that models are fitted on are read with models fitted without them (leave one round out), the blind
ones and the real one with the shipped models, which never saw them. REAL is a folder with the real round and
its gold, which are not in this repository. Takes some ten minutes.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from spacy.tokens import Doc

from pipeline.language import load
from pipeline.learning.crossvalidation import left_out
from pipeline.learning.gold import read_rounds
from pipeline.learning.tasks import HELD_OUT
from pipeline.rows import rows_of
from pipeline.scoring.compare import Comparison
from pipeline.scoring.gold import load_gold
from pipeline.scoring.intervals import interval
from pipeline.scoring.tally import Figure
from pipeline.values import Stage

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
GROUPS = {name: name for name in ("tidy", "natural", "prose", "mixed", "blind")}
#: Groups that models are fitted on: each of their rounds is read by models that have not seen it.
FITTED_ON = ("tidy", "natural", "prose", "mixed")
ORDER = [stage.value for stage in (Stage.DONE, Stage.ONGOING, Stage.PLANNED, Stage.CONSIDERING)]
FIGURES = {
    "structure": ("blocks", "persons", "coverage", "attribution", "furniture"),
    "topics": (
        "topics",
        *(f"topic_{t}" for t in ("co2_budget", "climate_fee", "panorama", "procurement", "solar")),
    ),
    "asking": ("request", "request_explicit", "offer", "offer_explicit"),
    "stages": ("positions_topic", "positions"),
    "facts": ("facts",),
    "matching": ("match_ndcg5", "match_p1", "match_p3", "match_abstain"),
}


def measured(docs: Iterable[Doc], folder: Path) -> tuple[list[dict[str, Figure]], Counter[tuple[str, str]]]:
    """Figures of each round of a folder, and (gold stage, found stage) over members and topics."""
    by_source = {}
    for doc in docs:
        by_source[doc._.source] = rows_of([doc])
    figures, confusion = [], Counter()
    for known in load_gold(folder):
        rows = by_source[known.source]
        comparison = Comparison()
        comparison.add(known, rows)
        figures.append(comparison.figures())
    golds = {r.gold["document"]: r.gold for r in read_rounds(folder)}
    for source, gold in golds.items():
        wanted = {(p["member"], p["topic"]): p["stage"] for p in gold["positions"]}
        core = set(FIGURES["topics"][1:])
        found = {
            (p["member"], p["topic"]): p["stage"]
            for p in by_source[source]["positions"]
            if f"topic_{p['topic']}" in core
        }
        for key in wanted.keys() | found.keys():
            confusion[wanted.get(key, "none"), found.get(key, "none")] += 1
    return figures, confusion


def figure_table(groups: dict[str, list[dict[str, Figure]]], names: Iterable[str]) -> str:
    """One row a figure, one column a group: value, interval, number of cases."""
    lines = [f"| figure | {' | '.join(groups)} |", f"| --- |{' --- |' * len(groups)}"]
    for name in names:
        cells = (str(interval([figures[name] for figures in rounds])) for rounds in groups.values())
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def stage_table(confusions: dict[str, Counter[tuple[str, str]]]) -> str:
    """Precision, recall and F1 of each stage, with the number of gold positions."""
    lines = [f"| stage | {' | '.join(confusions)} |", f"| --- |{' --- |' * len(confusions)}"]
    for stage in ORDER:
        cells = []
        for counts in confusions.values():
            hits = counts[stage, stage]
            said = sum(n for (_, found), n in counts.items() if found == stage)
            wanted = sum(n for (gold, _), n in counts.items() if gold == stage)
            f1 = 2 * hits / (said + wanted) if said + wanted else 0.0
            cells.append(f"{f1:.2f} (P {hits / max(1, said):.2f}, R {hits / max(1, wanted):.2f}, n {wanted})")
        lines.append(f"| {stage} | {' | '.join(cells)} |")
    return "\n".join(lines)


def confusion_table(counts: Counter[tuple[str, str]]) -> str:
    """Gold stage down, found stage across."""
    names = [*ORDER, "none"]
    lines = [f"| gold ↓ found → | {' | '.join(names)} |", f"| --- |{' ---: |' * len(names)}"]
    lines += [f"| {gold} | {' | '.join(str(counts[gold, found]) for found in names)} |" for gold in names]
    return "\n".join(lines)


def main() -> None:
    """Measure all groups and fill the page's marked places."""
    docs = {round_.name: doc for round_, doc in left_out(GOLD, HELD_OUT)}
    nlp = load()
    groups, confusions = {}, {}
    folders = {name: GOLD / folder for name, folder in GROUPS.items() if (GOLD / folder).exists()}
    if len(sys.argv) > 1:
        folders["real"] = Path(sys.argv[1])
    for name, folder in folders.items():
        seen = []
        for round_ in read_rounds(folder):
            doc = docs.get(round_.name) if name in FITTED_ON else None
            if doc is None:
                doc = nlp.make_doc(round_.text)
                doc._.source = round_.gold["document"]
                doc = nlp(doc)
            seen.append(doc)
        groups[name], confusions[name] = measured(seen, folder)
    page = ROOT / "docs" / "quality.md"
    text = page.read_text(encoding="utf-8")
    tables = {name: figure_table(groups, names) for name, names in FIGURES.items()}
    tables["stage-classes"] = stage_table(confusions)
    tables["stage-confusion"] = confusion_table(sum(confusions.values(), Counter()))
    for name, table in tables.items():
        text = re.sub(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", rf"\g<1>{table}\n\g<2>", text, flags=re.DOTALL
        )
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
