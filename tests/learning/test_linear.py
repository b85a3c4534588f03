import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.learning.hashing import BUCKETS, WIDTH, clean, hashed
from pipeline.learning.linear import LinearModel, ModelError, load, save


def model(classes=("no", "yes"), seed=0):
    rng = np.random.default_rng(seed)
    rows = 1 if len(classes) == 2 else len(classes)
    weights = rng.normal(size=(rows, WIDTH + 2)).astype(np.float16).astype(np.float32)
    return LinearModel("toy", classes, ("question", "marker"), weights, np.zeros(rows, np.float32), 0.4)


@given(st.text(max_size=80))
def test_hashed_columns_are_sorted_unique_and_of_unit_length(text):
    columns, values = hashed(text)
    assert list(columns) == sorted(set(columns))
    assert all(0 <= column < WIDTH for column in columns)
    for family in (columns < BUCKETS, columns >= BUCKETS):
        if family.any():
            assert float((values[family] ** 2).sum()) == pytest.approx(1, abs=1e-5)


def test_figures_links_and_bullets_are_made_alike():
    assert clean("* Avgift 400 kr, se https://exempel.se/x") == clean("• Avgift 800 kr, se https://annan.se")


@pytest.mark.parametrize("classes", [("no", "yes"), ("a", "b", "c")])
def test_probabilities_sum_to_one(classes):
    found = model(classes).probabilities("Hur gör ni?", {"question": 1.0})
    assert set(found) == set(classes)
    assert sum(found.values()) == pytest.approx(1)


def test_saved_and_loaded_models_agree_and_saving_is_deterministic(tmp_path):
    path = save(model(), tmp_path / "a", {"n": 3})
    again = save(model(), tmp_path / "b", {"n": 3})
    assert path.read_bytes() == again.read_bytes()
    assert load(path).probabilities("Hej", {}) == pytest.approx(model().probabilities("Hej", {}))
    assert load(path).threshold == 0.4


def test_a_changed_file_is_refused(tmp_path):
    path = save(model(), tmp_path)
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(ModelError, match="not the one"):
        load(path)


def test_another_format_is_refused(tmp_path):
    path = save(model(), tmp_path)
    head = json.loads(path.with_suffix(".json").read_text())
    path.with_suffix(".json").write_text(json.dumps(head | {"format": 99}))
    with pytest.raises(ModelError, match="format 99"):
        load(path)


def test_a_pickle_in_a_model_file_is_refused(tmp_path):
    path = save(model(), tmp_path)
    np.savez(path, weights=np.array([{"evil": 1}], dtype=object), intercept=np.zeros(1))
    head = json.loads(path.with_suffix(".json").read_text())
    import hashlib

    head["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".json").write_text(json.dumps(head))
    with pytest.raises(ValueError, match="allow_pickle"):
        load(path)


def test_reasons_name_the_signals_that_spoke_for_a_label():
    weights = np.zeros((1, WIDTH + 2), np.float32)
    weights[0, WIDTH:] = [2.0, -1.0]
    toy = LinearModel("toy", ("no", "yes"), ("question", "marker"), weights, np.zeros(1, np.float32))
    assert toy.reasons({"question": 1.0, "marker": 1.0}, "yes") == [("question", 2.0)]
    assert toy.reasons({"question": 1.0, "marker": 1.0}, "no") == [("marker", 1.0)]
