"""What several rounds say together, in a real browser: news, dates, figures, lives, statements to compare."""

import re

import pytest


def test_counts_agree_and_are_explained(visit, reports):
    seen = visit(reports / "sv.html")
    page = seen.go()
    data = seen.data()
    asked, needs = sum(doc["asked"] for doc in data["docs"]), len(data["needs"])
    lead = page.locator(".lead").inner_text()
    told = f"{asked} frågor på 5 rundor, som blir {needs} behov: " if asked > needs else f"{asked} behov"
    assert lead.startswith(told)
    shares = [int(label.inner_text().split()[-1]) for label in page.locator(".segment").all()]
    assert shares[0] == needs == sum(shares[1:])


def test_the_first_page_tells_what_the_latest_round_brought(visit, reports):
    seen = visit(reports / "sv.html")
    page = seen.go()
    page.get_by_role("link", name="Efter rundan 19 november 2024").click()
    page.wait_for_selector("h1:text-is('Efter rundan 19 november 2024')")
    headings = page.locator("#view h2").all_inner_texts()
    assert (
        headings[:1] == ["Nya svar på äldre frågor"]
        and "Snart" in headings
        and "Ingen kan hjälpa än" in headings
    )
    days = [row["due"] for row in seen.data()["upcoming"]]
    assert days == sorted(days) and page.locator(".dated").count() == len(days)


def test_a_need_that_nobody_answers_names_whom_to_learn_with(visit, reports):
    seen = visit(reports / "sv.html")
    need = next(
        n for n in seen.go() and seen.data()["needs"] if n["state"] == "open" and "at" in n.get("near", {})
    )
    page = seen.go(f"#/hjalp?fraga={need['id']}")
    together = page.locator(".together")
    assert need["near"]["member"] in together.inner_text()
    href = together.locator("a.origin").get_attribute("href")
    page.goto(page.url.split("#")[0] + href)
    assert page.locator(".line.here").is_visible()


def test_a_life_is_told_step_by_step_with_its_lines(visit, reports):
    seen = visit(reports / "sv.html")
    seen.go()
    lives = [n for n in seen.data()["needs"] if len({step[2][0] for step in n.get("steps", ())}) > 1]
    need = next(n for n in lives if n["detail"] == "thanked")
    page = seen.go(f"#/hjalp?fraga={need['id']}")
    life = page.locator("details.life")
    assert not life.locator("li").first.is_visible()
    life.locator("summary").focus()
    page.keyboard.press("Enter")
    steps = life.locator("li")
    assert steps.count() == len(need["steps"]) and steps.first.is_visible()
    assert "frågade" in steps.first.inner_text() and "tackade för hjälpen" in life.inner_text()
    assert life.locator("a.origin").count() == len(need["steps"])


def test_a_need_whose_day_has_passed_says_so(visit, reports):
    seen = visit(reports / "sv.html")
    seen.go()
    late = next(n for n in seen.data()["needs"] if n.get("late"))
    page = seen.go(f"#/hjalp?fraga={late['id']}")
    assert page.locator(".badge.late").inner_text() == "Tiden har gått ut"
    assert "Tid som nämns" in page.locator(".ask").inner_text()
    without = visit(reports / "sv.html", java_script_enabled=False).go("")
    assert "Tiden har gått ut" in without.locator("main table").inner_text()


def test_figures_stand_side_by_side_with_the_earlier_below(visit, reports):
    page = visit(reports / "sv.html").go("#/amnen/climate_fee")
    tables = page.locator("table.figures").all()
    assert len(tables) > 1
    for table in tables[:2]:  # figures of one kind and unit
        cells = table.locator("td.value b").all_text_contents()
        units = {cell.split("\xa0")[-1] for cell in cells}
        values = [float(re.sub(r"[^\d,]", "", cell).replace(",", ".")) for cell in cells]
        assert len(units) == 1 and len(values) > 1 and values == sorted(values, reverse=True)
    assert page.locator("td .note", has_text="Tidigare:").count()


