import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quoting import counted, enumeration, markdown, quote, shorten, swedish_date, swedish_number


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("en *stjärna* och _streck_", r"en \*stjärna\* och \_streck\_"),
        ("<script>alert(1)</script>", r"\<script>alert(1)\</script>"),
        ("[länk](http://x.se/a_b)", r"\[länk\](<http://x.se/a_b>)"),
        ("se https://a.se/b_c.", "se <https://a.se/b_c>."),
        ("Mål & resursplan 2 # | snabbt", r"Mål & resursplan 2 # \| snabbt"),
        ("&lt;b&gt; &#39;", r"\&lt;b\&gt; \&#39;"),
        ("# rubrik", r"\# rubrik"),
        ("> citat > mer", r"\> citat > mer"),
        ("fil_namn_2.txt", "fil_namn_2.txt"),
        ("~~struket~~ ~5", r"\~\~struket\~\~ ~5"),
    ],
)
def test_markdown_shows_text_as_written(text, shown):
    assert markdown(text) == shown


@given(st.text())
def test_markdown_never_leaves_a_tag_open_to_browsers(text):
    for tag in re.finditer(r"(?<!\\)<([^>]*)>?", markdown(text)):
        assert (
            re.match(r"https?://", tag[1]) or "\\\\" in markdown(text)[max(0, tag.start() - 2) : tag.start()]
        )


def test_shorten_cuts_between_words_and_says_so():
    assert shorten("Vi har räknat på allt som går att räkna på", 20) == "Vi har räknat på …"


def test_shorten_keeps_short_text_without_its_bullet_and_line_breaks():
    assert shorten("- Vi har\n  räknat", 80) == "Vi har räknat"


def test_shorten_keeps_what_it_must():
    text = "Först en lång inledning om allt, sedan avgiften på 400 kr, och sedan en lång avslutning"
    at = text.index("400 kr")
    assert "400 kr" in shorten(text, 40, (at, at + 6))


@given(st.text("ab åä\n-", min_size=1), st.integers(5, 40), st.data())
def test_shorten_takes_its_words_from_the_text(text, limit, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 5)))
    short = shorten(text, limit, (start, end))
    assert len(short) <= limit + 4
    assert " ".join(re.sub("[…·]", "", short).split()) in " ".join(re.sub(r"\n\s*-+ +", " ", text).split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Klart i maj.\n•\tHjälp med bygg?", "Klart i maj. · Hjälp med bygg?"),
        ("- Klart\n  - i tre steg", "Klart · i tre steg"),
        ("**Tips:** mallen finns", "Tips: mallen finns"),
        ("Vi kör på\n> som förut", "Vi kör på som förut"),
        ("2 * 3 är 6 - ungefär", "2 * 3 är 6 - ungefär"),
    ],
)
def test_bullets_and_stars_of_the_notes_are_no_words(text, shown):
    assert shorten(text, 80) == shown


def test_quote_nests_quotation_marks():
    assert quote("Vi kallar det ”tankstation”") == "”Vi kallar det ’tankstation’”"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (400, "400"),
        (1600.0, "1\u00a0600"),
        (1.5, "1,5"),
        (830e6, "830\u00a0000\u00a0000"),
        (0.12, "0,12"),
        (12500.5, "12\u00a0500,5"),
    ],
)
def test_numbers_are_written_the_swedish_way(value, shown):
    assert swedish_number(value) == shown


def test_dates_are_written_the_swedish_way():
    assert swedish_date("2021-03-02") == "2 mars 2021"
    assert swedish_date("") == ""


def test_enumerations():
    assert [enumeration(list("abc")[:n]) for n in range(4)] == ["", "a", "a och b", "a, b och c"]


def test_counted():
    said = [counted(n, "en fråga", "frågor") for n in (0, 1, 2, 12, 13)]
    assert said == ["inga frågor", "en fråga", "två frågor", "tolv frågor", "13 frågor"]
