import pytest
from building import Said, round_of
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.matching import match
from pipeline.schema import TABLES
from pipeline.values import DocumentKind

SENTENCES = [
    "Lådcyklarna i hemtjänsten rullar sedan maj.",
    "Hur har ni gjort med lådcyklar i hemtjänsten?",
    "Vi delar gärna vår resepolicy, den är på två sidor.",
    "Skyfallskarteringen är klar.",
    "Någon som har en kort resepolicy?",
    "Inget nytt.",
]


@pytest.fixture(params=[False, True], ids=["fitted", "rules"])
def rules_only(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_a_reply_comes_first_and_is_quoted(rules_only: bool) -> None:
    doc = round_of(
        Said("Ystad", "Hur får man föräldrar att sluta skjutsa till skolan?", request="phrased"),
        Said(
            "Lund", "Vi stängde gatan på morgnarna, skickar utvärderingen.", reply_to="Ystad", offer="phrased"
        ),
        Said("Kalmar", "Skolmaten är vegetarisk på måndagar."),
    )
    (found,) = match([doc], rules_only=rules_only)
    assert (found.helper, found.rank, found.reasons[:2]) == ("Lund", 1, ("replied", "offered"))
    assert found.evidence_text == "Vi stängde gatan på morgnarna, skickar utvärderingen."
    assert found.helper_persons == ("Person i Lund",)
    assert found.explanation == (
        "Lund svarade Ystad på rundan den 4 maj 2022, om resor till skolan: "
        "”Vi stängde gatan på morgnarna, skickar utvärderingen.”"
    ) or found.explanation.startswith("Lund svarade Ystad på rundan den 4 maj 2022")


def test_the_same_thing_in_other_words_is_found(rules_only: bool) -> None:
    doc = round_of(
        Said("Ystad", "Söker någon glesbygdskommun med beställningstrafik som fungerar.", request="explicit"),
        Said("Lund", "Klimatkontraktet är påskrivet."),
        Said("Arvika", "Byabussen bokas dagen innan och är älskad.", offer="explicit"),
        Said("Kalmar", "Matsvinnet är halverat."),
    )
    found = match([doc], rules_only=rules_only)
    assert found and found[0].helper == "Arvika"
    assert "anropsstyrd trafik" in found[0].explanation


def test_who_has_the_thing_goes_before_who_only_plans_it(rules_only: bool) -> None:
    topic = "climate_fee"
    doc = round_of(
        Said("Ystad", "Hur följer ni upp klimatväxlingen?", request="phrased", topics=[topic]),
        Said("Lund", "Klimatväxling ska införas nästa år.", topics=[topic], stages={topic: "planned"}),
        Said(
            "Kalmar",
            "Klimatväxling sedan fem år, flyget har halverats.",
            topics=[topic],
            stages={topic: "done"},
        ),
        Said("Mora", "Biogasen räcker inte."),
    )
    found = match([doc], rules_only=rules_only)
    assert found[0].helper == "Kalmar"
    assert "Mora" not in {one.helper for one in found}


def test_nobody_is_proposed_where_nothing_speaks_for_anyone(rules_only: bool) -> None:
    doc = round_of(
        Said("Ystad", "Vem kan laga en gammal väderkvarn?", request="phrased"),
        Said("Lund", "Klimatkontraktet är påskrivet."),
        Said("Kalmar", "Vikarie till augusti."),
    )
    assert match([doc], rules_only=rules_only) == []


def test_two_answers_to_two_questions_are_told_apart() -> None:
    doc = round_of(
        Said("Ystad", "Har någon en mall för resepolicy?", request="explicit"),
        Said("Ystad", "Tips på föreläsare om klimatångest?", request="explicit"),
        Said(
            "Lund",
            "Vi hade en bra föreläsare om klimatoro, får namnet av mig.",
            reply_to="Ystad",
            offer="phrased",
        ),
        Said("Mora", "Mejlar vår resepolicy.", reply_to="Ystad", offer="phrased"),
    )
    best = {one.request_id: one.helper for one in match([doc]) if one.rank == 1}
    assert list(best.values()) == ["Mora", "Lund"]


def test_of_an_answer_the_telling_sentence_is_quoted() -> None:
    doc = round_of(
        Said("Ystad", "Hur får man föräldrar att sluta skjutsa till skolan?", request="phrased"),
        Said("Lund", "Vi stängde gatan för bilar varje morgon i två månader.", reply_to="Ystad", turn=1),
        Said("Lund", "Skickar länk.", reply_to="Ystad", offer="phrased", turn=1),
    )
    (found,) = match([doc])
    assert found.evidence_text.startswith("Vi stängde gatan")


def test_who_tells_of_its_own_is_likelier_to_help_than_who_bids_others() -> None:
    def score(answer: str) -> float:
        doc = round_of(
            Said("Ystad", "Hur får man föräldrar att sluta skjutsa till skolan?", request="phrased"),
            Said("Lund", answer, reply_to="Ystad", offer="phrased"),
        )
        return next((m.score for m in match([doc])), 0.0)

    assert score("Vi stängde gatan på morgnarna.") > score("Stäng gatan på morgnarna.")


def test_a_strong_area_of_the_evaluation_is_a_further_reason(rules_only: bool) -> None:
    doc = round_of(
        Said("Ystad", "Hur ställer ni klimatkrav på betong?", request="phrased", topics=["procurement"]),
        Said("Lund", "Vi skrev in klimatkrav på betong i fjol, mejlar texten.", "Ystad", offer="phrased"),
    )
    page = round_of(Said("Lund", "Upphandling är en styrka."), source="utvardering.html")
    page._.kind = DocumentKind.EVALUATION.value
    page._.evaluation = {"member": "Lund", "rows": [{"area": "Upphandling", "rating": "strong"}]}
    (alone,), (found,) = match([doc], rules_only=rules_only), match([page, doc], rules_only=rules_only)
    assert "evaluated" not in alone.reasons and found.reasons == (*alone.reasons, "evaluated")
    assert (found.rank, found.score) == (alone.rank, alone.score)
    assert found.explanation == f"{alone.explanation}; i utvärderingen är området en styrka"
    page._.evaluation["rows"][0]["rating"] = "weak"
    assert "evaluated" not in match([page, doc], rules_only=rules_only)[0].reasons


def test_earlier_rounds_are_evidence_only_when_asked_for() -> None:
    then = round_of(
        Said("Arvika", "Byabussen bokas dagen innan och är älskad, ring om den.", offer="explicit"),
        date="2021-03-02",
    )
    now = round_of(
        Said("Ystad", "Hur får ni beställningstrafiken att fungera?", request="phrased"),
        Said("Lund", "Inget nytt."),
    )
    assert match([then, now]) == []
    (found,) = match([then, now], across_rounds=True)
    assert (found.helper, found.evidence_date) == ("Arvika", "2021-03-02")
    assert "den 2 mars 2021" in found.explanation
    later_is_no_evidence = match(
        [now, round_of(Said("Arvika", "Byabussen rullar."), date="2023-01-01")], across_rounds=True
    )
    assert later_is_no_evidence == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ystad", "Lund", "Kalmar", "Kansliet", "Region Skåne"]),
            st.sampled_from(SENTENCES),
            st.sampled_from(["", "", "Ystad", "Lund"]),
            st.booleans(),
            st.booleans(),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_is_said_the_rows_are_sound(lines: list[tuple[str, str, str, bool, bool]]) -> None:
    doc = round_of(
        *(
            Said(
                member,
                text,
                reply_to="" if reply_to == member else reply_to,
                request="phrased" if asks else "",
                offer="phrased" if offers else "",
            )
            for member, text, reply_to, asks, offers in lines
        )
    )
    found = match([doc])
    assert match([doc]) == found
    allowed = next(c.values for c in TABLES["matches"].columns if c.name == "reasons")
    assert allowed is not None
    ranks: dict[str, list[int]] = {}
    for one in found:
        ranks.setdefault(one.request_id, []).append(one.rank)
        assert one.helper != one.seeker
        assert 0 <= one.score <= 1
        assert one.reasons and set(one.reasons) <= allowed
        assert one.evidence_text in doc.text
        assert one.explanation.startswith(one.helper) and "\n" not in one.explanation
    for order in ranks.values():
        assert order == list(range(1, len(order) + 1))
