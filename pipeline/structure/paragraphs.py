"""Blocks by layout: where every paragraph is a member's, a paragraph that opens with one is its block.

Many note takers write each member's header in whatever form comes to mind (``Falun – Måns.``,
``Mora. Ingen hörde …``, ``Lidingö fr chatten: …``) but keep to one thing: a blank line, then the
next member. No form wins a vote there; the blank lines do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence

from pipeline.members import first_names, gazetteer
from pipeline.structure.candidates import Candidate
from pipeline.structure.heads import Head
from pipeline.structure.lines import Line
from pipeline.structure.lists import Lists
from pipeline.structure.vocabulary import heading_kind, vocabulary
from pipeline.values import Member, MemberKind

#: Share of the paragraphs that must open with a member of their own.
_SHARE = 0.7
_FEWEST = 4
#: Headers that the forms have elected before layout may add others; none at all is also a form.
_ELECTED = 3
_REPLY = frozenset(["reply", ">", "→", "(", "chat"])
_NAME = r"[A-ZÅÄÖÉ][\w-]+(?: [A-ZÅÄÖÉ](?:[\w-]+|\.)?)?"
_SIGN = re.compile(r"\s*(?:[.:;,–—|/!]|-(?=\s))\s*|\s+(?=\()|\s*\t\s*")
_PERSONS = re.compile(
    rf"(?P<names>{_NAME}(?:(?:,| och| o| \+| &|/) {_NAME})*)(?=\s*[.:;–—)|]|\s+[a-zåäö]|\s*$)"
)
_NOTE = re.compile(r"[^.!?:]{2,60}:\s+(?=\S)")
_ASIDE = re.compile(r"\((?P<inside>[^()]{2,60})\)\s*[:.–—-]?\s*")


def starts(lines: Sequence[Line], lists: Lists) -> list[int]:
    """Lines that open a paragraph: blank above, no bullet, no list of names, no closing words."""
    return [
        index
        for index, line in enumerate(lines)
        if not line.blank
        and (index == 0 or lines[index - 1].blank)
        and index not in lists.lines
        and not (line.bullet and line.ordinal < 0)
        and not heading_kind(line.words)
    ]


def add_paragraphs(
    chosen: MutableMapping[int, Candidate],
    lines: Sequence[Line],
    candidates: Mapping[int, Candidate],
    lists: Lists,
) -> None:
    """Add to `chosen` what opens a paragraph, where nearly every paragraph opens with a member."""
    opening = starts(lines, lists)
    if not opening or 0 < len(chosen) < _ELECTED:
        return
    found: dict[int, Candidate] = {}
    owners = {candidate.head.member for candidate in chosen.values()}
    for index in opening:
        if index in chosen:
            continue
        candidate = opener(lines[index], index, candidates.get(index))
        if candidate is None or candidate.head.member in owners or _doubtful(candidate.head, lines[index]):
            continue
        owners.add(candidate.head.member)
        found[index] = candidate
    if not found:
        return
    all_heads = {*found, *chosen}
    first, last = min(all_heads), max(all_heads)
    within = [index for index in opening if first <= index <= last]
    led = [index for index in within if index in all_heads]
    placed = sum(index in opening for index in chosen)
    if len(led) < _FEWEST or len(led) < _SHARE * len(within) or placed < 0.8 * len(chosen):
        return
    chosen.update(found)


def opener(line: Line, index: int, candidate: Candidate | None) -> Candidate | None:
    """The tag of a paragraph that opens with a member's name, however it goes on."""
    if candidate and candidate.deco in _REPLY:
        return None
    if candidate and candidate.head.member and candidate.sep != "bare":
        return candidate if _municipal(candidate.head.member) else None
    words = line.text[line.body :]
    if words[:1].islower() and (lower := _lower(line, index, words)):
        return lower
    first = next(iter(gazetteer().find(words[:60])), None)
    if first is None or first.start != 0 or not _municipal(first.member):
        return candidate if candidate and candidate.head.member else None
    return _read(line, index, words, first.member, first.end)


def _read(line: Line, index: int, words: str, member: Member, end: int) -> Candidate | None:
    persons: tuple[str, ...] = ()
    at = end
    if sign := _SIGN.match(words, at):
        at = sign.end()
        if aside := _ASIDE.match(words, at):
            persons = _known(aside["inside"])
            at = aside.end()
        elif (names := _PERSONS.match(words, at)) and (persons := _known(names["names"])):
            after = re.match(r"\s*[.:;–—|]\s*", words[names.end() :])
            at = names.end() + after.end() if after else at
    elif (note := _NOTE.match(words, at)) and words[at : at + 1].isspace():
        lead = words[at:].split(maxsplit=1)[0].strip("(,").casefold()
        if lead not in vocabulary().words["note"] and lead not in ("fr", "från", "per", "(via"):
            return None
        at = note.end()
    elif not re.match(r"\s+[a-zåäö]", words[at:]):
        return None
    if not words[at:].strip():
        return None
    head = Head(member, persons, "M P" if persons else "M", bool(persons), capitals=words[:end].isupper())
    return Candidate(index, head, "stop", "", line.body, line.body + at, words[at:])


def _lower(line: Line, index: int, words: str) -> Candidate | None:
    """A header in notes without capitals: ``arvika tommy: bygger``."""
    parts = list(re.finditer(r"[^\W\d_][\w-]*", words[:60]))
    for count in (3, 2, 1):
        if len(parts) <= count:
            continue
        end = parts[count - 1].end()
        member = gazetteer().exact(words[:end])
        said = re.match(r"[ ,(–-]+(?P<name>[^\W\d_]+)\)?\s*(?P<sign>[:.–-]?)\s*", words[end:])
        if member and said and said["name"] in first_names() and said["sign"]:
            head = Head(member, (said["name"],), "M P", True)
            at = end + said.end()
            return Candidate(index, head, "stop", "", line.body, line.body + at, words[at:])
    return None


def _known(text: str) -> tuple[str, ...]:
    names = [name.strip() for name in re.split(r",| och | o | \+ | & |/", text) if name.strip()]
    known = bool(names) and all(name.split()[0].casefold() in first_names() for name in names)
    return tuple(names) if known else ()


def _doubtful(head: Head, line: Line) -> bool:
    """Whether the name alone may be an ordinary word or a person's (``Mark: tre nya planer``)."""
    name = head.member.name if head.member else ""
    alone = line.words.casefold().startswith(f"{name.casefold()}. ")
    return not (head.persons or alone) and bool(
        head.member and (gazetteer().is_word(head.member) or name.casefold() in first_names())
    )


def _municipal(member: Member) -> bool:
    return member.kind is not MemberKind.UNKNOWN
