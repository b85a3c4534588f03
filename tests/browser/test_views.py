"""Every view of the report page in a real browser: it opens, filters, and lands on the right line."""

import re

import pytest

VIEWS = {
    "#/hjalp": ("Vem kan hjälpa vem", "Who can help whom"),
    "#/aktuellt": ("Efter rundan 19 november 2024", "After the round of 19 November 2024"),
    "#/laget": ("Läget", "Where they are"),
    "#/amnen/solar": ("Solenergi", "Solar energy"),
    "#/kommuner": ("Kommuner", "Members"),
    "#/kommuner/Habo": ("Habo", "Habo"),
    "#/tid": ("Över tid", "Over time"),
    "#/kallan": (None, None),
    "#/sok?q=panorama": ("Sök", "Search"),
}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("route", VIEWS)
def test_a_view_opens_without_a_fault_and_fetches_nothing(visit, reports, route, language):
    seen = visit(reports / f"{language}.html")
    page = seen.go(route)
    expected = VIEWS[route][language == "en"]
    words = page.inner_text("h1")
    assert words and (expected is None or words == expected or route.startswith("#/amnen"))
    assert page.get_attribute("html", "lang") == language
    assert page.locator("#view").inner_text().strip()
    assert seen.faults == []
    assert seen.outside() == []


@pytest.mark.parametrize("route", VIEWS)
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_sticks_out_at_the_side(visit, reports, route, width):
    page = visit(reports / "sv.html", width).go(route)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_menu_leads_to_every_view(visit, reports):
    page = visit(reports / "sv.html").go()
    for link in page.locator("#views a").all():
        link.click()
        page.wait_for_selector(f'#views a[aria-current="page"][href="{link.get_attribute("href")}"]')
        assert page.evaluate("document.activeElement.tagName") in {"H1", "A"}


def test_filters_filter_and_the_address_keeps_them(visit, reports):
    seen = visit(reports / "sv.html")
    page = seen.go()
    needs = seen.data()["needs"]
    page.get_by_label("Ämne").select_option("solar")
    wanted = [need for need in needs if "solar" in need["topics"]]
    assert 0 < len(wanted) < 20
    assert page.locator(".card").count() == len(wanted)
    page.locator("label.segment.open").click()
    without = [need for need in wanted if need["state"] == "open"]
    assert page.locator(".card").count() == len(without)
    page.reload()
    assert page.get_by_label("Ämne").input_value() == "solar"
    assert page.locator(".card").count() == len(without)
    page.get_by_role("button", name="Rensa filtren").click()
    page.get_by_label("Vem frågar eller kan hjälpa").select_option("Lund")
    for card in page.locator(".card").all():
        assert "Lund" in card.text_content() or card.get_by_role("button").count()


def test_who_has_no_helper_is_told_so(visit, reports):
    page = visit(reports / "sv.html").go("#/hjalp?lage=open")
    assert page.locator(".card").count()
    for card in page.locator(".card").all():
        assert "Inga förslag" in card.locator(".answers > h3").inner_text()
        assert card.locator(".helpers .helper").count() == 0


@pytest.mark.parametrize(
    "route", ["#/hjalp", "#/amnen/climate_fee", "#/kommuner/Lund", "#/tid", "#/sok?q=avgift", "#/aktuellt"]
)
def test_claims_lead_to_their_line(visit, reports, route):
    page = visit(reports / "sv.html").go(route)
    claims = []
    for item in page.locator("li:has(> .said):has(> .meta), .ask, .column li:has(> .meta)").all()[:12]:
        link = item.locator("> .meta a.origin").first
        quoted = item.locator("q").first.text_content()
        claims.append((link.get_attribute("href"), quoted))
    assert claims
    for href, quoted in claims:
        page.goto(page.url.split("#")[0] + href)
        line = int(href.rsplit("/", 1)[1])
        assert page.locator(".line.here .no").inner_text() == str(line)
        assert page.locator(".line.here").is_visible()
        lines = [
            page.locator(f"#rad-{line + more} .text").text_content()
            for more in range(4)
            if page.locator(f"#rad-{line + more}").count()
        ]
        signs = r"[\s>•·*–”’-]+"
        text = re.sub(signs, "", " ".join(lines))
        first = re.sub(signs, "", quoted.removesuffix(" …"))[:25]
        assert first in text


def test_a_cell_opens_what_was_said_and_the_address_keeps_it(visit, reports):
    page = visit(reports / "sv.html").go("#/laget")
    cell = page.locator('.matrix button[aria-label^="Lund, Koldioxidbudget"]')
    cell.click()
    dialog = page.get_by_role("dialog")
    assert dialog.locator("h2").inner_text() == "Lund om Koldioxidbudget"
    assert dialog.locator("q").count() >= 2  # it spoke of it at more than one round
    address = page.url
    dialog.get_by_role("button", name="Stäng").click()
    assert page.locator("dialog").count() == 0
    page.goto("about:blank")
    page.goto(address)
    assert page.get_by_role("dialog").is_visible()
    page.get_by_role("dialog").locator("a.origin").first.click()
    page.wait_for_selector(".line.here")
    assert "#/kallan/" in page.url and page.locator("dialog").count() == 0


def test_positions_as_of_an_earlier_round_are_fewer(visit, reports):
    seen = visit(reports / "sv.html")
    page = seen.go("#/laget")
    now = page.locator(".matrix td button").count()
    oldest = [doc for doc in seen.data()["docs"] if doc["kind"] == "round"][-1]
    page.get_by_label("Läget efter").select_option(oldest["id"])
    then = page.locator(".matrix td button").count()
    assert 0 < then < now


def test_marks_can_be_hidden(visit, reports):
    page = visit(reports / "sv.html").go("#/kallan")
    mark = page.locator(".text .mark-request").first
    colour = "element => getComputedStyle(element).backgroundColor"
    before = mark.evaluate(colour)
    page.get_by_label("Fråga").uncheck()
    assert mark.evaluate(colour) != before


def test_search_finds_words_members_and_nothing(visit, reports):
    page = visit(reports / "sv.html").go()
    page.locator("#q").fill("klimatavgift")
    page.wait_for_selector("h1:text-is('Sök')")
    assert "klimatavgift" in page.locator("mark").first.text_content().lower()
    page.locator("#q").fill("xyzzy")
    page.wait_for_selector("text=Inga träffar")
    assert page.locator("#view .rows").count() == 0


def test_without_scripts_the_main_table_is_read(visit, reports):
    seen = visit(reports / "sv.html", java_script_enabled=False)
    page = seen.go("")
    rows = page.locator("noscript tbody tr, main table tbody tr")
    assert rows.count() == len(seen.data()["needs"])
    assert page.locator("main table").is_visible()
    assert not page.locator("#views").is_visible()


def test_the_theme_can_be_changed(visit, reports):
    page = visit(reports / "sv.html", scheme="light").go()
    paper = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(paper)
    page.locator("#theme").click()
    after = page.evaluate(paper)
    assert before != after
    page.reload()
    assert page.evaluate(paper) == after


def test_printing_shows_all_cards_and_no_menu(visit, reports):
    seen = visit(reports / "sv.html")
    page = seen.go()
    assert page.locator(".card").count() < len(seen.data()["needs"])
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".card").count() == len(seen.data()["needs"])
    assert not page.locator(".top").is_visible()
    assert len(page.pdf()) > 10_000
