"""Fit the ranking's weights and thresholds on gold rounds; same input, same file.

    python -m pipeline.matching.fitting GOLD [GOLD ...] [--out FILE] [--leave-out NAME ...]

Each need and member of a round is an example: its signals, and whether the gold says that the member
can help. Weights come from a logistic regression whose weights keep their sign (a reply never speaks
against its writer) and stay near those set by hand. Thresholds come from leave-one-round-out scores.
Rounds named with ``--leave-out`` (by default the real round and ten that nobody reads) are neither fitted
nor tuned on.
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
from scipy.optimize import minimize
from spacy.tokens import Doc

from pipeline.learning.gold import read_rounds
from pipeline.matching.features import candidates
from pipeline.matching.oracle import labelled_by_gold, read_by_runda
from pipeline.matching.planes import COLUMN, NAMES
from pipeline.matching.ranking import FITTED, FORMAT, Ranking, read_hand

Array = NDArray[np.float64]

#: Signals that can only speak against; all others can only speak for. A weight that would have the
#: other sign is zero: it would fit these rounds, not the next one, and nobody could explain it.
AGAINST: Final = frozenset(
    {"others_reply", "topic_behind", "asks_like", "lacks_like", "need_topic", "need_doubt"}
)
#: Inverse strength of the penalty on what differs from the weights set by hand: they are what experience
#: says before any round is counted. Left out one by one, rounds are ranked better so than with a penalty
#: on the weights themselves (natural P@1 .64 -> .67, tidy nDCG .80 -> .82), between 0.002 and 0.0003.
PENALTY: Final = 0.001
#: What the thresholds must keep in each style of round (the folder it lies in).
LEAST: Final = {"match_ndcg5": 0.60, "match_p1": 0.65, "match_p3": 0.60, "match_abstain": 0.62}
#: How much each figure counts beyond that.
WORTH: Final = {"match_ndcg5": 1.0, "match_p1": 1.0, "match_p3": 0.0, "match_abstain": 0.25}
#: Rounds that are never fitted or tuned on.
HELD_OUT: Final = (
    "2020-04-27", "v1b", "v2b", "v3b", "w1d", "w1e", "w2d", "w2e", "w3e", "w3f", "w4e",
)  # fmt: skip
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
    round, style
        Name of the round, and of the folder that it lies in.
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
    style: str
    signals: Array
    grades: NDArray[np.int64]
    owners: tuple[tuple[Key, str], ...]
    wanted: Mapping[Key, Mapping[str, int]]


def examples(name: str, style: str, doc: Doc, gold: Mapping[str, Any]) -> Examples:
    """Lay a Doc's needs on the gold's requests."""
    found = candidates(doc)
    spans = _units(doc, gold)
    wanted = {(name, m["line"], m.get("start", 0)): m["helpers"] for m in gold["matches"]}
    rows, grades, owners = [], [], []
    for n, need in enumerate(found.needs):
        place = _unit(spans, need.start, need.end)
        key = (name, *place) if place else (name, -1, 0)
        helpers = wanted.get(key, {})  # what is no request to the gold needs no help: silence is right
        for m, member in enumerate(found.members):
            if found.best[n, m] >= 0:
                rows.append(found.signals[n, m])
                grades.append(helpers.get(member, 0))
                owners.append((key, member))
    signals = np.array(rows).reshape(len(rows), len(COLUMN))
    return Examples(name, style, signals, np.array(grades, dtype=np.int64), tuple(owners), wanted)


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


def fit(rounds: Sequence[Examples], names: Sequence[str] = NAMES, penalty: float = PENALTY) -> Ranking:
    """Weights from examples, near those set by hand, each style of round counting the same.

    Thresholds are left at zero.
    """
    columns = [COLUMN[name] for name in names]
    signals = np.vstack([r.signals for r in rounds])[:, columns]
    helps = np.concatenate([r.grades for r in rounds]) > 0
    counts = _share_of_style(rounds)
    spread = signals.std(axis=0) + 1e-6
    scaled, sign = signals / spread, np.where(helps, 1.0, -1.0)
    by_hand = read_hand().weights
    prior = np.array([by_hand.get(name, 0.0) for name in names]) * spread

    def loss(point: Array) -> tuple[float, Array]:
        margin = sign * (scaled @ point[:-1] + point[-1])
        value = (counts * np.logaddexp(0.0, -margin)).sum() + ((point[:-1] - prior) ** 2).sum() / (
            2 * penalty
        )
        slope = -sign * counts / (1.0 + np.exp(margin))
        return float(value), np.append(scaled.T @ slope + (point[:-1] - prior) / penalty, slope.sum())

    bounds = [(None, 0.0) if name in AGAINST else (0.0, None) for name in names]
    found = minimize(
        loss,
        np.append(prior, 0.0),
        jac=True,
        method="L-BFGS-B",
        bounds=[*bounds, (None, None)],
        options={"maxiter": 2000},
    )
    weights = found.x[:-1] / spread
    return Ranking(
        weights={n: round(float(w), 3) for n, w in zip(names, weights, strict=True) if abs(w) >= 0.0005},
        intercept=round(float(found.x[-1]), 3),
        first=0.0,
        further=0.0,
        late=0.0,
    )


def _share_of_style(rounds: Sequence[Examples]) -> Array:
    """How much each example counts: as many of them as there are, shared out evenly over the styles."""
    sizes = [len(r.grades) for r in rounds]
    whole = {
        style: sum(len(r.grades) for r in rounds if r.style == style) for style in {r.style for r in rounds}
    }
    each = sum(sizes) / len(whole)
    return np.concatenate(
        [np.full(size, each / whole[r.style]) for r, size in zip(rounds, sizes, strict=True)]
    )


def left_out_scores(
    rounds: Sequence[Examples], extra: Sequence[Examples] = (), names: Sequence[str] = NAMES
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
    firsts: list[float] = []
    threes: list[float] = []
    silent: list[float] = []
    for held in rounds:
        by_need: dict[Key, list[tuple[float, str]]] = defaultdict(list)
        for (key, member), score in zip(held.owners, scores[held.round], strict=True):
            by_need[key].append((float(score), member))
        for key in by_need.keys() - held.wanted.keys():
            threes += [0.0] * min(3, len(rules.choose([score for score, _ in by_need[key]])))
        for key, wanted in held.wanted.items():
            best: dict[str, float] = {}
            for score, member in by_need.get(key, ()):
                best[member] = max(score, best.get(member, 0.0))
            members = list(best)
            ranked = [members[at] for at in rules.choose([best[member] for member in members])]
            threes += [float(member in wanted) for member in ranked[:3]]
            if not wanted:
                silent.append(float(key in by_need and not ranked))
                continue
            ideal = sum(
                (2**g - 1) / math.log2(i + 2) for i, g in enumerate(sorted(wanted.values())[::-1][:5])
            )
            got = sum((2 ** wanted.get(m, 0) - 1) / math.log2(i + 2) for i, m in enumerate(ranked))
            gains.append(got / ideal)
            firsts.append(float(bool(ranked) and ranked[0] in wanted))
    lists = {"match_ndcg5": gains, "match_p1": firsts, "match_p3": threes, "match_abstain": silent}
    return {name: float(np.mean(values)) if values else float("nan") for name, values in lists.items()}


def tune(rounds: Sequence[Examples], scores: Mapping[str, Array], rules: Ranking) -> Ranking:
    """Thresholds with the best figures over the styles of rounds, each style counting the same.

    Falling below `LEAST` in one style costs more than any gain in another. Of several as good the
    middle one, so that a chance edge of these rounds is not met exactly.
    """
    styles = [[r for r in rounds if r.style == style] for style in sorted({r.style for r in rounds})]
    tried = []
    for first in np.arange(0.20, 0.61, 0.02):
        for further in np.arange(0.12, first + 0.13, 0.04):
            low, high = round(float(first), 2), round(float(further), 2)
            late = round(min(low, high) * LATE_SHARE, 3)
            tuned = Ranking(rules.weights, rules.intercept, low, high, late)
            value = 0.0
            for own in styles:
                found = figures(own, scores, tuned)
                value += sum(worth * found[name] for name, worth in WORTH.items())
                value -= 10 * sum(max(0.0, least - found[name]) for name, least in LEAST.items())
            tried.append((value / len(styles), tuned))
    highest = max(value for value, _ in tried)
    near = [tuned for value, tuned in tried if value >= highest - 0.01]
    return near[len(near) // 2]


def write(rules: Ranking, path: Path, note: Mapping[str, object]) -> None:
    """Write a ranking as readable JSON."""
    data = {
        "format": FORMAT,
        "about": "Weights of the matching, by python -m pipeline.matching.fitting; see models/matching.md.",
        **note,
        "intercept": rules.intercept,
        "first": rules.first,
        "further": rules.further,
        "late": rules.late,
        "most": rules.most,
        "weights": dict(rules.weights),
    }
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_examples(
    folders: Sequence[Path], left_out: Sequence[str] = HELD_OUT
) -> tuple[list[Examples], list[Examples]]:
    """Examples of all gold rounds below `folders`, as Runda itself reads them, and as the gold does."""
    own, golden = [], []
    for style, round_ in ((folder.name, found) for folder in folders for found in read_rounds(folder)):
        if round_.name not in left_out:
            own.append(examples(round_.name, style, read_by_runda(round_), round_.gold))
            golden.append(examples(round_.name, style, labelled_by_gold(round_), round_.gold))
    return own, golden


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=FITTED)
    parser.add_argument("--leave-out", nargs="*", default=list(HELD_OUT))
    options = parser.parse_args(arguments)
    own, golden = read_examples(options.gold, options.leave_out)
    scores = left_out_scores(own, golden)
    rules = tune(own, scores, fit([*own, *golden]))
    measured = {
        style: {
            name: round(value, 3)
            for name, value in figures([r for r in own if r.style == style], scores, rules).items()
        }
        for style in sorted({r.style for r in own})
    }
    write(rules, options.out, {"rounds": len(own), "leave_one_round_out": measured})
    print(json.dumps(measured))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
