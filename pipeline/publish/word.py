"""An outline as a Word document, in the styles of a template that the office may replace."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from pipeline.errors import RundaError
from pipeline.outline import Block, Grid, Heading, Items, Look, Outline, Paragraph, Run, Runs, Tone
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
_SPACES: Final = str.maketrans("\t\n\r", "   ")
_QUOTE: Final = {'"': "&quot;"}
_RULES: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C9D3CE"/>'
    for side in ("top", "bottom", "insideH")
)
_TABLE_LOOK: Final = (
    '<w:tblPr><w:tblW w:type="auto" w:w="0"/><w:jc w:val="left"/>'
    f'<w:tblBorders>{_RULES}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblLook w:firstColumn="1"'
    ' w:firstRow="1" w:lastColumn="0" w:lastRow="0" w:noHBand="0" w:noVBand="1" w:val="04A0"/></w:tblPr>'
)
_SHADE: Final = '<w:shd w:val="clear" w:color="auto" w:fill="E7EFEB"/>'


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
    _fill(document, _Writer(document).write(outline.blocks))
    if template is None:
        _footer(document, outline.footer)
    _properties(document, outline)
    sink = io.BytesIO()
    document.save(sink)
    return stamped(sink.getvalue())


class _Writer:
    """A document's text while it is written, as WordprocessingML.

    Put together as text and parsed once: python-docx searches the tree at every run, which took
    most of the time of all that Runda writes.
    """

    def __init__(self, document: Any) -> None:
        # Ids at the elements: setting a style by its name or object searches all styles each time.
        self._styles = {style.name: escape(style.style_id, _QUOTE) for style in document.styles}
        section = document.sections[-1]
        self._width = section.page_width - section.left_margin - section.right_margin
        self._parts: list[str] = []

    def write(self, blocks: Iterable[Block]) -> str:
        """The parts of a text, one after the other."""
        for block in blocks:
            self._block(block)
        return "".join(self._parts)

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            name = "Title" if block.level == 1 else f"Heading {block.level - 1}"
            self._parts.append(self._paragraph(name, _run(one_line(block.text))))
        elif isinstance(block, Paragraph):
            self._parts.append(self._paragraph(_TONES[block.tone], self._runs(block.runs)))
        elif isinstance(block, Items):
            for item in block.items:
                self._parts.append(self._paragraph("List Bullet", self._runs(item.runs)))
                for below in item.below:
                    self._parts.append(self._paragraph("List Bullet 2", self._runs(below)))
        else:
            self._grid(block)

    def _paragraph(self, style: str, content: str, more: str = "") -> str:
        known = style != "Normal" and style in self._styles
        look = (f'<w:pStyle w:val="{self._styles[style]}"/>' if known else "") + more
        return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{content}</w:p>"

    def _runs(self, runs: Runs) -> str:
        made = []
        for run in runs:
            if not run.text:
                continue
            text = visible(run.text).translate(_SPACES)
            if run.look is Look.PLACE:
                text = text.replace("rad ", "rad\N{NO-BREAK SPACE}")
            if run.look is Look.STRONG:
                made.append(_run(text, "<w:b/>"))
            elif run.look in _LOOKS:
                made.append(_run(text, f'<w:rStyle w:val="{self._styles[_LOOKS[run.look]]}"/>'))
            else:
                made.append(_run(text))
        return "".join(made)

    def _grid(self, block: Grid) -> None:
        widths = [_twips(int(self._width * share / sum(block.shares))) for share in block.shares]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        self._parts.append(f"<w:tbl>{_TABLE_LOOK}<w:tblGrid>{columns}</w:tblGrid>")
        header = tuple((Run(name, Look.STRONG),) for name in block.header)
        # The header is repeated on each page and read out by screen readers; a row stays on one page.
        self._parts.append("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
        self._cells(header, widths, shade=_SHADE, more="<w:keepNext/>")
        for row in block.rows:
            self._parts.append("</w:tr><w:tr><w:trPr><w:cantSplit/></w:trPr>")
            self._cells(row, widths)
        self._parts.append("</w:tr></w:tbl>")
        self._parts.append(self._paragraph(styles.GAP, ""))  # two tables that touch would be one

    def _cells(self, cells: Iterable[Runs], widths: Iterable[int], shade: str = "", more: str = "") -> None:
        for runs, width in zip(cells, widths, strict=True):
            paragraph = self._paragraph(styles.TABLE, self._runs(runs), more)
            look = f'<w:tcW w:type="dxa" w:w="{width}"/>{shade}'
            self._parts.append(f"<w:tc><w:tcPr>{look}</w:tcPr>{paragraph}</w:tc>")


def _run(text: str, look: str = "") -> str:
    if not text:
        return "<w:r/>"
    space = ' xml:space="preserve"' if text.strip() != text else ""
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}<w:t{space}>{escape(text)}</w:t></w:r>"


def _twips(emu: int) -> int:
    return round(emu / 635)


def _fill(document: Any, content: str) -> None:
    """Put a text before the last section's settings."""
    body = document.element.body
    made = parse_xml(f"<w:body {nsdecls('w')}>{content}</w:body>")
    last = body.find(qn("w:sectPr"))
    for child in list(made):
        if last is None:
            body.append(child)
        else:
            last.addprevious(child)


def _empty(document: Any) -> None:
    """Leave out a template's text; the last section's settings stay."""
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)


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
