"""Read the annotated rounds of tests/data/structure (see the README there)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "structure"
_LINE = re.compile(r"(?P<tag>RH|[HTRSF+])(?: (?P<who>[^|=]+?))?(?: = (?P<persons>[^|]*?))?\s*\|(?P<text>.*)")


@dataclass
class Annotated:
    text: str = ""
    blocks: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    units: list[tuple[int, int, str, str]] = field(default_factory=list)  # characters, speaker, reply_to
    furniture: list[tuple[int, int]] = field(default_factory=list)


def _quoted(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks ``«»``, and what stood between them."""
    plain, spans = "", []
    for piece in re.split("(«[^»]*»)", text):
        if len(piece) > 2 and piece.startswith("«"):
            spans.append((len(plain), len(plain) + len(piece) - 2))
        plain += piece.strip("«»") if piece.startswith("«") else piece
    return plain, spans


def read(path: Path) -> Annotated:
    found = Annotated()
    owner = ""
    rows = []
    at = 0
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not raw:
            rows.append("")
            at += 1
            continue
        parts = _LINE.fullmatch(raw)
        assert parts, f"{path.name}, line {number}"
        tag, who, text = parts["tag"], parts["who"] or "", parts["text"]
        who, _, target = (part.strip() for part in who.partition(">"))
        spans = []
        if "«" in text:  # several things said on one line: the cells of a table
            text, spans = _quoted(text.removeprefix(" "))
        elif tag in ("RH", "T", "R", "S") and " |" in text:
            head, _, said = text.partition(" |")
            text = f"{head} {said}"
            spans = [(len(head) + 1, len(text))]
        else:
            text = text.removeprefix(" ")
            spans = [(0, len(text))] if tag not in ("H", "F") else []
        if tag in ("H", "RH"):
            owner = who
            persons = tuple(p.strip() for p in (parts["persons"] or "").split(";") if p.strip())
            found.blocks.append((number, who, persons))
        if tag == "+":
            first = found.units.pop()
            found.units.append((first[0], at + spans[0][1], *first[2:]))
        elif tag in ("R", "S"):
            reply_to = target or ("" if tag == "S" else owner or "?")
            found.units += [(at + a, at + b, who, "" if reply_to == who else reply_to) for a, b in spans]
        elif tag != "F":
            found.units += [(at + a, at + b, owner, "") for a, b in spans]
        else:
            found.furniture.append((at, at + len(text)))
        rows.append(text)
        at += len(text) + 1
    found.text = "\n".join(rows)
    return found
