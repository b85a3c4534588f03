"""Draw `docs/architecture.svg`: ``python docs/make_architecture.py``."""

from __future__ import annotations

from html import escape
from pathlib import Path

PICTURE = Path(__file__).with_name("architecture.svg")
_WIDTH, _HIGH = 132, 78
#: Rooms: name, what it does (two lines), column, row, colour.
_ROOMS = (
    ("reading", "any file and", "encoding → text", 0, 0, "#dbeafe"),
    ("structure", "who speaks,", "to whom", 1, 0, "#dbeafe"),
    ("language", "spaCy pipeline:", "what is said", 2, 0, "#dbeafe"),
    ("tables", "one schema,", "checked rows", 3, 0, "#dcfce7"),
    ("publish", "files, pages,", "documents", 4, 0, "#fef3c7"),
    ("resources", "topics, phrases,", "members: data", 1, 1, "#f3e8ff"),
    ("models", "small, linear,", "readable", 2, 1, "#f3e8ff"),
    ("matching", "who can help", "whom", 3, 1, "#dcfce7"),
    ("memory", "needs, positions", "over the rounds", 4, 1, "#dcfce7"),
    ("questions", "needs typed by", "hand, words, SQL", 3, 2, "#fef3c7"),
    ("plug-ins", "readers, writers,", "components", 2, 2, "#fee2e2"),
)
_ARROWS = (
    ("reading", "structure"), ("structure", "language"), ("language", "tables"), ("tables", "publish"),
    ("resources", "structure"), ("resources", "language"), ("models", "language"), ("models", "matching"),
    ("matching", "tables"), ("matching", "memory"), ("memory", "publish"), ("questions", "matching"),
)  # fmt: skip


def picture() -> str:
    """The picture as SVG."""
    place = {name: (20 + 170 * col, 24 + 128 * row) for name, _, _, col, row, _ in _ROOMS}
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 382" role="img" '
        'font-family="system-ui, sans-serif" font-size="13">',
        "<title>The rooms of Runda and how data flows through them</title>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="#475569"/></marker></defs>',
        '<rect width="860" height="382" fill="#fff"/>',
    ]
    for start, end in _ARROWS:
        parts.append(_arrow(place[start], place[end]))
    for name, first, second, _, _, colour in _ROOMS:
        x, y = place[name]
        middle = x + _WIDTH / 2
        parts.append(
            f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HIGH}" rx="8" fill="{colour}" '
            'stroke="#475569"/>'
        )
        parts.append(_text(middle, y + 25, name, "#0f172a", "600"))
        parts += [_text(middle, y + 46, first, "#334155"), _text(middle, y + 63, second, "#334155")]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _text(x: float, y: float, words: str, colour: str, weight: str = "400") -> str:
    look = f'text-anchor="middle" fill="{colour}" font-weight="{weight}"'
    return f'<text x="{x}" y="{y}" {look}>{escape(words)}</text>'


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    (x, y), (u, v) = start, end
    if y == v:  # along a row
        points = (x + _WIDTH, y + _HIGH / 2, u - 2, v + _HIGH / 2)
    elif y > v:  # upwards
        points = (x + _WIDTH / 2, y, u + _WIDTH / 2, v + _HIGH + 2)
    else:
        points = (x + _WIDTH / 2, y + _HIGH, u + _WIDTH / 2, v - 2)
    a, b, c, d = points
    line = f'<line x1="{a}" y1="{b}" x2="{c}" y2="{d}" stroke="#475569" stroke-width="1.5" '
    return line + 'marker-end="url(#tip)"/>'


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
