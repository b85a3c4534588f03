"""What a marker covers: the list or the one paragraph below its line, or the list that its words open."""

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
    opens
        Something is said behind the marker ("Hjälp: två saker"); only a list right below goes with it,
        and not one that merely goes on with the owner's.
    seen
        Bullets of the owner's lists above the marker.
    flat
        The marker is a bullet itself, and its items stand no further in than it.
    """

    marker: Marker
    line: Line
    listed: bool | None = None
    opens: bool = False
    seen: frozenset[str] = frozenset()
    flat: bool = False

    def covers(self, line: Line, *, gap: bool) -> bool:
        """Whether the marker still covers an owner's line; `gap` says that a blank one is before it."""
        deeper = line.indent > self.line.indent
        if self.line.bullet and (self.opens or self.line.ordinal < 0) and not self.flat:
            if not self.opens and self.listed is None and not deeper and not gap and line.bullet:
                self.flat = True  # "- Hjälp:" above items that are no further in
                self.listed = True
                return True
            self.listed = True
            return deeper and (bool(line.bullet) or not gap)
        if self.listed is None:
            if self.opens and (gap or not (deeper or (line.bullet and line.bullet not in self.seen))):
                return False
            self.listed = bool(line.bullet)
            return True
        return bool(line.bullet) if self.listed else not gap
