"""Which proposals are sure enough to act on."""

import pytest

from pipeline.introductions import Introduction, best, expired, same_thing, sure


def request(**more):
    return {
        "request_id": "s1", "date": "2022-05-03", "due": "", "topics": ["carbon_sinks"],
        "text": "Har någon räknat på våtmarker?",
    } | more  # fmt: skip


def match(**more):
    return {
        "request_id": "s1", "seeker": "Lund", "helper": "Mora", "score": 0.9, "reasons": ["done"],
        "evidence_text": "Vi har räknat på två våtmarker.", "evidence_date": "2022-05-03",
    } | more  # fmt: skip


EVIDENCE = {"topics": ["carbon_sinks"], "request": ""}


@pytest.mark.parametrize(
    ("more", "today", "last", "late"),
    [
        ({}, "2022-05-03", "", False),
        ({}, "2023-05-30", "", False),
        ({}, "2023-07-01", "", True),
        ({}, "2023-07-01", "2023-01-10", False),
        ({"due": "2022-06-01"}, "2022-05-03", "", False),
        ({"due": "2022-06-01"}, "2022-09-01", "", True),
        ({}, "", "", False),
        ({"date": ""}, "2022-05-03", "", False),
    ],
)
def test_a_need_expires_when_its_day_is_past_or_nobody_repeats_it(more, today, last, late):
    assert expired(request(**more), today, last) is late


def test_a_low_score_or_another_who_asks_is_not_sure():
    assert sure(match(), request(), EVIDENCE)
    assert not sure(match(score=0.79), request(), EVIDENCE)
    assert not sure(
        match(evidence_text="Vi har nya bussar."), request(), EVIDENCE | {"topics": ["transport"]}
    )
    assert not sure(match(), request(), EVIDENCE | {"request": "phrased"})
    assert not sure(match(evidence_text="Vem har räknat på våtmarker?"), request(), EVIDENCE)
    assert not sure(match(evidence_text="Vi har inga våtmarker."), request(), EVIDENCE)


def test_words_of_another_round_must_be_about_the_same_thing():
    earlier = {"evidence_date": "2021-01-01", "reasons": ["offered"]}
    assert sure(match(**earlier), request(), EVIDENCE)
    assert not sure(match(**earlier | {"reasons": ["done"]}), request(), EVIDENCE)
    elsewhere = match(**earlier, evidence_text="Skogen är en het potatis efter branden.")
    assert not sure(elsewhere, request(), EVIDENCE)
    fee = request(topics=["climate_fee"], text="Vilken nivå har ni?")
    assert sure(match(**earlier, evidence_text="Vi tar 2 kr."), fee, EVIDENCE | {"topics": ["climate_fee"]})


def test_each_seeker_and_each_helper_once_the_round_itself_first():
    pairs = [
        Introduction(request(request_id="a"), match(score=0.85)),
        Introduction(request(request_id="b"), match(score=0.95, helper="Ale")),
        Introduction(request(request_id="c"), match(score=0.99, seeker="Habo", evidence_date="2020-01-01")),
        Introduction(request(request_id="d"), match(score=0.81, seeker="Tyresö", helper="Vara")),
    ]
    assert [made.request["request_id"] for made in best(pairs, 5)] == ["b", "c", "d"]
    assert len(best(pairs, 1)) == 1


@pytest.mark.parametrize(
    ("asked", "said", "same"),
    [
        ("Någon som har erfarenhet av trähus?", "Vårt trähus vid kajen är klart.", True),
        ("Hur laddar hemtjänsten?", "Vi har fler laddstolpar hos hemtjänsten.", True),
        ("Hur gör ni?", "Vi gör så här.", False),
        ("Vem kan berätta om bevattning?", "Kontoret har flyttat till våning nio.", False),
    ],
)
def test_one_thing_by_a_rare_word_or_a_concept(asked, said, same):
    assert same_thing(asked, said) is same
