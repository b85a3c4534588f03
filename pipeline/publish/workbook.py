"""``runda.xlsx``: the tables as a workbook to filter, read and work in.

Nothing in it can run: every word of the minutes is written as a text cell, whatever it begins with;
links are made by Runda alone, never of a link that stands in the minutes. Same rows, same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from textwrap import wrap
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

from pipeline.publish.ledger import STAGES, Answer, Ledger
from pipeline.publish.sheet import LINES, Cell, Field, Form, Place, Sheet, Source
from pipeline.publish.sheets import sheets
from pipeline.publish.visible import one_line, visible
from pipeline.quoting import shorten

#: Address of a document's line in the report, from its id and the line.
Address = Callable[[str, int], str]

#: A cell holds 32,767 characters and nobody reads as many; the line in the source has the rest.
_LONGEST: Final = 4000
#: Excel shows no more of the words at a link.
_TIP: Final = 250
#: Points a line, and characters of usual text that fit in a column, as a share of its width.
_LINE, _FILL = 15, 0.98
_START: Final = "Översikt"
_INK, _PAPER, _RULE, _LINK = "#1F3A34", "#FFFFFF", "#D5DCD8", "#1B5E8C"
#: Fill and ink of words that say how far something has come; told apart by the words as well.
_COLOURS: Final = {
    STAGES["done"]: ("#CDE8D5", "#12492A"),
    STAGES["ongoing"]: ("#D6E6F5", "#153E63"),
    STAGES["planned"]: ("#FFF0C9", "#5C4300"),
    STAGES["considering"]: ("#EFE3F3", "#4C2560"),
    "Stark": ("#CDE8D5", "#12492A"),
    "Svag": ("#FBDDD3", "#7A260C"),
    Answer.AT_TABLE.value: ("#CDE8D5", "#12492A"),
    Answer.OTHER_ROUND.value: ("#CDE8D5", "#12492A"),
    Answer.PROPOSED.value: ("#FFF0C9", "#5C4300"),
    Answer.OPEN.value: ("#FBDDD3", "#7A260C"),
    Answer.EXPIRED.value: ("#ECEEED", "#4A5551"),
}
#: Widths in characters: least and most of a column that fits its content.
_WIDTHS: Final = {
    Form.SHORT: (8, 34),
    Form.LONG: (30, 60),
    Form.DATE: (12, 12),
    Form.NUMBER: (7, 16),
    Form.PERCENT: (9, 14),
    Form.SOURCE: (10, 34),
    Form.STAGE: (11, 14),
    Form.ANSWER: (12, 22),
    Form.BLANK: (16, 16),
}


def workbook(ledger: Ledger, *, address: Address | None = None) -> bytes:
    """The workbook's content.

    Parameters
    ----------
    ledger
        The rows to show.
    address
        Where a document's line stands in a report beside the workbook; without one, source lines
        are text.
    """
    sink = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(sink, options)
    _Book(book, ledger, address).write()
    book.close()
    return sink.getvalue()


class _Book:
    """A workbook while it is written."""

    def __init__(self, book: Any, ledger: Ledger, address: Address | None) -> None:
        self._book, self._address = book, address
        self._sheets = sheets(ledger)
        self._dates = [row["date"] for row in ledger.rounds if row["date"]]
        self._cells: dict[tuple[Form, bool], Any] = {}
        self._targets: dict[str, str] = {}
        for sheet in self._sheets:
            for number, statement in enumerate(sheet.row_ids, 2):
                self._targets[statement] = f"internal:'{sheet.name}'!A{number}"

    def write(self) -> None:
        """Every sheet."""
        day = date.fromisoformat(self._dates[-1]) if self._dates else date(2000, 1, 1)
        self._book.set_properties(
            {"title": "Runda", "created": datetime(day.year, day.month, day.day), "author": "Runda"}
        )
        self._overview()
        for number, sheet in enumerate(self._sheets, 1):
            self._sheet(sheet, f"Runda_{number}")

    def _format(self, **more: Any) -> Any:
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        return self._book.add_format(base | more)

    def _overview(self) -> None:
        page = self._book.add_worksheet(_START)
        page.hide_gridlines(2)
        page.set_column(0, 0, 26)
        page.set_row(0, 34)
        page.set_column(1, 1, 92)
        page.write_string(0, 0, "Runda", self._format(bold=True, font_size=22, font_color=_INK))
        span = " till ".join(dict.fromkeys([self._dates[0], self._dates[-1]])) if self._dates else ""
        wrapped = self._format(text_wrap=True)
        page.write_string(
            1,
            0,
            f"Sammanställning av rundorna {span}".strip(),
            self._format(font_size=12, font_color="#5A6B65"),
        )
        head = self._format(bold=True, bottom=1, bottom_color=_RULE, font_color=_INK)
        page.write_row(3, 0, ["Blad", "Innehåll"], head)
        link = self._format(font_color=_LINK, underline=1)
        line = 4
        for line, sheet in enumerate(self._sheets, 4):
            page.write_url(line, 0, f"internal:'{sheet.name}'!A1", link, f"{sheet.name} ({len(sheet.rows)})")
            page.write_string(line, 1, sheet.about, wrapped)
            page.set_row(line, _height([sheet.about], [92]))
        notes = (
            "Varje uppgift bygger på anteckningarnas egna ord. Länken i kolumnen Källa leder till raden.",
            "Ett förslag på vem som kan hjälpa är ett uppslag att ringa om, inget löfte.",
            "Celler är text, även när de börjar med =, +, - eller @. Arbetsboken innehåller inga formler och "
            "inga makron.",
            "Arbetsboken skrivs om när Runda körs. Har ni ändrat i den sparas er version bredvid den nya.",
            "Den innehåller personuppgifter: spara den inte längre än ni behöver och lägg den inte öppet.",
        )
        page.write_string(line + 2, 0, "Att veta", head)
        page.write_blank(line + 2, 1, None, head)
        for number, note in enumerate(notes, line + 3):
            page.merge_range(number, 0, number, 1, "", wrapped)
            page.write_string(number, 0, note, wrapped)
            page.set_row(number, _height([note], [118]))
        _print_setup(page, landscape=False)

    def _sheet(self, sheet: Sheet, table: str) -> None:
        page = self._book.add_worksheet(sheet.name)
        headers = _distinct([one_line(field.header) for field in sheet.fields])
        widths = [
            _width(field, header, sheet, n)
            for n, (field, header) in enumerate(zip(sheet.fields, headers, strict=True))
        ]
        for number, (field, width) in enumerate(zip(sheet.fields, widths, strict=True)):
            page.set_column(number, number, width, self._cell(field.form), self._hidden(field))
        head = self._format(
            bold=True, font_color=_PAPER, bg_color=_INK, text_wrap=True, border=1, border_color=_INK
        )
        last = max(len(sheet.rows), 1)
        page.add_table(
            0,
            0,
            last,
            len(headers) - 1,
            {
                "name": table,
                "style": None,
                "columns": [{"header": header, "header_format": head} for header in headers],
            },
        )
        page.set_row(0, _height(headers, [width - 3 for width in widths]) + 4)
        columns = [(number, field, self._cell(field.form)) for number, field in enumerate(sheet.fields)]
        for row, cells in enumerate(sheet.rows, 1):
            page.set_row(row, _height([_plain(cell) for cell in cells], widths))
            for (column, field, look), cell in zip(columns, cells, strict=True):
                self._write(page, row, column, field, cell, look)
        if not sheet.rows:
            page.write_string(1, 0, "Inget att visa.", self._cell(Form.SHORT))
        self._colour(page, sheet, last)
        page.freeze_panes(1, _frozen(sheet))
        _print_setup(page, landscape=True)
        # Fitted to the page's width, a sheet with all its columns would print too small to read.
        printed = sum(field.printed for field in sheet.fields)
        if printed < len(headers):
            page.print_area(0, 0, last, printed - 1)
        page.repeat_rows(0)
        page.set_header(f'&L&"Calibri,Bold"Runda: {sheet.name}')

    @staticmethod
    def _hidden(field: Field) -> dict[str, bool]:
        return {"hidden": True} if field.header == "Nyckel" else {}

    def _cell(self, form: Form, *, link: bool = False) -> Any:
        if (form, link) not in self._cells:
            look: dict[str, Any] = {"bottom": 1, "bottom_color": _RULE, "text_wrap": True}
            if form is Form.DATE:
                look |= {"num_format": "yyyy-mm-dd", "align": "left"}
            elif form is Form.NUMBER:
                look |= {"num_format": "#,##0.##########", "align": "right", "indent": 1}
            elif form is Form.PERCENT:
                look |= {"num_format": "0 %", "align": "right", "indent": 1}
            elif form is Form.BLANK:
                look |= {"bg_color": "#FFFCEB"}
            if link and form is not Form.STAGE:
                look |= {"font_color": _LINK}
            self._cells[form, link] = self._format(**look)
        return self._cells[form, link]

    def _write(self, page: Any, row: int, column: int, field: Field, cell: Cell, look: Any) -> None:
        if isinstance(cell, str):
            if cell:
                page.write_string(row, column, _shown(cell), look)
            else:
                page.write_blank(row, column, None, look)
        elif isinstance(cell, Source | Place):
            self._link(page, row, column, field, cell)
        elif isinstance(cell, date):
            page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), look)
        elif isinstance(cell, int | float):
            whole = field.form is Form.NUMBER and float(cell).is_integer()
            page.write_number(row, column, cell, self._whole() if whole else look)
        else:
            page.write_blank(row, column, None, look)

    def _whole(self) -> Any:
        key = (Form.NUMBER, True)
        if key not in self._cells:
            self._cells[key] = self._format(
                bottom=1, bottom_color=_RULE, num_format="#,##0", align="right", indent=1
            )
        return self._cells[key]

    def _link(self, page: Any, row: int, column: int, field: Field, cell: Source | Place) -> None:
        text = _shown(cell.text)
        target, tip = "", ""
        if isinstance(cell, Source):
            target, tip = self._targets.get(cell.statement_id, ""), one_line(cell.tip)[:_TIP]
        elif self._address is not None:
            target, tip = f"external:{self._address(cell.document_id, cell.line)}", "Visa raden i rapporten"
        look = self._cell(field.form, link=bool(target))
        if not text:
            page.write_blank(row, column, None, look)
        elif target:
            page.write_url(row, column, target, look, text, tip or None)
        else:
            page.write_string(row, column, text, look)

    def _colour(self, page: Any, sheet: Sheet, last: int) -> None:
        for number, field in enumerate(sheet.fields):
            if field.form is Form.PERCENT and field.header == "Säkerhet":
                bar = {"type": "data_bar", "bar_color": "#CFE6DA", "bar_solid": True}
                limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
                page.conditional_format(1, number, last, number, bar | limits)
            if field.form not in (Form.STAGE, Form.ANSWER):
                continue
            for word, (fill, ink) in _COLOURS.items():
                rule = {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{word}"',
                    "format": self._book.add_format({"bg_color": fill, "font_color": ink}),
                }
                page.conditional_format(1, number, last, number, rule)


def _print_setup(page: Any, *, landscape: bool) -> None:
    if landscape:
        page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    page.set_footer("&R&P av &N")


@lru_cache(maxsize=1 << 16)
def _shown(text: str) -> str:
    text = shorten(visible(text), 10 * _LONGEST)  # on one line, without the bullet before it
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST].rstrip()} … (förkortat)"
    return text


def _distinct(headers: Sequence[str]) -> list[str]:
    """Headers, told apart where two are the same: a table must not have twins."""
    seen: dict[str, int] = {}
    made = []
    for header in headers:
        name = header or "Kolumn"
        seen[name.lower()] = seen.get(name.lower(), 0) + 1
        made.append(name if seen[name.lower()] == 1 else f"{name} {seen[name.lower()]}")
    return made


def _width(field: Field, header: str, sheet: Sheet, column: int) -> float:
    if field.width:
        return field.width
    least, most = _WIDTHS[field.form]
    texts = [row[column] for row in sheet.rows]
    longest = max((len(_plain(text)) for text in texts), default=0)
    word = max(map(len, header.split()))  # a header wraps; its longest word and the filter's arrow fit
    return min(max(least, longest + 1, word + 4), max(most, word + 4))


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Height of a row whose texts wrap: not every program fits it when a workbook is opened."""
    lines = [_lines(text, max(4, int(width * _FILL))) for text, width in zip(texts, widths, strict=True)]
    return min(_LINE * max(lines, default=1) + 4, 400)


def _lines(text: str, width: int) -> int:
    """Lines that a text takes."""
    if len(text) <= width and "\n" not in text:  # most cells; wrapping costs more than writing them
        return 1
    return _wrapped(text[: _LONGEST + 20], width)


@lru_cache(maxsize=1 << 15)
def _wrapped(text: str, width: int) -> int:
    return sum(max(1, len(wrap(part, width))) for part in text.split("\n"))


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Source | Place):
        return cell.text
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _frozen(sheet: Sheet) -> int:
    """Columns that stay in sight: up to the one that says who."""
    headers = [field.header for field in sheet.fields]
    return headers.index("Medlem") + 1 if "Medlem" in headers[:2] and sheet.name != LINES else 0
