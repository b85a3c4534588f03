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


def test_every_request_and_offer_is_there(pages, example_run):
    tables = example_run[0].tables
    for row in tables.requests.to_dict("records") + tables.offers.to_dict("records"):
        page = pages[f"{row['date']}.md"]
        words = " ".join(row["text"].split())[-15:]
        assert re.search(rf"\(rad {row['line']}\)", page) or words in plain(page), row["text"]


def test_open_requests_are_those_that_nobody_answers(pages, example_run):
    tables = example_run[0].tables
    helped = set(tables.matches["request_id"])
    for name, page in pages.items():
        section = page.partition("## Öppna frågor")[2]
        asked = tables.requests[tables.requests["date"] == name.removesuffix(".md")]
        left = [
            row
            for row in asked.to_dict("records")
            if not row["answered_by"] and row["request_id"] not in helped
        ]
        assert section.count("\n- ") == len(left)
        assert section.rstrip().endswith(")") or "Inga: varje fråga" in section


def test_pages_are_in_the_order_of_the_topic_file_and_end_with_what_is_open(pages):
    order = [topic.swedish for topic in load_topics().topics]
    for page in pages.values():
        headings = re.findall(r"^## (.+)$", page, flags=re.MULTILINE)
        assert headings[-1] == "Öppna frågor"
        topics = [heading for heading in headings if heading in order]
        assert topics == sorted(topics, key=order.index) and len(topics) >= 5


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
    }
    return row | more


def page_of(**tables):
    return summary(DOCUMENT, rows(**tables), {"solar": "Solenergi", "energy": "Energi"})


def test_nothing_said_is_a_page_all_the_same():
    page = page_of()
    assert page.startswith("# Runda 3 maj 2022\n")
    assert "Inga: varje fråga har fått svar" in page


def test_a_statement_of_two_topics_is_told_under_the_first_only():
    asked = said(1, "Hur gör ni med solceller?", topics=["energy", "solar"], request="phrased")
    page = page_of(statements=[asked], requests=[asked])
    solar, _, energy = page.partition("## Energi")
    assert "Hur gör ni" in solar.partition("## Solenergi")[2]
    assert "”Hur gör ni" not in energy.partition("## Öppna")[0]
    assert "*Se även Malmö (rad 1), under andra rubriker.*" in energy


def test_marker_and_speaker_are_no_part_of_the_quotation():
    asked = said(1, "Malin, Malmö: Hjälp – hur gör ni?", request="explicit")
    assert "”hur gör ni?”" in page_of(statements=[asked], requests=[asked])


def test_a_bare_question_brings_what_stands_before_it():
    before = said(1, "Vi velar om tornet.")
    asked = said(2, "Någon som vet?", request="phrased", char_start=before["char_end"] + 1)
    assert "”Vi velar om tornet. Någon som vet?”" in page_of(statements=[before, asked], requests=[asked])
    apart = asked | {"char_start": before["char_end"] + 50}
    assert "”Någon som vet?”" in page_of(statements=[before, apart], requests=[apart])


def test_offers_in_one_breath_are_one():
    first = said(1, "Vi har en mall.", offer="phrased", reply_to="Lund", topics=["solar"])
    second = said(2, "Hör av dig!", offer="phrased", reply_to="Lund", char_start=first["char_end"] + 1)
    page = page_of(statements=[first, second], offers=[first, second])
    assert "- **Malmö** (Malin) till Lund: ”Vi har en mall. Hör av dig!” (rad 1)" in page


def test_a_link_that_the_quotation_lost_is_told():
    link = "https://exempel.se/mallar"
    row = said(1, "Mycket långt tips. " * 20 + link, offer="phrased", resources=[link])
    assert f"Se <{link}>." in page_of(statements=[row], offers=[row])


def test_figures_stand_side_by_side():
    texts = {
        "document_id": "d1",
        "text": "Avgiften är 400 kr inrikes och 1600 kr längre bort.",
        "line": 1,
        "kind": "fee",
        "statement_id": "s1",
        "member": "Malmö",
        "topic": "solar",
        "unit": "kr",
    }
    facts = [
        texts | {"value": 400.0, "qualifier": "inrikes", "figure": "400 kr"},
        texts | {"value": 1600.0, "qualifier": "", "figure": "1600 kr"},
    ]
    page = page_of(statements=[said(1, texts["text"], topics=["solar"])], facts=facts)
    assert "| **Malmö** | 400\u00a0kr (inrikes) och 1\u00a0600\u00a0kr |" in page


def test_counts_are_spelled_out():
    asked = [said(n, f"Hur gör ni nummer {n}?", request="phrased") for n in (1, 2)]
    asked[0]["answered_by"] = ["Lund"]
    page = page_of(statements=asked, requests=asked)
    assert "Två frågor ställdes: en fick svar direkt och en är öppen." in page
