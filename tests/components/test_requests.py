"""Requests: what asks the network for something, and what only looks like it."""

from __future__ import annotations

import pytest
import spacy

from pipeline import carrier
from pipeline.components.requests import Requests, is_empty, marker_in
from pipeline.components.statements import Statements
from pipeline.structure.markers import leading_marker
from pipeline.values import Marker

NLP = spacy.blank("sv")


def labelled(text: str, marker: str | None = None, **speaker: str):
    """The statements of a text that is one turn."""
    doc = NLP.make_doc(text)
    turn = carrier.char_span(doc, 0, len(text))
    hit = leading_marker(text)
    turn._.marker = marker if marker is not None else (hit.marker.value if hit else "")
    for name, value in speaker.items():
        setattr(turn._, name, value)
    doc.spans[carrier.TURNS] = [turn]
    return list(Requests()(Statements()(doc)).spans[carrier.STATEMENTS])


def request(text: str, **kwargs: str) -> str:
    marks = {span._.request for span in labelled(text, **kwargs)}
    return "explicit" if "explicit" in marks else max(marks)


@pytest.mark.parametrize(
    "text",
    [
        "Hjälp: hur får man in klimat i skolskjutsen?",
        "HJÄLP! Vem har hållit en workshop för nämnden?",
        "Behöver hjälp: en jurist som kan sol.",
        "Åkeriet är osäkert. Hjälp – någon som vet?",
        "Har kört fast med viten. Hjälp!",
        "Stina (Ekby): Hjälp: vi letar en talare.",
        "Hjälp önskas med en resvaneundersökning.",
        "[Hjälp] Hur mäter ni resor?",
        "Siffror på resor – hjälp!",
        "Hjälp oss! Vi ska mäta resor och vet inte hur.",
        "Skulle behöva hjälp: någon som har mätt resor",
        "Hjälp från nätverket: siffror på resor",
    ],
)
def test_explicit(text: str) -> None:
    assert request(text) == "explicit"


def test_a_marker_line_above_the_list_makes_its_items_explicit() -> None:
    assert request("en mall för energiplan", marker="help") == "explicit"


def test_two_markers_in_one_paragraph_are_two_statements() -> None:
    first, second = labelled("Hjälp: nej. Tips: boka tåget i tid.")
    assert (first._.request, first._.marker) == ("", "help")
    assert (second._.request, second._.marker) == ("", "tips")


@pytest.mark.parametrize(
    "text", ["Vill ha tips: siffror på resor", "Fråga: hur mäter ni?", "Behov: siffror på resor"]
)
def test_a_marker_that_asks_without_hjalp_is_phrased(text: str) -> None:
    assert request(text) == "phrased"


@pytest.mark.parametrize("text", ["Hjälp: inget just nu", "Hjälp: nej, inte i dag", "Hjälp: –"])
def test_an_empty_marker_is_no_request(text: str) -> None:
    assert request(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Nyfiken på om någon annan har byggt i trä.",
        "Tar gärna emot tips om skolskjutsar.",
        "Hur har ni andra gjort med bonusen?",
        "Tipsa gärna!",
        "Vi letar efter en konsult som kan vätgas.",
        "Har skickat ut en fråga till nätverket om båtar.",
        "Bra om Klimatkommunerna kan ordna en träff.",
        "Samma fråga från oss, läser gärna.",
        "Emma frågar om någon har en rutin för bokföringen.",
        "Signe efterlyser kommuner som flyttat sina badplatser.",
        "Nån som hunnit längre?",
        "har ni knep så ropa",
        "Letar gränsvärde för damm",
        "Jmf Ekby?",
        "Behöver hjälp att tolka en mätning.",
        "Vill gärna ha sällskap i en ansökan om hubbar.",
        "Finns det ngn liten kommun m egen buss?",
        "Kim skulle uppskatta en titt på andras kalkyl.",
        "Hör gärna av er om ni har fått fart på detta.",
        "Ekby hade gärna sett att föreningen skriver ett brev.",
    ],
)
def test_phrased(text: str) -> None:
    assert request(text) == "phrased"


@pytest.mark.parametrize(
    "text",
    [
        "Hjälper förskolorna att odla.",
        "Vi får många frågor om värmepumpar.",
        "Hur ska vi orka med tre planer?",
        "Söker bygglov för stolparna.",
        "Tack för tipset om databasen!",
        "Samma bekymmer här.",
        "Kompostkampanj i tre områden.",
        "Delar gärna mallen, ring om ni vill.",
        "Invånarna undrar när stolparna kommer.",
        "Hjälp behövs inte längre med enkäten.",
        "Enkäten skickas ut i oktober.",
    ],
)
def test_no_request(text: str) -> None:
    assert request(text) == ""


def test_signals_say_why() -> None:
    (span,) = labelled("Hur har ni löst städningen?")
    names = {signal["name"] for signal in span._.signals if signal["label"] == "request"}
    assert {"question:ni", "question:open"} <= names
    (span,) = labelled("Hjälp: en mall")
    assert span._.signals == [{"label": "request", "name": "marker:help", "detail": "Hjälp:"}]


def test_template_heading_is_phrased() -> None:
    assert request("argument som biter", marker="want") == "phrased"


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("inget just nu", True),
        ("", True),
        ("nej", True),
        ("nya exempel", False),
        ("Inga siffror, vet ni?", False),
    ],
)
def test_is_empty(text: str, empty: bool) -> None:
    assert is_empty(text) is empty


@pytest.mark.parametrize(
    ("text", "marker", "found"),
    [
        ("Bytte lampor i fjol, tips: köp ihop med grannen.", Marker.TIPS, "tips:"),
        ("Ny plan på gång (hjälp: har någon en kort?)", Marker.HELP, "hjälp:"),
        ("Fick hjälp av Ale med planen.", Marker.HELP, ""),
        ("Vi samlar tips till personalen.", Marker.TIPS, ""),
        ("Lugnt här, hjälp: inget just nu", Marker.HELP, ""),
    ],
)
def test_a_marker_inside_a_sentence(text, marker, found):
    assert marker_in(text, marker) == found
