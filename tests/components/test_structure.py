from __future__ import annotations

import spacy

from pipeline import carrier
from pipeline.components.structure import StructureParser

TEXT = """Runda med kontaktpersoner 3 maj 2021

Malin, Malmö

Vi bygger. Hjälp: hur gör ni?

Sara, Örebro: Vi har en mall.

Sara, Örebro

Tips:

* Ring oss.

Senast uppdaterad: 2021-05-04
"""


def parsed(text: str = TEXT, **extensions: str):
    doc = spacy.blank("sv").make_doc(text)
    for name, value in extensions.items():
        setattr(doc._, name, value)
    return StructureParser()(doc)


def test_blocks_carry_owner_code_persons_and_line() -> None:
    doc = parsed()
    blocks = [
        (b._.owner, b._.owner_code, b._.owner_kind, b._.owner_persons, b._.header_line)
        for b in doc.spans[carrier.BLOCKS]
    ]
    assert blocks == [
        ("Malmö", "1280", "municipality", ["Malin"], 3),
        ("Örebro", "1880", "municipality", ["Sara"], 9),
    ]


def test_turns_carry_speaker_reply_block_and_marker() -> None:
    doc = parsed()
    turns = [
        (t.text, t._.speaker, t._.persons, t._.reply_to, t._.block, t._.marker)
        for t in doc.spans[carrier.TURNS]
    ]
    assert turns == [
        ("Vi bygger. Hjälp: hur gör ni?", "Malmö", ["Malin"], "", 0, ""),
        ("Vi har en mall.", "Örebro", ["Sara"], "Malmö", 0, ""),
        ("* Ring oss.", "Örebro", ["Sara"], "", 1, "tips"),
    ]


def test_title_headers_and_furniture() -> None:
    doc = parsed()
    assert doc._.date == "2021-05-03" and doc._.kind == "round"
    assert doc._.title == "Runda med kontaktpersoner 3 maj 2021"
    assert [span.text for span in doc.spans[carrier.HEADERS]] == ["Malin, Malmö", "Sara, Örebro"]
    assert [span.text for span in doc.spans[carrier.FURNITURE]] == [
        "Sara, Örebro:",
        "Tips:",
        "Senast uppdaterad: 2021-05-04",
    ]


def test_a_text_without_blocks_is_skipped_with_a_reason() -> None:
    doc = parsed("En artikel om väder.\n\nDet regnar.")
    assert doc._.kind == "skipped"
    assert "no header" in doc._.messages[-1]


def test_an_evaluation_page_keeps_its_kind_and_gets_no_warning() -> None:
    doc = parsed("Malmö fick 54 av 67 poäng.", kind="evaluation")
    assert doc._.kind == "evaluation" and doc._.messages == []


def test_an_empty_document_is_read() -> None:
    doc = parsed("")
    assert doc._.kind == "skipped" and list(doc.spans[carrier.TURNS]) == []


def test_the_file_name_may_tell_the_date() -> None:
    assert (
        parsed(TEXT.replace(" 3 maj 2021", "").split("Senast")[0], source="2020-01-31.txt")._.date
        == "2020-01-31"
    )
