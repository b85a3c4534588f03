"""What the office reads: Swedish, true to the source, each thing once, nothing left out."""

import re

import pytest

from pipeline.summaries import summary, summary_files
from pipeline.topics import load_topics


@pytest.fixture(scope="module")
def pages(example_run):
    tables, _ = example_run[0].tables, None
    files = summary_files(tables, load_topics().topics)
    return {name.removeprefix("summaries/"): content.decode("utf-8") for name, content in files.items()}


def plain(text):
    return " ".join(re.sub(r"\\(.)", r"\1", text).split())


def test_one_page_a_round(pages, example_run):
    rounds = example_run[0].tables.documents.query("kind == 'round'")
    assert sorted(pages) == sorted(f"{date}.md" for date in rounds["date"])


def test_every_quotation_stands_on_the_line_it_names(pages, example_run, examples):
    sources = example_run[0].tables.documents.set_index("date")["source"]
    checked = 0
    for name, page in pages.items():
        text = (examples / sources[name.removesuffix(".md")]).read_text(encoding="utf-8")
        for quoted, line in re.findall(r"”([^”]+)” \(rad (\d+)\)", page):
            near = "\n".join(text.splitlines()[max(0, int(line) - 3) : int(line) + 12])
            from_line = " ".join(re.sub(r"\n\s*>+ ?", "\n", near).split())
            for part in re.split(r"\s*[…·]\s*", plain(quoted).replace("<http", "http").replace(">", "")):
                words = part.replace("’", "”").strip()
                assert words in from_line.replace("“", "”").replace("’", "”").replace(">", ""), (
                    name,
                    line,
                    words,
                )
                checked += 1
    assert checked > 200


def test_every_request_and_tip_is_there(pages, example_run):
    tables = example_run[0].tables
    asked, given = tables.requests.to_dict("records"), tables.offers.to_dict("records")
    for row in asked + [row for row in given if not row["reply_to"]]:
        page = pages[f"{row['date']}.md"]
        words = " ".join(row["text"].split())[-15:]
        assert re.search(rf"\(rad {row['line']}\)", page) or words in plain(page), row["text"]


def test_a_page_is_a_good_deal_shorter_than_what_it_tells_of(pages, example_run, examples):
    sources = example_run[0].tables.documents.set_index("date")["source"]
    for name, page in pages.items():
        said = (examples / sources[name.removesuffix(".md")]).read_text(encoding="utf-8")
        places = re.sub(r"\(rad \d+\)|[|*#–-]", "", page)
        assert len(places.split()) < 1.25 * len(said.split()), name
        # A row's claim is short: what is longer has been cut.
        for row in re.findall(r"(?m)^\|.*”(.*?)” \(rad", page):
            assert len(row) <= 145, row


def test_no_words_are_quoted_twice_below_the_opening(pages):
    for name, page in pages.items():
        body = page.partition("*Ur ")[2]
        quoted = re.findall(r"”([^”]{40,})” \(rad \d+\)", body)
        twice = {words for words in quoted if quoted.count(words) > 1}
        assert len(twice) <= 2, (name, twice)
        assert "se ovan" not in re.sub("”[^”]*”", "", page)


def test_requests_that_nobody_can_answer_stand_last_and_only_there(pages, example_run):
    tables = example_run[0].tables
    for name, page in pages.items():
        before, _, last = page.partition("## Frågor som söker svar")
        asked = tables.requests[tables.requests["date"] == name.removesuffix(".md")]
        for row in asked.to_dict("records"):
            if row["answered_by"]:
                assert f"**{row['member']}**: ”" in before
        assert last.count("\n- ") >= 1 or "Inga: varje fråga" in last
        lists = re.findall(r"(?ms)^\*\*Frågor\*\*\n\n(.*?)\n\n", before)
        for question in re.findall(r"(?m)^- (\*\*.*)$", last):
            assert not any(question in listed for listed in lists)


def test_pages_begin_with_what_is_worth_knowing_and_keep_the_order_of_topics(pages):
    order = [topic.swedish for topic in load_topics().topics]
    for page in pages.values():
        headings = re.findall(r"^## (.+)$", page, flags=re.MULTILINE)
        assert headings[0] == "Värt att veta" and headings[-1] == "Frågor som söker svar"
        topics = [heading for heading in headings if heading in order]
        assert topics == sorted(topics, key=order.index) and len(topics) >= 4


