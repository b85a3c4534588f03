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
        head, bar, said = text.partition(" |")
        text = f"{head} {said}" if bar else text.removeprefix(" ")
        start, end = at + (len(head) + 1 if bar else 0), at + len(text)
        if tag in ("H", "RH"):
            owner = who
            persons = tuple(p.strip() for p in (parts["persons"] or "").split(";") if p.strip())
            found.blocks.append((number, who, persons))
        if tag in ("T", "RH"):
            found.units.append((start, end, owner, ""))
        elif tag in ("R", "S"):
            found.units.append(
                (start, end, who, "?" if tag == "R" and not owner else owner if tag == "R" else "")
            )
        elif tag == "+":
            first = found.units.pop()
            found.units.append((first[0], end, *first[2:]))
        elif tag == "F":
            found.furniture.append((at, end))
        rows.append(text)
        at += len(text) + 1
    found.text = "\n".join(rows)
    return found
