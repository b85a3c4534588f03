"""Offers: tips, things to share, invitations and replies that answer."""

from __future__ import annotations

import pytest
import spacy

from pipeline import carrier
from pipeline.components.cues import readings
from pipeline.components.offers import Offers, reply_kind
from pipeline.components.requests import Requests
from pipeline.components.statements import Statements
from pipeline.structure.markers import leading_marker

NLP = spacy.blank("sv")


def labelled(*turns: tuple[str, str, str]):
    """Statements of turns in one block, each (speaker, reply_to, text)."""
    doc = NLP.make_doc("\n".join(text for *_, text in turns))
    spans, at = [], 0
    for speaker, reply_to, text in turns:
        span = carrier.char_span(doc, at, at + len(text))
        hit = leading_marker(text)
        span._.speaker, span._.reply_to, span._.block = speaker, reply_to, 0
        span._.marker = hit.marker.value if hit else ""
        spans.append(span)
        at += len(text) + 1
    doc.spans[carrier.TURNS] = spans
    return list(Offers()(Requests()(Statements()(doc))).spans[carrier.STATEMENTS])


def offer(text: str) -> str:
    marks = {span._.offer for span in labelled(("Ekby", "", text))}
    return "explicit" if "explicit" in marks else max(marks)


@pytest.mark.parametrize(
    "text",
    [
        "Tips: boka tåget tidigt.",
        "Tips – gröna lån hos banken",
        "TIPS! Bjud in brandkåren.",
        "Tipsar om vår kalender.",
        "Hon tipsar om en podd.",
        "Ett tips är att fråga skolan först.",
        "Hjälp: en jurist. Tips: juristen i Ekby.",
    ],
)
def test_explicit(text: str) -> None:
    assert offer(text) == "explicit"


@pytest.mark.parametrize(
    "text",
    [
        "Delar gärna mallen.",
        "Delar!",
        "Får spridas.",
        "Använd fritt.",
        "Ring om ni vill se den.",
        "Jag kan förmedla kontakten till projektledaren.",
        "Mejla så skickar jag rapporten.",
        "Ritningarna får ni gärna.",
        "Ni är välkomna att sitta med den 3 maj.",
        "Gun förmedlar kontakten till den som önskar.",
        "Vi lånar gärna ut utställningen.",
        "Glöm inte att ta med driften från början.",
        "Mallen ligger på vår hemsida.",
        "Anmäl er till receptionen!",
        "Hjälp: hur gör ni? Skickar gärna vår mall i utbyte.",
    ],
)
def test_phrased(text: str) -> None:
    assert offer(text) == "phrased"


@pytest.mark.parametrize(
    "text",
    [
        "Tar gärna emot tips om skolskjutsar.",
        "Bjuder på kaffe.",
        "Kan någon dela sin checklista?",
        "Planen ligger hos grannarna.",
        "Hör gärna av er om ni har ett bra exempel.",
        "Tips: inga från oss nu",
        "Avgiften höjdes i januari.",
        "Turistbyrån delar ut kartor till besökare.",
        "Nyfiken på hur andra gör.",
    ],
)
def test_no_offer(text: str) -> None:
    assert offer(text) == ""


def test_a_reply_that_answers_is_an_offer_with_each_item_of_its_list() -> None:
    statements = labelled(
        ("Ekby", "", "Hur har ni andra fått fart på bygget?"),
        ("Alby", "Ekby", "Sara, Alby: Vi gick in med ett batteri till att börja med."),
        ("Alby", "Ekby", "* sedan kom en mindre säkring på plats"),
    )
    assert [span._.offer for span in statements] == ["", "phrased", "phrased"]


@pytest.mark.parametrize("text", ["Sara, Alby: Samma bekymmer här!", "Sara, Alby: Tack!", "Ja."])
def test_a_reply_that_only_agrees_is_none(text: str) -> None:
    asked, reply = labelled(("Ekby", "", "Hur sköter ni andra snön?"), ("Alby", "Ekby", text))
    assert (asked._.request, reply._.offer) == ("phrased", "")


def test_a_reply_that_asks_is_a_request_and_no_offer() -> None:
    _, reply = labelled(
        ("Ekby", "", "Hur sköter ni andra snön?"), ("Alby", "Ekby", "Alby: samma fråga här, läser gärna")
    )
    assert (reply._.request, reply._.offer) == ("phrased", "")


def test_kind_of_reply() -> None:
    statements = labelled(
        ("Ekby", "", "Planen är klar."),
        ("Alby", "Ekby", "Vad kostade den för er?"),
        ("Ekby", "", "Vi betalade konsulten hundra tusen kronor."),
        ("Alby", "Ekby", "Det var inte så farligt mycket."),
    )
    said = list(readings(statements[0].doc))
    kinds = [reply_kind(at, said) for at in range(4)]
    assert kinds == ["", "other", "owner-answers", "other"]
    assert statements[2]._.offer == "phrased"


def test_signals_say_why() -> None:
    (span,) = labelled(("Ekby", "", "Delar gärna mallen."))
    assert {"label": "offer", "name": "cue:share-gladly", "detail": "delar gärna"} in span._.signals


def test_the_factories_are_registered_and_label_a_document() -> None:
    nlp = spacy.blank("sv")
    for name in ("runda_statements", "runda_requests", "runda_offers"):
        nlp.add_pipe(name)
    doc = nlp.make_doc("Vi delar gärna mallen.")
    doc.spans[carrier.TURNS] = [carrier.char_span(doc, 0, len(doc.text))]
    (statement,) = nlp(doc).spans[carrier.STATEMENTS]
    assert (statement._.request, statement._.offer) == ("", "phrased")
