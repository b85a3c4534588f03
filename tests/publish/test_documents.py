"""Documents: one a round and one a topic, in two forms that say the same, in the office's own styles."""

import io
import re

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from pipeline.errors import RundaError
from pipeline.outline import Heading, Outline, Paragraph, plain
from pipeline.publish.documents import document_files
from pipeline.publish.topic_pages import topic_outlines
from pipeline.publish.word import to_docx
from pipeline.publish.word_template import QUOTE, TEMPLATE, build_template
from tests.publish.office_material import HOSTILE, converted, parts


@pytest.fixture(scope="module")
def files(ledger):
    return document_files(ledger)


def words(content):
    """All text of a document, paragraphs and tables in order."""
    body = Document(io.BytesIO(content)).element.body
    texts = ["".join(t.text or "" for t in node.iter(qn("w:t"))) for node in body.iter(qn("w:p"))]
    return " ".join(" ".join(texts).replace("\u00a0", " ").split())


def bare(markdown):
    text = re.sub(r"(?m)^(#+ |- |  - |> )|\*\*|(?<!\\)\*|^\|[ -|]*\|$", "", markdown)
    text = re.sub(r"\\(.)", r"\1", text.replace("|", " ").replace("<http", "http"))
    return " ".join(text.replace("\u00a0", " ").split())


def test_the_shipped_template_is_what_the_code_makes():
    assert TEMPLATE.read_bytes() == build_template(), "run python -m pipeline.publish.word_template"


def test_one_document_a_round_and_one_a_topic_in_both_forms(files, ledger):
    stems = {name.rsplit(".", 1)[0] for name in files}
    assert {f"summaries/{row['date']}" for row in ledger.rounds} <= stems
    assert "topics/solenergi" in stems
    assert all(f"{stem}.md" in files and f"{stem}.docx" in files for stem in stems)


def test_same_rows_same_bytes(files, ledger):
    assert document_files(ledger) == files


def test_word_says_what_markdown_says(files):
    for name in ("summaries/2021-03-23", "topics/solenergi"):
        document, page = words(files[f"{name}.docx"]), bare(files[f"{name}.md"].decode("utf-8"))
        told = [part for part in page.split("”")[1::2] if len(part) > 20]
        assert len(told) > 20
        for quotation in told:
            assert quotation.replace(">", "") in document.replace(">", ""), quotation


def test_headings_tables_and_quotations_have_styles_to_restyle(files):
    document = Document(io.BytesIO(files["summaries/2021-03-23.docx"]))
    names = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "List Bullet", "Runda Not"} <= names
    assert document.tables and "w:tblHeader" in document.tables[0].rows[0]._tr.xml
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert any(run.style.name == QUOTE for run in runs)
    direct = [run for run in runs if run.font.size or run.font.name or run.font.color.rgb]
    assert not direct, "what looks different must have a style of its own"


def test_language_is_swedish(files):
    xml = parts(files["summaries/2021-03-23.docx"])["word/styles.xml"]
    assert 'w:val="sv-SE"' in xml and "en-US" not in xml.split("</w:docDefaults>")[0]


def test_a_template_of_the_offices_own_is_honoured(tmp_path):
    own = Document()
    own.styles["Heading 1"].font.size = Pt(31)
    own.add_paragraph("Text som mallen har med sig")
    own.sections[0].header.paragraphs[0].text = "Vårt sidhuvud"
    own.save(tmp_path / "mall.docx")
    outline = Outline((Heading(1, "Rubrik"), Heading(2, "Ämne"), Paragraph(plain("Ord."))))
    made = Document(io.BytesIO(to_docx(outline, tmp_path / "mall.docx")))
    assert [paragraph.text for paragraph in made.paragraphs] == ["Rubrik", "Ämne", "Ord."]
    assert made.styles["Heading 1"].font.size == Pt(31)
    assert made.sections[0].header.paragraphs[0].text == "Vårt sidhuvud"


def test_a_template_that_is_none_is_told(tmp_path):
    (tmp_path / "mall.docx").write_bytes(b"inget Word")
    with pytest.raises(RundaError, match=r"mall\.docx is not a Word document"):
        to_docx(Outline((Heading(1, "Rubrik"),)), tmp_path / "mall.docx")


def test_topic_pages_tell_each_position_with_date_and_line(ledger, files):
    page = files["topics/solenergi.md"].decode("utf-8")
    latest = {}
    for row in sorted(ledger.table("positions"), key=lambda row: row["date"]):
        if row["topic"] == "solar":
            latest[row["member"]] = row
    assert len(latest) > 5
    for member, row in latest.items():
        assert re.search(rf"\| \*\*{member}\*\*[^|]*\| ”.*\({row['date']}, rad {row['line']}\)", page), member


def test_every_request_on_a_topic_is_either_open_or_answered(ledger):
    for name, outline in topic_outlines(ledger).items():
        headings = [block.text for block in outline.blocks if isinstance(block, Heading)]
        assert headings[0] and len(set(headings)) == len(headings), name


def test_hostile_words_are_text(hostile):
    for name, content in document_files(hostile).items():
        if name.endswith(".docx"):
            said = words(content)
            links = parts(content)["word/_rels/document.xml.rels"]
            assert "ond.example" not in links and "\u202e" not in said
            if name.startswith("summaries"):
                assert HOSTILE[1] in said and "<script>alert('hej')</script>" in said and "🌞" in said
        else:
            page = content.decode("utf-8")
            assert "<script" not in page.replace("\\<script", "") and not re.search(
                r"(?<!\\)\]\(javascript", page
            )
            assert not re.search(r"(?m)^(=|-{3}|\+)", page), "words of the minutes may open no heading"


def test_a_round_is_told_on_two_or_three_pages(files, ledger, tmp_path):
    for row in ledger.rounds:
        name = f"{row['date']}.docx"
        text = converted(files[f"summaries/{name}"], name, tmp_path)
        assert text.count("\f") <= 4, name  # three with Word's own letters; others are wider


def test_libreoffice_opens_a_round_and_a_topic(files, tmp_path):
    text = converted(files["summaries/2021-03-23.docx"], "runda.docx", tmp_path)
    assert "Frågor som söker svar" in text and "Sida 1" in text
    assert "Så långt har medlemmarna kommit" in converted(
        files["topics/solenergi.docx"], "solenergi.docx", tmp_path
    )
