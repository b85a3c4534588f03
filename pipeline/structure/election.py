"""Let the document elect its header form, and judge each candidate by it: a header, or a reply.

Each candidate gets points for its own form (a line by itself, names both, stands after a blank
line, is dressed as a heading) and for the votes of its like. A member has one block: of its
candidates the best one opens it, if it is good enough; all others are replies.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from pipeline.members import first_names
from pipeline.structure.candidates import Candidate
from pipeline.structure.heads import Head
from pipeline.structure.lines import Line, is_wrapped
from pipeline.structure.lists import Lists
from pipeline.structure.paragraphs import add_paragraphs
from pipeline.structure.vocabulary import heading_kind, vocabulary
from pipeline.values import Member, MemberKind

#: Points that a candidate needs to open a block.
THRESHOLD = 3.0
_BY_SEP = {"alone": 3.0, "stop": 1.5, "colon": 0.0, "dash": 0.0, "bare": -1.5}
_BY_DECO = {
    "": 0.0,
    "#": 1.5,
    "**": 1.5,
    "1.": 1.0,
    "open": 2.0,
    "reply": -6.0,
    ">": -5.0,
    "→": -6.0,
    "(": -4.0,
    "chat": -4.0,
    "mail": 1.0,
}
_BULLET = -3.0
_ELECTED = 2.0
#: Points for a line by itself in the dress that most such lines of the document wear, whatever it is.
_DRESSED = 0.5
_POINTING = frozenset(["reply", ">", "→", "("])
_DEEP = 4  # indent of what answers the line above
#: Characters said below a header, at the median, where its dress is that of headers and not of a list.
_SAID = 60


@dataclass(frozen=True, slots=True)
class Election:
    """What the document elected.

    Attributes
    ----------
    headers
        Candidates that open a block, in order.
    numbered
        Headers are numbered lines; an unnamed numbered line is a heading of their rank.
    deco
        What most headers are dressed in.
    """

    headers: tuple[Candidate, ...]
    deco: str


def elect(lines: Sequence[Line], candidates: Mapping[int, Candidate], lists: Lists) -> Election:
    """Decide which candidates open blocks."""
    runners = [
        candidate
        for index, candidate in sorted(candidates.items())
        if candidate.head.member and index not in lists.lines
    ]
    chosen: dict[int, Candidate] = {}
    if not runners:
        add_paragraphs(chosen, lines, candidates, lists)
        return Election(tuple(chosen[index] for index in sorted(chosen)), "")
    runners = _upgraded(runners)
    lengths = _lengths(lines, candidates)
    styles = _votes(runners)
    usual = _usual_dress(runners, lengths)
    alone = {
        c.head.member
        for c in runners
        if c.sep == "alone" and (c.deco == usual or _BY_DECO.get(c.deco, _BULLET) >= 0)
    }
    everyone = alone | {c.head.member for c in runners if c.sep != "bare" and not c.deco}
    share = len(alone) / max(1, len(everyone))
    run_in = [style for style in styles if style.endswith(("colon", "stop", "dash"))]
    top = max(run_in, key=lambda style: styles[style][0], default="")
    wrapped = is_wrapped(lines)
    heads = [c.head.member for c in runners]
    dense = sum(line.blank for line in lines) < 0.1 * len(lines)
    typical = median([lengths[c.line] for c in runners if c.sep != "bare"] or [1]) or 1
    scores = {
        c.line: _score(
            c,
            lines,
            lengths,
            styles,
            share=share,
            top=top,
            typical=typical,
            lists=lists,
            only=heads.count(c.head.member) == 1,
            dense=dense,
            wrapped=wrapped,
            usual=usual,
        )
        for c in runners
    }
    by_member: dict[Member, list[Candidate]] = defaultdict(list)
    for candidate in runners:
        assert candidate.head.member is not None
        by_member[candidate.head.member].append(candidate)
    chat = [c for c in runners if c.deco == "chat"]
    if len(chat) >= 3 and not any(scores[c.line] >= THRESHOLD for c in runners):
        return Election(tuple(_first_in_chat(chat)), "chat")
    for group in by_member.values():
        best = max(group, key=lambda c: (scores[c.line], lengths[c.line], -c.line))
        if scores[best.line] >= THRESHOLD:
            chosen[best.line] = best
        for other in group:
            if (
                other is not best
                and other.sep == "alone"
                and other.deco != "mail"  # a mail of one who has spoken adds to the block that it stands in
                and scores[other.line] >= THRESHOLD + 1
                and lengths[other.line] > 0
            ):
                chosen[other.line] = other
    _add_numbered(chosen, lines, runners)
    _add_capitals(chosen, runners)
    deco = _common_deco(chosen)
    add_paragraphs(chosen, lines, candidates, lists)
    _add_unknown(chosen, lines, candidates, lists, lengths)
    _add_returns(chosen, lines, runners)
    return Election(tuple(chosen[index] for index in sorted(chosen)), deco)


def _usual_dress(runners: Sequence[Candidate], lengths: Mapping[int, int]) -> str | None:
    """What a document's headers wear, where that would be odd elsewhere (a bullet, an arrow, ``::``).

    Most members must have such a line, mostly once, and something must be said below it: in a list
    of those present names follow names.
    """
    lines: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in runners:
        if candidate.sep == "alone":
            lines[candidate.deco].append(candidate)
    members = {candidate.head.member for candidate in runners if candidate.sep == "alone"}
    for deco, own in lines.items():
        said = [c for c in own if lengths[c.line] >= _SAID]
        distinct = {c.head.member for c in said}
        if (
            _BY_DECO.get(deco, _BULLET) < 0
            and len(distinct) >= 3
            and len(distinct) >= 0.6 * len(members)
            and len(distinct) >= 0.7 * len(own)
        ):
            return deco
    return None


def _first_in_chat(chat: Sequence[Candidate]) -> list[Candidate]:
    """A round that is nothing but a chat: a member's block opens where it first speaks for itself."""
    chosen: dict[Member, Candidate] = {}
    for candidate in chat:
        assert candidate.head.member is not None
        to_other = re.match(r"\W*@|[A-ZÅÄÖ][\w-]+,\s", candidate.tail)
        if candidate.head.member not in chosen and not to_other:
            chosen[candidate.head.member] = candidate
    return sorted(chosen.values(), key=lambda candidate: candidate.line)


