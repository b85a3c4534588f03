import pytest

from pipeline.structure.markers import leading_marker, load_markers
from pipeline.structure.parse import parse
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


def _marked(body: str) -> list[tuple[str, str]]:
    before, after = "Runda 12 mars 2021\n\nLund – Sara\nVi har byggt om.", "Växjö – Anneli\nKlart."
    text = f"{before}\n\nMalmö – Malin\n{body}\n\n{after}\n"
    found = parse(text, "runda.txt")
    owner = [turn for turn in found.turns if turn.speaker == "Malmö"]
    return [(text[turn.start : turn.end].lstrip("-•*1234567890. "), turn.marker.value) for turn in owner]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        # a line above a list, and above one paragraph
        ("Hjälp:\n- resor\n- tåg\n\nBron är klar.", ["help", "help", ""]),
        ("## Hjälp\n\nSiffror på resor.\n\nBron är klar.", ["help", ""]),
        # words that open a list of their own
        ("Hjälp: två saker\n- resor\n- tåg\n\nBron är klar.", ["help", "help", "help", ""]),
        ("- Bron är klar\nHjälp: någon som mätt?\n- Parken är klar", ["", "help", ""]),
        ("- Hjälp: siffror\n  - gärna i km\n- Bron är klar", ["help", "help", ""]),
        ("1. Bron\n2. Hjälp: någon som mätt?\n3. Parken", ["", "help", ""]),
        # a marker that is a bullet itself
        ("- Bron är klar\n- Hjälp:\n- resor\n- Tips:\n- boka tåget", ["", "help", "tips"]),
        ("- Hjälp\n  - resor\n- Bron är klar", ["help", ""]),
        ("- Hjälp: –\n- Bron är klar", [""]),
        # a paragraph ends with the paragraph
        ("Hjälp: någon som mätt resor?\n\nBron är klar.", ["help", ""]),
    ],
)
def test_a_marker_covers_its_own_paragraph_or_list(body: str, wanted: list[str]) -> None:
    assert [marker for _, marker in _marked(body)] == wanted
