"""The report page as a file: safe, self-contained, the same each time; its words, places and commands."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.commands.report import page_in, texts_of, write_report
from pipeline.errors import OutputError, ResourceError
from pipeline.publish.locale import languages, load_catalogue
from pipeline.publish.report.members import swedish_order
from pipeline.publish.report.page import json_block, report_page
from pipeline.publish.report.sources import Sources, spoken_from
from pipeline.topics import load_topics

PACKAGE = Path(__file__).parents[2] / "pipeline" / "publish"


@pytest.fixture(scope="module")
def page(example_run):
    return (example_run[1] / "report.html").read_text(encoding="utf-8")


@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_comes_back_as_it_was_and_cannot_leave_its_block(data):
    block = json_block(data)
    assert json.loads(block) == data
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", block)


@settings(deadline=None)  # markers are read on the first call
@given(before=st.text(), words=st.text(min_size=1).filter(str.strip), after=st.text())
def test_places_cut_the_words_as_a_browser_counts(before, words, after):
    text = before + words + after
    sources = Sources([{"document_id": "d1"}], {"d1": text})
    place = sources.span("d1", len(before), len(before) + len(words), 1, words)
    units = text.encode("utf-16-le", "surrogatepass")
    cut = units[2 * place[1] : 2 * place[2]].decode("utf-16-le", "surrogatepass")
    assert cut == words[spoken_from(words, ()) :]


def test_words_that_are_not_where_the_row_says_are_carried_along():
    sources = Sources([{"document_id": "d1"}], {"d1": "Något annat."})
    assert sources.span("d1", 0, 5, 3, "Inte så.") == [0, -1, -1, 3, "Inte så."]


def test_a_speaker_before_the_words_is_left_out():
    assert (
        "Anna, Mora: Vi har en mall."[spoken_from("Anna, Mora: Vi har en mall.", ["Mora"]) :]
        == "Vi har en mall."
    )
    assert spoken_from("Nytt: vi har en mall.", ["Mora"]) == 0


def test_the_policy_lets_only_the_pages_own_script_and_style_run(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1).replace("&#39;", "'")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL).group(1)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_page_asks_for_nothing(page):
    markup = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    outside = re.sub(r'xmlns(:\w+)?="[^"]*"', "", markup)
    assert not re.search(r"""(?:src|href|url\()\s*=?\s*["']?https?:""", outside)
    assert "@import" not in page and " style=" not in outside
    assert len(page.encode()) < 1_000_000


def test_scripts_never_make_markup_of_text():
    for script in sorted((PACKAGE / "report" / "js").glob("*.js")):
        text = script.read_text(encoding="utf-8")
        code = re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function", code
        ), script.name
        assert len(text.splitlines()) < 400


def test_the_same_tables_make_the_same_page(example_run):
    tables, out = example_run[0].tables, example_run[1]
    texts = texts_of(out / "report.html")
    again = report_page(tables, texts, load_topics(None).topics)
    assert again == (out / "report.html").read_bytes()


def test_every_need_is_on_the_page_once(example_run, page):
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL).group(1))
    requests = set(example_run[0].tables.requests["request_id"])
    shown = [need["id"] for need in data["needs"]]
    assert len(shown) == len(set(shown)) and set(shown) <= requests
    assert {need["state"] for need in data["needs"]} <= {"answered", "proposed", "open", "closed"}
    for need in data["needs"]:
        assert all(helper["member"] != need["member"] for helper in need["helpers"])
        assert (need["state"] == "open") <= (not need["helpers"])


def test_languages_have_the_same_words_with_the_same_holes():
    catalogues = [load_catalogue(language) for language in languages()]
    assert [catalogue.language for catalogue in catalogues][:1] == ["sv"] and len(catalogues) >= 2
    first = catalogues[0].words
    for other in catalogues[1:]:
        assert other.words.keys() == first.keys()
        for key, words in first.items():
            holes, others = (set(re.findall(r"\{\w+\}", text)) for text in (words, other.words[key]))
            # English holds what a warning tells; another language need not tell all of it.
            assert holes <= others if key.startswith("warning.") else holes == others, key


def test_every_word_that_the_page_asks_for_is_in_the_catalogue():
    words = load_catalogue().words
    used = set()
    for path in [*PACKAGE.rglob("*.js"), *PACKAGE.rglob("*.j2"), PACKAGE / "charts.py"]:
        used |= set(re.findall(r"""\bt\(\s*["']([\w.]+)["']""", path.read_text(encoding="utf-8")))
    assert len(used) > 80
    assert {key for key in used if key not in words and f"{key}.one" not in words} == set()


def test_a_sentence_for_one_and_for_many():
    t = load_catalogue("sv")
    assert t("help.found", n=1) == "1 behov" and t("help.asked", n=3) == "3 frågor"
    assert t.date("2021-03-02") == "2 mars 2021" and t.date("") == t("page.no_date")


def test_a_language_that_is_not_there_is_told():
    with pytest.raises(ResourceError, match=r"xx\.toml"):
        load_catalogue("xx")


def test_swedish_letters_come_last():
    assert sorted(["Örebro", "Åmål", "Ängelholm", "Ystad"], key=swedish_order) == [
        "Ystad",
        "Åmål",
        "Ängelholm",
        "Örebro",
    ]


def test_the_report_is_written_in_english_beside_the_swedish(example_run, tmp_path):
    written = write_report(example_run[1], "en", tmp_path / "english.html")
    text = written.read_text(encoding="utf-8")
    assert '<html lang="en"' in text and "Who can help whom" in text
    assert texts_of(written) == texts_of(example_run[1] / "report.html")


def test_a_folder_without_a_report_is_told(tmp_path):
    with pytest.raises(OutputError, match="runda run"):
        page_in(tmp_path)
    (tmp_path / "report.html").write_text("<p>annat</p>", encoding="utf-8")
    with pytest.raises(OutputError, match="no report"):
        texts_of(tmp_path / "report.html")
