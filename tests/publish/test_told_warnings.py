"""Warnings in Swedish: every one that the readers write has its words."""

import re
from pathlib import Path

import pytest

from pipeline.lexicon import RESOURCES
from pipeline.members import gazetteer
from pipeline.publish.locale import load_catalogue
from pipeline.publish.told_warnings import code, told

READERS = [
    *sorted((RESOURCES.parent / "reading").glob("*.py")),
    *(RESOURCES.parent / name for name in ("evaluations.py", "job.py", "assembly.py", "structure/parse.py")),
]
#: What a user meets on the command line only, or before any document is read.
ELSEWHERE = re.compile(
    r"check the path|check its rights|tell its author|--out must name|does not exist|no documents in"
    r"|has neither|nothing was written|plug-in|no such file|no form of tables"
)


def written(path: Path) -> list[str]:
    """The messages in a module's source, each `{…}` as one word."""
    source = path.read_text(encoding="utf-8")
    found = []
    for call in re.finditer(
        r"(?:Error\(|append\(|message = \(?|reason = \(?|_tell\(\s*doc,|messages \+= \[)\s*"
        r"((?:f?\"(?:[^\"\\]|\\.)*\"\s*|f?'(?:[^'\\]|\\.)*'\s*)+)",
        source,
    ):
        parts = re.findall(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", call[1])
        text = "".join(one or other for one, other in parts).replace("\\n", "\n").replace('\\"', '"')
        text = re.sub(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "X", text)
        found.append(re.sub(r"^X: ", "", text))
    return found


MESSAGES = [
    pytest.param(text, id=f"{path.name}: {text[:40]}")
    for path in READERS
    for text in written(path)
    if not ELSEWHERE.search(text) and " " in text
]


def test_the_messages_of_the_source_were_found():
    assert len(MESSAGES) > 35


@pytest.mark.parametrize("message", MESSAGES)
def test_every_warning_of_the_readers_has_swedish_words(message):
    if message.startswith("X are not read"):  # the kind of file is put together before
        message = message.replace("X", "files of the kind .zip", 1)
    assert code(message), message
    assert told(message) != message


def test_values_are_kept_and_quotation_marks_are_not():
    message = "line 7: unknown member 'Kommunförbundet {x}' is kept as it is written; "
    message += "if it is a member, add the spelling to aliases.csv"
    assert told(message).startswith("Rad 7: medlemmen Kommunförbundet {x} är okänd")


def test_both_catalogues_have_the_same_warnings():
    assert load_catalogue("sv").section("warning").keys() == load_catalogue("en").section("warning").keys()


def test_in_english_a_warning_stays_as_it_is():
    message = "the document has no text"
    assert told(message, load_catalogue("en")) == message
    assert told("Something new") == "Something new"


@pytest.mark.parametrize(
    ("header", "member", "slip"),
    [
        ("Patrik, Kristinstad", "Kristianstad", "Kristinstad"),
        ("Patrik, Kristianstad", "Kristianstad", ""),
        ("PATRIK, KRISTIANSTADS KOMMUN", "Kristianstad", ""),
        ("## Sollentunna (Agneta)", "Sollentuna", "Sollentunna"),
        ("Västeras – Eva", "Västerås", "Västeras"),
        ("Anna, VGR", "Västra Götalandsregionen", ""),
    ],
)
def test_a_slip_in_a_members_name_is_found(header, member, slip):
    g = gazetteer()
    known = g.members.get(member) or g.resolve(member)
    assert g.slip(header, known) == slip
