from __future__ import annotations

from dataclasses import dataclass

import pytest
import spacy
from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.components.answered import Said, answered_by
from pipeline.components.context import Context, ContextSignal, context_rules
from pipeline.components.topics import Topics
from pipeline.lexicon import RESOURCES, load_entries
from pipeline.patterns import words_of
from pipeline.topics import load_topics

NLP = spacy.blank("sv")
TOPICS, CONTEXT = Topics(load_topics()), Context(load_topics())


@dataclass(frozen=True)
class Turn:
    text: str
    request: str = ""
    offer: str = ""
    by: str = "Malmö"
    to: str = ""
    block: int = 0


def run(*turns: Turn) -> list[Span]:
    text = "\n".join(turn.text for turn in turns)
    doc: Doc = NLP.make_doc(text)
    spans, start = [], 0
    for number, turn in enumerate(turns):
        span = carrier.char_span(doc, start, start + len(turn.text))
        span._.speaker, span._.reply_to, span._.block, span._.turn = turn.by, turn.to, turn.block, number
        span._.request, span._.offer = turn.request, turn.offer
        spans.append(span)
        start += len(turn.text) + 1
    doc.spans[carrier.STATEMENTS] = spans
    CONTEXT(TOPICS(doc))
    return list(doc.spans[carrier.STATEMENTS])


FEE = Turn("Klimatväxling för tjänsteresor sedan i våras.")


@pytest.mark.parametrize(
    "text",
    [
        "Avgiften ligger på 450 kr.",
        "Den är 2 kr per kg.",
        "Potten räcker till fyra lådcyklar.",
        "Nivån höjs nästa år.",
        "Hur får man cheferna att förstå den?",
    ],
)
def test_a_statement_that_goes_on_has_its_neighbours_topic(text: str) -> None:
    assert "climate_fee" in run(FEE, Turn(text, request="phrased" if "?" in text else ""))[1]._.topics


@pytest.mark.parametrize(
    "text",
    [
        "Hur har ni andra utvärderat?",
        "Vilken konsult tog ni?",
        "Hur mycket tid tar det?",
        "Vad betalar ni andra?",
    ],
)
def test_a_question_without_matter_of_its_own_goes_on(text: str) -> None:
    assert "panorama" in run(Turn("Panorama är igång."), Turn(text, request="phrased"))[1]._.topics


@pytest.mark.parametrize(
    "text",
    [
        "Cykelbanan längs ån är klar.",
        "Matsvinnet har minskat i förskolorna.",
        "Tack!",
        "I övrigt mest planer.",
        "Två barnskötare går i pension.",
        "Budgeten är minus 12 mkr.",
    ],
)
def test_a_statement_of_its_own_matter_does_not_go_on(text: str) -> None:
    measured = {"co2_budget", "climate_fee", "panorama", "procurement", "solar"}
    assert not measured & set(run(Turn("Koldioxidbudgeten är antagen."), Turn(text))[1]._.topics)


def test_nothing_is_carried_over_the_edge_of_a_block() -> None:
    assert run(FEE, Turn("Avgiften ligger på 450 kr.", by="Lund", block=1))[1]._.topics == []


def test_a_reply_has_the_topic_of_what_it_answers() -> None:
    said = run(
        Turn("Solpark på deponin planeras, hur har ni gjort med stängslet?", request="phrased"),
        Turn("Vi satte upp ett vanligt viltstängsel, ring så berättar jag.", by="Lund", to="Malmö"),
        Turn("Det kostade 90 kr metern.", by="Lund", to="Malmö"),
        Turn("Tack!", by="Malmö"),
    )
    assert [statement._.topics for statement in said] == [["solar"], ["solar"], ["solar"], []]


def test_a_reply_behind_the_block_answers_the_request_that_it_shares_words_with() -> None:
    said = run(
        Turn("Vilka krav ställer ni i upphandlingen av asfalt?", request="phrased"),
        Turn("Hur sköter ni Panorama, hur många timmar tar inmatningen?", request="phrased"),
        Turn("Bygger lekplats.", ""),
        Turn("Räkna med tio timmar i månaden för inmatningen.", by="Lund", to="Malmö"),
    )
    assert said[3]._.topics == ["panorama"]


def test_a_reply_that_names_its_topic_keeps_it() -> None:
    said = run(
        Turn("Hur sköter ni Panorama?", request="phrased"),
        Turn("Vi har en koldioxidbudget i stället.", by="Lund", to="Malmö"),
    )
    assert said[1]._.topics == ["co2_budget"]


def test_carried_mentions_name_their_method_and_signals() -> None:
    mention = run(FEE, Turn("Avgiften ligger på 450 kr."))[1]._.mentions[0]
    assert (mention["topic"], mention["method"]) == ("climate_fee", "context")
    assert "echo" in mention["term"]
    assert 0 < mention["score"] < 1


def test_the_signals_examples() -> None:
    signals = load_entries(RESOURCES / "context.toml", {"signal": ContextSignal})["signal"]
    for signal in signals:
        for sentence in signal.match:
            hits = {hit.id for hit in context_rules().matcher.match(words_of(sentence))}
            assert signal.id in hits, sentence
        for sentence in signal.no_match:
            assert signal.id not in {hit.id for hit in context_rules().matcher.match(words_of(sentence))}


def test_a_reply_to_somebody_who_has_said_nothing_answers_nothing() -> None:
    spans = run(Turn("Solceller på taket.", by="Lund"), Turn("Bra idé, vi hänger på.", by="Lund", to="Växjö"))
    assert answered_by(Said(spans[1], [], [], frozenset()), [Said(spans[0], [], [], frozenset())]) is None
