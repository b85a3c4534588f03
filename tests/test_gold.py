"""Accuracy does not fall: every figure of every group stays above its floor.

Floors stand in `gold/floors.toml`. The real round is read where it lies beside the project, never copied.
"""

import math
import shutil
import tomllib
from pathlib import Path

import pytest

from pipeline.scoring.folders import evaluate_folders

GOLD = Path(__file__).parent / "gold"
FLOORS = tomllib.loads((GOLD / "floors.toml").read_text(encoding="utf-8"))
REAL = "2020-04-27"


@pytest.fixture(scope="module")
def figures(tmp_path_factory, request):
    made = {}

    def measure(group):
        if group not in made:
            folder = GOLD / group
            if group == "real":
                shared = request.getfixturevalue("shared")
                folder = tmp_path_factory.mktemp("real")
                for suffix in (".txt", ".gold.json"):
                    shutil.copy(shared / "gold" / f"{REAL}{suffix}", folder)
            made[group] = evaluate_folders(folder, folder).figures
        return made[group]

    return measure


@pytest.mark.parametrize(("group", "name"), [(group, name) for group in FLOORS for name in FLOORS[group]])
def test_figure_stays_above_its_floor(figures, group, name):
    figure = figures(group)[name]
    floor = FLOORS[group][name]
    assert not math.isnan(figure.value), f"{name} could not be measured"
    assert figure.value >= floor, f"{group}: {name} is {figure.value:.3f}, its floor {floor} (n = {figure.n})"


def test_floors_are_of_figures_that_exist(figures):
    names = set(figures("natural"))
    for group, floors in FLOORS.items():
        assert set(floors) <= names, group
        assert all(0 < floor <= 1 for floor in floors.values())


def test_no_real_minutes_are_among_the_gold():
    assert not list(GOLD.rglob(f"{REAL}*"))
