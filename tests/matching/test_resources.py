import pytest

from pipeline.errors import ResourceError
from pipeline.matching.concepts import Concepts, KindEntry, concepts, kinds
from pipeline.matching.planes import NAMES
from pipeline.matching.ranking import ranking, read_fitted, read_hand
from pipeline.matching.similarity import Rarity, rarity
from pipeline.patterns import words_of


@pytest.mark.parametrize("entry", concepts().entries.values(), ids=lambda entry: entry.id)
def test_examples_of_concepts(entry: object) -> None:
    assert entry.match, "give the entry an example"  # type: ignore[attr-defined]
    for sentence in entry.match:  # type: ignore[attr-defined]
        assert entry.id in concepts().find(words_of(sentence)), sentence  # type: ignore[attr-defined]
    for sentence in entry.no_match:  # type: ignore[attr-defined]
        assert entry.id not in concepts().find(words_of(sentence)), sentence  # type: ignore[attr-defined]


@pytest.mark.parametrize("entry", kinds().entries.values(), ids=lambda entry: entry.id)
def test_examples_of_kinds(entry: KindEntry) -> None:
    for sentence in entry.match:
        assert entry.id in kinds().asked(words_of(sentence)), sentence
    for sentence in entry.no_match:
        assert entry.id not in kinds().asked(words_of(sentence)), sentence
    for sentence in entry.match_gives:
        assert entry.id in kinds().given(words_of(sentence)), sentence
    for sentence in entry.no_match_gives:
        assert entry.id not in kinds().given(words_of(sentence)), sentence


def test_stages_of_kinds_are_stages() -> None:
    stages = {"done", "ongoing", "planned", "considering"}
    assert all(entry.stages and set(entry.stages) <= stages for entry in kinds().entries.values())


def test_a_narrower_thing_counts_half_for_the_wider() -> None:
    found = concepts().find(words_of("Lådcyklar i hemtjänsten"))
    assert found["cargo_bike"] == 1.0
    assert found["cycling"] == 1.0  # the word itself says cykel
    assert concepts().find(words_of("Matsvinnet"))["food"] == 0.5


def test_an_unknown_wider_thing_is_named(tmp_path) -> None:
    path = tmp_path / "synonyms.toml"
    path.write_text(
        '[[concept]]\nid = "a"\nlabel = "a"\npatterns = ["a"]\nbroader = ["b"]\n', encoding="utf-8"
    )
    with pytest.raises(ValueError, match="unknown broader concept 'b'"):
        Concepts(path)


def test_both_sets_of_weights_use_known_signals() -> None:
    assert set(read_hand().weights) <= set(NAMES)
    assert set(read_fitted().weights) <= set(NAMES)
    assert ranking(rules_only=True) == read_hand()


def test_an_unknown_signal_is_told_with_its_line(tmp_path) -> None:
    path = tmp_path / "matching.toml"
    path.write_text("[decision]\nintercept = 0\n[weights]\nreplyy = 1.0\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"line 4: unknown signal 'replyy'"):
        read_hand(path)


def test_fitted_weights_of_another_version_are_refused(tmp_path) -> None:
    path = tmp_path / "matching.json"
    path.write_text('{"format": 99, "weights": {}}', encoding="utf-8")
    with pytest.raises(ResourceError, match="fit it again"):
        read_fitted(path)


def test_rare_words_weigh_more() -> None:
    assert rarity().weight("p:skyfall") > rarity().weight("p:klimat") > 0
    assert rarity().weight("p:finnsinte") == pytest.approx(rarity().highest)


def test_a_faulty_table_of_rarity_names_the_line(tmp_path) -> None:
    path = tmp_path / "rarity.tsv"
    path.write_text("*\t10\nord tre\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="line 2"):
        Rarity.load(path)