def _upgraded(runners: list[Candidate]) -> list[Candidate]:
    """Where ``Olofström: Gerd. Volvo har …`` is a form of the document, read unknown names so too."""
    forms = {c.head.member for c in runners if c.sep == "stop" and c.head.form == "M:P"}
    if len(forms) < 2:
        return runners
    upgraded = []
    for candidate in runners:
        named = re.match(r"([A-ZÅÄÖÉ][\w-]+(?: och [A-ZÅÄÖÉ][\w-]+)?)\.\s+(?=\S)", candidate.tail)
        if candidate.sep == "colon" and candidate.head.form == "M" and named:
            head = replace(candidate.head, persons=tuple(named[1].split(" och ")), form="M:P")
            end = candidate.end + named.end()
            candidate = replace(candidate, head=head, sep="stop", end=end, tail=candidate.tail[named.end() :])
        upgraded.append(candidate)
    return upgraded


def _votes(runners: Sequence[Candidate]) -> dict[str, tuple[int, float]]:
    """Style -> distinct members that use it, and how seldom one of them uses it twice."""
    members: dict[str, list[Member]] = defaultdict(list)
    for candidate in runners:
        assert candidate.head.member is not None
        members[candidate.style].append(candidate.head.member)
    return {style: (len(set(found)), len(set(found)) / len(found)) for style, found in members.items()}


def _lengths(lines: Sequence[Line], candidates: Mapping[int, Candidate]) -> dict[int, int]:
    """Characters of text from each candidate to the next one that names a member."""
    lengths: dict[int, int] = {}
    current = -1
    for index, line in enumerate(lines):
        candidate = candidates.get(index)
        if candidate and candidate.head.member:
            current = index
            lengths[index] = len(candidate.tail.strip())
        elif current >= 0:
            lengths[current] += len(line.text.strip())
    return lengths


