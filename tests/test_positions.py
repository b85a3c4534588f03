"""Positions: the furthest stage that a member states, once per topic."""

import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline import carrier
from pipeline.positions import positions
from pipeline.values import STAGE_ORDER, Stage

NLP = spacy.blank("sv")


def document(*rows):
    """A doc with one statement a row: (speaker, {topic: stage})."""
    doc = NLP.make_doc(" ".join(f"Rad{n}." for n in range(len(rows))))
    spans = []
    for number, (speaker, stages) in enumerate(rows):
        start = doc.text.index(f"Rad{number}.")
        span = carrier.char_span(doc, start, start + len(f"Rad{number}."))
        span._.speaker, span._.stages = speaker, stages
        spans.append(span)
    doc.spans[carrier.STATEMENTS] = spans
    return doc


def test_the_furthest_stage_wins_and_names_its_statement():
    found = positions(
        document(("Lund", {"solar": "planned"}), ("Lund", {"solar": "done"}), ("Lund", {"solar": "done"}))
    )
    assert [(p.member, p.topic, p.stage, p.statement) for p in found] == [("Lund", "solar", Stage.DONE, 1)]


def test_members_and_topics_are_kept_apart():
    found = positions(
        document(("Lund", {"solar": "done", "panorama": "considering"}), ("Ale", {"solar": "ongoing"}))
    )
    assert {(p.member, p.topic): p.stage.value for p in found} == {
        ("Lund", "solar"): "done",
        ("Lund", "panorama"): "considering",
        ("Ale", "solar"): "ongoing",
    }


def test_no_stage_no_position():
    assert positions(document(("Lund", {}), ("", {"solar": "done"}))) == []
    assert positions(NLP.make_doc("Tomt.")) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Lund", "Ale"]),
            st.dictionaries(
                st.sampled_from(["solar", "panorama"]), st.sampled_from(["done", "ongoing", "planned"])
            ),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_one_position_a_member_and_topic_and_none_further(rows):
    found = positions(document(*rows))
    keys = [(p.member, p.topic) for p in found]
    assert len(keys) == len(set(keys))
    for position in found:
        stated = [
            Stage(s[position.topic])
            for member, s in rows
            if member == position.member and position.topic in s
        ]
        assert position.stage == max(stated, key=STAGE_ORDER.index)


def test_on_a_whole_field_of_work_only_plain_words_make_a_position():
    from pipeline.language import load

    doc = load(rules_only=True)(
        "Runda 3 mars 2022\n\nUlla, Ale\n\nVindkraften ger tung stämning i byarna.\n\n"
        "Nils, Habo\n\nHar antagit en ny energiplan i juni.\n"
    )
    assert [p.member for p in positions(doc) if p.topic == "energy"] == ["Habo"]
