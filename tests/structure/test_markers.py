import pytest

from pipeline.structure.markers import leading_marker, load_markers
from pipeline.values import Marker

ENTRIES = load_markers()


@pytest.mark.parametrize("text", [t for e in ENTRIES for t in e.match])
def test_examples_that_must_match(text):
    entry = next(e for e in ENTRIES if text in e.match)
    hit = leading_marker(text)
    assert hit is not None
    assert hit.entry == entry.id


@pytest.mark.parametrize("text", [t for e in ENTRIES for t in e.no_match])
def test_examples_that_must_not_match(text):
    assert leading_marker(text) is None


@pytest.mark.parametrize("text", ["Hjälp:", "## Tips", "TIPS", "* HJÄLP!", "**Hjälp:**", "Önskas hjälp med:"])
def test_a_marker_alone_is_a_heading(text):
    hit = leading_marker(text)
    assert hit is not None
    assert hit.alone


def test_the_end_is_behind_the_sign():
    text = "•\tTIPS: låna ut cyklar"
    hit = leading_marker(text)
    assert hit is not None
    assert hit.marker is Marker.TIPS
    assert text[hit.end :].strip() == "låna ut cyklar"
