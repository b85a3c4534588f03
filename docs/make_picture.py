"""Draw `docs/picture.svg` from what Runda reads in an example round: ``python docs/make_picture.py``."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape
from pathlib import Path

from spacy.tokens import Doc, Span

from pipeline.carrier import Lines
from pipeline.language import load, parse
from pipeline.matching import Match, match
from pipeline.positions import positions
from pipeline.reading import read
from pipeline.topics import load_topics
from pipeline.values import Stage

ROOT = Path(__file__).parents[1]
ROUND = ROOT / "data" / "raw" / "exempel-2021-03-23.txt"
#: Lines of the round that the picture shows, and the member whose request it follows.
FIRST, LAST, SEEKER = 46, 67, "Luleå"
_WIDTH, _ROW, _LEFT, _RIGHT = 1180, 19, 24, 640
_COLOURS = {"request": "#fde2cf", "offer": "#d5edd6", "stage": "#dde6f8", "": "none"}
_NAMES = {"request": "frågar", "offer": "erbjuder", "stage": "har kommit så långt"}
_STAGES = {
    Stage.DONE: "har",
    Stage.ONGOING: "arbetar med",
    Stage.PLANNED: "planerar",
    Stage.CONSIDERING: "överväger",
}
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.h{font-weight:600}.n{fill:#8a8a8a;font-size:11px}"
    ".t{font-size:18px;font-weight:600}.s{font-size:12px;fill:#555}"
)


class Drawing:
    """An SVG that grows downwards in two columns."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.low = 0

    def text(self, x: int, y: int, words: str, css: str = "") -> None:
        """One line of text."""
        self.parts.append(f'<text x="{x}" y="{y}"{f" class={css!r}" if css else ""}>{escape(words)}</text>')
        self.low = max(self.low, y)

    def box(self, x: int, y: int, width: int, height: int, colour: str) -> None:
        """A coloured field behind text."""
        self.parts.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="4" fill="{colour}"/>')

    def svg(self, title: str) -> str:
        """The whole picture."""
        height = self.low + 26
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">'
            f"<title>{escape(title)}</title><style>{_STYLE}</style>"
            f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>'
            + "\n".join(["", *self.parts, "</svg>", ""])
        )


def draw(doc: Doc, found: Sequence[Match]) -> str:
    """The picture: the notes on the left, what Runda makes of them on the right."""
    drawing = Drawing()
    _notes(drawing, doc)
    _results(drawing, doc, found)
    return drawing.svg(
        "A stretch of an invented round, and the requests, positions and helpers that Runda finds"
    )


def _notes(drawing: Drawing, doc: Doc) -> None:
    drawing.text(_LEFT, 36, "Anteckningarna", "t")
    lines, y = Lines(doc.text), 66
    by_line = {lines.at(span.start_char): _label(span) for span in reversed(doc.spans["statements"])}
    headers = {lines.at(span.start_char) for span in doc.spans["headers"]}
    label = ""
    for number, text in enumerate(doc.text.split("\n")[FIRST - 1 : LAST], FIRST):
        label = by_line.get(number, label if text.strip() else "")
        for row in textwrap.wrap(text, 74) or [""]:
            if row and label and number not in headers:
                drawing.box(_LEFT + 30, y - 14, 548, _ROW, _COLOURS[label])
            drawing.text(_LEFT + 36, y, row, "h" if number in headers else "")
            y += _ROW if row else 8
        if text.strip():
            drawing.text(_LEFT, y - _ROW, str(number), "n")
    y += 14
    for place, (label, name) in enumerate(_NAMES.items()):
        drawing.box(_LEFT + 30 + place * 110, y - 13, 16, 16, _COLOURS[label])
        drawing.text(_LEFT + 52 + place * 110, y, name, "s")


def _label(span: Span) -> str:
    return "request" if span._.request else "offer" if span._.offer else "stage" if span._.stage else ""


def _results(drawing: Drawing, doc: Doc, found: Sequence[Match]) -> None:
    names = {topic.id: topic.swedish for topic in load_topics().topics}
    drawing.text(_RIGHT, 36, "Vem kan hjälpa vem", "t")
    y = 66
    asked = [m for m in found if m.seeker == SEEKER]
    for request in dict.fromkeys(m.request_id for m in asked):
        mine = [m for m in asked if m.request_id == request]
        topics = ", ".join(names[topic] for topic in mine[0].topics)
        y = _paragraph(drawing, y, f"{SEEKER} frågar om: {topics or 'annat'}", "h")
        for proposal in mine[:3]:
            y = _paragraph(drawing, y, f"{proposal.rank}. {proposal.explanation}")
        y += 12
    drawing.text(_RIGHT, y + 12, f"Hur långt {SEEKER} har kommit", "t")
    y += 40
    for position in positions(doc):
        if position.member == SEEKER:
            y = _paragraph(drawing, y, f"{names[position.topic]}: {_STAGES[position.stage]}")


def _paragraph(drawing: Drawing, y: int, text: str, css: str = "") -> int:
    for row in textwrap.wrap(text, 72):
        drawing.text(_RIGHT, y, row, css)
        y += _ROW
    return y + 4


if __name__ == "__main__":
    doc = parse(load(), read(ROUND))
    (ROOT / "docs" / "picture.svg").write_text(draw(doc, match([doc])), encoding="utf-8")
