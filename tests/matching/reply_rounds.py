"""Rounds annotated with what each reply answers (see tests/data/replies/README.md)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pipeline import carrier
from pipeline.language import parse
from pipeline.matching.features import candidates
from pipeline.matching.replies import answered
from pipeline.values import SourceText

FOLDER = Path(__file__).parent.parent / "data" / "replies"
_MARK = re.compile(r" ?«(?P<who>[^«>]*>)?(?P<what>[^«>]+)»")


@dataclass(frozen=True)
class Reply:
    place: int
    speaker: str
    answers: frozenset[str]  # empty: nothing


@dataclass
class Annotated:
    name: str
    text: str = ""
    requests: dict[str, int] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)


@dataclass
class Result:
    counts: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    @property
    def right(self) -> float:
        return self.counts["right"] / sum(self.counts.values())


def read(path: Path) -> Annotated:
    found = Annotated(path.name)
    raw, parts, at, length = path.read_text(encoding="utf-8"), [], 0, 0
    for mark in _MARK.finditer(raw):
        parts.append(raw[at : mark.start()])
        length += len(parts[-1])
        at = mark.end()
        if mark["who"]:
            what = mark["what"].split()
            answers = frozenset(what) if what != ["-"] else frozenset()
            found.replies.append(Reply(length - 1, mark["who"][:-1], answers))
        else:
            found.requests[mark["what"]] = length - 1
    found.text = "".join([*parts, raw[at:]])
    return found


def measure(nlp, one: Annotated) -> Result:
    """Compare what Runda says each reply answers with the annotation."""
    doc = parse(nlp, SourceText(text=one.text, source=one.name))
    found = candidates(doc)
    statements = list(doc.spans[carrier.STATEMENTS])
    letters = [
        {letter for letter, place in one.requests.items() if need.start <= place < need.end}
        for need in found.needs
    ]
    seen = set().union(*letters)
    known = answered(found.linked, found.said)
    result = Result()

    def note(verdict: str, reply: Reply, more: str = "") -> None:
        result.counts[verdict] += 1
        if verdict != "right":
            start = one.text.rfind("\n", 0, reply.place) + 1
            said = one.text[start : reply.place + 1]
            result.told.append(
                f"{one.name} {verdict}: {said} >{''.join(sorted(reply.answers)) or '-'} {more}"
            )

    for reply in one.replies:
        at = next((i for i, s in enumerate(statements) if s.start_char <= reply.place < s.end_char), None)
        if at is None or statements[at]._.speaker != reply.speaker:
            note("lost", reply, f"(speaker {statements[at]._.speaker if at is not None else None})")
            continue
        shares = found.linked[:, at] if len(found.needs) else np.zeros(0)
        sure = [n for n in range(len(shares)) if known[n, at]]
        offer = bool(statements[at]._.offer)
        if reply.answers and not offer:
            note("no-offer", reply)
            continue
        if not reply.answers:
            if offer:
                note("offer", reply)
            elif sure:
                note("linked", reply, str([sorted(letters[n]) for n in sure]))
            else:
                note("right", reply)
            continue
        if not reply.answers & seen:
            note("unasked", reply)
            continue
        said = set().union(*(letters[n] for n in sure))
        if not said:
            note("silent" if not sure else "wrong", reply, str([round(float(s), 2) for s in shares]))
        elif said & reply.answers and (
            len(letters) == 1 or not said - reply.answers or any(letters[n] & reply.answers for n in sure)
        ):
            note("right", reply)
        else:
            note("wrong", reply, f"said {sorted(said)}")
    return result
