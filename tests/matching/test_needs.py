from building import Said, round_of

from pipeline.matching import needs


def test_request_sentences_in_a_row_are_one_need() -> None:
    doc = round_of(
        Said("Ystad", "Bilpoolen ligger nere.", turn=0),
        Said("Ystad", "Hur har ni gjort?", request="phrased", turn=0),
        Said("Ystad", "Räcker det med fem bilar?", request="phrased", turn=0),
        Said("Ystad", "Annars är det lugnt.", turn=0),
    )
    (need,) = needs(doc)
    assert need.text == "Hur har ni gjort?\nRäcker det med fem bilar?"
    assert doc.text[need.start : need.end] == need.text
    assert need.statements == (1, 2)
    assert dict(need.context) == {0: 0.6, 3: 0.3}


def test_requests_of_different_turns_are_different_needs() -> None:
    doc = round_of(
        Said("Ystad", "Någon som har en mall för cykelavtal?", request="explicit"),
        Said("Ystad", "Vilka konsulter kan räkna på skyfall åt oss?", request="explicit"),
    )
    assert [need.statements for need in needs(doc)] == [(0,), (1,)]


def test_a_bare_question_is_read_with_the_turn_before_of_the_same_speaker_only() -> None:
    doc = round_of(
        Said("Ystad", "Pengarna från avgiften ligger orörda."),
        Said("Ystad", "Vad gör ni?", request="phrased"),
        Said("Lund", "Skolorna odlar."),
        Said("Kalmar", "Hur gör ni?", request="phrased"),
    )
    first, second = needs(doc)
    assert first.context == ((0, 0.4),)
    assert second.context == ()


def test_a_round_without_requests_has_no_needs() -> None:
    assert needs(round_of(Said("Ystad", "Allt är lugnt."))) == []
