"""The product's figures are the contract's: the same as the independent score.py gives."""

import csv
import json
import math
import random
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.schema import TABLES
from pipeline.scoring import evaluate
from pipeline.scoring.gold import MEASURED, load_gold
from pipeline.tables import to_cell

GOLD = Path(__file__).parents[1] / "gold"
STAGES = ["done", "ongoing", "planned", "considering"]


def spoilt_rows(folder, seed):
    """Rows as a run might give for a folder of gold: mostly right, wrong in every way there is."""
    dice = random.Random(seed)
    rows = {name: [] for name in TABLES}

    def spoilt(chance=0.2):
        return dice.random() < chance

    for number, gold in enumerate(load_gold(folder)):
        document = f"d{number}"
        rows["documents"].append({"document_id": document, "source": gold.source})
        members = [member for _, member, _ in gold.blocks]
        for line, member, persons in gold.blocks:
            if spoilt(0.1):
                continue
            rows["blocks"].append(
                {
                    "document_id": document,
                    "line": line,
                    "member": dice.choice(members) if spoilt() else member,
                    "persons": list(persons)[: None if not spoilt() else 0],
                }
            )
        at = {}
        for unit in gold.units:
            if spoilt(0.1):
                continue
            middle = (unit.char_start + unit.char_end) // 2 if spoilt(0.3) else unit.char_end
            for start, end in {(unit.char_start, middle), (middle, unit.char_end + 3 * spoilt(0.1))}:
                if start >= end:
                    continue
                identifier = f"{document}-s{start}"
                at.setdefault(unit.place, identifier)
                labels = {
                    kind: dice.choice(["", "explicit", "phrased"]) if spoilt(0.08) else getattr(unit, kind)
                    for kind in ("request", "offer")
                }
                topics = sorted(dice.sample([*MEASURED, "energy"], 1) if spoilt() else unit.topics)
                rows["statements"].append(
                    {
                        "statement_id": identifier,
                        "document_id": document,
                        "line": unit.place[0],
                        "line_end": unit.line_end,
                        "char_start": start,
                        "char_end": end,
                        "text": unit.text,
                        "member": dice.choice(members) if spoilt(0.1) else unit.speaker,
                        "reply_to": "" if spoilt(0.1) else unit.reply_to,
                        "topics": topics,
                        **labels,
                        "signals": ["request: marker"],
                    }
                )
        rows["statements"].append(
            {
                "statement_id": f"{document}-title",
                "document_id": document,
                "line": 1,
                "line_end": 1,
                "char_start": 0,
                "char_end": 3,
                "text": "Run",
                "member": "",
                "reply_to": "",
                "topics": [],
                "request": "",
                "offer": "",
                "signals": [],
            }
        )
        for (member, topic), stage in gold.positions.items():
            if not spoilt():
                rows["positions"].append(
                    {
                        "document_id": document,
                        "member": member,
                        "topic": topic,
                        "stage": dice.choice(STAGES) if spoilt() else stage,
                        "statement_id": "",
                    }
                )
        for line, value, unit in gold.facts:
            here = [i for place, i in at.items() if place[0] == line]
            rows["facts"].append(
                {
                    "document_id": document,
                    "statement_id": here[0] if here and not spoilt() else "",
                    "kind": "fee",
                    "value": value + spoilt(),
                    "unit": unit,
                }
            )
        for place, helpers in gold.helpers.items():
            ranked = [*helpers, *(dice.sample(members, 2) if spoilt(0.5) else [])]
            dice.shuffle(ranked)
            for rank, helper in enumerate(dict.fromkeys(ranked), 1):
                rows["matches"].append(
                    {
                        "document_id": document,
                        "request_id": at.get(place, f"{document}-title"),
                        "helper": helper,
                        "rank": rank,
                        "score": 1 / rank,
                        "evidence_date": "1999-01-01" if spoilt(0.1) else gold.date,
                    }
                )
        if at:  # a proposal on what is no request
            rows["matches"].append(
                {
                    "document_id": document,
                    "request_id": next(iter(at.values())),
                    "helper": members[0],
                    "rank": 9,
                    "score": 0.1,
                    "evidence_date": gold.date,
                }
            )
    return rows


def write(rows, folder):
    folder.mkdir()
    for name in ("documents", "blocks", "statements", "positions", "facts", "matches"):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            columns = [c for c in TABLES[name].columns if rows[name] and c.name in rows[name][0]]
            writer.writerow([c.name for c in columns])
            writer.writerows([to_cell(c, row[c.name]) for c in columns] for row in rows[name])


@pytest.mark.parametrize("group", ["tidy", "natural"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_figures_equal_those_of_the_reference_scorer(shared, tmp_path, group, seed):
    gold = GOLD / group
    rows = spoilt_rows(gold, seed)
    write(rows, tmp_path / "out")
    reference = subprocess.run(
        [sys.executable, shared / "score.py", tmp_path / "out", gold, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    ours = evaluate(rows, gold).figures
    for name, theirs in json.loads(reference.stdout).items():
        base, part = (name[:-2], name[-1]) if name.endswith(("_p", "_r")) else (name, "")
        figure = ours[base]
        value = {"p": figure.precision, "r": figure.recall, "": figure.value}[part]
        assert value == pytest.approx(theirs) if theirs is not None else math.isnan(value), name
        assert part or theirs is None or 0.02 < theirs < 1, f"{name} is not spoilt enough to tell"
