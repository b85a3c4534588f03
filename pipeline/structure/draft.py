"""What the walk down the lines finds, before turns are cut where the speaker changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.structure.lines import Line
from pipeline.structure.model import Furniture, Turn


@dataclass(slots=True)
class Reply:
    """A reply that may go on below."""

    speaker: str
    persons: tuple[str, ...]
    line: Line


@dataclass
class Draft:
    """What the walk finds."""

    turns: list[Turn] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    chat: list[tuple[int, str, str]] = field(default_factory=list)  # turn, writer, words
