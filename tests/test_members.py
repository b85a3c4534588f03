from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ResourceError
from pipeline.members import Gazetteer, gazetteer, read_rows
from pipeline.values import MemberKind

G = gazetteer()
MUNICIPALITIES = [m for m in G.members.values() if m.kind is MemberKind.MUNICIPALITY]


def test_every_municipality_and_region_is_there_with_its_code() -> None:
    kinds = Counter(member.kind for member in G.members.values())
    assert kinds[MemberKind.MUNICIPALITY] == 290
    assert kinds[MemberKind.REGION] == 21
    assert len({member.code for member in MUNICIPALITIES}) == 290
    assert all(len(member.code) == 4 for member in MUNICIPALITIES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Malmö", "Malmö"),
        ("MALMÖ", "Malmö"),
        ("Malmö stad", "Malmö"),
        ("Malmö stads", "Malmö"),
        ("Lunds kommun", "Lund"),
        ("Lunds", "Lund"),
        ("Falköpings kommun", "Falköping"),
        ("Borås Stad", "Borås"),
        ("Degerfors kommun", "Degerfors"),
        ("Alingsås", "Alingsås"),
        ("Gbg", "Göteborg"),
        ("Sthlm", "Stockholm"),
        ("U Väsby", "Upplands Väsby"),
        ("Väsby", "Upplands Väsby"),
        ("Region Skåne", "Region Skåne"),
        ("REGION JÄMTLAND HÄRJEDALEN", "Region Jämtland Härjedalen"),
        ("VG Regionen", "Västra Götalandsregionen"),
        ("VGR", "Västra Götalandsregionen"),
        ("Region Jönköping", "Region Jönköpings län"),
        ("Region Gotland", "Region Gotland"),
        ("Gotland", "Gotland"),
        ("Klimatkommunernas kansli", "Kansliet"),
        ("på kansliet", "Kansliet"),
        ("**Vara**:", "Vara"),
        ("Bora\u030as", "Borås"),
        ("Norköping", "Norrköping"),
        ("Västeras", "Västerås"),
        ("Lidkpöing", "Lidköping"),
    ],
)
def test_spellings_lead_to_the_canonical_name(text: str, name: str) -> None:
    member = G.resolve(text)
    assert member is not None and member.name == name


@pytest.mark.parametrize(
    "text",
    [
        "Katarina",
        "Malin",
        "Nasrin",
        "Panorama",
        "mark och vatten",
        "Hjälp",
        "",
        "Oslo",
        "norköping",
        "Sole",
        "x" * 500,
    ],
)
def test_other_words_are_no_members(text: str) -> None:
    assert G.resolve(text) is None


def test_a_slip_is_mended_only_where_asked() -> None:
    assert G.resolve("Norköping", slips=False) is None


@pytest.mark.parametrize("member", MUNICIPALITIES, ids=lambda member: member.name)
def test_each_name_survives_capitals_genitive_and_form_words(member) -> None:
    genitive = member.name if member.name[-1] in "sxz" else member.name + "s"
    for text in (member.name, member.name.upper(), genitive, f"{genitive} kommun", f"{member.name} stad"):
        assert G.resolve(text) == member


@given(st.text(max_size=80))
def test_any_text_is_resolved_or_not_without_a_crash(text: str) -> None:
    G.resolve(text)
    for found in G.find(text):
        assert text[found.start : found.end].strip()


def test_names_are_found_inside_a_text() -> None:
    text = "I Upplands Väsby, Lund och Region Skåne, men inte på Lundagård. Fråga kansliet eller Borås."
    found = [(text[f.start : f.end], f.member.name, f.sure) for f in G.find(text)]
    assert found == [
        ("Upplands Väsby", "Upplands Väsby", True),
        ("Lund", "Lund", False),
        ("Region Skåne", "Region Skåne", True),
        ("kansliet", "Kansliet", True),
        ("Borås", "Borås", True),
    ]


def test_words_in_lower_case_are_not_names() -> None:
    assert not list(G.find("Det ska vara en mark för sala mora."))


def test_a_guest_is_an_organisation() -> None:
    guest = G.guest("Länsstyrelsen i Skåne")
    assert guest is not None and guest.kind is MemberKind.UNKNOWN
    assert G.guest("Fikapaus") is None
    assert G.guest("länsstyrelsen kom på besök och sa en hel del saker") is None


def test_a_broken_file_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("# hej\ncode,name,kind,word\n0114,Upplands Väsby\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"members.csv, line 3: expected 4 values"):
        read_rows(path, ("code", "name", "kind", "word"))


def test_an_alias_of_nobody_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "aliases.csv"
    path.write_text("alias,member\nStaden,Atlantis\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="Atlantis"):
        Gazetteer(aliases=path)
