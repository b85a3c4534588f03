"""Fit the ranking's weights and thresholds on gold rounds; same input, same file.

    python -m pipeline.matching.fitting GOLD [--out FILE] [--leave-out NAME ...]

Each need and member of a round is an example: its signals, and whether the gold says that the member
can help. Weights come from an L2-penalised logistic regression on standardised signals, written back
as weights of the plain signals. Thresholds come from leave-one-round-out scores: those that give the
highest mean of the four figures of the contract's scorer. Rounds named with ``--leave-out`` (the real
round, by default) are neither fitted nor tuned on.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc

from pipeline.matching.features import Candidates, candidates
from pipeline.matching.planes import COLUMN
from pipeline.matching.ranking import FITTED, FORMAT, Ranking

Array = NDArray[np.float64]

#: The signals that are fitted; what earned nothing in cross-validation is left out.
USED: Final = (
    "reply", "reply_offer", "reply_thin", "reply_other", "asked_owner", "others_reply", "named_other",
    "lemma_cover", "part_cover", "object_cover", "specific", "specific_cover", "chars",
    "likeness", "likeness_first", "likeness_sum",
    "topic_done", "topic_ongoing", "topic_planned", "topic_considering", "topic_only", "topic_counts",
    "wide_done", "wide_started", "wide_only", "kind_like", "asks_like", "lacks_like",
    "office", "office_asks", "need_topic", "members",
)  # fmt: skip
#: Inverse strength of the penalty; figures hardly move between 0.03 and 1.
PENALTY: Final = 0.3
#: Rounds that are never fitted or tuned on.
HELD_OUT: Final = ("2020-04-27",)
#: What a helper of rank 4 and 5 needs, as a share of the best one's threshold: they cost no precision
#: at three and are still worth a call.
LATE_SHARE: Final = 0.6

#: A need of a round: (round, line, column).
Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Examples:
    """Needs of one round and their members.

    Attributes
    ----------
    round
        Name of the round.
    signals
        Examples x signals (all of them, as in `planes.NAMES`).
    grades
        0, 1 or 2.
    owners
        For each example its need and its member.
    wanted
        For every request of the gold the helpers and their grades.
    """

    round: str
    signals: Array
    grades: NDArray[np.int64]
    owners: tuple[tuple[Key, str], ...]
    wanted: Mapping[Key, Mapping[str, int]]


def examples(name: str, doc: Doc, gold: Mapping[str, Any]) -> Examples:
    """Lay a Doc's needs on the gold's requests."""
    found = candidates(doc)
    spans = _units(doc, gold)
    wanted = {(name, m["line"], m.get("start", 0)): m["helpers"] for m in gold["matches"]}
    rows, grades, owners = [], [], []
    for n, need in enumerate(found.needs):
        place = _unit(spans, need.start, need.end)
        key = (name, *place) if place else None
        if key not in wanted:
            continue
        for m, member in enumerate(found.members):
            if found.best[n, m] >= 0:
                rows.append(found.signals[n, m])
                grades.append(wanted[key].get(member, 0))
                owners.append((key, member))
    signals = np.array(rows).reshape(len(rows), len(COLUMN))
    return Examples(name, signals, np.array(grades, dtype=np.int64), tuple(owners), wanted)


def _units(doc: Doc, gold: Mapping[str, Any]) -> list[tuple[int, int, tuple[int, int]]]:
    lines, start = [], 0
    for line in doc.text.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return [
        (
            lines[unit["line"] - 1][0] + unit.get("start", 0),
            lines[unit["line_end"] - 1][0] + unit["end"] if "end" in unit else lines[unit["line_end"] - 1][1],
            (unit["line"], unit.get("start", 0)),
        )
        for unit in gold["units"]
    ]


def _unit(spans: Sequence[tuple[int, int, tuple[int, int]]], start: int, end: int) -> tuple[int, int] | None:
    shared, place = max(
        ((min(end, last) - max(start, first), place) for first, last, place in spans), default=(0, None)
    )
    return place if shared > 0 else None


def fit(rounds: Sequence[Examples], names: Sequence[str] = USED, penalty: float = PENALTY) -> Ranking:
    """Weights from examples; thresholds are left at zero."""
    columns = [COLUMN[name] for name in names]
    signals = np.vstack([r.signals for r in rounds])[:, columns]
    helps = np.concatenate([r.grades for r in rounds]) > 0
    mean, spread = signals.mean(axis=0), signals.std(axis=0) + 1e-6
    model = LogisticRegression(C=penalty, max_iter=5000, tol=1e-8)
    model.fit((signals - mean) / spread, helps)
    weights = model.coef_[0] / spread
    intercept = float(model.intercept_[0] - weights @ mean)
    return Ranking(
        weights={name: round(float(w), 3) for name, w in zip(names, weights, strict=True)},
        intercept=round(intercept, 3),
        first=0.0,
        further=0.0,
        late=0.0,
    )


def left_out_scores(
    rounds: Sequence[Examples], extra: Sequence[Examples] = (), names: Sequence[str] = USED
) -> dict[str, Array]:
    """Scores of each round by weights fitted on the others (`extra` views of a round leave with it)."""
    scores = {}
    for held in rounds:
        others = [r for r in (*rounds, *extra) if r.round != held.round and len(r.grades)]
        scores[held.round] = fit(others, names).scores(held.signals)
    return scores


def figures(rounds: Sequence[Examples], scores: Mapping[str, Array], rules: Ranking) -> dict[str, float]:
    """The scorer's four figures for matches."""
    gains: list[float] = []
    firsts: list[bool] = []
    threes: list[bool] = []
    silent: list[bool] = []
    for held in rounds:
        by_need: dict[Key, list[tuple[float, str]]] = defaultdict(list)
        for (key, member), score in zip(held.owners, scores[held.round], strict=True):
            by_need[key].append((float(score), member))
        for key, wanted in held.wanted.items():
            best: dict[str, float] = {}
            for score, member in by_need.get(key, ()):
                best[member] = max(score, best.get(member, 0.0))
            members = list(best)
            ranked = [members[at] for at in rules.choose([best[member] for member in members])]
            threes += [member in wanted for member in ranked[:3]]
            if not wanted:
                silent.append(key in by_need and not ranked)
                continue
            ideal = sum(
                (2**g - 1) / math.log2(i + 2) for i, g in enumerate(sorted(wanted.values())[::-1][:5])
            )
            got = sum((2 ** wanted.get(m, 0) - 1) / math.log2(i + 2) for i, m in enumerate(ranked))
            gains.append(got / ideal)
            firsts.append(bool(ranked) and ranked[0] in wanted)
    lists = {"match_ndcg5": gains, "match_p1": firsts, "match_p3": threes, "match_abstain": silent}
    return {name: float(np.mean(values)) if values else float("nan") for name, values in lists.items()}


