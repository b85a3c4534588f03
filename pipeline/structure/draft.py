"""What the walk down the lines finds, before turns are cut where the speaker changes."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field

from pipeline.structure.lines import Line
from pipeline.structure.model import Furniture, Turn

_GOES_ON = re.compile(
    r"(?:och|samt|eller|plus|\+)\s.*https?://|https?://\S+$|(?:och|samt|eller|men)\s(?=[a-zåäö])"
)


@dataclass(slots=True)
class Reply:
    """A reply that may go on below."""

    speaker: str
    persons: tuple[str, ...]
    line: Line

    def goes_on(self, line: Line, last: Turn | None, *, gap: bool, lists: Set[str], wrapped: bool) -> bool:
        """Whether a line without a tag still belongs to the reply.

        Parameters
        ----------
        line
            The line.
        last
            The last turn.
        gap
            A blank line stands above.
        lists
            Bullets of the owner's own lists.
        wrapped
            The document's paragraphs are hard-wrapped.
        """
        first = self.line
        if line.quote and first.quote:
            return True
        if last is None or last.start < first.start:  # the tag stood alone: its words come below
            return not gap or not line.bullet
        if line.bullet:
            if first.bullet:
                return line.indent > first.indent or (
                    line.bullet != first.bullet and line.bullet not in lists
                )
            return line.bullet not in lists
        if not gap and line.indent > first.indent and not wrapped:
            return True
        return bool(_GOES_ON.match(line.words)) and bool(last.reply_to) and (not gap or "http" in line.words)


@dataclass
class Draft:
    """What the walk finds."""

    turns: list[Turn] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    chat: list[tuple[int, str, str]] = field(default_factory=list)  # turn, writer, words
