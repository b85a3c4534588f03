"""Fit the weights of answers of other rounds (``across.json``); same input, same file.

    python -m pipeline.matching.fitting_across GOLD [--out FILE]

A need and a member are an example: the likest of the member's statements, and whether it helps. They
come from gold rounds (members that answered the need at the table left out: an answer there is written
for the need, one in another round is not), from requests with graded statements (``pairs``), and from
series of rounds (``series*/series.json``). What a score must reach is no part of the fit: it is kept
as it stands in the file, chosen so that series that were left out are answered best.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from spacy.language import Language

from pipeline.job import read_all
from pipeline.language import load
from pipeline.learning.gold import read_rounds
from pipeline.matching import across
from pipeline.matching.across import SIGNALS, Reading, Said
from pipeline.matching.evidence import Evidence
from pipeline.matching.links import WEIGHTS
from pipeline.matching.needs import Need
from pipeline.matching.oracle import read_by_runda

Array = NDArray[np.float64]
Read = tuple[list[Need], list[Evidence], Reading]

#: Signals that can only speak against.
AGAINST: Final = frozenset({"asks", "asks_near", "lacks", "lacks_near", "considering", "short"})
#: Inverse strength of the penalty; how much a grade of 1 counts; how much examples of a series and of pairs
#: count: the wrong statements of pairs were written to share words with the request, which others do not.
PENALTY, GRADE_ONE, SERIES, PAIRS = 0.3, 0.4, 3.0, 0.1
#: Folders of rounds that are fitted on; a series that is held out is none of them.
ROUNDS: Final = ("tidy", "natural", "read", "prose", "mixed")
_COLUMN: Final = {name: number for number, name in enumerate(SIGNALS)}
#: Speakers of the statements of a pair.
_MEMBERS: Final = ("Malmö", "Örebro", "Mora", "Habo", "Ale", "Uppsala")


@dataclass(frozen=True, slots=True)
class Example:
    """Signals of a member's statements (statements x signals), its grade, and how much it counts."""

    signals: Array
    grade: int
    counts: float


def of_rounds(
    read: Sequence[Read], grades: Mapping[str, Mapping[str, int]], counts: float, *, same: bool
) -> list[Example]:
    """Examples of needs (id -> member -> grade) with the statements of their own or of other rounds."""
    needs = [(need, said) for asked, said, _ in read for need in asked]
    said = [statement for _, told, _ in read for statement in told]
    readings = [reading for _, _, reading in read]
    pairs = Said(readings).pairs(readings)
    near: dict[tuple[int, str], list[int]] = {}
    for row, (n, s) in enumerate(zip(pairs.need.tolist(), pairs.said.tolist(), strict=True)):
        if (needs[n][0].document_id == said[s].document_id) == same:
            near.setdefault((n, said[s].member), []).append(row)
    found = []
    for number, (need, around) in enumerate(needs):
        if need.id not in grades:
            continue
        answered = {s.member for s in around if s.reply_to == need.seeker} if same else set()
        for member in sorted({s.member for s in said} - {need.seeker, ""} - answered):
            rows = near.get((number, member), [])
            found.append(Example(pairs.signals[rows], grades[need.id].get(member, 0), counts))
    return found


def gold_examples(folder: Path) -> list[Example]:
    """Examples of gold rounds."""
    found = []
    for round_ in read_rounds(folder):
        read = across.read(read_by_runda(round_))
        ends = {unit["line"]: unit["line_end"] for unit in round_.gold["units"]}
        grades: dict[str, dict[str, int]] = {}
        for need in read[0]:
            line = read[1][need.statements[0]].line
            for match in round_.gold["matches"]:
                if match["line"] <= line <= ends[match["line"]]:
                    grades.setdefault(need.id, {}).update(match["helpers"])
        found += of_rounds([read], grades, 1.0, same=True)
    return found


