import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.scoring.intervals import interval, wilson
from pipeline.scoring.tally import Figure


def f1(hits, predicted, wanted):
    precision = hits / predicted if predicted else 0.0
    recall = hits / wanted if wanted else 0.0
    value = 2 * hits / (predicted + wanted) if predicted + wanted else math.nan
    return Figure(value, wanted, precision, recall, predicted)


def test_f1_of_rounds_together_is_the_micro_f1():
    found = interval([f1(8, 10, 9), f1(1, 5, 3)])
    assert found.value == pytest.approx(2 * 9 / (15 + 12))
    assert found.n == 12
    assert found.low <= found.value <= found.high


def test_means_weigh_by_cases():
    assert interval([Figure(1.0, 1), Figure(0.0, 3)]).value == 0.25


def test_equal_rounds_leave_no_doubt():
    found = interval([f1(8, 10, 10)] * 4)
    assert (found.low, found.high) == (pytest.approx(0.8), pytest.approx(0.8))


def test_nothing_to_measure():
    assert str(interval([Figure(math.nan, 0)])) == "–"


def test_one_round_gets_wilsons_interval():
    found = interval([Figure(0.5, 20)])
    assert found.low == pytest.approx(0.299, abs=0.002)
    assert found.high == pytest.approx(0.701, abs=0.002)


@given(st.floats(0, 1), st.integers(1, 500))
def test_wilson_holds_the_share(share, n):
    low, high = wilson(share, n)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1
