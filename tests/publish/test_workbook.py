"""The workbook: opens, filters, leads to sources, and nothing in it can run."""

import io
import re
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from pipeline.publish.ledger import Answer, Ledger
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


def test_warnings_are_told_in_swedish_with_their_line(ledger):
    rows = {name: list(table) for name, table in ledger.rows.items()}
    first = rows["documents"][0]
    said = [
        "line 12: 'Kristinstad' is read as Kristianstad; if another is meant, mend the spelling",
        "no date found; write it in the title line or in the file name (2020-04-27.txt)",
        "a warning that is new",
    ]
    rows["documents"] = [first | {"messages": said, "status": "warning"}, *rows["documents"][1:]]
    made = load_workbook(io.BytesIO(workbook(Ledger(rows, ()))))["Att kontrollera"]
    shown = [[cell.value for cell in row] for row in made.iter_rows(min_row=2, max_row=4)]
    assert [row[0] for row in shown] == ["Stavning", "Datum", "Anmärkning"]
    assert shown[0][3].startswith("Rad 12: Kristinstad har lästs som Kristianstad.")
    assert shown[0][4] == f"{first['source']}, rad 12"
    assert shown[1][3].startswith("Inget datum hittades.") and shown[2][3] == "a warning that is new"


def test_a_printed_sheet_is_wide_as_a_page_and_large_enough_to_read(book):
    for sheet in book.worksheets[1:]:
        assert sheet.page_setup.orientation == "landscape", sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0, sheet.title
        assert sheet.print_title_rows == "$1:$1", sheet.title
        if sheet.title == "Källrader":  # what links lead to, not for paper
            continue
        last = sheet.max_column
        if sheet.print_area:
            last = column_index_from_string(re.findall(r"\$([A-Z]+)\$", sheet.print_area)[-1])
        wide = sum(
            0 if dimension.hidden else dimension.width
            for letter, dimension in sheet.column_dimensions.items()
            if column_index_from_string(letter) <= last
        )
        # 142 characters of 11 points fit across A4; at 70 per cent of that, 8 points are left.
        assert wide <= 205, (sheet.title, wide)


def test_needs_stand_with_the_latest_round_first(book):
    dates = [cell.value for cell in column(book["Behov"], "Runda")]
    assert dates == sorted(dates, reverse=True)


def test_a_need_that_has_expired_says_so(ledger, book):
    said = {cell.value for cell in column(book["Behov"], "Status")}
    assert {"Har gått ut", "Fick svar på rundan"} <= said
    old = [r for r in ledger.table("requests") if ledger.shown_answer(r) is Answer.EXPIRED]
    assert old and all(row["date"] < "2024" or row["due"] < ledger.latest for row in old)


def test_days_to_come_are_there_once_and_none_that_is_past(ledger, book):
    sheet = book["Snart"]
    dates = [cell.value for cell in column(sheet, "Senast")]
    assert dates and min(dates).date().isoformat() >= ledger.latest
    words = [
        (a.value, b.value) for a, b in zip(column(sheet, "Ord"), column(sheet, "Som det sades"), strict=True)
    ]
    assert len(set(words)) == len(words)


def test_a_step_back_is_noted_beside_the_position(ledger):
    rows = {name: list(table) for name, table in ledger.rows.items()}
    last = max(rows["positions"], key=lambda row: row["date"])
    note = "Den 1 maj sade den att det är gjort, men nu att det är planerat."
    flag = {"member": last["member"], "topic": last["topic"], "from": last["date"], "note": note}
    rows["history"] = [flag]
    made = load_workbook(io.BytesIO(workbook(Ledger(rows, ()))))["Läget över tid"]
    assert [cell.value for cell in column(made, "Att notera") if cell.value] == [note]


def test_figures_that_can_be_compared_stand_together(book):
    sheet = book["Siffror"]
    kinds = [
        tuple(cell.value for cell in row)
        for row in zip(*(column(sheet, name) for name in ("Ämne", "Slag", "Enhet")), strict=True)
    ]
    groups = [kind for number, kind in enumerate(kinds) if not number or kind != kinds[number - 1]]
    assert len(groups) == len(set(groups)) > 3


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
