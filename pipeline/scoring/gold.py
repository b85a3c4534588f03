"""Gold rounds: what careful readers found, in the contract's format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import RundaError

#: The topics that gold holds; others are never scored.
MEASURED = ("co2_budget", "climate_fee", "panorama", "procurement", "solar")

#: What names a unit: its first line, and its first column where it is part of a line.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, or part of one, said by one speaker."""

    place: Place
    line_end: int
    char_start: int
    char_end: int
    text: str
    speaker: str
    reply_to: str
    topics: frozenset[str]
    request: str
    offer: str

    def overlap(self, start: int, end: int) -> int:
        """How many characters it shares with a stretch."""
        return max(0, min(self.char_end, end) - max(self.char_start, start))


@dataclass(frozen=True, slots=True)
class GoldRound:
    """The gold of one round.

    Attributes
    ----------
    source, date, line_starts
        The document's file name, its date, and where its lines start (one more than it has).
    blocks
        (line, member, persons) of each block.
    units
        In the order of the text.
    positions
        (member, topic) -> stage.
    facts
        (line, value, unit) of each figure.
    helpers
        Place of each request -> helpers with their grades, 2 or 1.
    """

    source: str
    date: str
    line_starts: tuple[int, ...]
    blocks: tuple[tuple[int, str, tuple[str, ...]], ...]
    units: tuple[Unit, ...]
    positions: Mapping[tuple[str, str], str]
    facts: tuple[tuple[int, float, str], ...]
    helpers: Mapping[Place, Mapping[str, int]]


def load_gold(folder: Path) -> list[GoldRound]:
    """The rounds among a folder's ``NAME.gold.json``, by name.

    Raises
    ------
    RundaError
        Where there is none, or one is not as the contract says.
    """
    rounds = []
    for path in sorted(folder.glob("*.gold.json")):
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            if raw.get("kind", "round") == "round":
                rounds.append(_round(raw, path.parent / raw["document"]))
        except (KeyError, TypeError, IndexError, ValueError, OSError) as error:
            raise RundaError(f"{path}: not gold as the contract describes it ({error!r})") from error
    if not rounds:
        raise RundaError(f"{folder}: no NAME.gold.json of a round there")
    return rounds


def _round(raw: Mapping[str, Any], source: Path) -> GoldRound:
    text = source.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return GoldRound(
        source=raw["document"],
        date=raw["date"],
        line_starts=tuple(starts),
        blocks=tuple((b["line"], b["member"], tuple(b["persons"])) for b in raw["blocks"]),
        units=tuple(_unit(unit, text, lines, starts) for unit in raw["units"]),
        positions={(p["member"], p["topic"]): p["stage"] for p in raw["positions"]},
        facts=tuple((f["line"], float(f["value"]), f["unit"]) for f in raw.get("facts", [])),
        helpers={_place(match): match["helpers"] for match in raw["matches"]},
    )


def _place(raw: Mapping[str, Any]) -> Place:
    return raw["line"], raw.get("start", 0)


def _unit(raw: Mapping[str, Any], text: str, lines: list[str], starts: list[int]) -> Unit:
    last = raw.get("line_end", raw["line"])
    start = starts[raw["line"] - 1] + raw.get("start", 0)
    end = starts[last - 1] + raw.get("end", len(lines[last - 1]))
    return Unit(
        place=_place(raw),
        line_end=last,
        char_start=start,
        char_end=end,
        text=text[start:end],
        speaker=raw["speaker"],
        reply_to=raw["reply_to"],
        topics=frozenset(raw["topics"]),
        request=raw["request"],
        offer=raw["offer"],
    )
