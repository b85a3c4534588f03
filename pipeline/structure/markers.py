"""Find the marker (Hjälp, Tips …) that opens a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.lexicon import RESOURCES, Entry, load_entries
from pipeline.values import Marker

_SIGN = r"\s*(?:[:–—!]|-(?=\s)|\.(?=\s|$))+"
_DECORATION = r"[\s*_#>•·\-–—o]*?"


@dataclass(frozen=True, slots=True)
class MarkerEntry(Entry):
    """One marker in `markers.toml`; the file's head explains the keys."""

    marker: str = ""
    words: tuple[str, ...] = ()
    bare: bool = False

    def __post_init__(self) -> None:
        if self.marker not in {m.value for m in Marker if m}:
            raise ValueError(f"marker must be help, tips, want or give, not {self.marker!r}")
        if not self.words:
            raise ValueError(f"marker {self.id!r} has no words")


@dataclass(frozen=True, slots=True)
class MarkerHit:
    """A marker at the start of a text.

    Attributes
    ----------
    marker
        Which one.
    entry
        Id of the entry that found it.
    end
        Offset in the text just behind the marker and its sign.
    alone
        Nothing but the marker stands there: a heading over what follows.
    """

    marker: Marker
    entry: str
    end: int
    alone: bool


@cache
def load_markers(path: Path = RESOURCES / "markers.toml") -> tuple[MarkerEntry, ...]:
    """The markers, in the order of the file."""
    return tuple(load_entries(path, {"marker": MarkerEntry})["marker"])


@cache
def _compiled() -> tuple[tuple[MarkerEntry, re.Pattern[str]], ...]:
    compiled = []
    for entry in load_markers():
        words = "|".join(
            re.escape(word).replace(r"\ ", r"\s+") for word in sorted(entry.words, key=len, reverse=True)
        )
        compiled.append((entry, re.compile(rf"(?P<words>{words})(?P<bold>\**)(?![\w/])", re.I)))
    return tuple(compiled)


def leading_marker(text: str) -> MarkerHit | None:
    """The marker that `text` opens with, bullets and Markdown signs before it aside.

    Examples
    --------
    >>> leading_marker("Hjälp: hur gör ni?").marker
    <Marker.HELP: 'help'>
    >>> leading_marker("TIPS").alone
    True
    >>> leading_marker("Hjälpmedlen är slut.") is None
    True
    """
    lead = re.match(r"[\s*_#>•·–—-]*(?:o\s+)?(?:\d+[.)]\s+)?[*_]*", text)
    start = lead.end() if lead else 0
    for entry, pattern in _compiled():
        found = pattern.match(text, start)
        if not found:
            continue
        rest = text[found.end() :]
        sign = re.match(_SIGN + r"\**", rest)
        end = found.end() + (sign.end() if sign else 0)
        alone = not text[end:].strip(" *_:!?.–—-")
        word = found["words"]
        if (
            sign
            or alone
            or entry.bare
            or word.isupper()
            or (" " not in word and word[0].isupper() and re.match(r"\s+[A-ZÅÄÖ]", rest))
        ):
            pass
        else:
            continue
        return MarkerHit(Marker(entry.marker), entry.id, end, alone)
    return None
