"""Messages pasted one after the other: chats with a name and a time on a line of their own, threads of mail.

The line that says who writes is a header by itself, whatever else the document is like: ``Karin Ek  09:02``,
``[09:02] Karin Ek``, ``09:02:11 Från Karin Ek till Alla:``, ``Från: Karin Ek (Lund)``,
``Den 4 mars kl. 9 skrev Karin, Lund:``. Who an unplaced name speaks for is looked up in the list of
those present, or in the address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.members import gazetteer
from pipeline.structure.candidates import Candidate
from pipeline.structure.furniture import furniture_of
from pipeline.structure.heads import Head, parse_head, persons_in
from pipeline.structure.lines import Line
from pipeline.structure.lists import Roster
from pipeline.values import Member, MemberKind

_CLOCK: Final = r"(?:kl\.?\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp][Mm])?"
_DATE: Final = (
    r"(?:(?:i ?dag|i ?går|(?:mån|tis|ons|tors|fre|lör|sön)\w*|mon|tue|wed|thu|fri|sat|sun)\.?,?\s+)?"
    r"(?:(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"
    r"|\d{1,2} (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|oct|nov|dec)\w*\.?(?: \d{4})?),?\s+)?"
)
_STAMP: Final = rf"\[?{_DATE}{_CLOCK}\]?"
_WHO: Final = r"[^\W\d_][^:\n]{1,69}?"
_LEAD: Final = r"(?P<lead>[\s>]*(?:(?:↳|→|└|➜|⤷|↪|->|=>)\s*)?[*_]{0,2})"
#: Who and when on a line of their own.
_ALONE: Final = tuple(
    re.compile(rf"(?i){_LEAD}{form}\s*$")
    for form in (
        rf"(?P<who>{_WHO})[*_]{{0,2}}(?:\s*[,•·|–-]\s*|\s+)\(?{_STAMP}\)?\s*:?[*_]{{0,2}}",
        rf"{_STAMP}\s*[–|-]?\s*(?:(?:från|from|av)\s+)?(?P<who>{_WHO})(?:\s+(?:till|to)\s+[^:\n]{{1,40}})?\s*:?[*_]{{0,2}}",
    )
)
#: The same with the words behind it.
_RUN_IN: Final = tuple(
    re.compile(rf"(?i){_LEAD}{form}")
    for form in (
        rf"{_STAMP}\s*[–|-]?\s*(?:(?:från|from|av)\s+)?(?P<who>{_WHO})(?:\s+(?:till|to)\s+[^:\n]{{1,40}})?\s*:[*_]{{0,2}}\s+(?=\S)",
        rf"(?P<who>{_WHO})[*_]{{0,2}}\s*[,–-]?\s*\(?{_STAMP}\)?[*_]{{0,2}}(?:\s*:\s+|\s{{2,}}|\s*[–|-]\s+)(?=\S)",
    )
)
_SENDER: Final = re.compile(r"(?i)[\s>*_]*(?:från|from|avs(?:ändare)?)\s*:[*_]{0,2}\s*(?P<who>\S.*)$")
_WROTE: Final = (
    re.compile(r"(?i)[\s>]*(?:den|on)\s[^\n]{4,60}?\s(?:skrev|wrote)\s+(?P<who>[^\W\d_][^\n]*?)\s*:\s*$"),
    re.compile(
        r"(?i)[\s>]*(?:den|on)\s[^\n]{4,45}?,?\s(?P<who>[^\W\d_,][^\n\d]*?)\s+(?:skrev|wrote)\s*:\s*$"
    ),
    re.compile(r"(?i)[\s>]*(?P<who>[^\W\d_][^\n]{2,60}?)\s+(?:skrev|wrote)(?:\s[^\n]{4,50})?\s*:\s*$"),
)
_ADDRESS: Final = re.compile(
    r"\s*[<\[(](?:mailto:)?[\w.+-]+@(?P<domain>[\w-]+)(?:\.[\w-]+)+[>\])]|\s*<[^>]*>"
)
_OUTSIDE: Final = re.compile(r"(?i)\s*[(\[](?:gäst|guest|extern|external|ej verifierad|unverified)[)\]]")
_FEWEST: Final = 3


@dataclass
class Posts:
    """What heads a message.

    Attributes
    ----------
    heads
        Line -> the header it is.
    replies
        Line -> the tag of an indented answer to the message above.
    mails
        Lines of `heads` that head a mail.
    """

    heads: dict[int, Candidate] = field(default_factory=dict)
    replies: dict[int, Candidate] = field(default_factory=dict)
    mails: frozenset[int] = frozenset()


def find_posts(lines: Sequence[Line], listed: Mapping[int, str], roster: Roster) -> Posts:
    """The heads of a document's messages; none where they are too few to be what it is made of."""
    posts = Posts()
    mails: set[int] = set()
    for index, line in enumerate(lines):
        if line.blank or index in listed:
            continue
        if furniture_of(line.words, ("anywhere",)) and not _mail_head(line):
            continue
        if (mailed := _mail(line, index, roster)) is not None:
            posts.heads[index] = mailed
            mails.add(index)
        elif (post := _post(line, index, roster)) is not None:
            answers = post.deco == "→" or line.indent >= 2
            (posts.replies if answers else posts.heads)[index] = post
    _drop_envelope(posts, mails, lines)
    members = {candidate.head.member for candidate in posts.heads.values()}
    if len(members) < _FEWEST:
        return Posts()
    posts.mails = frozenset(mails)
    return posts


