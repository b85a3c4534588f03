"""Time expressions against the document's date. All sentences are invented."""

from datetime import date

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline import calendar_sv as calendar
from pipeline import carrier
from pipeline.components.time_rules import find_times
from pipeline.components.times import Times, due

NLP = spacy.blank("sv")
TODAY = date(2020, 4, 27)


def found(text, today=TODAY):
    return [(str(f.period.first), str(f.period.last), f.role) for f in find_times(text, today)]


@pytest.mark.parametrize(
    ("text", "first", "last", "role"),
    [
        ("Workshop i maj", "2020-05-01", "2020-05-31", ""),
        ("Antogs i juni", "2019-06-01", "2019-06-30", ""),
        ("Klart i sommar", "2020-06-01", "2020-08-31", ""),
        ("Startar i vår.", "2020-03-01", "2020-05-31", ""),
        ("Startade i höstas", "2019-09-01", "2019-11-30", ""),
        ("Börjar hösten 2021", "2021-09-01", "2021-11-30", ""),
        ("Byggs tidigt 2021", "2021-01-01", "2021-05-01", ""),
        ("Klart före jul", "2020-12-24", "2020-12-26", "before"),
        ("Startar efter nyår", "2021-01-01", "2021-01-01", "after"),
        ("Höjdes vid årsskiftet", "2020-01-01", "2020-01-01", "within"),
        ("Svar senast onsdag", "2020-04-29", "2020-04-29", "by"),
        ("Möte i torsdags", "2020-04-23", "2020-04-23", ""),
        ("På remiss till 15/6", "2020-06-15", "2020-06-15", "by"),
        ("På remiss t o m 10 december", "2020-12-10", "2020-12-10", "by"),
        ("Har varit på remiss till mars", "2020-03-01", "2020-03-31", "by"),
        ("Leverans Q3", "2020-07-01", "2020-09-30", ""),
        ("Kurs v 39", "2020-09-21", "2020-09-27", ""),
        ("Klart nästa år", "2021-01-01", "2021-12-31", ""),
        ("Har det sedan 2017", "2017-01-01", "2017-12-31", "since"),
        ("Ses om två veckor", "2020-05-11", "2020-05-17", ""),
        ("Kurs 5-7 maj", "2020-05-05", "2020-05-07", ""),
        ("Möte 2020-05-04", "2020-05-04", "2020-05-04", ""),
    ],
)
def test_times(text, first, last, role):
    assert found(text) == [(first, last, role)]


@pytest.mark.parametrize(
    "text",
    [
        "Det står i vår klimatstrategi", "Fossilfri 2030 är målet", "Klimat2030 bjuder in",
        "Planen 2021–2030", "Det kostar 1600 kr", "Maj-Lis håller i det",
        "Ca 2/5 av potten", "20 vån", "Var snäll och svara",
    ],
)  # fmt: skip
def test_what_is_no_time(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "iso", "words"),
    [
        ("Behöver svar senast onsdag.", "2020-04-29", "senast onsdag"),
        ("Hör av er före midsommar!", "2020-06-18", "före midsommar"),
        ("Söker två kommuner till webbinariet den 3 december.", "2020-12-03", "3 december"),
        ("Infördes i mars 2019.", "", ""),
        ("Hur gör ni andra?", "", ""),
    ],
)
def test_due(text, iso, words):
    doc = NLP.make_doc(text)
    assert due(carrier.char_span(doc, 0, len(text)), TODAY.isoformat()) == (iso, words)


def test_the_component_marks_the_words_in_the_document():
    text = "Vi startar i maj."
    doc = NLP.make_doc(text)
    doc._.date = "2020-04-27"
    span = carrier.char_span(doc, 0, len(text))
    doc.spans[carrier.STATEMENTS] = [span]
    Times()(doc)
    (when,) = span._.when
    assert text[when["start"] : when["end"]] == when["text"] == "i maj"
    assert (when["first"], when["last"], when["grain"]) == ("2020-05-01", "2020-05-31", "month")
    assert [s.text for s in doc.spans[carrier.TIMES]] == ["i maj"]


def test_without_a_date_nothing_is_resolved():
    doc = NLP.make_doc("Vi startar i maj.")
    assert due(carrier.char_span(doc, 0, len(doc.text)), "") == ("", "")


@pytest.mark.parametrize(("year", "day"), [(2019, "2019-04-21"), (2020, "2020-04-12"), (2024, "2024-03-31")])
def test_easter(year, day):
    assert calendar.easter(year).isoformat() == day


@given(st.integers(min_value=1990, max_value=2100))
def test_feasts_fall_on_their_weekdays(year):
    assert calendar.easter(year).weekday() == 6
    assert calendar.midsummer_eve(year).weekday() == 4
    assert 19 <= calendar.midsummer_eve(year).day <= 25


@given(
    st.dates(min_value=date(2005, 1, 1), max_value=date(2045, 12, 31)),
    st.sampled_from(
        [
            "i maj",
            "i höstas",
            "till jul",
            "senast fredag",
            "v 12",
            "den 30 februari",
            "29/2",
            "Q4",
            "om ett år",
            "den 31:e",
        ]
    ),
)
def test_a_time_never_ends_before_it_begins(today, text):
    for item in find_times(text, today):
        assert item.period.first <= item.period.last
        assert text[item.start : item.end]
