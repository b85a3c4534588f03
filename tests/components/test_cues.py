"""Cue phrases, question forms and the reading of a statement's words."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline import carrier
from pipeline.components.cues import CueSet, cue_set, question_signals, read, sentences, signals_of
from pipeline.errors import ResourceError
from pipeline.patterns import words_of

NLP = spacy.blank("sv")
LABELS = ("request", "offer")


def reading(text: str, first: bool = True, last: bool = True):
    doc = NLP.make_doc(text)
    return read(carrier.char_span(doc, 0, len(text)), first, last)


@pytest.mark.parametrize("label", LABELS)
def test_every_cue_finds_its_examples_and_only_those(label: str) -> None:
    cues = cue_set(label)
    wrong = []
    for cue in cues.cues.values():
        for sentence in cue.match:
            if cue.id not in cues.found(words_of(sentence)):
                wrong.append(f"{cue.id} should find {sentence!r}")
        for sentence in cue.no_match:
            if cue.id in cues.found(words_of(sentence)):
                wrong.append(f"{cue.id} should not find {sentence!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("label", LABELS)
def test_every_cue_carries_examples_and_a_weight(label: str) -> None:
    for cue in cue_set(label).cues.values():
        assert cue.match, cue.id
        assert cue.no_match, cue.id
        assert cue.weight, cue.id


@pytest.mark.parametrize(
    ("text", "first_words", "named"),
    [
        ("• Har ni en mall?", ("har", "ni"), False),
        ("Torbjörn, Växjö: Vi tog bort bilen.", ("vi", "tog"), True),
        ("> Göteborg – vi kan visa avtalet", ("vi", "kan"), True),
        ("Maja (Umeå): Vi kan visa avtalet", ("vi", "kan"), True),
        ("10:41:18 Från Sofie Umeå : ring", ("ring",), True),
        ("Klimatväxling: potten är tom", ("potten", "är"), True),
        ("vi har: två mallar", ("vi", "har"), False),
        ("Hjälp: vem har en mall?", ("hjälp", ":"), False),
    ],
)
def test_bullets_and_speakers_are_left_out(text: str, first_words: tuple[str, ...], named: bool) -> None:
    found = reading(text)
    assert found.words[: len(first_words)] == first_words
    assert found.named is named


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Hur har ni löst städningen?", "question:ni"),
        ("Någon som har en ritning?", "question:nagon"),
        ("Är det fler som har den frågan?", "question:andra"),
        ("Men hur mäter man sådant?", "question:open"),
        ("Hur ska vi hinna?", "question:own"),
        ("Målet är 6 ton (?) per person", "question:doubt"),
        ("Samlastning med skolmat, testat?", "question:tag"),
        ("Ersättare?", "question:short"),
        ("har ni någon mall för sånt", "question:unsigned"),
    ],
)
def test_question_forms(text: str, signal: str) -> None:
    assert signal in question_signals(reading(text))


@pytest.mark.parametrize(
    "text", ["Vi har två båtar.", "Vill ni se den så är den öppen.", "Vet inte hur det går."]
)
def test_no_question(text: str) -> None:
    assert question_signals(reading(text)) == {}


def test_question_knows_whether_the_speaker_goes_on() -> None:
    assert "question:last" in question_signals(reading("Bussdepån?", last=True))
    assert "question:answered" in question_signals(reading("Bussdepån?", last=False))


def test_score_is_the_sum_of_weights() -> None:
    cues = cue_set("request")
    assert cues.score({"question:ni": 1.0}) == cues.weights["question:ni"]
    assert cues.score({"no such signal": 1.0}) == 0.0


def test_a_cue_without_patterns_is_an_error(tmp_path) -> None:
    path = tmp_path / "phrases.toml"
    path.write_text('[[request]]\nid = "empty"\nweight = 1.0\npatterns = []\n', encoding="utf-8")
    with pytest.raises(ResourceError, match="no patterns"):
        CueSet("request", path)


@given(st.text(alphabet="aåni ?!.,:–-()\n•kö", min_size=1, max_size=60))
def test_reading_never_fails_and_keeps_the_tail(text: str) -> None:
    if not text.strip():
        return
    found = reading(text)
    assert text.strip().endswith(found.text)
    question_signals(found)


def test_sentences_cut_at_stops_and_brackets_and_drop_one_word_asides() -> None:
    words = words_of("Hur gör ni? (kolla) Vi har en mall (den är ny).")
    assert [" ".join(piece) for piece in sentences(words)] == [
        "hur gör ni ?",
        "vi har en mall",
        "den är ny",
        ".",
    ]


def test_a_heading_is_no_name() -> None:
    assert reading("Efterlysning: begagnade laddare").words[0] == "efterlysning"


def test_an_answered_question_says_so() -> None:
    doc = NLP.make_doc("Vem äger frågan?")
    found = question_signals(read(carrier.char_span(doc, 0, len(doc.text)), last=True, replied=True))
    assert "question:replied" in found


def test_signals_of_gives_the_features_of_one_label() -> None:
    doc = NLP.make_doc("Delar gärna.")
    span = carrier.char_span(doc, 0, len(doc.text))
    carrier.add_signal(span, "offer", "cue:share-gladly", "delar gärna")
    carrier.add_signal(span, "request", "reply", "Ekby")
    assert signals_of(span, "offer") == {"cue:share-gladly": 1.0}
