"""Stages: every cue's own examples, scope, negation, questions, neighbours. All sentences are invented."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline import carrier
from pipeline.components.stage_rule import judge, load_cues, stage_features
from pipeline.components.stage_scope import scene_of
from pipeline.components.stages import Stages, furthest
from pipeline.values import STAGE_ORDER, Stage

NLP = spacy.blank("sv")
TERMS = {
    "co2_budget": "koldioxidbudget",
    "climate_fee": "klimatväxling",
    "panorama": "panorama",
    "procurement": "upphandling",
    "solar": "sol",
}


def statement(text, *topics, date="2021-03-01", request="", offer="", speaker="Lund"):
    """A doc whose whole text is one statement, with the topics' words as mentions."""
    return round_of([text], *topics, date=date, request=request, offer=offer, speaker=speaker)


def round_of(sentences, *topics, date="2021-03-01", request="", offer="", speaker="Lund"):
    doc = NLP.make_doc(" ".join(sentences))
    doc._.date = date
    spans, at = [], 0
    for sentence in sentences:
        span = carrier.char_span(doc, at, at + len(sentence))
        span._.turn, span._.speaker, span._.topics = 0, speaker, list(topics)
        span._.request, span._.offer = request, offer
        mentions = []
        for topic in topics:
            found = sentence.lower().find(TERMS[topic])
            if found >= 0:
                start = at + found
                end = start + len(sentence[found:].split()[0].rstrip(".,:?!"))
                mentions.append(
                    {"topic": topic, "start": start, "end": end, "method": "lexicon", "score": 1.0}
                )
        span._.mentions = mentions
        spans.append(span)
        at += len(sentence) + 1
    doc.spans[carrier.STATEMENTS] = spans
    return doc


def stage(text, topic="co2_budget", **kwargs):
    doc = Stages()(statement(text, topic, **kwargs))
    return doc.spans[carrier.STATEMENTS][0]._.stages.get(topic, "")


def cue_examples():
    for cue in load_cues()[0].values():
        assert cue.match and cue.no_match, f"{cue.id} lacks examples"
        yield from (pytest.param(cue.id, text, True, id=f"{cue.id}: {text}") for text in cue.match)
        yield from (pytest.param(cue.id, text, False, id=f"{cue.id} not: {text}") for text in cue.no_match)


@pytest.mark.parametrize(("cue", "text", "found"), list(cue_examples()))
def test_a_cue_finds_its_own_examples(cue, text, found):
    hits = {hit.id for hit in load_cues()[1].match_text(text)}
    assert (cue in hits) is found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Koldioxidbudgeten antogs i höstas.", "done"),
        ("Koldioxidbudget sedan 2019.", "done"),
        ("Koldioxidbudget 12 % per år.", "done"),
        ("Vi har en koldioxidbudget men vet inte hur den ska följas upp.", "done"),
        ("Koldioxidbudgeten revideras.", "done"),
        ("Håller på att räkna fram en koldioxidbudget.", "ongoing"),
        ("Förslaget till koldioxidbudget är ute på remiss.", "ongoing"),
        ("Koldioxidbudgeten är inte antagen ännu.", "ongoing"),
        ("Har fått i uppdrag att ta fram en koldioxidbudget.", "planned"),
        ("Koldioxidbudget ska tas fram nästa år.", "planned"),
        ("Koldioxidbudget från 2024.", "planned"),
        ("Målet är att ha en antagen koldioxidbudget.", "planned"),
        ("Funderar på en koldioxidbudget.", "considering"),
        ("Tittar på om en koldioxidbudget vore något för oss.", "considering"),
        ("Koldioxidbudget? Vi har inte bestämt oss.", "considering"),
        ("Har ingen koldioxidbudget.", ""),
        ("Koldioxidbudget har vi inte.", ""),
        ("Har haft koldioxidbudget innan.", ""),
        ("Koldioxidbudgeten avskaffades.", ""),
        ("Hur följer ni upp koldioxidbudgeten?", ""),
        ("Någon som vet vad en koldioxidbudget kostar?", ""),
        ("Koldioxidbudget finns inte, men KS har beslutat att en ska tas fram.", "planned"),
    ],
)
def test_stage_of_a_sentence(text, expected):
    assert stage(text) == expected


def test_each_topic_has_its_own_clause():
    doc = Stages()(
        statement(
            "Koldioxidbudgeten är antagen, men vi funderar på klimatväxling.", "co2_budget", "climate_fee"
        )
    )
    span = doc.spans[carrier.STATEMENTS][0]
    assert span._.stages == {"co2_budget": "done", "climate_fee": "considering"}
    assert span._.stage == "done"


