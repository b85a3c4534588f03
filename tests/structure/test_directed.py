"""Replies that say themselves who answers whom."""

import pytest

from pipeline.structure.parse import parse

ROUND = """Runda 14 mars 2023

Malmö – Frida
Vi har ett klimatkontrakt.

Gotland – Pia
Hur redovisar ni utsläppen i årsredovisningen?

Örebro – Roger
Ny elbilspool.

Lysekil – Håkan
Lugnt just nu.

{}
"""


def last(line):
    text = ROUND.format(line)
    turn = parse(text).turns[-1]
    return turn.speaker, turn.reply_to, text[turn.start : turn.end]


@pytest.mark.parametrize(
    "line",
    [
        "Örebro till Gotland: vi har en sida per nämnd.",
        "Roger, Örebro, till Pia: vi har en sida per nämnd.",
        "Roger (Örebro) svarar Pia: vi har en sida per nämnd.",
        "Örebro → Gotland: vi har en sida per nämnd.",
        "- Örebro svarar på Gotlands fråga om årsredovisning: vi har en sida per nämnd.",
        "Svar från Örebro till Gotland: vi har en sida per nämnd.",
        "Svar till Gotland (från Örebro): vi har en sida per nämnd.",
    ],
)
def test_the_line_names_both(line):
    assert last(line) == ("Örebro", "Gotland", "vi har en sida per nämnd.")


@pytest.mark.parametrize(
    "line",
    [
        "Svar på Gotlands fråga om årsredovisning: Örebro har en sida per nämnd.",
        "Till Gotland: Örebro har en sida per nämnd.",
        "Komplettering till Pia: Örebro har en sida per nämnd.",
    ],
)
def test_the_speaker_may_be_told_in_the_words(line):
    assert last(line) == ("Örebro", "Gotland", "Örebro har en sida per nämnd.")


@pytest.mark.parametrize(
    "line",
    [
        "Lysekil till Gotland: ni får vår mall.",
        "Till Gotland: ni får vår mall.",
        "Resan från Malmö till Örebro: fyra timmar med tåg.",
        "Vi har gått från olja till el: det blev bra.",
        "Bidrag till Havsnätet: sökt.",
    ],
)
def test_the_owners_own_words_stay_its_own(line):
    assert last(line) == ("Lysekil", "", line)
