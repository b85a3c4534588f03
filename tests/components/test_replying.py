"""Thanks, agreement and time calls are no offers."""

import pytest

from pipeline import carrier
from pipeline.language import load, parse
from pipeline.values import SourceText

ROUND = """Runda 3 maj 2022

Malin, Malmö
Vi har en koldioxidbudget. Någon som har en mall för resepolicy?

Sara, Örebro: Vi har en på två sidor.
{}

Sara, Örebro
Vi bygger en skola.

Ida, Kalmar
Panorama är öppet.
"""


@pytest.fixture(scope="module")
def nlp():
    return load()


def said(nlp, line):
    doc = parse(nlp, SourceText(text=ROUND.format(line), source="runda.txt"))
    words = line.split(": ", 1)[1]
    return [span for span in doc.spans[carrier.STATEMENTS] if span.text in words]


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("Malin: Gärna, skicka!", "take"),
        ("Malin: Ja tack, mejla den gärna till mig!", "take"),
        ("Malin: Toppen, jag ringer dig!", "promise"),
        ("Ida, Kalmar: Samma fråga här.", "agree"),
        ("Ida, Kalmar: Kul att ni har hunnit så långt!", "thanks"),
        ("Ida, Kalmar: Ingen aning, tyvärr.", "lack"),
        ("Ida, Kalmar: Fem minuter kvar.", "clock"),
    ],
)
def test_words_that_give_nothing_are_no_offer(nlp, line, act):
    spans = said(nlp, line)
    assert spans
    assert {span._.act for span in spans} <= {act, "thanks"}
    assert not any(span._.offer for span in spans)


@pytest.mark.parametrize("line", ["Ida, Kalmar: Vi har också en, den kan du få.", "Ida, Kalmar: Ringer dig!"])
def test_an_answer_stays_an_offer(nlp, line):
    spans = said(nlp, line)
    assert [span._.act for span in spans] == [""]
    assert spans[0]._.offer


def test_thanks_carry_no_topic(nlp):
    assert all(not span._.topics for span in said(nlp, "Ida, Kalmar: Stort tack!"))
