from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.components.topics import TopicMatcher
from pipeline.errors import ResourceError
from pipeline.patterns import words_of
from pipeline.topic_check import unkept
from pipeline.topics import Area, load_topics

MATCHER = TopicMatcher(load_topics())
ENTRIES = [(topic.id, topic) for topic in load_topics().topics]
ENTRIES += [(entry.topic, entry) for entry in load_topics().ambiguous]

OWN = """
[[topic]]
id = "bees"
swedish = "Bin"
english = "Bees"
area = "planning"
words = ["bikupa"]
heads = ["biodling"]
"""


def found(sentence: str, matcher: TopicMatcher = MATCHER) -> set[str]:
    return {hit.topic for hit in matcher.match(words_of(sentence))}


@pytest.mark.parametrize(
    ("topic", "sentence"), [(topic, sentence) for topic, entry in ENTRIES for sentence in entry.match]
)
def test_examples_that_must_match(topic: str, sentence: str) -> None:
    assert topic in found(sentence)


@pytest.mark.parametrize(
    ("topic", "sentence"), [(topic, sentence) for topic, entry in ENTRIES for sentence in entry.no_match]
)
def test_examples_that_must_not_match(topic: str, sentence: str) -> None:
    assert topic not in found(sentence)


def test_the_file_holds_what_the_contract_asks_for() -> None:
    topics = load_topics()
    assert [topic.id for topic in topics.topics[:5]] == [
        "co2_budget",
        "climate_fee",
        "panorama",
        "procurement",
        "solar",
    ]
    assert len(topics.topics) >= 15
    assert all(topic.match and topic.no_match for topic in topics.topics)
    assert {topics.area(topic.id) for topic in topics.topics} >= {Area.GOALS, Area.ENERGY, Area.PROCUREMENT}
    assert all(area.swedish for area in Area)


def test_sentences_of_a_file_of_ones_own_are_checked(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    held = 'match = ["Vi har en bikupa."]\nno_match = ["Vi har en biograf."]\n'
    own.write_text(OWN + held, encoding="utf-8")
    assert not list(unkept(load_topics(own)))
    own = tmp_path / "changed.toml"  # a file is read once
    own.write_text(OWN + 'match = ["Vi har humlor."]\nno_match = ["Bikupan är tom."]\n', encoding="utf-8")
    assert list(unkept(load_topics(own))) == [
        "bees: match: nothing is found in “Vi har humlor.”",
        "bees: no_match: “bikupa” is found in “Bikupan är tom.”",
    ]


def test_related_goes_both_ways() -> None:
    topics = load_topics()
    assert topics.related("climate_fee", "travel")
    assert topics.related("travel", "climate_fee")
    assert topics.related("solar", "solar")
    assert not topics.related("solar", "food")


def test_a_users_own_topics_come_after_the_shipped_ones(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    topics = load_topics(path)
    assert topics.topics[-1].id == "bees"
    assert "solar" in topics
    assert "bees" in found("Bikupor på stadshusets tak.", TopicMatcher(topics))
    assert "bees" in found("Stadsbiodlingen växer.", TopicMatcher(topics))


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("area = ", "are = "), 6, "unknown key 'are'"),
        (('"planning"', '"garden"'), 2, "unknown area"),
        (('["bikupa"]', '["bikup*"]'), 2, "move it to phrases"),
        (('words = ["bikupa"]', 'compounds = ["bikupa"]'), 2, "joined by +"),
        (('words = ["bikupa"]', 'phrases = ["bikupa .."]'), 2, "ends in a gap"),
        (('words = ["bikupa"]', 'related = ["honey"]'), 3, "unknown topic 'honey'"),
        (('id = "bees"', 'id = "Bees!"'), 2, "small letters"),
    ],
)
def test_a_slip_in_a_topic_file_names_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, words: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace(*change), encoding="utf-8")
    with pytest.raises(ResourceError, match=words.replace("+", r"\+")) as error:
        load_topics(path)
    assert error.value.line == line
