"""Figures: amounts in every spelling, what is worth comparing, topic and qualifier. All invented."""

from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline import carrier
from pipeline.components.amounts import find_amounts, load_words
from pipeline.components.facts import Facts

NLP = spacy.blank("sv")


def amounts(text, **kwargs):
    return [(amount.value, amount.unit) for amount in find_amounts(text, **kwargs)]


def facts(text, *topics, mentions=()):
    doc = NLP.make_doc(text)
    span = carrier.char_span(doc, 0, len(text))
    span._.topics, span._.mentions = list(topics), list(mentions)
    doc.spans[carrier.STATEMENTS] = [span]
    return Facts()(doc), span._.figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 600 kr", [(1600, "kr")]),
        ("1\u00a0600 kr", [(1600, "kr")]),
        ("1\u202f600 kronor", [(1600, "kr")]),
        ("1.600 kr", [(1600, "kr")]),
        ("400:-", [(400, "kr")]),
        ("250 tkr", [(250_000, "kr")]),
        ("2 mnkr om året", [(2_000_000, "kr")]),
        ("1,5 milj per år", [(1_500_000, "kr")]),
        ("en halv miljon kronor om året", [(500_000, "kr")]),
        ("90 öre/kg", [(90, "öre/kg")]),
        ("12 öre/kWh", [(12, "öre/kWh")]),
        ("1:50/kg", [(1.5, "kr/kg")]),
        ("2 kr per kilo", [(2, "kr/kg")]),
        ("4 kr kilot", [(4, "kr/kg")]),
        ("3 kr per kg CO2", [(3, "kr/kg")]),
        ("1 500\n  > kr per ton", [(1500, "kr/ton")]),
        ("2 kr/mil och 30 kr i timmen", [(2, "kr/mil"), (30, "kr")]),
        ("30 kr/timme", [(30, "kr/timme")]),
        ("10-15 000 kr per år", [(10_000, "kr"), (15_000, "kr")]),
        ("från 1,50 till 3 kr/kg", [(1.5, "kr/kg"), (3, "kr/kg")]),
        (
            "500 kr inrikes, 1 000 inom Europa och 1 500 längre bort",
            [(500, "kr"), (1000, "kr"), (1500, "kr")],
        ),
        ("minus 9 %", [(9, "%")]),
        ("14–16 procent", [(14, "%"), (16, "%")]),
        ("61 poäng", [(61, "poäng")]),
        ("54 av 67 poäng", [(54, "poäng")]),
    ],
)
def test_amounts(text, expected):
    assert amounts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "20 vån", "61 av 240", "14 av 33 skolor", "5 kW", "270 000 kWh", "40' containrar", "kl 13.30",
        "2 miljoner ton", "3 kr litern", "poängmall kr/kg", "sedan 2019", "ett p-tal på 0,8",
        "1,9 miljoner resor", "400 kr/kvm",
    ],
)  # fmt: skip
def test_what_is_no_amount(text):
    assert amounts(text) == []


def test_a_list_of_fees_is_read_only_where_fees_are_spoken_of():
    assert amounts("höjd till 600/1200/2400", bare_lists=True) == [(600, "kr"), (1200, "kr"), (2400, "kr")]
    assert amounts("höjd till 600/1200/2400") == []
    assert amounts("avgiften gav intäkter på 480 000 i år", bare_lists=True) == [(480_000, "kr")]
    assert amounts("läsåren 2021/2022", bare_lists=True) == []


def test_a_year_before_a_sum_is_no_sum():
    assert amounts("höjdes 2020, 400 kr") == [(400, "kr")]


@pytest.mark.parametrize(
    ("text", "topics", "expected"),
    [
        ("Cykelgaraget kostade 85 000 kr.", (), []),
        ("Badhuset byggs för 830 mnkr.", (), []),
        ("Solparken kostade 40 mnkr att bygga.", ("solar",), []),
        ("Kostar oss 30 mnkr om året.", (), [30_000_000]),
        ("Licensen är på 75 000 kr.", ("panorama",), [75_000]),
        ("Avgiften drog in 1,2 mnkr.", ("climate_fee",), [1_200_000]),
        ("Bensinskatten sänks 50 öre.", (), []),
    ],
)
def test_sums_worth_comparing(text, topics, expected):
    assert [figure["value"] for figure in facts(text, *topics)[1]] == expected


def test_a_figure_knows_its_words_its_kind_and_its_qualifier():
    text = "Avgiften är 500 kr inrikes och 1 500 kr per resa inom Europa, resorna är ner 20 %."
    doc, figures = facts(text, "climate_fee")
    assert [(f["value"], f["unit"], f["kind"], f["topic"]) for f in figures] == [
        (500, "kr", "fee", "climate_fee"),
        (1500, "kr", "fee", "climate_fee"),
        (20, "%", "share", "climate_fee"),
    ]
    assert text[figures[0]["start"] : figures[0]["end"]] == "500 kr"
    assert figures[0]["qualifier"] == "inrikes"
    assert figures[1]["qualifier"] == "inom Europa, per resa"
    assert [span.label_ for span in doc.spans[carrier.FACTS]] == ["fee", "fee", "share"]


def test_a_figure_belongs_to_the_topic_named_nearest():
    text = "Panorama kostar 90 000 kr och solcellerna ger 12 % av elen."
    mentions = [
        {"topic": "panorama", "start": 0, "end": 8, "method": "lexicon"},
        {"topic": "solar", "start": 30, "end": 41, "method": "lexicon"},
    ]
    assert [f["topic"] for f in facts(text, "panorama", "solar", mentions=mentions)[1]] == [
        "panorama",
        "solar",
    ]


def test_the_files_own_examples():
    from pipeline.components.amounts import Context, Currency, Per, Qualifier
    from pipeline.lexicon import RESOURCES, load_entries

    kinds = {"currency": Currency, "per": Per, "qualifier": Qualifier, "context": Context}
    entries = load_entries(RESOURCES / "facts.toml", kinds)
    for entry in entries["currency"]:
        assert all(amounts(text) or entry.coin for text in entry.match), entry.id
        assert not any(amounts(text) for text in entry.no_match), entry.id
    for entry in entries["context"]:
        assert all(load_words().has_context(entry.id, text) for text in entry.match), entry.id
        assert not any(load_words().has_context(entry.id, text) for text in entry.no_match), entry.id


@given(st.integers(min_value=1, max_value=999_999))
def test_a_sum_is_read_back_however_its_thousands_are_set(value):
    plain, spaced = str(value), f"{value:,}".replace(",", " ")
    for written in (plain, spaced, spaced.replace(" ", "\u00a0"), spaced.replace(" ", ".")):
        assert amounts(f"{written} kr") == [(value, "kr")]


@given(st.text(alphabet="0123456789 .,:-–/%krtkgöemilj\n>", max_size=50))
def test_any_text_gives_amounts_that_are_found_in_it_in_order(text):
    found = list(find_amounts(text, bare_lists=True))
    assert all(0 <= a.start < a.end <= len(text) for a in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