def pair_examples(nlp: Language, path: Path) -> list[Example]:
    """Examples of requests with graded statements."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        asked = across.read(nlp(f"Runda 5 maj 2020\n\nAnna, Lund\n\n{row['request']}\n"))
        told = zip(_MEMBERS, row["candidates"], strict=False)
        said = across.read(
            nlp("Runda 5 maj 2021\n\n" + "".join(f"Eva, {m}\n\n{c['statement']}\n\n" for m, c in told))
        )
        grades = {m: int(c["grade"]) for m, c in zip(_MEMBERS, row["candidates"], strict=False)}
        found += of_rounds([asked, said], {need.id: grades for need in asked[0][:1]}, PAIRS, same=False)
    return found


def series_examples(nlp: Language, path: Path) -> list[Example]:
    """Examples of a series: what another round answers, and all that it does not."""
    series = json.loads(path.read_text(encoding="utf-8"))
    files = [path.parent / name for name in series["rounds"].values() if name]
    read = [across.read(doc) for doc in read_all(nlp, files)]
    wanted = {(answer["asked"], answer["line"]): answer for answer in series["answers"]}
    grades = {
        need.id: _grades(wanted.get((need.date, said[need.statements[0]].line)))
        for asked, said, _ in read
        for need in asked
    }
    return of_rounds(read, grades, SERIES, same=False)


def _grades(answer: Mapping[str, Any] | None) -> dict[str, int]:
    if answer is None:
        return {}
    return dict.fromkeys(answer["also"], 1) | {given["helper"]: 2 for given in answer["answers"]}


def fit(examples: Sequence[Example], rounds: int = 5) -> tuple[Array, float]:
    """Weights and intercept; each member speaks by its likest statement under the weights so far."""
    kept = [e.signals[(e.signals[:, _COLUMN["asks"]] == 0)] for e in examples]
    kept = [rows[rows[:, _COLUMN["lacks"]] == 0] for rows in kept]
    helps = np.array([1.0 if e.grade else -1.0 for e in examples])
    counts = np.array([e.counts * (GRADE_ONE if e.grade == 1 else 1.0) for e in examples])
    weights, intercept = np.full(len(SIGNALS), 0.1), 0.0
    for name, value in {"part": 2.0, "object": 1.0}.items():
        weights[_COLUMN[name]] = value
    for _ in range(rounds):
        best = np.array(
            [rows[np.argmax(rows @ weights)] if len(rows) else np.zeros(len(SIGNALS)) for rows in kept]
        )
        weights, intercept = _logistic(best, helps, counts)
    return weights, intercept


def _logistic(signals: Array, helps: Array, counts: Array) -> tuple[Array, float]:
    spread = signals.std(axis=0) + 1e-6
    scaled = signals / spread

    def loss(point: Array) -> tuple[float, Array]:
        margin = helps * (scaled @ point[:-1] + point[-1])
        value = (counts * np.logaddexp(0.0, -margin)).sum() + (point[:-1] ** 2).sum() / (2 * PENALTY)
        slope = -counts * helps / (1.0 + np.exp(margin))
        return float(value), np.append(scaled.T @ slope + point[:-1] / PENALTY, slope.sum())

    bounds = [(None, 0.0) if name in AGAINST else (0.0, None) for name in SIGNALS]
    found = minimize(
        loss, np.zeros(len(SIGNALS) + 1), jac=True, method="L-BFGS-B",
        bounds=[*bounds, (None, None)], options={"maxiter": 3000},
    )  # fmt: skip
    return found.x[:-1] / spread, float(found.x[-1])


def fit_both(rounds: Sequence[Example], others: Sequence[Example]) -> tuple[Array, float]:
    """The mean of weights fitted on rounds alone and on all: of few series the fit alone would lean on
    what just they have in common.
    """
    first, second = fit(rounds), fit([*rounds, *others])
    return (first[0] + second[0]) / 2, (first[1] + second[1]) / 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--leave-out", nargs="*", default=["series3"], help="series that are not fitted on")
    options = parser.parse_args(arguments)
    series = [p for p in sorted(options.gold.rglob("series.json")) if p.parent.name not in options.leave_out]
    nlp = load()
    rounds = [e for name in ROUNDS for e in gold_examples(options.gold / name)]
    pairs = sorted((options.gold / "pairs").glob("*.jsonl"))
    others = [e for path in pairs for e in pair_examples(nlp, path)]
    others += [e for path in series for e in series_examples(nlp, path)]
    weights, intercept = fit_both(rounds, others)
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    data["weights"] = {n: round(float(w), 3) + 0.0 for n, w in zip(SIGNALS, weights, strict=True)}
    data["intercept"] = round(intercept, 3)
    options.out.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
