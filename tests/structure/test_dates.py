from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.structure.dates import find_date


@pytest.mark.parametrize(
    ("title", "date"),
    [
        ("Runda med kontaktpersoner 27 april 2020", "2020-04-27"),
        ("RUNDAN torsd 18 mars 2021 (Teams)", "2021-03-18"),
        ("Runda den 14:e mars 2019 21:47", "2019-03-14"),
        ("Runda 12/5 2023", "2023-05-12"),
        ("Oktoberrundan 20/10-22", "2022-10-20"),
        ("RUNDA NOVEMBER (zoom) 2021-11-25", "2021-11-25"),
        ("Runda 3.5.2021", "2021-05-03"),
        ("Runda 3 febr. -21", "2021-02-03"),
        ("Runda 19 okt '17, kl 10.00–11.30", "2017-10-19"),
        ("Möte 210318", "2021-03-18"),
        ("maj 23, 2022", "2022-05-23"),
        ("Runda 31 februari 2020", ""),
        ("Runda", ""),
    ],
)
def test_dates_in_titles(title: str, date: str) -> None:
    assert find_date(title, title) == date


def test_the_title_wins_over_the_lines_below() -> None:
    assert find_date("Runda 9 november", "Runda 9 november\nSkickat: den 10 november 2022") == "2022-11-09"
    assert find_date("Runda 3 maj 2021", "Nästa runda 4 juni 2021") == "2021-05-03"


def test_the_file_name_is_the_last_resort() -> None:
    assert find_date("Runda", "Hej", "runda_2020-04-27.txt") == "2020-04-27"
    assert find_date("Runda 3 maj", "Hej", "Rundor 2022.docx") == "2022-05-03"


@given(st.text(max_size=100), st.text(max_size=100), st.text(max_size=40))
def test_any_text_gives_a_date_or_none(title: str, opening: str, source: str) -> None:
    assert len(find_date(title, opening, source)) in (0, 10)