def _score(
    c: Candidate,
    lines: Sequence[Line],
    lengths: Mapping[int, int],
    styles: Mapping[str, tuple[int, float]],
    *,
    share: float,
    top: str,
    typical: float,
    lists: Lists,
    only: bool,
    dense: bool,
    wrapped: bool,
    usual: str | None,
) -> float:
    line = lines[c.line]
    dressed_as_usual = c.sep == "alone" and c.deco == usual
    points = _BY_SEP[c.sep] + (_DRESSED if dressed_as_usual else _BY_DECO.get(c.deco, _BULLET))
    points += 4.0 if c.deco == "reply" and c.sep == "alone" else 0.0  # "Svar från Boden:" may head a block
    head = c.head
    assert head.member is not None
    points += 1.5 if head.persons and head.known else 0.5 if head.persons else 0.0
    points += 1.0 if head.capitals else 0.0
    points -= 1.5 if line.indent and c.deco != "1." else 0.0
    points += 0.5 if c.line == 0 or lines[c.line - 1].blank or (dense and not line.bullet) else 0.0
    votes, once = styles[c.style]
    if c.sep == "alone":
        points += 0.5 if lengths[c.line] else -1.0
        points += _ELECTED if votes >= 3 and once >= 0.7 else 0.5 if votes >= 2 else 0.0
        points -= 2.0 if head.member.kind is MemberKind.UNKNOWN and votes < 3 else 0.0
        points -= 1.0 if not head.persons and line.text.strip()[:1].islower() else 0.0
        return points
    if c.style == top and share <= 0.75 and votes >= 3 and once >= 0.7:
        points += _ELECTED
    # Among headers that stand alone, what comes below a run-in one is not its own.
    length = len(c.tail) if share > 0.5 and not wrapped else lengths[c.line]
    points += 1.5 if length >= 0.5 * typical else -1.0 if length < 0.25 * typical else 0.0
    if (
        share < 0.3
        and not c.deco
        and only
        and c.sep in ("colon", "dash")
        and lengths[c.line] >= 0.5 * typical
    ):
        points += 1.0  # the round is run-in, and this is the only long thing that the member says
    points -= 6.0 * max(0.0, share - 0.5)
    points -= 1.5 if head.member.kind is MemberKind.UNKNOWN else 0.0
    points -= 1.0 if head.note and c.sep == "colon" and not head.persons else 0.0
    if lists.present:
        points += 0.5 if head.member.name in lists.present else -0.5
    return points


def _add_capitals(chosen: dict[int, Candidate], runners: Sequence[Candidate]) -> None:
    """Where headers are written in CAPITALS, a member in capitals at a line's start opens its block."""
    capital = [candidate for candidate in chosen.values() if candidate.head.capitals]
    if len(capital) < 3 or len(capital) < 0.6 * len(chosen):
        return
    owners = {candidate.head.member for candidate in chosen.values()}
    for candidate in runners:
        if candidate.head.capitals and not candidate.deco and candidate.head.member not in owners:
            chosen[candidate.line] = candidate
            owners.add(candidate.head.member)


def _common_deco(chosen: Mapping[int, Candidate]) -> str:
    decos = [candidate.deco for candidate in chosen.values()]
    return max(set(decos), key=lambda deco: (decos.count(deco), deco)) if decos else ""


def _add_numbered(chosen: dict[int, Candidate], lines: Sequence[Line], runners: Sequence[Candidate]) -> None:
    """Where headers are numbered, the next number before a member's name is one, whatever follows."""
    numbers = {lines[index].ordinal: index for index in chosen if lines[index].ordinal >= 0}
    if len(numbers) < 3 or len(numbers) < 0.6 * len(chosen):
        return
    owners = {candidate.head.member for candidate in chosen.values()}
    for candidate in runners:
        ordinal = lines[candidate.line].ordinal
        if candidate.line in chosen or ordinal < 0 or candidate.head.member in owners or ordinal in numbers:
            continue
        before, after = numbers.get(ordinal - 1), numbers.get(ordinal + 1)
        if (before is None or before < candidate.line) and (after is None or after > candidate.line):
            chosen[candidate.line] = candidate
            numbers[ordinal] = candidate.line


