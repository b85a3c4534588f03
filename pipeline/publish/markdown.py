"""An outline as Markdown: words of the minutes are escaped, so that they show as they are written."""

from __future__ import annotations

import re

from pipeline.outline import Grid, Heading, Items, Look, Outline, Paragraph, Runs, Tone
from pipeline.publish.visible import one_line, visible
from pipeline.quoting import markdown as escaped


def to_markdown(outline: Outline) -> str:
    """The whole text, ending with a line end."""
    parts: list[str] = []
    for block in outline.blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {escaped(one_line(block.text))}")
        elif isinstance(block, Paragraph):
            parts.append(_paragraph(block))
        elif isinstance(block, Items):
            parts.append("\n".join(_items(block)))
        else:
            parts.append("\n".join(_grid(block)))
    return "\n\n".join(parts) + "\n"


def _paragraph(block: Paragraph) -> str:
    text = _runs(block.runs)
    if block.tone is Tone.NOTE:
        return f"*{text}*"
    if block.tone is Tone.LABEL:
        return f"**{text}**"
    return f"> {text}" if block.tone is Tone.QUOTE else text


def _items(block: Items) -> list[str]:
    lines = []
    for item in block.items:
        lines.append(f"- {_runs(item.runs)}")
        lines += [f"  - {_runs(below)}" for below in item.below]
    return lines


def _grid(block: Grid) -> list[str]:
    lines = ["", "| " + " | ".join(map(escaped, block.header)) + " |", "|" + " --- |" * len(block.header)]
    lines += ["| " + " | ".join(_runs(cell) for cell in row) + " |" for row in block.rows]
    return lines[1:]


def _runs(runs: Runs) -> str:
    return "".join(
        f"**{_text(run.text)}**" if run.look is Look.STRONG and run.text.strip() else _text(run.text)
        for run in runs
    )


def _text(text: str) -> str:
    lead = text[: len(text) - len(text.lstrip(" "))]
    tail = text[len(text.rstrip(" ")) :] if text.strip() else ""
    # One paragraph is one line: a line that begins with "1." or "+" would be taken for a list.
    return f"{lead}{escaped(_tidy(text))}{tail}"


def _tidy(text: str) -> str:
    # Only plain spaces and line ends are put together: a no-break space holds "400 kr".
    return " ".join(part for part in re.split(r"[ \t\r\n]+", visible(text)) if part)
