"""Rounds written by theme, and headers that name only persons or run into the text."""

import pytest

from pipeline.structure.parse import parse

PRESENT = "Med: Karin (Lund), Bo (Växjö), Petra (Upplands Väsby), Yusra (Strömstad), Olga från kansliet"
BY_THEME = f"""Anteckningar från rundan 12 april 2022
{PRESENT}

RESOR
(Lund) Klimatväxling sedan 2019, 400 kr per resa. Hur följer ni upp den?
(Växjö) Cykelpool på gång, 12 cyklar.
(Upplands Väsby) Resepolicyn antagen i mars.

UPPHANDLING
(Strömstad) Skriver klimatkrav i livsmedelsavtalet nu.
(Lund) Vill bolla kravtexter med någon.
(Växjö) Har dem klara, skickar gärna.
"""
SPEAKERS = ["Lund", "Växjö", "Upplands Väsby", "Strömstad", "Lund", "Växjö"]
FIRST_NAMES = {"Lund": "Karin", "Växjö": "Bo", "Upplands Väsby": "Petra", "Strömstad": "Yusra"}


def blocks(text):
    return [block.owner.name for block in parse(text).blocks]


def said(text):
    return [(turn.speaker, text[turn.start : turn.end]) for turn in parse(text).turns]


def retagged(form):
    head, body = BY_THEME.split("\n\n", 1)
    for member, person in FIRST_NAMES.items():
        body = body.replace(f"({member})", form.format(m=member, p=person))
    return f"{head}\n\n{body}"


@pytest.mark.parametrize("form", ["({m})", "[{m}]", "({p})", "[{p}]", "({p}, {m})", "{p} ({m}):", "{p}:"])
def test_each_line_under_a_theme_is_its_speakers(form):
    text = retagged(form)
    assert blocks(text) == SPEAKERS
    assert "UPPHANDLING" not in "".join(words for _, words in said(text))


def test_lines_signed_behind_their_words_are_read_among_tagged_ones():
    text = BY_THEME.replace("(Växjö) Cykelpool på gång, 12 cyklar.", "Cykelpool på gång, 12 cyklar. (Bo)")
    assert ("Växjö", "Cykelpool på gång, 12 cyklar.") in said(text)


def test_headings_over_run_in_blocks_make_no_themes():
    text = (
        "Rundan 3 maj 2022\n\nIncheck\n\nLund (Karin) – Solceller på två skolor. Mer i höst.\n\n"
        "Växjö (Bo) – Cykelpool på gång. Bygger i trä.\n\nÖrebro (Sara) – Allt väl hos oss i dag.\n"
        "Lund: samma här, och så har vi fått ny chef.\n"
    )
    assert blocks(text) == ["Lund", "Växjö", "Örebro"]


def test_persons_of_the_list_open_blocks_that_run_into_the_text():
    text = f"Runda 12 april 2022\n{PRESENT}\n\n" + "\n\n".join(
        f"{person} – {words}" for person, words in zip(
            ["Karin", "Bo", "Petra", "Yusra"],
            ["tåget gick sent.", "har ny budget.", "kort från oss.", "söker kravtexter."], strict=True,
        )
    )  # fmt: skip
    assert blocks(text) == ["Lund", "Växjö", "Upplands Väsby", "Strömstad"]


def test_a_bracket_with_a_name_ends_a_header_without_a_sign():
    text = (
        "Runda 12 april 2022\n\nLund (Karin) Klimatväxling sedan 2019, 400 kr per resa.\n"
        "Växjö (Bo) – Cykelpool på gång, 12 cyklar. Bygger i trä.\nUpplands Väsby (Petra) Policyn antagen.\n"
    )
    assert [(b.owner.name, b.persons) for b in parse(text).blocks] == [
        ("Lund", ("Karin",)),
        ("Växjö", ("Bo",)),
        ("Upplands Väsby", ("Petra",)),
    ]
