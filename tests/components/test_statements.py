import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline import carrier
from pipeline.components.statements import Statements, sentence_ends


def cut(text):
    ends = list(sentence_ends(text))
    return [text[a:b].strip() for a, b in zip([0, *ends], ends, strict=False) if text[a:b].strip()]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Vi har en plan. Den är ny.", ["Vi har en plan.", "Den är ny."]),
        ("Priset är ca. 400 kr. Ska höjas.", ["Priset är ca. 400 kr.", "Ska höjas."]),
        ("Kör t.ex. Teams och bl.a. Zoom.", ["Kör t.ex. Teams och bl.a. Zoom."]),
        ("Klart 2030 (?) enligt planen. Tveksamt.", ["Klart 2030 (?) enligt planen.", "Tveksamt."]),
        ("Hur gör ni? Vi vet inte!", ["Hur gör ni?", "Vi vet inte!"]),
        ("Hur gör ni?? ring", ["Hur gör ni??", "ring"]),
        ("Träff den 3. maj på Arena.", ["Träff den 3. maj på Arena."]),
        ("Han sa ”nej.” Sedan gick han.", ["Han sa ”nej.”", "Sedan gick han."]),
        ("Se exempel.se/sida.html för mer.", ["Se exempel.se/sida.html för mer."]),
        ("Bilar m.m. Har startat ett projekt.", ["Bilar m.m.", "Har startat ett projekt."]),
        ("Nej. (Ale har samma. Ring dem.) Ja.", ["Nej.", "(Ale har samma. Ring dem.)", "Ja."]),
        ("Utan punkt", ["Utan punkt"]),
    ],
)
def test_sentences(text, sentences):
    assert cut(text) == sentences


@given(st.text(max_size=200))
def test_the_cuts_cover_the_text_in_order(text):
    ends = list(sentence_ends(text))
    assert ends[-1] == len(text)
    assert ends == sorted(ends)


def turn_doc(text, **values):
    doc = spacy.blank("sv")(text)
    turn = carrier.char_span(doc, 0, len(text))
    for name, value in values.items():
        setattr(turn._, name, value)
    doc.spans[carrier.TURNS] = [turn]
    return Statements()(doc)


def test_a_turn_under_a_marker_is_one_statement():
    doc = turn_doc("Hjälp: vi söker en mall. Någon som har?", marker="help", speaker="Ale")
    (statement,) = doc.spans[carrier.STATEMENTS]
    assert statement._.marker == "help"
    assert statement._.speaker == "Ale"


def test_a_marker_inside_a_paragraph_holds_for_its_sentence():
    doc = turn_doc("Strategin är klar. Tips! Bjud in revisorerna tidigt. Annars lugnt.", speaker="Ale")
    assert [s._.marker for s in doc.spans[carrier.STATEMENTS]][:2] == ["", "tips"]
