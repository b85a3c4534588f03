"""The workbook: opens, filters, leads to sources, and nothing in it can run."""

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from pipeline.publish.ledger import Ledger
from pipeline.publish.sheets import sheets
from pipeline.publish.workbook import workbook
from tests.publish.office_material import HOSTILE, converted, parts


@pytest.fixture(scope="module")
def content(ledger):
    return workbook(ledger, address=lambda document, line: f"report.html#/kallan/{document}/{line}")


@pytest.fixture(scope="module")
def book(content):
    return load_workbook(io.BytesIO(content))


def cells(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def column(sheet, header):
    (index,) = [cell.column for cell in sheet[1] if cell.value == header]
    return [sheet.cell(row, index) for row in range(2, sheet.max_row + 1)]


def test_same_rows_same_bytes(ledger, content):
    again = workbook(ledger, address=lambda document, line: f"report.html#/kallan/{document}/{line}")
    assert again == content


def test_every_sheet_but_the_first_is_a_table_with_filters_and_a_frozen_header(book):
    assert book.sheetnames[0] == "Översikt"
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        assert table.autoFilter is not None, sheet.title
        first, last = table.ref.split(":")
        assert first == "A1" and int("".join(filter(str.isdigit, last))) >= 2
        assert sheet.freeze_panes is not None and sheet.freeze_panes.endswith("2"), sheet.title
        headers = [cell.value for cell in sheet[1]]
        assert len({str(header).lower() for header in headers}) == len(headers)


def test_every_request_match_offer_and_figure_has_a_row(ledger, book):
    for name, table in (
        ("Behov", "requests"),
        ("Förslag", "matches"),
        ("Tips och erbjudanden", "offers"),
        ("Siffror", "facts"),
        ("Läget över tid", "positions"),
        ("Källrader", "statements"),
    ):
        assert book[name].max_row - 1 == len(ledger.table(table)), name


def test_dates_are_dates(book):
    values = [cell.value for cell in column(book["Behov"], "Runda")]
    assert values and all(isinstance(value, datetime | date) for value in values)


def test_every_source_link_leads_to_the_row_with_its_words(ledger, book):
    lines = book["Källrader"]
    words = column(lines, "Ord")
    checked = 0
    for name, header in (("Behov", "Behov"), ("Tips och erbjudanden", "Tips eller erbjudande")):
        for cell, said in zip(column(book[name], "Källa"), column(book[name], header), strict=True):
            sheet, _, place = cell.hyperlink.location.rpartition("!")
            assert sheet == "'Källrader'"
            assert words[int(place[1:]) - 2].value in said.value
            checked += 1
    assert checked > 100


def test_lines_lead_to_the_report_only_where_there_is_one(ledger, book):
    targets = {cell.hyperlink.target for cell in column(book["Källrader"], "Fil")}
    assert targets == {"report.html"}
    alone = load_workbook(io.BytesIO(workbook(ledger)))
    assert not any(cell.hyperlink for cell in column(alone["Källrader"], "Fil"))


def test_stages_and_answers_are_coloured_by_rule(book):
    for name in ("Läget", "Behov"):
        assert book[name].conditional_formatting, name


def test_doubtful_things_say_why(book):
    assert all(cell.value for cell in column(book["Att kontrollera"], "Varför det bör ses över"))


def test_nothing_said_is_a_workbook_all_the_same():
    book = load_workbook(io.BytesIO(workbook(Ledger({}, ()))))
    assert book["Behov"]["A2"].value == "Inget att visa."


def test_hostile_words_are_text_and_never_run(hostile):
    content = workbook(hostile)
    book = load_workbook(io.BytesIO(content))
    assert not [cell for cell in cells(book) if cell.data_type == "f"]
    said = " ".join(str(cell.value) for cell in cells(book))
    for words in (HOSTILE[0], HOSTILE[1], HOSTILE[3], HOSTILE[4], HOSTILE[6], HOSTILE[8], HOSTILE[9]):
        assert words in said
    assert "\u202e" not in said and "🌞" in said
    for name, xml in parts(content).items():
        assert "<f>" not in xml and "<script" not in xml and "vbaProject" not in xml, name
        if name.endswith(".rels"):
            assert "ond.example" not in xml, name


def test_no_cell_is_longer_than_excel_allows(hostile):
    book = load_workbook(io.BytesIO(workbook(hostile)))
    longest = max(len(str(cell.value)) for cell in cells(book))
    assert 3000 < longest < 32767


def test_control_characters_do_not_break_the_file(ledger):
    rows = {name: list(table) for name, table in ledger.rows.items()}
    first = rows["statements"][0]
    rows["statements"] = [{**first, "text": "a\x00b\x1bc\ufffe\ud800d"}, *rows["statements"][1:]]
    made = load_workbook(io.BytesIO(workbook(Ledger(rows, ()))))
    assert made["Källrader"]["G2"].value == "a\ufffdb\ufffdc\ufffd\ufffdd"


def test_libreoffice_opens_it(content, ledger, tmp_path):
    text = converted(content, "runda.xlsx", tmp_path)
    for sheet in sheets(ledger):
        assert f"Runda: {sheet.name}" in text, sheet.name


def test_libreoffice_shows_hostile_words_as_text(hostile, tmp_path):
    text = converted(workbook(hostile), "ond.xlsx", tmp_path)
    assert "=1+2" in text and "<script>" in text and "@SUM" in text
