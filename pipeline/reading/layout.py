"""Paragraphs, list items and table rows of a formatted document → plain text.

Readers of Word files and web pages collect `Piece`s; `text_of` sets them as a tidy note taker
would type them: a blank line between paragraphs, list items on lines of their own (nested ones
behind tabs), and tables so that what stood in one row stays together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class PieceKind(StrEnum):
    """What a stretch of text was set as."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    GAP = "gap"  # an empty paragraph: the writer's extra distance


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, heading, list item or table row.

    Attributes
    ----------
    text
        Its text, with a line feed where the writer broke the line.
    kind
        What it was set as.
    label
        What stands before it: ``"• "``, ``"2. "``, ``"## "``.
    level
        Depth of a list item, 0 outermost.
    """

    text: str
    kind: PieceKind = PieceKind.PARAGRAPH
    label: str = ""
    level: int = 0


Cell = Sequence[Piece]
_TIGHT = frozenset({PieceKind.ITEM, PieceKind.ROW})

#: A cell longer than this is prose, and its table is set row by row, not column by column.
_LONG_CELL = 60
_LONG_TITLE = 40


def text_of(pieces: Iterable[Piece]) -> str:
    """Set the pieces as plain text, without blank lines at either end."""
    out: list[str] = []
    before: PieceKind | None = None
    gap = False
    for piece in pieces:
        lines = [re.sub(r"[ \t]+", " ", line).strip(" ") for line in piece.text.split("\n")]
        while lines and not lines[0]:
            del lines[0]
        while lines and not lines[-1]:
            del lines[-1]
        if not lines:
            gap = gap or piece.kind is PieceKind.GAP
            continue
        if before is not None:
            out.append(
                "\n" if _stand_together(before, piece.kind) and not gap else "\n\n\n" if gap else "\n\n"
            )
        indent = "\t" * piece.level
        if piece.kind is PieceKind.ITEM:
            body = f"\n{indent}  ".join(line for line in lines if line)
        else:
            body = re.sub("\n{3,}", "\n\n", "\n".join(lines))
        out.append(indent + piece.label + body)
        before, gap = piece.kind, False
    return "".join(out)


def _stand_together(before: PieceKind, here: PieceKind) -> bool:
    """Whether a piece follows on the next line: items and rows do, and an item its lead-in."""
    return (here in _TIGHT and before is here) or (here is PieceKind.ITEM and before is PieceKind.PARAGRAPH)


def table_pieces(rows: Sequence[Sequence[Cell]]) -> list[Piece]:
    """Set a table.

    - One column (or one filled cell a row) is layout: its pieces in order.
    - Short cells are data: one line a row, cells separated by ``" | "``.
    - Prose in cells: row by row, each cell's pieces in order. Where the first row holds the columns'
      titles, these stand before the cells of the second column and on (``"Hjälp: …"``), so that a
      cell says by itself what it answers; several pieces become a list under the title.
    """
    filled = [[[p for p in cell if p.text.strip()] for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    if all(sum(1 for cell in row if cell) <= 1 for row in filled):
        return [piece for row in filled for cell in row for piece in cell]
    if all(_is_short(cell, _LONG_CELL) for row in filled for cell in row):
        return [Piece(" | ".join(_flat(cell) for cell in row if cell), PieceKind.ROW) for row in filled]
    titles: list[str] = []
    if len(filled) > 1 and _is_title_row(filled[0]):
        titles = [_flat(cell) for cell in filled[0]]
        filled = filled[1:]
    pieces: list[Piece] = []
    for row in filled:
        for column, cell in enumerate(row):
            title = titles[column] if 0 < column < len(titles) else ""
            pieces.extend(_titled(title, cell) if title and cell else cell)
        pieces.append(Piece("", PieceKind.GAP))
    return pieces


def _titled(title: str, cell: Cell) -> list[Piece]:
    title = title if title.endswith((":", "?", "!")) else f"{title}:"
    if len(cell) == 1 and cell[0].kind is PieceKind.PARAGRAPH:
        return [replace(cell[0], text=f"{title} {cell[0].text}")]
    items = [
        p if p.kind is PieceKind.ITEM else replace(p, kind=PieceKind.ITEM, label="• ", level=0) for p in cell
    ]
    return [Piece(title), *items]


def _is_title_row(row: Sequence[Cell]) -> bool:
    return sum(1 for cell in row if cell) > 1 and all(
        _is_short(cell, _LONG_TITLE) and not _flat(cell).endswith((".", ",", ";")) for cell in row
    )


def _is_short(cell: Cell, limit: int) -> bool:
    return len(cell) <= 1 and all(len(p.text) <= limit and p.kind is not PieceKind.ITEM for p in cell)


def _flat(cell: Cell) -> str:
    return " ".join(on_one_line(piece.text) for piece in cell)


def on_one_line(text: str) -> str:
    """The text without line breaks; no-break spaces stay."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")
