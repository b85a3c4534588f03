"""Word files (.docx) → text: paragraphs, lists, tables, text boxes and notes in reading order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.errors import ReadingError, SkippedError
from pipeline.reading.layout import Piece, PieceKind, on_one_line, table_pieces, text_of
from pipeline.reading.numbering import Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

#: Old Office files and password-protected new ones are both boxes of this make.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

#: What is not the text as it stands: deleted and moved-away text, and the second copy of a drawing.
_GONE = frozenset({f"{W}del", f"{W}moveFrom", _FALLBACK, f"{W}rPr", f"{W}pPr", f"{W}instrText"})
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}

#: How many times its packed limit a file may unpack to.
_UNPACKED_FACTOR = 10


def docx_text(data: bytes, name: str, max_bytes: int) -> tuple[str, list[str]]:
    """Text of a Word file, and warnings.

    Raises
    ------
    ReadingError
        Where it is encrypted, an old ``.doc``, broken, or unpacks to more than ten times `max_bytes`.
    SkippedError
        Where it holds no text.
    """
    _check_container(data, name, max_bytes)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        text = text_of(_Reader(document).pieces(document.element.body))
    except Exception as error:  # a broken package surfaces as almost any error in python-docx
        raise ReadingError(
            f"{name}: the Word file is broken ({error}); open it in Word and save it anew"
        ) from error
    if not text.strip():
        raise SkippedError(f"{name}: the Word file holds no text (only pictures?); nothing to read")
    return text, []


def _check_container(data: bytes, name: str, max_bytes: int) -> None:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise ReadingError(f"{name}: the file is protected by a password; save a copy without one")
        raise ReadingError(f"{name}: this is an old Word file (.doc); save it as .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 0x1 for member in members):
                raise ReadingError(f"{name}: the file is protected by a password; save a copy without one")
            unpacked = sum(member.file_size for member in members)
            names = {member.filename for member in members}
    except zipfile.BadZipFile:
        raise ReadingError(f"{name}: this is no Word file, or a broken one; save it anew as .docx") from None
    if unpacked > _UNPACKED_FACTOR * max_bytes:
        raise ReadingError(
            f"{name}: the file unpacks to {unpacked:,} bytes, more than the limit of "
            f"{_UNPACKED_FACTOR * max_bytes:,}; split it or raise the limit"
        )
    if "[Content_Types].xml" not in names:
        raise ReadingError(f"{name}: a zip archive but no Word file; save the document as .docx")


class _Reader:
    """Walks a document's XML; python-docx opens the package and resolves its parts."""

    def __init__(self, document: Any) -> None:
        self._part = document.part
        styles = document.part.styles.element if document.part.styles is not None else None
        numbering = self._root_of("numbering")
        self._numbering = Numbering(numbering, styles)
        self._notes = {
            kind: {note.get(f"{W}id"): note for note in root}
            if (root := self._root_of(kind)) is not None
            else {}
            for kind in _NOTES.values()
        }

    def _root_of(self, kind: str) -> Any:
        from docx.oxml import parse_xml

        for relation in self._part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
                part = relation.target_part
                return part.element if hasattr(part, "element") else parse_xml(part.blob)
        return None

    def pieces(self, container: Any) -> Iterator[Piece]:
        """Pieces of a body, cell, text box or note, in reading order."""
        for child in container.iterchildren():
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from table_pieces([self._row(row) for row in self._rows(child)])
            elif child.tag == f"{W}sdt":  # a content control (or the generated table of contents)
                for content in child.iterchildren(f"{W}sdtContent"):
                    yield from self.pieces(content)
            elif child.tag in {f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}:
                yield from self.pieces(child)

    def _rows(self, table: Any) -> Iterator[Any]:
        for child in table.iterchildren():
            if child.tag == f"{W}tr":
                yield child
            elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins"}:
                yield from self._rows(child)

    def _row(self, row: Any) -> list[list[Piece]]:
        cells = []
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is not row:
                continue  # a cell of a table inside this row's cell; `pieces` reaches it
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            continued = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            cells.append([] if continued else list(self.pieces(cell)))
        return cells

    def _paragraph(self, paragraph: Any) -> Iterator[Piece]:
        text = "".join(self._texts(paragraph))
        style = self._numbering.style_of(paragraph)
        if not text.strip():
            yield Piece("", PieceKind.GAP)
        elif style.heading:
            yield Piece(on_one_line(text), PieceKind.HEADING, "#" * style.heading + " ")
        else:
            label, level = self._numbering.label_of(paragraph)
            yield Piece(text, PieceKind.ITEM if label else PieceKind.PARAGRAPH, label, level)
        for element in _walk(paragraph):
            if element.tag == f"{W}txbxContent":
                yield from self.pieces(element)
            elif element.tag in _NOTES:
                note = self._notes[_NOTES[element.tag]].get(element.get(f"{W}id"))
                if note is not None:
                    yield from self.pieces(note)

    def _texts(self, element: Any) -> Iterator[str]:
        """Visible text of a paragraph without the text boxes anchored in it."""
        for child in element.iterchildren():
            tag = child.tag
            if tag in _GONE or tag == f"{W}txbxContent" or not isinstance(tag, str):
                continue
            if tag == f"{W}t":
                yield child.text or ""
            elif tag in {f"{W}tab", f"{W}ptab"}:
                yield "\t"
            elif tag in {f"{W}br", f"{W}cr"}:
                yield "\n"
            elif tag == f"{W}noBreakHyphen":
                yield "-"
            elif tag == f"{W}r" and _is_hidden(child):
                continue
            elif tag == f"{W}hyperlink":
                words = "".join(self._texts(child))
                yield words
                yield self._address(child, words)
            else:
                yield from self._texts(child)

    def _address(self, link: Any, words: str) -> str:
        """Where a link leads, in brackets, unless its words say so: minutes give links as tips."""
        relation = self._part.rels.get(link.get(_RELATION))
        if relation is None or not relation.is_external or not words.strip():
            return ""
        return address_beside(words, relation.target_ref)


def address_beside(words: str, address: str) -> str:
    """`` (address)`` where a link's words do not show where it leads, else nothing."""
    bare = address.split("://")[-1].removeprefix("www.").rstrip("/")
    if not address.startswith(("http://", "https://")) or words.strip().rstrip("/").endswith(bare):
        return ""
    return f" ({address})"


def _walk(element: Any) -> Iterator[Any]:
    """Descendants in order, not into what is gone nor below a text box."""
    for child in element.iterchildren():
        if child.tag in _GONE or not isinstance(child.tag, str):
            continue
        yield child
        if child.tag != f"{W}txbxContent":
            yield from _walk(child)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "true") not in {"0", "false", "off"}
