import pytest

from pipeline.doubt import doubtful


@pytest.mark.parametrize(
    ("probability", "found"),
    [
        ({}, []),
        ({"request": 0.1}, []),
        ({"request": 0.95, "offer": 0.3}, ["offer 0.30"]),
        ({"stage:solar": 0.44, "stage:panorama": 0.8}, ["stage:solar 0.44"]),
    ],
)
def test_only_what_is_near_the_threshold_is_doubtful(probability, found):
    assert doubtful(probability) == found
