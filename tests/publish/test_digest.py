"""The page for after the round: one page, what is new, whom to introduce, what is due."""

import re
import shutil
from itertools import pairwise

import pytest

from pipeline.outline import Heading, Items
from pipeline.publish.digest import digest_outline
from pipeline.publish.ledger import Answer, Ledger
from pipeline.publish.markdown import to_markdown
from pipeline.publish.word import to_docx
from tests.publish.office_material import converted


@pytest.fixture(scope="module")
def outline(ledger):
    return digest_outline(ledger)


def section(outline, opening):
    """The items under a heading that begins so; none where there is no such heading."""
    blocks = list(outline.blocks)
    for block, after in pairwise(blocks):
        if isinstance(block, Heading) and block.text.startswith(opening):
            assert isinstance(after, Items)
            return ["".join(run.text for run in item.runs) for item in after.items]
    return []


def test_it_is_about_the_latest_round(outline):
    assert outline.title == "Efter rundan 19 november 2024"
    assert outline.date == "2024-11-19"


def test_it_tells_what_is_new_since_the_round_before(outline):
    news = section(outline, "Nytt sedan 9 mars 2022")
    assert any(re.search(r"från ”.+” till ”.+”: ”", line) for line in news)


def test_introductions_are_of_requests_that_wait_each_helper_once(outline, ledger):
    blocks = [block.text for block in outline.blocks if isinstance(block, Heading)]
    (heading,) = [text for text in blocks if "att förmedla nu" in text]
    lines = section(outline, heading)
    assert 1 <= len(lines) <= 5
    helpers = [re.search(r" → ([^(.]+)", line).group(1).strip() for line in lines]
    assert len(set(helpers)) == len(helpers)
    waits = (Answer.PROPOSED, Answer.OTHER_ROUND)
    waiting = {row["member"] for row in ledger.table("requests") if ledger.answer(row) in waits}
    assert all(line.split(" (")[0].split(" → ")[0] in waiting for line in lines)


def test_what_is_due_comes_in_order_and_after_the_round():
    document = {"document_id": "d1", "source": "r.txt", "date": "2022-05-03", "kind": "round", "title": ""}
    requests = [
        {
            "request_id": f"s{n}", "document_id": "d1", "date": "2022-05-03", "member": "Lund", "persons": [],
            "topics": [], "text": f"Vi behöver svar nummer {n}, snart.", "due": due, "due_text": "snart",
            "answered_by": [], "line": n, "char_start": n * 900, "char_end": n * 900 + 40,
            "statement_ids": [f"s{n}"], "statement_id": f"s{n}",
        }
        for n, due in ((1, "2022-06-30"), (2, "2022-04-01"), (3, "2022-05-20"))
    ]  # fmt: skip
    made = digest_outline(Ledger({"documents": [document], "requests": requests}, ()))
    assert [line[:12] for line in section(made, "Snart dags")] == ["20 maj 2022 ", "30 juni 2022"]


def test_no_dated_round_no_page():
    assert digest_outline(Ledger({}, ())) is None


def test_every_line_names_its_source(outline):
    for line in section(outline, "Fortfarande öppet"):
        assert re.search(r"\((?:\d{4}-\d\d-\d\d, )?rad \d+\)|till, se rundans", line), line


@pytest.mark.parametrize("which", ["ledger", "hostile"])
def test_it_fits_on_one_page(which, request, tmp_path):
    text = converted(to_docx(digest_outline(request.getfixturevalue(which))), "digest.docx", tmp_path)
    assert text.count("\f") == 1, "more than one page"
    assert shutil.which("soffice")


def test_hostile_words_are_text(hostile):
    page = to_markdown(digest_outline(hostile))
    assert "<script" not in page.replace("\\<script", "")
    assert "\u202e" not in page