def _add_unknown(
    chosen: dict[int, Candidate],
    lines: Sequence[Line],
    candidates: Mapping[int, Candidate],
    lists: Lists,
    lengths: Mapping[int, int],
) -> None:
    """An owner nobody knows, where the line has the very form of the others (``Kari, Narvik``)."""
    forms = [
        c.head.form
        for c in chosen.values()
        if c.sep == "alone" and re.fullmatch(r"[PM][^PM]+[PM]", c.head.form)
    ]
    if len(forms) < 3:
        return
    form = max(set(forms), key=forms.count)
    decos = {c.deco for c in chosen.values() if c.head.form == form}
    sign = form[1:-1]
    for index, line in enumerate(lines):
        if index in chosen or index in lists.lines or line.blank or len(line.words) > 70:
            continue
        if index and not lines[index - 1].blank:
            continue
        bare = line.words.strip("#* ").rstrip(":").strip()
        cut = re.fullmatch(rf"(.+?)\s*{re.escape(sign)}\s*(.+?)\)?", bare)
        if not cut or heading_kind(bare) or not any(not n.blank for n in lines[index + 1 : index + 3]):
            continue
        persons, owner = (cut[1], cut[2]) if form[0] == "P" else (cut[2], cut[1])
        names = [name.strip() for name in re.split(r",| och | & |\+", persons) if name.strip()]
        if not all(name.split()[0].casefold() in first_names() for name in names) or not names:
            continue
        if not re.fullmatch(r"(?:[A-ZÅÄÖ][\w-]+)(?: [A-ZÅÄÖa-zåäö][\w-]*){0,3}", owner):
            continue
        deco = (
            "#"
            if line.text.lstrip().startswith("#")
            else "**"
            if line.words.startswith("**")
            else line.bullet
        )
        if deco not in decos and not (deco and "1." in decos):
            continue
        if owner.split()[0].casefold() in first_names():
            continue
        head = Head(Member(owner), tuple(names), form, True, slip=True)
        chosen[index] = Candidate(index, head, "alone", deco, line.body, len(line.text.rstrip()))


def _add_returns(chosen: dict[int, Candidate], lines: Sequence[Line], runners: Sequence[Candidate]) -> None:
    """When the round is over (the office has spoken last), a member that comes back has a block again."""
    if not chosen:
        return
    last = max(chosen)
    _add_any_other(chosen, lines, runners, last)
    member = chosen[last].head.member
    if member is None or member.kind is not MemberKind.SECRETARIAT:
        return
    for candidate in runners:
        line = lines[candidate.line]
        back = any(word in candidate.head.note for word in vocabulary().words["return"])
        if (
            candidate.line > last
            and back
            and not line.indent
            and not candidate.deco
            and lines[candidate.line - 1].blank
        ):
            chosen[candidate.line] = replace(candidate, sep="colon")


def _add_any_other(
    chosen: dict[int, Candidate], lines: Sequence[Line], runners: Sequence[Candidate], last: int
) -> None:
    """Under a heading such as ``Övriga frågor`` behind the round whoever speaks has a block of its own."""
    heading = next(
        (
            index
            for index in range(last + 1, len(lines))
            if lines[index - 1].blank and heading_kind(lines[index].words) == "office"
        ),
        len(lines),
    )
    for candidate in runners:
        known = bool(candidate.head.persons) and candidate.head.known and candidate.sep == "colon"
        pointing = candidate.deco in _POINTING or lines[candidate.line].indent > _DEEP
        if candidate.line > heading and known and not pointing:
            chosen[candidate.line] = candidate
