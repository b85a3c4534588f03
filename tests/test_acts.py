"""What is said without answering anything."""

import pytest

from pipeline.acts import Act, ActEntry, Acts, AskEntry, PointerEntry, load_replies
from pipeline.answering import asks_and_gives, pointers
from pipeline.lexicon import RESOURCES

NAMES = ["Lund", "Säter", "Lovisa", "Sanna", "Maria", "Salem", "Jesper", "Skara"]
TABLES = load_replies()
ACTS = [entry for entry in TABLES["act"] if isinstance(entry, ActEntry)]


@pytest.mark.parametrize(("entry", "text"), [(e, text) for e in ACTS for text in e.match])
def test_examples_of_acts_are_known(entry, text):
    assert Acts(NAMES).of(text) == entry.kind


@pytest.mark.parametrize(("entry", "text"), [(e, text) for e in ACTS for text in e.no_match])
def test_what_says_something_is_no_act(entry, text):
    assert Acts(NAMES).of(text) is Act.NONE


def test_every_act_has_examples_of_both_kinds():
    assert all(entry.match and entry.no_match for entry in ACTS)


@pytest.mark.parametrize("table", ["ask", "pointer"])
def test_questions_and_answers_are_known_by_their_examples(table):
    for entry in TABLES[table]:
        for text in entry.match:
            found = asks_and_gives(text)[0] if isinstance(entry, AskEntry) else pointers(text)
            assert entry.id in found, text
        for text in entry.match_gives if isinstance(entry, AskEntry) else ():
            assert entry.id in asks_and_gives(text)[1], text


def test_one_clause_that_says_more_makes_an_answer():
    acts = Acts(NAMES)
    assert acts.of("Samma här!") is Act.AGREE
    assert acts.of("Samma här, vi löste det med en mellanvägg.") is Act.NONE
    assert acts.of("Ja, vi har en.") is Act.NONE


def test_names_at_the_table_are_no_news():
    assert Acts(["Ylva"]).of("Instämmer med Ylva") is Act.AGREE
    assert Acts().of("Instämmer med planarkitekten") is Act.NONE


def test_a_face_says_nothing_and_a_link_does():
    assert Acts().of("👍") is Act.THANKS
    assert Acts().of("Toppen, https://exempel.se/mall") is Act.NONE


def test_a_faulty_entry_is_refused():
    with pytest.raises(ValueError, match="kind must be"):
        ActEntry(id="x", kind="gladly", regex=("ja",))
    with pytest.raises(ValueError, match="no regex"):
        ActEntry(id="x", kind="agree")
    assert (RESOURCES / "replies.toml").exists()
    assert PointerEntry(id="x").patterns == ()
