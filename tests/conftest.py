"""What several tests share: the example rounds, run once, and the place of material that is never shipped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: Measures and real minutes that lie beside the project while it is developed; absent elsewhere.
SHARED = Path(os.environ.get("RUNDA_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the material shared between developers is not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def examples() -> Path:
    return ROOT / "data" / "raw"


@pytest.fixture(scope="session")
def nlp():
    from pipeline import load

    return load()


@pytest.fixture(scope="session")
def example_run(tmp_path_factory, examples):
    """The outcome of the main job on the shipped examples, and its output folder."""
    from pipeline import run

    out = tmp_path_factory.mktemp("examples") / "out"
    outcome = run([examples], out)
    assert not outcome.failed, outcome.tables.documents["messages"].tolist()
    return outcome, out
