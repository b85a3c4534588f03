"""An outline as a Word document, in the styles of a template that the office may replace."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.errors import RundaError
from pipeline.outline import Grid, Heading, Items, Look, Outline, Paragraph, Run, Runs, Tone
from pipeline.publish import word_template as styles
from pipeline.publish.archive import stamped
from pipeline.publish.visible import one_line, visible

_TONES: Final = {
    Tone.NORMAL: "Normal",
    Tone.NOTE: styles.NOTE,
    Tone.LABEL: styles.LABEL,
    Tone.QUOTE: styles.BLOCK_QUOTE,
}
_LOOKS: Final = {Look.QUOTE: styles.QUOTE, Look.PLACE: styles.PLACE}
_RULE: Final = "C9D3CE"
_HEAD: Final = "E7EFEB"


def to_docx(outline: Outline, template: Path | None = None) -> bytes:
    """The document's content; the same bytes for the same outline and template.

    Parameters
    ----------
    outline
        What to write.
    template
        A document of the office's own, whose styles, margins, header and footer are kept and whose
        text is left out; the shipped one where none is given.

    Raises
    ------
    RundaError
        Where the template is no Word document.
    """
    source = template or styles.TEMPLATE
    try:
        document = Document(str(source))
    except (PackageNotFoundError, KeyError, ValueError, OSError) as error:
        raise RundaError(f"{source} is not a Word document (.docx) that can serve as a template") from error
    styles.dress(document)
    _empty(document)
    writer = _Writer(document)
    for block in outline.blocks:
        writer.block(block)
    if template is None:
        _footer(document, outline.footer)
    _properties(document, outline)
    sink = io.BytesIO()
    document.save(sink)
    return stamped(sink.getvalue())


class _Writer:
    """A document while it is written."""

    def __init__(self, document: Any) -> None:
        self._document = document
        # Ids at the elements: setting a style by its name or object searches all styles each time.
        self._styles = {style.name: style.style_id for style in document.styles}
        section = document.sections[-1]
        self._width = section.page_width - section.left_margin - section.right_margin

    def block(self, block: Heading | Paragraph | Items | Grid) -> None:
        """Write one part."""
        if isinstance(block, Heading):
            name = "Title" if block.level == 1 else f"Heading {block.level - 1}"
            self._paragraph(name).add_run(one_line(block.text))
        elif isinstance(block, Paragraph):
            self._fill(self._paragraph(_TONES[block.tone]), block.runs)
        elif isinstance(block, Items):
            for item in block.items:
                self._fill(self._paragraph("List Bullet"), item.runs)
                for below in item.below:
                    self._fill(self._paragraph("List Bullet 2"), below)
        else:
            self._grid(block)

    def _paragraph(self, style: str) -> Any:
        paragraph = self._document.add_paragraph()
        self._dress(paragraph, style)
        return paragraph

    def _dress(self, paragraph: Any, style: str) -> None:
        if style != "Normal" and style in self._styles:
            paragraph._p.style = self._styles[style]

    def _fill(self, paragraph: Any, runs: Runs) -> None:
        for run in runs:
            if not run.text:
                continue
            text = visible(run.text).replace("\n", " ").replace("\t", " ")
            if run.look is Look.PLACE:
                text = text.replace("rad ", "rad\N{NO-BREAK SPACE}")
            made = paragraph.add_run(text)
            if run.look is Look.STRONG:
                made.bold = True
            elif run.look in _LOOKS:
                made._r.style = self._styles[_LOOKS[run.look]]

    def _grid(self, block: Grid) -> None:
        table = self._document.add_table(rows=len(block.rows) + 1, cols=len(block.header))
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        _rules(table)
        widths = [int(self._width * share / sum(block.shares)) for share in block.shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        header = tuple((Run(name, Look.STRONG),) for name in block.header)
        for row, cells in zip(table.rows, (header, *block.rows), strict=True):
            _whole(row)
            for cell, runs, width in zip(row.cells, cells, widths, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                self._dress(paragraph, styles.TABLE)
                self._fill(paragraph, runs)
        _repeats(table.rows[0])
        for cell in table.rows[0].cells:
            _shade(cell, _HEAD)
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        self._paragraph(styles.TABLE)  # two tables that touch would be one


def _empty(document: Any) -> None:
    """Leave out a template's text; the last section's settings stay."""
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)


def _rules(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _RULE)):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    properties = table._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:  # the schema wants the borders before it
        layout.addprevious(borders)
    else:
        properties.append(borders)


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeats(row: Any) -> None:
    """Mark a row as the header: repeated on each page, read out by screen readers."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _footer(document: Any, text: str) -> None:
    paragraph = document.sections[-1].footer.paragraphs[0]
    paragraph.style = styles.FOOTER
    paragraph.add_run(f"{one_line(text)}  ·  Sida " if text else "Sida ")
    for kind, content in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = content
        run._r.append(mark)


def _properties(document: Any, outline: Outline) -> None:
    try:
        day = datetime.fromisoformat(outline.date)
    except ValueError:
        day = datetime(2000, 1, 1)
    properties = document.core_properties
    properties.title, properties.author, properties.language = one_line(outline.title)[:250], "Runda", "sv-SE"
    properties.last_modified_by, properties.comments = "Runda", ""
    properties.created = properties.modified = day
