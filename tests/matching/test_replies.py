"""Which request a reply answers, on invented rounds annotated by hand."""

import pytest
from reply_rounds import FOLDER, measure, read

from pipeline.language import load, parse
from pipeline.matching.features import candidates
from pipeline.matching.replies import WEIGHTS
from pipeline.matching.replies import answered as sure_of
from pipeline.values import SourceText

#: Share of the replies that must be right: rules were written in view of "a" only.
FLOORS = {"a": 0.83, "b": 0.73}


@pytest.fixture(scope="module")
def nlp():
    return load()


@pytest.fixture(scope="module")
def answered(nlp):
    """Whom Runda says that each reply of a round answers: (speaker, words) -> the requests' words."""

    def run(text):
        found = candidates(parse(nlp, SourceText(text=text, source="runda.txt")))
        known = sure_of(found.linked, found.said)
        return {
            (statement.member, statement.text): [
                need.text for n, need in enumerate(found.needs) if known[n, at]
            ]
            for at, statement in enumerate(found.said)
            if statement.reply_to
        }

    return run


@pytest.mark.parametrize("half", FLOORS)
def test_replies_are_given_to_the_right_request(nlp, half):
    results = [measure(nlp, read(path)) for path in sorted(FOLDER.glob(f"{half}*.txt"))]
    right = sum(result.counts["right"] for result in results)
    n = sum(sum(result.counts.values()) for result in results)
    told = "\n".join(line for result in results for line in result.told)
    assert n >= 70
    assert right / n >= FLOORS[half], f"{right} of {n} right\n{told}"


ROUND = """Runda 3 maj 2022

Malin, Malmö
- Solcellerna är på plats.
Hjälp:
- vad betalar ni för laddstolparna?
- vem kan rita en våtmark?

{}

Sara, Örebro
- Vi bygger en skola.

Ida, Kalmar
- Panorama är öppet.
"""


@pytest.mark.parametrize(
    ("reply", "request_number"),
    [
        ("Sara, Örebro: Vi gav 14 000 kr per uttag.", 1),
        ("Sara, Örebro: Angående våtmarken: ring Länsstyrelsen, de har en ritare.", 2),
        ("Sara, Örebro: På den sista frågan, vi anlitade ett bolag i Karlstad.", 2),
        ("Sara, Örebro: På fråga 1: det blev dyrare än vi trodde, räkna högt.", 1),
    ],
)
def test_a_reply_goes_where_it_points(answered, reply, request_number):
    found = answered(ROUND.format(reply))
    wanted = ["- vad betalar ni för laddstolparna?", "- vem kan rita en våtmark?"][request_number - 1]
    assert found
    assert all(requests == [wanted] for requests in found.values()), found


@pytest.mark.parametrize(
    "reply",
    ["Samma fråga här.", "Håller med!", "Bra fråga!", "Ingen aning.", "Tack Malin!", "Vi går vidare.", "+1"],
)
def test_mere_words_answer_nothing(answered, reply):
    found = answered(ROUND.format(f"Sara, Örebro: {reply}"))
    assert found
    assert not any(found.values())


def test_what_might_be_meant_for_either_is_given_to_none(answered):
    text = ROUND.replace("vad betalar ni för laddstolparna?", "vem kan laga en spång?")
    found = answered(text.format("Sara, Örebro: Vår är klar sedan i våras."))
    assert list(found.values()) == [[]]


def test_every_weight_is_used():
    assert all(WEIGHTS.values())
