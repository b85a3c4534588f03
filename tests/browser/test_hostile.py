"""A round that wants to harm is shown as text, and a network's forty rounds are shown at once."""

import json

import pytest

from pipeline.publish.report.page import report_page
from pipeline.tables import Tables
from pipeline.topics import load_topics

from .conftest import read_folder

HOSTILE = (
    "Runda 3 maj 2022\n\n"
    "Anna, Lund:\n\n<img src=x onerror=alert(1)> sa vi på kontoret.\n\n"
    "Vi har en koldioxidbudget </script><script>document.title='stulen'</script> sedan 2020.\n"
    'Hjälp: hur gör ni med <img src="http://example.org/x.png" onerror="alert(2)"> klimatväxling?\n\n'
    "Sara, Malmö:\n\n"
    '=HYPERLINK("http://example.org";"klicka") är vår solpark, delar gärna!\n'
    "Vi håller på med \u202eamaronaP\u202c och 🌞🌻 solceller på taket 👩‍🔬. Hör gärna av er!\n"
    "Vi delar gärna vår mall: javascript:alert(3) och https://example.org/a?<b>\u2028\u2029\n"
    "Tips: ]]> <!-- <script> \" ' ` ${alert(4)} {{7*7}} &lt;b&gt; \\u003cscript\n"
    "Vi har upphandlat " + "lång" * 2500 + " bilar.\n"
    "Hjälp: hur följer ni upp klimatkrav i upphandling 🚲?\n\n"
    "Eva, Lund:\n\nVi följer upp klimatkraven i upphandlingar varje år 🎉.\n"
)
ROUTES = [
    "#/hjalp",
    "#/aktuellt",
    "#/laget",
    "#/amnen/procurement",
    "#/amnen/solar",
    "#/kommuner",
    "#/kommuner/Lund",
    "#/kommuner/Malmö",
    "#/tid",
    "#/kallan",
    "#/sok?q=script",
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "<b>fil&amp.txt").write_text(HOSTILE, encoding="utf-8")
    tables, texts = read_folder([folder])
    assert len(tables.requests) >= 1 and len(tables.offers) >= 1
    file = folder / "page.html"
    file.write_bytes(report_page(tables, texts, load_topics(None).topics))
    return file


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("route", ROUTES)
def test_a_hostile_round_is_text(visit, hostile, route, width):
    seen = visit(hostile, width)
    seen.page.on("dialog", lambda dialog: (seen.faults.append(dialog.message), dialog.dismiss()))
    page = seen.go(route)
    page.wait_for_timeout(30)
    assert seen.faults == []
    assert seen.outside() == []
    assert "stulen" not in page.title()
    assert page.locator("#view img, #view script, #view b > script, #view iframe").count() == 0
    harmful = """[...document.querySelectorAll('*')].some(
        e => [...e.attributes].some(a => /^on/i.test(a.name) || /^\\s*javascript:/i.test(a.value)))"""
    assert not page.evaluate(harmful)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_source_shows_every_character(visit, hostile):
    page = visit(hostile).go("#/kallan")
    lines = page.evaluate("[...document.querySelectorAll('.line .text')].map(e => e.textContent).join('\\n')")
    text = json.loads(page.text_content("#data"))["docs"][0]["text"]
    assert lines == text
    assert "</script><script>document.title='stulen'</script>" in lines


def test_quotations_after_an_emoji_are_whole(visit, hostile):
    page = visit(hostile).go("#/hjalp?medlem=Malmö")
    words = " ".join(page.locator(".ask .said").all_text_contents())
    assert "hur följer ni upp klimatkrav i upphandling 🚲?" in words


def test_without_scripts_it_is_text_too(visit, hostile):
    seen = visit(hostile, java_script_enabled=False)
    page = seen.go("")
    assert "<img src=" in page.locator("main table").text_content()
    assert page.locator("main img").count() == 0
    assert seen.outside() == []


#: Tables whose rows must differ, and do not where the same rounds come again.
ONCE = {"history", "quiet_experts", "people", "load"}


def many(tables, texts, times):
    """The same rounds several times over, as documents of their own."""
    rows, everything = tables.rows(), {}
    copies = {name: list(rows[name]) if name in ONCE else [] for name in rows}
    for number in range(times):
        text = json.dumps({name: rows[name] for name in rows.keys() - ONCE})
        for document in texts:
            text = text.replace(document, f"{document}x{number}")
            everything[f"{document}x{number}"] = texts[document]
        for name, copied in json.loads(text).items():
            copies[name] += copied
    for name in ONCE:  # they rest on the first copy
        text = json.dumps(copies[name])
        for document in texts:
            text = text.replace(document, f"{document}x0")
        copies[name] = json.loads(text)
    return Tables.from_rows(copies), everything


def test_forty_rounds_are_small_and_quick(visit, example_tables, tmp_path):
    tables, texts = many(*example_tables, 8)
    assert (tables.documents["kind"] == "round").sum() == 40
    page = report_page(tables, texts, load_topics(None).topics)
    assert len(page) < 2_800_000
    file = tmp_path / "forty.html"
    file.write_bytes(page)
    print(f"{len(page)} bytes")
    for route, shown in (
        ("#/hjalp", ".card"),
        ("#/aktuellt", ".rows"),
        ("#/laget", ".matrix"),
        ("#/tid", "svg"),
    ):
        times = []
        for _ in range(3):  # the machine may be busy: the best of three
            opened = visit(file).go(route)
            opened.wait_for_selector(f"#view {shown}")
            times.append(
                opened.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
            )
        assert min(times) < 1000, route
        print(f"{route}: first paint {min(times):.0f} ms")
