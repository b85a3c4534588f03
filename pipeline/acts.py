"""What is said to somebody without answering anything: thanks, agreement, time calls, "gärna, skicka".

A sentence answers nothing where each of its clauses (between signs) is one of the known empty ones of
``resources/replies.toml``. One clause that says more ("Samma här, vi löste det med en vägg") makes it
an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.lexicon import RESOURCES, Entry, load_classes, load_entries

REPLIES: Final = RESOURCES / "replies.toml"
#: Longer sentences say something.
_LONGEST: Final = 120
_CLAUSES: Final = re.compile(r"[.!?,;:()–—…\"”]+|\s-\s")
_SIGNS: Final = re.compile(r"[^\w\s+@:%-]+")
_LEADING: Final = re.compile(
    r"^(?:(?:och|men|så|fast|ja|jo|jag tycker|oj|åh|ok|okej|ah|aha|mm|då|nja)\s+)+(?=\S)"
)


class Act(StrEnum):
    """What kind of empty words a sentence is."""

    NONE = ""
    AGREE = "agree"
    THANKS = "thanks"
    CLOCK = "clock"
    TAKE = "take"
    YES = "yes"
    PROMISE = "promise"
    LACK = "lack"


@dataclass(frozen=True, slots=True)
class ActEntry(Entry):
    """One kind of empty clause; the file's head explains the keys."""

    kind: str = ""
    regex: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in set(Act) - {Act.NONE}:
            raise ValueError(f"act {self.id!r}: kind must be one of {', '.join(a for a in Act if a)}")
        if not self.regex:
            raise ValueError(f"act {self.id!r} has no regex")


@dataclass(frozen=True, slots=True)
class AskEntry(Entry):
    """A kind of question, and what an answer to it looks like."""

    asks: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    match_gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PointerEntry(Entry):
    """Words that point out which question is meant."""

    patterns: tuple[str, ...] = ()


@cache
def load_replies(path: Path = REPLIES) -> dict[str, list[Entry]]:
    """The entries of ``replies.toml``, by table."""
    return load_entries(path, {"act": ActEntry, "ask": AskEntry, "pointer": PointerEntry})


class Acts:
    """Tells the empty sentences from those that say something.

    Parameters
    ----------
    names
        Members and persons at the table; in a clause they stand as ``@``.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        forms = sorted({form for name in names for form in (name.lower(), name.lower() + "s") if name})
        forms.sort(key=len, reverse=True)
        self._names = (
            re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)") if forms else None
        )

    def of(self, text: str) -> Act:
        """The act of a sentence, `Act.NONE` where it says something.

        Examples
        --------
        >>> Acts(["Lund", "Sara"]).of("Toppen Sara, skicka gärna!")
        <Act.TAKE: 'take'>
        >>> Acts().of("Ja, vi har en mall.")
        <Act.NONE: ''>
        """
        if len(text) > _LONGEST or "http" in text or "www." in text:
            return Act.NONE
        low = " ".join(text.lower().split())
        if self._names:
            low = self._names.sub("@", low)
        found = []
        for clause in _CLAUSES.split(low):
            bare = " ".join(_SIGNS.sub(" ", clause).split()).strip("- ")
            if not re.search(r"[^\W\d_]|\+", bare) or bare == "@":
                continue
            act = _act_of(bare) or _act_of(_LEADING.sub("", bare))
            if not act:
                return Act.NONE
            found.append(act)
        if not found:  # a face, a thumb
            return Act.THANKS if not re.search(r"\w", low) else Act.NONE
        told = [act for act in found if act is not Act.YES]
        for act in (Act.CLOCK, Act.TAKE, Act.LACK, Act.PROMISE):
            if act in told:
                return act
        return told[0] if told else Act.YES


@cache
def _patterns() -> tuple[tuple[Act, re.Pattern[str]], ...]:
    classes = {name: "(?:" + "|".join(forms) + ")" for name, forms in load_classes(REPLIES).items()}

    def filled(source: str) -> str:
        return re.sub(r"<(\w+)>", lambda found: classes[found[1]], source)

    return tuple(
        (Act(entry.kind), re.compile("|".join(f"(?:{filled(source)})" for source in entry.regex)))
        for entry in load_replies()["act"]
        if isinstance(entry, ActEntry)
    )


@cache
def _act_of(clause: str) -> Act:
    for act, pattern in _patterns():
        if pattern.fullmatch(clause):
            return act
    return Act.NONE
