"""Inside a mail: its greeting, its signature, the lines it quotes, and the answers under them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.structure.candidates import Candidate
from pipeline.structure.furniture import furniture_of
from pipeline.structure.lines import Line

_GREETING = re.compile(
    r"(?i)(?:hej(?:san|hej)?|tjena(?:re)?|tja|hallå|go(?:d )?(?:morgon|kväll|dag|förmiddag|eftermiddag)"
    r"|hi|hello|dear|kära|bästa)\b(?:[ ,]+[^\s.?:!,]+){0,4}\s*[!,.:)]*"
)
_POSTSCRIPT = re.compile(r"(?:P\.?S\.?|Ps)\b")
_WORD = re.compile(r"[^\W\d_]{3,}")
#: Lines that a signature may have, and how much of a quoted line must be found where it was said.
_LONGEST_SIGNATURE = 8
_SHARED = 0.75
#: Width of hard-wrapped mail.
_NARROW, _WIDE = 50, 90


@dataclass
class Letters:
    """What the lines of mails are.

    Attributes
    ----------
    furniture
        Line -> kind, of what nobody says anything with.
    answers
        Line -> member whose quoted words it answers.
    wraps
        Header's line -> width, where the mail's paragraphs are hard-wrapped.
    """

    furniture: dict[int, str] = field(default_factory=dict)
    answers: dict[int, str] = field(default_factory=dict)
    wraps: dict[int, int] = field(default_factory=dict)


def read_letters(lines: Sequence[Line], headers: Sequence[Candidate], listed: Mapping[int, str]) -> Letters:
    """Read the blocks that are mails."""
    letters = Letters()
    bounds = [header.line for header in headers] + [len(lines)]
    said = [_said(lines, range(a + 1, b)) for a, b in pairwise(bounds)]
    for number, header in enumerate(headers):
        if header.deco != "mail":
            continue
        block = [
            index
            for index in range(bounds[number] + 1, bounds[number + 1])
            if not lines[index].blank and index not in listed
        ]
        body = [i for i in block if not _headed(lines[i])]
        # The walker knows these by themselves, but not in bold.
        letters.furniture |= dict.fromkeys([i for i in block if i not in body], "mail")
        for index in body[:2]:
            if _GREETING.fullmatch(lines[index].words):
                letters.furniture[index] = "greeting"
        letters.furniture |= dict.fromkeys(_signature(lines, body, header), "signature")
        owner = header.head.member
        others = [
            (h.head.member, words) for h, words in zip(headers, said, strict=True) if h.head.member != owner
        ]
        base = lines[header.line].quote
        asked = ""
        for index in range(bounds[number] + 1, bounds[number + 1]):
            line = lines[index]
            if line.quote > base and not line.blank:
                letters.furniture[index] = "quote"
                asked = next((m.name for m, words in others if m and _quotes(line.words, words)), "")
            elif line.blank:
                asked = asked if index - 1 in letters.furniture else ""
            elif asked and index not in letters.furniture:
                letters.answers[index] = asked
        if width := _width([lines[i] for i in body if i not in letters.furniture]):
            letters.wraps[header.line] = width
    return letters


def _headed(line: Line) -> bool:
    entry = furniture_of(re.sub(r"[*_]{2}", "", line.words), ("anywhere",))
    return entry is not None and entry.kind == "mail"


def _said(lines: Sequence[Line], block: range) -> list[set[str]]:
    """The words of each line that is no quotation."""
    return [_words(lines[i].text) for i in block if not lines[i].blank and not lines[i].quote]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _quotes(quoted: str, said: Sequence[set[str]]) -> bool:
    """Whether a quoted line stands, but for a few words, in what somebody said."""
    words = _words(quoted)
    return len(words) >= 3 and any(len(words & line) >= _SHARED * len(words) for line in said)


def _signature(lines: Sequence[Line], body: Sequence[int], header: Candidate) -> list[int]:
    """Lines from the signature to the mail's end."""
    names = {part.casefold() for person in header.head.persons for part in (person, person.split()[0])}
    for at, index in enumerate(body):
        words = lines[index].words
        entry = furniture_of(words, ("end",))
        signed = entry is not None and entry.id == "signature"
        if not signed and words.strip(" /–-,.").casefold() not in names:
            continue
        rest = body[at:]
        if (
            len(rest) <= _LONGEST_SIGNATURE
            and (signed or at)
            and not any(lines[i].quote or _POSTSCRIPT.match(lines[i].words) for i in rest)
        ):
            return list(rest)
    return []


def _width(body: Sequence[Line]) -> int:
    """Width of a mail that is hard-wrapped, 0 where it is not."""
    longest = max((len(line.text.rstrip()) for line in body), default=0)
    if not _NARROW <= longest <= _WIDE:
        return 0
    for first, second in pairwise(body):
        if second.number == first.number + 1 and not second.bullet and second.words[:1].islower():
            used = len(first.text.rstrip())
            if (
                used + 1 + len(second.words.split()[0]) > 0.85 * longest
                and first.text.rstrip()[-1:] not in ".!?"
            ):
                return longest
    return 0