def tune(rounds: Sequence[Examples], scores: Mapping[str, Array], rules: Ranking) -> Ranking:
    """The thresholds with the highest mean of the four figures, the middle one where several tie."""
    tried = []
    for first in np.arange(0.10, 0.61, 0.02):
        for further in np.arange(first, 0.71, 0.04):
            tuned = Ranking(
                rules.weights,
                rules.intercept,
                round(float(first), 2),
                round(float(further), 2),
                round(float(first) * LATE_SHARE, 3),
            )
            tried.append((float(np.nanmean(list(figures(rounds, scores, tuned).values()))), tuned))
    highest = max(value for value, _ in tried)
    near = [tuned for value, tuned in tried if value >= highest - 1e-9]
    return near[len(near) // 2]


def write(rules: Ranking, path: Path, note: Mapping[str, object]) -> None:
    """Write a ranking as readable JSON."""
    data = {
        "format": FORMAT,
        "about": "Weights of the matching; made by `python -m pipeline.matching.fitting`, see the card in models/.",
        **note,
        "intercept": rules.intercept,
        "first": rules.first,
        "further": rules.further,
        "late": rules.late,
        "most": rules.most,
        "weights": dict(rules.weights),
    }
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_examples(folder: Path, left_out: Sequence[str] = HELD_OUT) -> tuple[list[Examples], list[Examples]]:
    """Examples of all gold rounds below `folder`, as Runda itself labels them, and as the gold does."""
    from pipeline.learning.gold import read_rounds
    from pipeline.matching.oracle import labelled_by_gold, labelled_by_runda

    own, golden = [], []
    for round_ in read_rounds(folder):
        if round_.name not in left_out:
            own.append(examples(round_.name, labelled_by_runda(round_), round_.gold))
            golden.append(examples(round_.name, labelled_by_gold(round_), round_.gold))
    return own, golden


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, default=FITTED)
    parser.add_argument("--leave-out", nargs="*", default=list(HELD_OUT))
    options = parser.parse_args(arguments)
    own, golden = read_examples(options.gold, options.leave_out)
    scores = left_out_scores(own, golden)
    rules = tune(own, scores, fit([*own, *golden]))
    measured = {name: round(value, 3) for name, value in figures(own, scores, rules).items()}
    write(rules, options.out, {"rounds": len(own), "leave_one_round_out": measured})
    print(json.dumps(measured))
    return 0


def view(found: Candidates, need: int, member: int) -> dict[str, float]:
    """The signals of a need and a member by name, for tables of misses."""
    return {name: round(float(found.signals[need, member, at]), 3) for name, at in COLUMN.items()}


if __name__ == "__main__":
    raise SystemExit(main())
