from __future__ import annotations

import time
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline import carrier
from pipeline.components.topics import Topics
from pipeline.topics import load_topics

NLP = spacy.blank("sv")
TOPICS = Topics(load_topics())


def doc_of(*sentences: str) -> Doc:
    text = "\n".join(sentences)
    doc = NLP.make_doc(text)
    spans, start = [], 0
    for sentence in sentences:
        if sentence.strip():
            spans.append(carrier.char_span(doc, start, start + len(sentence)))
        start += len(sentence) + 1
    doc.spans[carrier.STATEMENTS] = spans
    return TOPICS(doc)


@pytest.mark.parametrize(
    ("sentence", "topics"),
    [
        ("Växthusgasbudgetarna följs upp i mars.", {"co2_budget"}),
        ("Vi har en CO₂-budget och klimatväxling.", {"co2_budget", "climate_fee"}),
        ("Hur stor är er klimatbudget?", {"co2_budget"}),
        ("Avgiften på flygresorna är 500 kr.", {"climate_fee"}),
        ("Vad får ett sparat ton kosta?", {"climate_fee"}),
        ("Pris på koldioxid i kalkylerna övervägs.", {"climate_fee"}),
        ("Klimatväxlig från januari!", {"climate_fee"}),
        ("Åtgärderna ligger i Panorama.", {"panorama"}),
        ("Panoramalicensen är dyr.", {"panorama"}),
        ("Direktupphandlade en utbildning.", {"procurement"}),
        ("Hur följer ni upp kraven på entreprenörerna?", {"procurement"}),
        ("Elen kommer från solcellsparken.", {"solar"}),
        ("SOLEL PÅ SKOLORNA", {"solar"}),
        ("Budgeten är i balans.", set()),
        ("P-avgiften höjs och parkeringsavgiften med.", set()),
        ("Årets medlemsavgift är betald.", set()),
        ("Panorama över fjärden från terrassen.", set()),
        ("Sollentuna ordnar en solmässa.", {"solar"}),
        ("Konsolerna är av återbrukad metall.", set()),
        ("Solidariskt med kommande generationer, soligt dessutom.", set()),
    ],
)
def test_topics_of_statements(sentence: str, topics: set[str]) -> None:
    measured = {"co2_budget", "climate_fee", "panorama", "procurement", "solar"}
    doc = doc_of(sentence)
    statement = doc.spans[carrier.STATEMENTS][0]
    assert set(statement._.topics) & measured == topics


def test_mentions_point_at_their_words() -> None:
    doc = doc_of("- Koldioxidbudgeten, och solparken!", "Inget nytt.")
    first, second = doc.spans[carrier.STATEMENTS]
    said = [(m["topic"], doc.text[m["start"] : m["end"]], m["method"]) for m in first._.mentions]
    assert said == [("co2_budget", "Koldioxidbudgeten", "lexicon"), ("solar", "solparken", "lexicon")]
    assert second._.mentions == []
    assert [(span.label_, span.text) for span in doc.spans[carrier.TOPICS]] == [
        ("co2_budget", "Koldioxidbudgeten"),
        ("solar", "solparken"),
    ]


def test_topics_stand_in_the_order_of_the_file() -> None:
    doc = doc_of("Solceller, upphandling och koldioxidbudget.")
    statement = doc.spans[carrier.STATEMENTS][0]
    assert statement._.topics == ["co2_budget", "procurement", "solar"]


WORDS = ["solpark", "avgift", "flyg", "Panorama", "är", "klar", ".", "för", "hög"]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_mentions_lie_inside_their_statement_and_do_not_repeat(forms: list[str]) -> None:
    doc = doc_of(" ".join(forms))
    for statement in doc.spans[carrier.STATEMENTS]:
        mentions = statement._.mentions
        assert all(statement.start_char <= m["start"] < m["end"] <= statement.end_char for m in mentions)
        assert {m["topic"] for m in mentions} == set(statement._.topics)
        ordered = sorted((m["topic"], m["start"], m["end"]) for m in mentions)
        assert all(a != b for a, b in pairwise(ordered))


def test_a_round_takes_milliseconds_once_warm() -> None:
    sentences = ["Vi har antagit en koldioxidbudget och funderar på klimatväxling för resorna i höst."] * 160
    doc = doc_of(*sentences)
    start = time.perf_counter()
    TOPICS(doc)
    assert time.perf_counter() - start < 0.25  # some 15 ms on an idle machine