def test_all_notes_of_the_office_are_kept(pages, example_run):
    tables = example_run[0].tables
    own = tables.statements[tables.statements["member"] == "Kansliet"]
    for row in own[own["reply_to"] == ""].to_dict("records"):
        page = plain(pages[f"{row['date']}.md"])
        assert f"(rad {row['line']})" in page, row["text"]


def rows(**tables):
    base = {
        name: []
        for name in (
            "blocks",
            "statements",
            "mentions",
            "positions",
            "requests",
            "offers",
            "matches",
            "facts",
        )
    }
    return base | tables


DOCUMENT = {"document_id": "d1", "source": "r.txt", "date": "2022-05-03", "title": "Runda 3 maj 2022"}


def said(number, text, **more):
    row = {
        "statement_id": f"s{number}",
        "request_id": f"s{number}",
        "offer_id": f"s{number}",
        "document_id": "d1",
        "date": "2022-05-03",
        "member": "Malmö",
        "persons": ["Malin"],
        "topics": [],
        "text": text,
        "line": number,
        "char_start": number * 1000,
        "char_end": number * 1000 + len(text),
        "request": "",
        "offer": "",
        "reply_to": "",
        "resources": [],
        "answered_by": [],
        "stage": "",
    }
    return row | more


def page_of(**tables):
    return summary(DOCUMENT, rows(**tables), {"solar": "Solenergi", "energy": "Energi"})


def test_nothing_said_is_a_page_all_the_same():
    page = page_of()
    assert page.startswith("# Runda 3 maj 2022\n")
    assert "Inga: varje fråga har fått svar" in page


def test_the_title_loses_its_number():
    numbered = summary(DOCUMENT | {"title": "## 1. Runda 3 maj 2022:"}, rows(), {})
    assert numbered.startswith("# Runda 3 maj 2022\n")
    dated = summary(DOCUMENT | {"title": "3 maj 2022"}, rows(), {})
    assert dated.startswith("# 3 maj 2022\n")


def answered(**more):
    return said(1, "Hur gör ni med solceller?", request="phrased", answered_by=["Lund"], **more)


def test_a_statement_of_two_topics_is_told_under_the_first_only():
    asked = answered(topics=["energy", "solar"])
    page = page_of(statements=[asked], requests=[asked])
    solar, _, energy = page.partition("## Andra ämnen")
    assert "Hur gör ni" in solar.partition("## Solenergi")[2]
    assert "Hur gör ni" not in energy


def test_marker_and_speaker_are_no_part_of_the_quotation():
    asked = said(1, "Malin, Malmö: Hjälp – hur gör ni?", request="explicit")
    assert "”hur gör ni?”" in page_of(statements=[asked], requests=[asked])


def test_a_bare_question_brings_what_stands_before_it():
    before = said(1, "Vi velar om tornet.")
    asked = said(2, "Någon som vet?", request="phrased", char_start=before["char_end"] + 1)
    assert "”Vi velar om tornet. Någon som vet?”" in page_of(statements=[before, asked], requests=[asked])
    apart = asked | {"char_start": before["char_end"] + 50}
    assert "”Någon som vet?”" in page_of(statements=[before, apart], requests=[apart])


def test_of_a_long_request_the_question_is_kept():
    text = "Vi har byggt om hela skolan och bytt fönster, och det tog tre år att få klart. " * 3
    asked = said(1, f"{text}Hur fick ni med skolans egen personal?", request="phrased")
    page = page_of(statements=[asked], requests=[asked])
    assert "Hur fick ni med skolans egen personal?” (rad 1)" in page and "”… " in page


def test_a_new_bullet_does_not_lean_on_the_one_before():
    before = said(1, "• Frukost på fyren.")
    place = before["char_end"] + 1
    asked = said(2, "•\tNågon som vet om tång i biogasen?", request="phrased", char_start=place)
    assert "”Någon som vet om tång i biogasen?”" in page_of(statements=[before, asked], requests=[asked])


def test_offers_in_one_breath_are_one():
    first = said(1, "Vi har en mall.", offer="phrased", reply_to="Lund", topics=["solar"])
    second = said(2, "Hör av dig!", offer="phrased", reply_to="Lund", char_start=first["char_end"] + 1)
    page = page_of(statements=[first, second], offers=[first, second])
    assert "- **Malmö** till Lund: ”Vi har en mall. Hör av dig!” (rad 1)" in page