def test_experts_that_keep_quiet_stand_apart_from_those_who_offer(visit, reports):
    seen = visit(reports / "sv.html")
    seen.go()
    offered = {topic for offer in seen.data()["offers"] for topic in offer.get("topics", ())}
    topic = next(row["topic"] for row in seen.data()["quiet"] if row["topic"] in offered)
    page = seen.go(f"#/amnen/{topic}")
    columns = page.locator(".two .column")
    willing, quiet = (set(columns.nth(number).locator(".name").all_text_contents()) for number in (0, 1))
    assert quiet and not quiet & willing
    assert columns.nth(1).locator("a.origin").count() == len(quiet)


def test_the_load_is_shown_most_asked_first(visit, reports):
    page = visit(reports / "sv.html").go("#/kommuner")
    column = page.locator(".overview tbody td:nth-child(2)").all_inner_texts()
    assert len(column) > 10 and [int(n) for n in column] == sorted(map(int, column), reverse=True)
    page.locator(".overview tbody a").first.click()
    page.wait_for_selector(".load")
    assert f"Föreslagen för {column[0]} behov" in page.locator(".load").inner_text()


def test_statements_to_compare_show_both_with_their_lines(visit, reports):
    seen = visit(reports / "sv.html")
    page = seen.go("#/tid")
    part = page.locator("section", has=page.locator("h2", has_text="Besked att jämföra"))
    for row in part.locator(".rows > li").all():
        assert row.locator("q").count() == 2 and row.locator("a.origin").count() == 2
    flagged = next(row for row in seen.data()["positions"] if row.get("flag") == "back")
    page = seen.go(f"#/laget?medlem={flagged['member']}&amne={flagged['topic']}")
    flag = page.get_by_role("dialog").locator(".flag").first
    assert "Kan vara ett steg tillbaka" in flag.inner_text() and flag.locator("a.origin").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".matrix .flagged").count()


def test_an_evaluation_tells_areas_date_and_source(visit, reports):
    page = visit(reports / "sv.html").go("#/kommuner/Habo")
    result = page.locator(".result")
    words = result.inner_text()
    assert "12 februari 2021" in words and "41 av 67 poäng" in words and "exempel-utvardering.txt" in words
    areas = result.locator("dd").first.locator("a")
    assert areas.count() == 3
    areas.first.click()
    page.wait_for_selector(".line.here")


@pytest.mark.parametrize("route", ["#/amnen/climate_fee", "#/aktuellt"])
def test_a_long_list_shows_its_rest_on_demand_and_on_paper(visit, reports, route):
    page = visit(reports / "sv.html").go(route)
    holder = page.locator(":has(> .extra)").first
    hidden = holder.locator("> .extra").count()
    assert hidden > 1 and not holder.locator("> .extra").first.is_visible()
    page.emulate_media(media="print")
    assert holder.locator("> .extra").first.is_visible()
    page.emulate_media(media="screen")
    everywhere = page.locator(".extra").count()
    page.get_by_role("button", name=f"Visa {hidden} till").first.click()
    assert page.locator(".extra").count() == everywhere - hidden
    assert page.evaluate("document.activeElement.tagName") in {"A", "BUTTON"}


def test_bullets_in_a_quotation_become_dots(visit, reports):
    page = visit(reports / "sv.html").go()
    for route in ("#/hjalp", "#/aktuellt", "#/kommuner/Lund"):
        page.goto(page.url.split("#")[0] + route)
        page.wait_for_selector("h1")
        for quoted in page.locator("q").all_text_contents():
            assert not re.search(r"^[•*+-]\s|\s[•*]\s|\n", quoted), quoted


def test_the_new_views_speak_english(visit, reports):
    page = visit(reports / "en.html").go("#/aktuellt")
    words = page.locator("#view").inner_text()
    for quoted in page.locator("#view [lang=sv]").all_inner_texts():
        words = words.replace(quoted, "")
    assert "New answers to older questions" in words
    assert not re.search(r"\b(?:och|frågade|rundan|sedan)\b", words)
