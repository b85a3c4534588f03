from __future__ import annotations

import pytest

from pipeline import words
from pipeline.lexicon import RESOURCES, load_classes, load_entries


def test_compounds_given_by_hand_have_their_parts() -> None:
    for entry in load_entries(RESOURCES / "compounds.toml", {"compound": words.CompoundEntry})["compound"]:
        assert words.parts(entry.id) == entry.parts


def test_words_kept_whole_stay_whole_also_inflected() -> None:
    for word in load_classes(RESOURCES / "compounds.toml")["whole"]:
        assert len(words.parts(word)) == 1, word
    assert words.parts("transporternas") == ("transport",)


def test_overrides_lead_to_their_dictionary_form() -> None:
    for entry in load_entries(RESOURCES / "lemmas.toml", {"lemma": words.LemmaEntry})["lemma"]:
        assert {words.lemma(form) for form in entry.forms} == {entry.id}


def test_abbreviations_are_written_out() -> None:
    path = RESOURCES / "abbreviations.toml"
    for entry in load_entries(path, {"abbreviation": words.AbbreviationEntry})["abbreviation"]:
        for form in (entry.id, *entry.forms):
            assert words.expand(form) == entry.means


@pytest.mark.parametrize("form", ["vindsvåning", "vindruta", "flygplan", "motorcykel", "livscykel"])
def test_false_friends_stay_whole(form: str) -> None:
    assert words.parts(form) == (form,)


def test_a_thousand_new_words_are_split_quickly() -> None:
    import time

    words.parts("kommun")  # loads the word list
    firsts = ["klimat", "energi", "fordon", "solcell", "avfall", "upphandling", "parkering", "livsmedel"]
    lasts = ["utbildning", "utskott", "rapport", "strategi", "grupp", "kontrakt", "förbund", "möte", "kurva"]
    ends = ["", "en", "erna", "ets"]
    forms = [f"{first}s{last}{end}" for first in firsts for last in lasts for end in ends]
    start = time.perf_counter()
    for form in forms:
        words.parts(form)
    assert (time.perf_counter() - start) / len(forms) < 0.005
