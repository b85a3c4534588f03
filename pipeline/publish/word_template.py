"""The shipped Word template, made by code: styles that the office can change in Word.

``python -m pipeline.publish.word_template`` writes it anew. Nothing but styles, margins and the page
number's place matters in it: an office's own document with styles of the same names does as well.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from pipeline.lexicon import RESOURCES
from pipeline.publish.archive import stamped

TEMPLATE: Final = RESOURCES / "templates" / "runda.docx"
#: Styles of Runda's own, beside Word's headings, lists and table styles.
QUOTE, PLACE, NOTE, LABEL, BLOCK_QUOTE, TABLE, GAP, FOOTER = (
    "Runda Citat",
    "Runda Källa",
    "Runda Not",
    "Runda Etikett",
    "Runda Blockcitat",
    "Runda Tabell",
    "Runda Mellanrum",
    "Runda Sidfot",
)
_INK, _GREY, _GREEN = RGBColor(0x1C, 0x24, 0x21), RGBColor(0x5A, 0x6B, 0x65), RGBColor(0x1F, 0x5A, 0x47)
_FONT: Final = "Calibri"


def build_template() -> bytes:
    """The template's content; the same bytes each time."""
    document = Document()
    dress(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.5)
    _base_styles(document)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "Runda", "Mall för Runda", ""
    properties.created = properties.modified = datetime(2000, 1, 1)
    sink = io.BytesIO()
    document.save(sink)
    return stamped(sink.getvalue())


def dress(document: Any) -> None:
    """Add the styles of Runda's own that a document lacks; those that it has are left as they are."""
    styles = document.styles
    present = {style.name for style in styles}
    # A page is mostly quotations: their marks tell them apart, slanted letters would tire the reader.
    for name, size, colour, italic in ((QUOTE, None, None, False), (PLACE, 8, _GREY, False)):
        if name not in present:
            style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
            style.font.italic = italic or None
            style.font.size = Pt(size) if size else None
            if colour is not None:
                style.font.color.rgb = colour
    for name in (NOTE, LABEL, BLOCK_QUOTE, TABLE, GAP, FOOTER):
        if name not in present:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            _PARAGRAPHS[name](style)


def _note(style: Any) -> None:
    style.font.size, style.font.color.rgb = Pt(9), _GREY
    style.paragraph_format.space_after = Pt(4)


def _label(style: Any) -> None:
    style.font.bold, style.font.color.rgb = True, _GREEN
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(5), Pt(2)
    style.paragraph_format.keep_with_next = True


def _block_quote(style: Any) -> None:
    style.font.italic = True
    layout = style.paragraph_format
    layout.left_indent, layout.right_indent = Cm(0.8), Cm(0.8)
    layout.space_before, layout.space_after = Pt(4), Pt(8)


def _table(style: Any) -> None:
    style.font.size = Pt(9)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(1)
    style.paragraph_format.line_spacing = 1.0


def _gap(style: Any) -> None:
    style.font.size = Pt(3)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0


def _footer(style: Any) -> None:
    style.font.size, style.font.color.rgb = Pt(8.5), _GREY


_PARAGRAPHS: Final = {
    NOTE: _note,
    LABEL: _label,
    BLOCK_QUOTE: _block_quote,
    TABLE: _table,
    GAP: _gap,
    FOOTER: _footer,
}


def _base_styles(document: Any) -> None:
    styles = document.styles
    normal = styles["Normal"]
    _font(normal, 10, _INK)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = 1.0
    language = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia"):
        language.set(qn(attribute), "sv-SE")
    normal.element.get_or_add_rPr().append(language)
    for old in styles.element.iter(qn("w:lang")):  # the defaults say American English
        for attribute in ("w:val", "w:eastAsia"):
            old.set(qn(attribute), "sv-SE")
    for name, size, before, after in (
        ("Title", 20, 0, 3),
        ("Heading 1", 13, 9, 2),
        ("Heading 2", 12, 9, 2),
        ("Heading 3", 11, 8, 2),
    ):
        style = styles[name]
        _font(style, size, _GREEN)
        style.font.bold = True
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = True
    borders = styles["Title"].element.find(qn("w:pPr")).find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)
    # Signs of lists stand nearer the margin than Word's own, and lines take little room.
    for name, indent in (("List Bullet", 0.5), ("List Bullet 2", 1.0)):
        layout = styles[name].paragraph_format
        layout.left_indent, layout.first_line_indent = Cm(indent), Cm(-0.45)
        styles[name].paragraph_format.space_after = Pt(1.5)


def _font(style: Any, size: float, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):  # a theme's font would win over the named one
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for attribute in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(attribute), _FONT)


def main() -> None:
    """Write the template to the resources."""
    Path(TEMPLATE).write_bytes(build_template())


if __name__ == "__main__":
    main()