def _mail_head(line: Line) -> bool:
    return any(form.match(line.text) for form in (_SENDER, *_WROTE))


def _mail(line: Line, index: int, roster: Roster) -> Candidate | None:
    """The sender of a mail: ``Från: …``, ``Den … skrev …:``."""
    for form in (_SENDER, *_WROTE):
        if found := form.match(line.text):
            head = _who(found["who"], roster)
            if head and head.member:
                return Candidate(index, head, "alone", "mail", line.body, len(line.text.rstrip()))
    return None


def _post(line: Line, index: int, roster: Roster) -> Candidate | None:
    """The writer of a chat's message."""
    text = line.text[:200]
    for form in _ALONE:
        found = form.match(text) if len(line.text.rstrip()) < 120 else None
        if found and (head := _who(found["who"], roster)) and head.member:
            deco = "→" if found["lead"].strip(" \t*_") else "post"
            return Candidate(index, head, "alone", deco, line.body, len(line.text.rstrip()))
    for form in _RUN_IN:
        found = form.match(text)
        if found and (head := _who(found["who"], roster)) and head.member:
            deco = "→" if found["lead"].strip(" \t*_") else "post"
            tail = line.text[found.end() :]
            return Candidate(index, head, "colon", deco, line.body, found.end(), tail)
    return None


def _who(text: str, roster: Roster) -> Head | None:
    """Writer of a message, placed by what stands behind the name, the list of those present, or address."""
    address = _ADDRESS.search(text)
    plain = _OUTSIDE.sub("", _ADDRESS.sub("", text)).strip(" \t*_\"'’:;,")
    head = parse_head(plain)
    if head and head.member and head.member.kind is not MemberKind.UNKNOWN and len(plain.split()) <= 9:
        return head
    names = persons_in(plain)[0] if len(plain.split()) <= 6 else ()
    owners = {roster.member_of(name) for name in names}
    if len(owners) == 1 and (owner := owners.pop()) and (member := gazetteer().members.get(owner)):
        return Head(member, names, "P", True)
    if address and address["domain"] and names and (member := _at_domain(address["domain"])):
        return Head(member, names, "P", True)
    return None


def _at_domain(domain: str) -> Member | None:
    """The member whose name an address's domain is, letters without their dots: ``vasteras``."""
    return next(
        (m for m in gazetteer().members.values() if _plain(m.name) == domain.casefold().replace("-", "")),
        None,
    )


def _plain(name: str) -> str:
    return name.casefold().translate(str.maketrans("åäöéü", "aaoeu")).replace(" ", "").replace("-", "")


def _drop_envelope(posts: Posts, mails: set[int], lines: Sequence[Line]) -> None:
    """The office's mail on top, which only passes the others on, is no block."""
    if not mails or (first := min(mails)) != min(posts.heads):
        return
    member = posts.heads[first].head.member
    if member is None or member.kind is not MemberKind.SECRETARIAT:
        return
    after = min((index for index in posts.heads if index > first), default=len(lines))
    said = [line for line in lines[first + 1 : after] if not line.blank and not furniture_of(line.words)]
    if len(said) <= 2:
        del posts.heads[first]
        mails.discard(first)