def test_topics_that_are_only_listed_share_what_is_said():
    doc = Stages()(statement("Har varken koldioxidbudget eller klimatväxling.", "co2_budget", "climate_fee"))
    assert doc.spans[carrier.STATEMENTS][0]._.stages == {}


def test_the_next_sentence_tells_what_a_bare_note_leaves_open():
    doc = Stages()(round_of(["Koldioxidbudget.", "Håller på med den."], "co2_budget"))
    first, second = doc.spans[carrier.STATEMENTS]
    assert first._.stages == {}
    assert second._.stages == {"co2_budget": "ongoing"}


def test_a_named_stage_is_not_overtaken_by_a_sentence_that_only_continues():
    doc = Stages()(
        round_of(["Håller på med en koldioxidbudget.", "Det svåraste är klart och används."], "co2_budget")
    )
    assert [span._.stages for span in doc.spans[carrier.STATEMENTS]] == [{"co2_budget": "ongoing"}, {}]


def test_what_is_told_before_the_question_counts():
    assert stage("Har en koldioxidbudget, hur följer ni upp er?") == "done"


def test_the_office_has_no_position():
    assert stage("Vi har en koldioxidbudget.", speaker="Kansliet") == ""


def test_what_another_member_has_is_not_the_speakers():
    assert stage("Kalmar har en koldioxidbudget.", speaker="Lund") == ""
    assert stage("Lund har en koldioxidbudget.", speaker="Lund") == "done"
    assert stage("Tillsammans med Kalmar arbetar vi fram en koldioxidbudget.", speaker="Lund") == "ongoing"


def test_years_are_read_by_the_documents_date():
    assert stage("Koldioxidbudget inför 2023.", date="2021-03-01") == "planned"
    doc = statement("Klart 2019 och 2030.", "co2_budget")
    words = scene_of(doc.spans[carrier.STATEMENTS][0], "co2_budget").words
    assert words == ["klart", "tidigareår", "och", "framtidsår", "."]


def test_a_stage_carries_the_cues_that_decided():
    doc = Stages()(statement("Funderar på en koldioxidbudget.", "co2_budget"))
    assert {"label": "stage", "name": "thinks-about", "detail": "co2_budget: funderar"} in doc.spans[
        carrier.STATEMENTS
    ][0]._.signals


def test_features_name_the_cue_and_its_place():
    doc = statement("Funderar på en koldioxidbudget.", "co2_budget")
    features = stage_features(doc.spans[carrier.STATEMENTS][0], "co2_budget")
    assert features["cue=thinks-about"] > 0
    assert features["considering@clause"] > 0
    assert features["rule=considering"] == 1.0


@given(st.lists(st.sampled_from([stage.value for stage in Stage])))
def test_the_furthest_stage_is_one_of_them_and_none_is_further(stages):
    best = furthest(stages)
    assert best in [*stages, ""]
    assert all(STAGE_ORDER.index(Stage(best)) >= STAGE_ORDER.index(Stage(value)) for value in stages)


@given(st.text(alphabet="hålerpåknsi ?.,!–§koldioxidbudget", max_size=60))
def test_any_text_is_judged_without_failing(text):
    if text.strip():
        doc = statement(text.strip(), "co2_budget")
        assert judge(doc.spans[carrier.STATEMENTS][0], "co2_budget").stage in STAGE_ORDER


def test_the_next_sentence_may_take_it_back():
    doc = round_of(["Ledningen sade att vi hade koldioxidbudget.", "Det har vi inte."], "co2_budget")
    assert [span._.stages for span in Stages()(doc).spans[carrier.STATEMENTS]] == [{}, {}]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Koldioxidbudgeten är beslutad.", "done"),
        ("Det är beslutat att en koldioxidbudget ska tas fram.", "planned"),
        ("Koldioxidbudget: nej.", ""),
        ("Koldioxidbudget är inget vi pratar om längre.", ""),
        ("Koldioxidbudgeten sade de upp i fjol.", ""),
        ("Ni som är igång med koldioxidbudget, hur gick det?", ""),
        ("Valet står mellan koldioxidbudget och vanliga mål.", "considering"),
        ("Har fått i uppdrag att ta fram koldioxidbudget, jag är tveksam själv.", "planned"),
    ],
)
def test_words_of_having_wanting_and_leaving(text: str, wanted: str) -> None:
    assert stage(text) == wanted


def test_a_cue_says_nothing_on_topics_that_it_is_not_for():
    assert stage("Ingen koldioxidbudget i år, den rullar vidare.") == ""
    assert stage("Ingen upphandling i år, den är avslutad.", "procurement") == "done"
