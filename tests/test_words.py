from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import words


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("avgift", "avgift"),
        ("avgiften", "avgift"),
        ("avgifterna", "avgift"),
        ("planerna", "plan"),
        ("kurs", "kurs"),
        ("bussar", "buss"),
        ("Lån", "lån"),
        ("köpet", "köp"),
        ("ramavtalen", "ramavtal"),
        ("klimatväxlingsavgiften", "klimatväxlingsavgift"),
        ("solparkernas", "solpark"),
        ("CO₂-budgeten", "co2-budget"),
        ("mkt", "mycket"),
        ("ngn", "någon"),
        ("t.ex.", "till exempel"),
        ("jmf", "jämföra"),
        ("Panorama", "panorama"),
        ("", ""),
        ("400", "400"),
    ],
)
def test_lemma(form: str, wanted: str) -> None:
    assert words.lemma(form) == wanted


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("klimatväxlingsavgiften", "klimat växling avgift"),
        ("avfallsavgift", "avfall avgift"),
        ("medlemsavgifterna", "medlem avgift"),
        ("laddstolparna", "ladd stolpe"),
        ("elbilspoolen", "el bil pool"),
        ("solkartan", "sol karta"),
        ("CO2-budget", "co2 budget"),
        ("växthusgasbudgeten", "växthus gas budget"),
        ("förfrågningsunderlaget", "förfrågning underlag"),
        ("skolmaten", "skol mat"),
        ("fordonsenheten", "fordon enhet"),
    ],
)
def test_parts_of_compounds(form: str, wanted: str) -> None:
    found = [part if part != "skola" else "skol" for part in words.parts(form)]
    assert found == wanted.split()


@pytest.mark.parametrize(
    "form",
    [
        "erfarenhet",
        "förskola",
        "transport",
        "Sollentuna",
        "konsol",
        "solidaritet",
        "budget",
        "rapport",
        "handel",
        "kommun",
    ],
)
def test_what_is_no_compound_stays_whole(form: str) -> None:
    assert len(words.parts(form)) == 1


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("koldioxidbuget", "koldioxidbudget"),
        ("solceler", "solceller"),
        ("agiften", "avgiften"),
        ("upphandlig", "upphandling"),
        ("uphandlingskrav", "upphandlingskrav"),
    ],
)
def test_slips_are_mended(slip: str, word: str) -> None:
    assert words.correct(slip) == word


@pytest.mark.parametrize("form", ["hjälpa", "politiken", "Arboga", "budgeterar", "avigt", "kol", "Malmö"])
def test_words_that_are_no_slips_are_left_alone(form: str) -> None:
    assert words.correct(form) == form.lower()


def test_content_words_leave_out_stop_words_signs_and_numbers() -> None:
    got = words.content_words(
        [*["Vi", "har", "mkt", "låg", "avgift", "på", "flygresorna"], ",", "400", "kr", "och", "undrar", "?"]
    )
    assert got == ["låg", "avgift", "flygresa", "krona", "undra"]


@given(st.text(max_size=25))
def test_any_text_has_a_lemma_and_parts(text: str) -> None:
    assert isinstance(words.lemma(text), str)
    assert all(words.parts(text)) or not words.parts(text)
    assert words.known(text) in (True, False)


@given(
    st.sampled_from(["klimat", "energi", "fordon", "livsmedel", "upphandling"]),
    st.sampled_from(["plan", "strategi", "krav", "avgift"]),
)
def test_joined_words_come_apart_again(first: str, last: str) -> None:
    linking = "s" if first in ("fordon", "livsmedel", "upphandling") else ""
    assert words.parts(first + linking + last) == (first, last)
