"""What a marker on a line of its own covers: its list, or one paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.structure.lines import Line
from pipeline.values import Marker


@dataclass(slots=True)
class Scope:
    """The reach of one marker line.

    Attributes
    ----------
    marker, line
        The marker and where it stands.
    listed
        Whether what follows it is a list; None until it is seen.
    """

    marker: Marker
    line: Line
    listed: bool | None = None

    def covers(self, line: Line, *, gap: bool) -> bool:
        """Whether the marker still covers an owner's line; `gap` says that a blank one is before it."""
        if self.line.bullet and self.line.ordinal < 0:
            return bool(line.bullet) and line.indent > self.line.indent
        if self.listed is None:
            self.listed = bool(line.bullet)
            return True
        return bool(line.bullet) if self.listed else not gap
