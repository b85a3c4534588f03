import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.patterns import Hit, PatternMatcher, words_of

CLASSES = {"ni": ["ni", "andra", "någon"]}


def ids(patterns, text, classes=CLASSES):
    matcher = PatternMatcher({"x": patterns}, classes)
    return [(hit.start, hit.end) for hit in matcher.match(words_of(text))]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("gärna", "Delar GÄRNA med oss", [(1, 2)]),
        ("upphandl*", "ny upphandlingspolicy", [(1, 2)]),
        ("*avgift", "en klimatavgift", [(1, 2)]),
        ("a|b c", "b c", [(0, 2)]),
        ("tar (gärna) emot", "vi tar emot", [(1, 3)]),
        ("tar (gärna) emot", "vi tar gärna emot", [(1, 4)]),
        ("hur .. <ni>", "hur gör ni", [(0, 3)]),
        ("hur .. <ni>", "hur tror du att ni", []),
        ("hur ... <ni> ?", "hur i all världen gör ni ?", [(0, 7)]),
        ("hur ... <ni>", "hur då. ni vet", []),
        ("^ hur", "hur då", [(0, 1)]),
        ("^ hur", "men hur", []),
        ("tack $", "stort tack", [(1, 2)]),
        ("tack $", "tack alla", []),
        ("(vi) undrar", "undrar", [(0, 1)]),
        ("*sol*", "sol", []),
    ],
)
def test_the_pattern_language(pattern, text, found):
    if pattern == "*sol*":  # an infix would be a bare substring: it is read as a suffix of "sol*"
        assert ids([pattern], "konsolen") == []
        return
    assert ids([pattern], text) == found


@pytest.mark.parametrize("pattern", ["", "*", "hur ..", "<okänd>", "(valfri)", "^ $"])
def test_a_bad_pattern_is_refused(pattern):
    with pytest.raises(ValueError, match="pattern"):
        PatternMatcher({"x": [pattern]}, {})


def test_a_hit_names_its_pattern_and_is_the_shortest():
    matcher = PatternMatcher({"b": ["a ... c"], "a": ["a"]})
    assert matcher.match(["a", "c", "c"]) == [Hit("a", 0, 1), Hit("b", 0, 2)]


@given(st.lists(st.sampled_from(["a", "b", "c", ".", "?"]), max_size=12))
def test_exact_words_agree_with_a_plain_search(words):
    matcher = PatternMatcher({"x": ["a b"]})
    expected = [n for n in range(len(words) - 1) if words[n : n + 2] == ["a", "b"]]
    assert [hit.start for hit in matcher.match(words)] == expected


@given(st.lists(st.sampled_from(["a", "b", "x", "."]), max_size=10))
def test_a_gap_agrees_with_a_plain_search(words):
    matcher = PatternMatcher({"x": ["a .. b"]})
    expected = [
        start
        for start, word in enumerate(words)
        if word == "a"
        and any(
            words[end] == "b" and not {".", "?"} & set(words[start + 1 : end])
            for end in range(start + 1, min(start + 4, len(words)))
        )
    ]
    assert [hit.start for hit in matcher.match(words)] == expected
