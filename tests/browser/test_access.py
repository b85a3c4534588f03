"""The page for everybody: WCAG 2.1 AA by axe, and the keyboard alone."""

from importlib.resources import files
from importlib.util import find_spec

import pytest

ROUTES = [
    "#/hjalp",
    "#/aktuellt",
    "#/laget",
    "#/amnen/climate_fee",
    "#/kommuner",
    "#/kommuner/Habo",
    "#/tid",
    "#/kallan",
    "#/sok?q=panorama",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@pytest.fixture(scope="module")
def axe():
    if find_spec("axe_playwright_python") is None:
        pytest.skip("axe-playwright-python is not installed")
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page, axe):
    page.evaluate(axe)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    return [
        (fault["id"], node["target"], node.get("failureSummary", ""))
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "light"), (1440, "dark")])
@pytest.mark.parametrize("route", ROUTES)
def test_axe_finds_nothing(visit, small_report, axe, route, width, scheme):
    page = visit(small_report / "sv.html", width, scheme).go(route)
    assert violations(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "route", ["#/aktuellt", "#/hjalp", "#/amnen/climate_fee", "#/kommuner/Mora", "#/tid"]
)
def test_axe_finds_nothing_where_several_rounds_speak(visit, reports, axe, route, scheme):
    page = visit(reports / "sv.html", 1440, scheme).go(route)
    page.evaluate("document.querySelectorAll('details').forEach(x => x.open = true)")
    assert violations(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_dialog_and_in_open_tables(visit, small_report, axe, scheme):
    seen = visit(small_report / "sv.html", 1440, scheme)
    page = seen.go("#/laget?medlem=Lund&amne=co2_budget")
    assert page.get_by_role("dialog").is_visible()
    assert violations(page, axe) == []
    page = seen.go("#/tid")
    page.evaluate("document.querySelectorAll('details').forEach(x => x.open = true)")
    assert violations(page, axe) == []


def test_axe_finds_nothing_in_english(visit, small_report, axe):
    assert violations(visit(small_report / "en.html").go(), axe) == []


def test_axe_is_awake(visit, small_report, axe):
    page = visit(small_report / "sv.html").go()
    page.evaluate("document.querySelector('.lead').style.color = '#cccccc'")
    page.evaluate("document.querySelector('#q').labels[0].remove()")
    assert {"color-contrast"} <= {fault for fault, _, _ in violations(page, axe)}


def test_the_keyboard_skips_to_the_content(visit, reports):
    page = visit(reports / "sv.html").go()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_keyboard_moves_in_the_matrix_and_opens_a_cell(visit, reports):
    page = visit(reports / "sv.html").go("#/laget")
    page.locator(".matrix").locator("xpath=..").focus()
    first = page.locator('.matrix button[tabindex="0"]')
    assert first.count() == 1  # one stop for the whole table
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.matrix button')"):
            break
    here = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    there = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert there.split(",")[0] == here.split(",")[0] and there != here
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == there


def test_the_keyboard_filters_searches_and_goes_to_the_source(visit, reports):
    page = visit(reports / "sv.html").go()
    page.locator('.segment input[value=""]').focus()
    page.keyboard.press("ArrowRight")
    assert "lage=answered" in page.url
    assert page.evaluate("document.activeElement.value") == "answered"
    page.keyboard.press("ArrowRight")
    assert "lage=proposed" in page.url
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "q"  # a slash typed in a field stays there
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("solpark")
    page.wait_for_selector("mark")
    link = page.locator("a.origin").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".line.here")
    assert page.evaluate("document.activeElement.classList.contains('no')")


def test_focus_can_be_seen(visit, reports):
    page = visit(reports / "sv.html").go()
    for _ in range(12):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement; const s = getComputedStyle(e);
            const n = e.nextElementSibling ? getComputedStyle(e.nextElementSibling) : s;
            return s.outlineStyle !== 'none' || n.outlineStyle !== 'none' }"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
