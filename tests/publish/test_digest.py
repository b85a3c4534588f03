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
from pipeline.topics import load_topics
from tests.publish.office_material import converted


@pytest.fixture(scope="module")
def outline(ledger):
    return digest_outline(ledger)


def section(outline, opening, *, items=True):
    """The items under a heading that begins so; none where there is no such heading."""
    blocks = list(outline.blocks)
    for block, after in pairwise(blocks):
        if isinstance(block, Heading) and block.text.startswith(opening):
            assert isinstance(after, Items) or not items
            if not isinstance(after, Items):
                return []
            return ["".join(run.text for run in item.runs) for item in after.items]
    return []


def test_it_is_about_the_latest_round(outline):
    assert outline.title == "Efter rundan 19 november 2024"
    assert outline.date == "2024-11-19"


def test_it_tells_what_is_new_since_the_round_before(outline):
    news = section(outline, "Nytt sedan 9 mars 2022")
    assert any(re.search(r": \w+ tidigare, .+ nu\. ”.+” \(rad \d+\)$", line) for line in news)


def test_introductions_are_sure_of_needs_that_wait_each_helper_and_seeker_once(ledger):
    days = sorted({row["date"] for row in ledger.rounds if row["date"]})
    found = 0
    for day in days:
        kept = {row["document_id"] for row in ledger.rounds if row["date"] and row["date"] <= day}
        rows = {
            name: [row for row in table if row.get("document_id", "") in kept]
            for name, table in ledger.rows.items()
        }
        made = Ledger(rows | {"needs": []}, load_topics().topics)
        lines = section(digest_outline(made), "Kontakter att förmedla nu", items=False)
        pairs = [
            re.findall(r"(?:^|\) )([A-ZÅÄÖ][^(”]*?) (?:\([^)]*\) )?(?:frågar|har sagt): ", line)
            for line in lines
        ]
        seekers = [pair[0] for pair in pairs if pair]
        helpers = [pair[1] for pair in pairs if len(pair) > 1]
        assert len(set(seekers)) == len(seekers) <= 5 and len(set(helpers)) == len(helpers)
        waits = (Answer.PROPOSED, Answer.OTHER_ROUND)
        waiting = {row["member"] for row in made.table("requests") if made.answer(row) in waits}
        assert set(seekers) <= waiting
        found += len(seekers)
    assert found >= 5


def test_one_sentence_has_one_date(outline):
    for heading in [block.text for block in outline.blocks if isinstance(block, Heading)][2:]:
        for line in section(outline, heading, items=False):
            own = re.sub("”[^”]*”", "", line)
            for sentence in re.split(r"(?<=[.)]) (?=[A-ZÅÄÖ])", own):
                assert len(re.findall(r"\d{4}-\d\d-\d\d|\d+ \w+ \d{4}", sentence)) <= 1, line


def test_a_need_that_has_expired_is_not_acted_on():
    document = {"document_id": "d1", "source": "r.txt", "date": "2022-05-03", "kind": "round", "title": ""}
    later = document | {"document_id": "d2", "date": "2022-11-03"}
    asked = {
        "request_id": "s1", "document_id": "d1", "date": "2022-05-03", "member": "Lund", "persons": [],
        "topics": ["solar"], "text": "Vem har solceller på en simhall?", "due": "", "due_text": "",
        "answered_by": [], "line": 1, "char_start": 0, "char_end": 32, "statement_ids": ["s1"],
        "statement_id": "s1", "request": "phrased",
    }  # fmt: skip
    told = asked | {
        "statement_id": "s2", "document_id": "d2", "date": "2022-11-03", "member": "Mora", "request": "",
        "text": "Tips: våra solceller på simhallen, hör av er.", "char_start": 0, "char_end": 45,
    }  # fmt: skip
    match = {
        "request_id": "s1", "document_id": "d1", "seeker": "Lund", "helper": "Mora", "helper_persons": [],
        "rank": 1, "score": 0.9, "topics": ["solar"], "reasons": ["offered"], "evidence_id": "s2",
        "evidence_text": told["text"], "evidence_date": "2022-11-03", "explanation": "", "note": "",
    }  # fmt: skip

    def news(request):
        rows = {"documents": [document, later], "requests": [request], "matches": [match]}
        return section(digest_outline(Ledger(rows | {"statements": [asked, told]}, ())), "Nytt sedan")

    assert any(line.startswith("Svar på en äldre fråga: Lund frågade: ”Vem har") for line in news(asked))
    assert not news(asked | {"due": "2022-09-01"})
    assert not news(asked | {"date": "2021-01-01"})


def test_what_is_due_comes_in_order_and_after_the_round():
    document = {"document_id": "d1", "source": "r.txt", "date": "2022-05-03", "kind": "round", "title": ""}
    requests = [
        {
            "request_id": f"s{n}", "document_id": "d1", "date": "2022-05-03", "member": "Lund", "persons": [],
            "topics": [], "text": f"Vi behöver svar nummer {n}, före den 1.", "due": due, "due_text": "den 1",
            "answered_by": [], "line": n, "char_start": n * 900, "char_end": n * 900 + 40,
            "statement_ids": [f"s{n}"], "statement_id": f"s{n}",
        }
        for n, due in ((1, "2022-06-30"), (2, "2022-04-01"), (3, "2022-05-20"))
    ]  # fmt: skip
    made = digest_outline(Ledger({"documents": [document], "requests": requests}, ()))
    assert [line[:12] for line in section(made, "Snart dags")] == ["20 maj 2022,", "30 juni 2022"]


def test_no_dated_round_no_page():
    assert digest_outline(Ledger({}, ())) is None


def test_every_line_names_its_source(outline):
    for line in section(outline, "Söker svar"):
        assert re.search(r"\((?:\d{4}-\d\d-\d\d, )?rad \d+\)|till, sist i", line), line


@pytest.mark.parametrize("which", ["ledger", "hostile"])
def test_it_fits_on_one_page(which, request, tmp_path):
    text = converted(to_docx(digest_outline(request.getfixturevalue(which))), "digest.docx", tmp_path)
    assert text.count("\f") == 1, "more than one page"
    assert shutil.which("soffice")


def test_hostile_words_are_text(hostile):
    page = to_markdown(digest_outline(hostile))
    assert "<script" not in page.replace("\\<script", "")
    assert "\u202e" not in page
