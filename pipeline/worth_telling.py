"""What is worth telling of what was said, where not all of it has room.

A summary that is as long as the minutes helps nobody. Each statement gets a weight: a stage, a figure,
a day to come and the words of ``worth.toml`` count for it; small talk counts against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.lexicon import RESOURCES, Entry, load_entries
from pipeline.patterns import PatternMatcher, words_of
from pipeline.rows import Row

WORTH: Final = RESOURCES / "worth.toml"
#: What is shorter tells nothing on its own ("Bra att vara med!"), and what is longer is cut.
_LEAST: Final = 20
_TELLING: Final = 35
_WIDE: Final = 260


@dataclass(frozen=True, slots=True)
class WorthEntry(Entry):
    """Words that make a statement more, or less, worth telling."""

    weight: int = 0
    patterns: tuple[str, ...] = ()


@cache
def load_worth(path: Path = WORTH) -> tuple[WorthEntry, ...]:
    """The entries of the file, in its order."""
    return tuple(load_entries(path, {"word": WorthEntry})["word"])


@cache
def _matcher() -> PatternMatcher:
    return PatternMatcher({entry.id: entry.patterns for entry in load_worth()})


@cache
def _weights() -> dict[str, int]:
    return {entry.id: entry.weight for entry in load_worth()}


def signs(text: str) -> frozenset[str]:
    """Ids of the entries whose words stand in a text.

    Examples
    --------
    >>> sorted(signs("Skyfallsplanen är klar."))
    ['result']
    """
    return frozenset(hit.id for hit in _matcher().match(words_of(text)))


def shown_by(text: str, sign: str) -> str:
    """The first word of a text that shows a sign, as it is written; empty where none does.

    Examples
    --------
    >>> shown_by("Det är lugnt i höst, Eva är föräldraledig.", "person")
    'föräldraledig'
    """
    words = words_of(text)
    for hit in _matcher().match(words):
        if hit.id == sign:
            at = text.lower().find(words[hit.start])
            return text[at : at + len(words[hit.start])] if at >= 0 else ""
    return ""


def weight(row: Row, figures: Collection[str] = (), due: Collection[str] = ()) -> float:
    """How much a statement is worth telling; below zero it can be left out.

    Parameters
    ----------
    row
        A row of `statements`.
    figures, due
        Ids of statements that hold a figure, and of those that name a day to come.
    """
    text = " ".join(row["text"].split())
    if len(text) < _LEAST:
        return 0.0
    total = float(sum(_weights()[sign] for sign in signs(text)))
    total += 2.0 * bool(row.get("stage")) + 1.5 * (row["statement_id"] in figures)
    total += 1.5 * (row["statement_id"] in due) + 1.0 * bool(row["topics"])
    if len(text) < _TELLING:
        total -= 3.0
    return total - 0.5 * (len(text) > _WIDE)


def choose(
    rows: Sequence[Row],
    *,
    most: int,
    each: int,
    heard: Collection[str] = (),
    figures: Collection[str] = (),
    due: Collection[str] = (),
) -> list[Row]:
    """The statements to tell, in the order in which they were said.

    Parameters
    ----------
    rows
        Those to choose from.
    most, each
        How many in all, and of each member at most.
    heard
        Members that are told of already: the others come first, so that nobody is left out.
    figures, due
        See `weight`.
    """
    worth = {row["statement_id"]: weight(row, figures, due) for row in rows}
    ranked = sorted(
        (row for row in rows if worth[row["statement_id"]] > 0), key=lambda row: -worth[row["statement_id"]]
    )
    unheard = [row for row in ranked if row["member"] not in heard]
    first = list({row["member"]: row for row in reversed(unheard)}.values())
    chosen: list[Row] = []
    of_member: Counter[str] = Counter()
    of_line: Counter[tuple[str, int]] = Counter()
    for row in [*first, *ranked]:
        line = (row["document_id"], row["line"])
        if row in chosen or of_member[row["member"]] >= each or of_line[line] >= 2:
            continue
        chosen.append(row)
        of_member[row["member"]] += 1
        of_line[line] += 1
    kept = {row["statement_id"] for row in chosen[:most]}
    return [row for row in rows if row["statement_id"] in kept]