def test_a_link_that_the_quotation_lost_is_told():
    link = "https://exempel.se/mallar"
    row = said(1, "Mycket långt tips. " * 20 + link, offer="phrased", resources=[link])
    assert f"Se <{link}>." in page_of(statements=[row], offers=[row])


def test_a_figure_stands_beside_the_position():
    has = said(1, "Vi har en klimatavgift sedan i våras.", topics=["climate_fee"], stage="done")
    costs = said(2, "Den är 400 kr inrikes.", topics=["climate_fee"])
    fact = costs | {
        "kind": "fee", "topic": "climate_fee", "unit": "kr", "value": 400.0, "qualifier": "",
        "figure": "400 kr",
    }  # fmt: skip
    position = has | {"topic": "climate_fee"}
    made = summary(
        DOCUMENT, rows(statements=[has, costs], positions=[position], facts=[fact]), {"climate_fee": "Avgift"}
    )
    words = "”Vi har en klimatavgift sedan i våras.” (rad 1) ”Den är 400 kr inrikes.” (rad 2)"
    assert f"| Har | **Malmö** | {words} |" in made


def test_counts_are_spelled_out_and_what_may_be_no_question_is_not_counted():
    asked = [said(n, f"Hur gör ni nummer {n}?", request="phrased") for n in (1, 2, 3)]
    asked[0]["answered_by"] = ["Lund"]
    asked[2]["doubtful"] = ["request 0.31"]
    page = page_of(statements=asked, requests=asked)
    assert "Två frågor ställdes: en fick svar direkt och en söker svar (sist i texten)." in page
    assert "**Kanske också frågor**\n\n- **Malmö**: ”Hur gör ni nummer 3?” (rad 3)" in page


def test_a_proposal_that_is_weak_or_about_something_else_is_none():
    asked = said(1, "Vem har räknat på våtmarker?", request="phrased", topics=["nature"])
    other = said(9, "Vi har nya bussar.", member="Lund", topics=["transport"])
    same = said(9, "Vi har räknat på två våtmarker.", member="Lund", topics=["nature"])

    def match(score):
        return {
            "request_id": "s1", "document_id": "d1", "seeker": "Malmö", "helper": "Lund", "rank": 1,
            "helper_persons": [], "score": score, "topics": ["nature"], "reasons": ["done"], "note": "",
            "evidence_id": "s9", "evidence_text": "", "evidence_date": "2022-05-03", "explanation": "",
        }  # fmt: skip

    for evidence, score, helped in ((same, 0.9, True), (same, 0.2, False), (other, 0.9, False)):
        page = page_of(statements=[asked, evidence], requests=[asked], matches=[match(score)])
        assert ("**Lund** kan veta mer" in page) is helped, (evidence["text"], score)
        assert ("Kontakter att förmedla" in page) is helped


@pytest.mark.parametrize(
    ("text", "words", "day", "shown"),
    [
        ("Beslut den 15 juni.", "den 15 juni", "2022-06-15", "**15 juni 2022**, Malmö"),
        ("Beslut i juni.", "i juni", "2022-06-30", "**Juni 2022**, Malmö"),
        ("Beslut i sommar.", "i sommar", "2022-08-31", "**I sommar**, Malmö"),
        ("Beslutet togs förra hösten.", "hösten", "2022-11-30", ""),
        ("Beslut i april.", "i april", "2022-04-30", ""),
    ],
)
def test_days_to_come_are_told_as_exactly_as_the_words_do(text, words, day, shown):
    row = said(1, text)
    coming = row | {"due": day, "due_text": words, "kind": "decision"}
    page = page_of(statements=[row], upcoming=[coming])
    assert shown in page if shown else "Tider att" not in page


def test_who_comes_and_who_goes_stands_first_and_only_there():
    row = said(1, "Eva går i pension i juni och efterträds av Ali.", topics=["energy"])
    page = page_of(statements=[row])
    assert (
        "- Nya och lämnande:\n  - **Malmö**: ”Eva går i pension i juni och efterträds av Ali.” (rad 1)"
        in page
    )
    assert page.count("Eva går i pension") == 1
