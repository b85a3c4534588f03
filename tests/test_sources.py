import pytest

from pipeline.sources import load_sources, sources_in


@pytest.mark.parametrize("entry", load_sources(), ids=lambda entry: entry.id)
def test_examples_of_the_entries(entry):
    for sentence in entry.match:
        assert entry.find(sentence), sentence
    for sentence in entry.no_match:
        assert not entry.find(sentence), sentence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Se https://exempel.se/a_b?c=1. Bra!", ["https://exempel.se/a_b?c=1"]),
        ("Ligger på tierp.se/mallar, bara att ta", ["tierp.se/mallar"]),
        ("Skriv till eva.ek@tierp.se så skickar jag", ["eva.ek@tierp.se"]),
        ("Läs ”Klimatkrav för alla”, den är kort", ["Klimatkrav för alla"]),
        ("Använd Naturvårdsverkets nya vägledning", ["Naturvårdsverkets nya vägledning"]),
        ("Vi delar gärna med oss, hör av er.", []),
        ("Klart senast kl.15.se till att svara", []),
    ],
)
def test_sources(text, found):
    assert sources_in(text) == found
