"""Headers of any form at the top of paragraphs; ornaments; a pasted chat; replies behind a dash."""

from __future__ import annotations

import pytest

from pipeline.structure.parse import parse
from pipeline.structure.vocabulary import heading_kind

TITLE = "Anteckningar från rundan 9 september 2020\n\n"
MIXED = """Arvika – Tommy. Nya cyklar till hemtjänsten.

Kalmar / Ola + Inga
Räknar på bussarna.

Vara. Det hördes dåligt men taket är klart.

Borås fr chatten (ljudet dog): kör skriftligt i dag.

Tidaholm, Kerstin: Lugnt läge.

KRAMFORS Nils
Skidspåret är draget.
"""


def test_paragraphs_that_each_open_with_a_member_are_blocks_whatever_form_the_headers_have() -> None:
    found = parse(TITLE + MIXED)
    assert [block.owner.name for block in found.blocks] == [
        "Arvika",
        "Kalmar",
        "Vara",
        "Borås",
        "Tidaholm",
        "Kramfors",
    ]
    assert all(not turn.reply_to for turn in found.turns)


def test_paragraphs_within_blocks_keep_replies_replies() -> None:
    text = TITLE + "".join(
        f"{name}\n\nNya bussar.\n\nEn fråga om tak.\n\nVara: Vi har en mall.\n\n"
        for name in ("Ola, Kalmar", "Inga, Borås", "Nils, Kramfors")
    )
    assert [block.owner.name for block in parse(text).blocks] == ["Kalmar", "Borås", "Kramfors"]


@pytest.mark.parametrize(
    "form",
    [
        "🌞 {m} – {p}\nAllt rullar på.\n\n",
        "=== {m} ===\n{p}: Allt rullar på.\n\n",
        "[{m}] {p}: Allt rullar på som vanligt.\n\n",
        "{p} vid {m} kommun\n* Allt rullar på.\n\n",
        "{n} {m}, {p}\nAllt rullar på.\n",
        "Vem: {p}, {m}\nAllt rullar på.\n\n",
    ],
)
def test_ornaments_before_headers(form: str) -> None:
    people = [("Arvika", "Tommy"), ("Kalmar", "Ola"), ("Lund", "Eva"), ("Borås", "Kerstin")]
    found = parse(TITLE + "".join(form.format(m=m, p=p, n=n) for n, (m, p) in enumerate(people, 1)))
    assert [(block.owner.name, block.persons) for block in found.blocks] == [(m, (p,)) for m, p in people]


def test_notes_without_capitals() -> None:
    text = "runda 9 sep 2020\n\n" + "".join(
        f"{name}: allt rullar på\n\n" for name in ("arvika tommy", "kalmar ola", "lund eva", "borås nils")
    )
    assert [block.owner.name for block in parse(text).blocks] == ["Arvika", "Kalmar", "Lund", "Borås"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("--- klippt från chatten ---", "chat"),
        ("== Saxat ur mötets chatt ==", "chat"),
        ("[det som skrevs i chatten]", "chat"),
        ("Frågor kom i chatten om taken", ""),
    ],
)
def test_headings_over_a_pasted_chat(line: str, kind: str) -> None:
    assert heading_kind(line) == kind


@pytest.mark.parametrize(
    "reply",
    ["Ola (Kalmar) – fråga vår upphandlare.", "Ola – vi gjorde det i våras.", "Svar: Kalmar har en mall."],
)
def test_replies_in_running_text_without_a_colon(reply: str) -> None:
    text = (
        TITLE + f"Inga, Borås\nNågon som har en mall? {reply}\n\nOla, Kalmar\nAllt väl.\n\nEva, Lund\nSol.\n"
    )
    said = [(turn.speaker, turn.reply_to) for turn in parse(text).turns]
    assert ("Kalmar", "Borås") in said
