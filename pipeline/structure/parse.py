"""Parse a text into its structure: title, date, blocks, turns, furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.members import gazetteer
from pipeline.structure.arrangement import arrange
from pipeline.structure.chat import about, addressed, is_short
from pipeline.structure.context import Context
from pipeline.structure.dates import find_date
from pipeline.structure.draft import Draft
from pipeline.structure.election import Election
from pipeline.structure.furniture import furniture_of
from pipeline.structure.lines import Line, is_wrapped, split_lines
from pipeline.structure.lists import Lists, Roster
from pipeline.structure.model import Block, Furniture, Header, Structure, Title, Turn
from pipeline.structure.persons import find_persons, tags_by_roster
from pipeline.structure.splits import Voices, split_paragraph
from pipeline.structure.vocabulary import heading_kind
from pipeline.structure.walker import Walker
from pipeline.values import MemberKind

_SUBJECT = re.compile(r"(?i)(?:ämne|subject|rubrik|titel|title)\s*:\s*(?P<title>\S.*)")
_LONGEST_TITLE = 160


def parse(text: str, source: str = "") -> Structure:
    r"""Parse a document.

    Parameters
    ----------
    text
        Its text, with ``"\n"`` line ends.
    source
        Its file name, which may tell the date.

    Returns
    -------
    Structure
        Title, headers, turns and furniture cover every character that is not white space.

    Examples
    --------
    >>> s = parse("Runda 3 maj 2021\n\nMalin, Malmö\n\nAllt väl.\n\nSara, Örebro\n\nHär med.")
    >>> s.date, [(b.owner.name, b.persons) for b in s.blocks]
    ('2021-05-03', [('Malmö', ('Malin',)), ('Örebro', ('Sara',))])
    """
    lines = split_lines(text)
    found = arrange(lines)
    candidates, lists, election = found.candidates, found.lists, found.election
    first = election.headers[0].line if election.headers else len(lines)
    title = _title(lines[:first], lists)
    date = find_date(
        title.text if title else "", "\n".join(line.text for line in lines[: min(first + 1, 15)]), source
    )
    roster, persons = find_persons(lines, candidates, election, lists)
    candidates |= tags_by_roster(lines, candidates, roster)
    context = Context(
        lines,
        candidates,
        election,
        lists,
        roster,
        persons,
        found.tables.rows,
        found.letters,
        found.tails,
        wrapped=is_wrapped(lines),
        width=_width(lines),
        told=_is_told(lines, election),
    )
    draft = Walker(context).walk()
    headers, blocks = _blocks(text, lines, election, persons)
    _answer_chat(draft, text, blocks, roster)
    voices = Voices(roster, frozenset(block.owner.name for block in blocks))
    turns, spoken = _split(draft.turns, text, voices)
    furniture = [
        item
        for item in (*draft.furniture, *spoken)
        if title is None or not title.start <= item.start < title.end
    ]
    furniture += _left_over(text, [*([title] if title else []), *headers, *turns, *furniture])
    return Structure(
        title,
        date,
        tuple(headers),
        tuple(blocks),
        tuple(turns),
        tuple(sorted(furniture, key=lambda item: item.start)),
        tuple(_messages(date, blocks, turns, lines)),
    )


def _title(front: Sequence[Line], lists: Lists) -> Title | None:
    for index, line in enumerate(front):
        words = line.text.strip()
        if subject := _SUBJECT.match(words):
            start = line.start + line.text.index(words) + subject.start("title")
            return Title(start, line.start + len(line.text.rstrip()), subject["title"])
        if index > 12:
            break
    for index, line in enumerate(front[:15]):
        words = line.text.strip()
        if not words or index in lists.lines or len(words) > _LONGEST_TITLE:
            continue
        entry = furniture_of(line.words) or furniture_of(words)
        if entry and entry.kind in ("page", "mail", "meeting"):
            continue
        if heading_kind(words) in ("attendance", "absence", "contents") or line.bullet in (
            "-",
            "*",
            "•",
            "o",
        ):
            return None
        start = line.start + line.text.index(words)
        return Title(start, start + len(words), words.strip("#* ").strip())
    return None


def _width(lines: Sequence[Line]) -> int:
    lengths = sorted(len(line.text.rstrip()) for line in lines if not line.blank)
    return lengths[int(len(lengths) * 0.97) - 1] if lengths else 0


def _is_told(lines: Sequence[Line], election: Election) -> bool:
    """Whether the minutes tell of the members in the third person (``Ale berättar att …``)."""
    bounds = [c.line for c in election.headers] + [len(lines)]
    blocks = 0
    for number, header in enumerate(election.headers):
        assert header.head.member is not None
        name = header.head.member.name
        names = {name, name.removesuffix("s") + "s", *header.head.persons}
        for line in lines[header.line + 1 : bounds[number + 1]]:
            words = line.words
            if any(re.match(rf"{re.escape(n)} [a-zåäö]", words) for n in names):
                blocks += 1
                break
    return blocks >= 3 and blocks >= 0.25 * len(election.headers)


def _blocks(
    text: str, lines: Sequence[Line], election: Election, persons: Sequence[tuple[str, ...]]
) -> tuple[list[Header], list[Block]]:
    headers: list[Header] = []
    blocks: list[Block] = []
    starts = [lines[c.line].start for c in election.headers] + [len(text)]
    for number, c in enumerate(election.headers):
        line = lines[c.line]
        assert c.head.member is not None
        start = line.start + len(line.text) - len(line.text.lstrip())
        stop = start + len(text[start : starts[number + 1]].rstrip())
        blocks.append(Block(start, stop, line.number, c.head.member, persons[number]))
        if c.sep == "opening":  # the name is part of what is said
            continue
        end = line.start + (c.end if c.tail.strip() else len(line.text.rstrip()))
        headers.append(Header(start, end, line.number, c.head.member, persons[number]))
    return headers, blocks


def _answer_chat(draft: Draft, text: str, blocks: Sequence[Block], roster: Roster) -> None:
    """Say whom each line of a chat behind the round answers."""
    if not draft.chat:
        return
    heard = [""] * len(blocks)
    for turn in draft.turns:
        if turn.block >= 0 and not turn.reply_to:
            heard[turn.block] += " " + text[turn.start : turn.end].casefold()
    said = [(block.owner.name, words) for block, words in zip(blocks, heard, strict=True)]
    common: Counter[str] = Counter()
    for _, words in said:
        common.update(set(re.findall(r"[^\W\d_]{4,}", words)))
    before = ("", "")
    for number, writer, words in draft.chat:
        target = addressed(words, writer, roster)
        if not target and is_short(words) and before[1] == writer:
            target = before[0]
        if not target and not is_short(words):
            target = about(words, writer, said, common)
        if target and target in {block.owner.name for block in blocks}:
            draft.turns[number] = replace(draft.turns[number], reply_to=target)
            before = (writer, target)
        else:
            before = (writer, "")


def _split(turns: Sequence[Turn], text: str, voices: Voices) -> tuple[list[Turn], list[Furniture]]:
    """Cut turns in which the speaker changes."""
    result: list[Turn] = []
    tags: list[Furniture] = []
    for turn in turns:
        owner = turn.reply_to or turn.speaker
        body = text[turn.start : turn.end]
        for part in split_paragraph(body, turn.speaker, voices):
            start, end = turn.start + part.said, turn.start + part.end
            if part.said > part.start:
                tags.append(Furniture(turn.start + part.start, start, "speaker"))
            bare = body[part.said : part.end].strip(" :.-–—*•\t>(")
            if not part.speaker and part.end < len(body) and heading_kind(bare):
                tags.append(Furniture(start, end, "heading"))
                continue
            if not part.speaker:
                result.append(replace(turn, start=start, end=end))
                continue
            reply = "" if part.speaker == owner else owner
            persons = part.persons or tuple(voices.roster.persons.get(part.speaker, ()))
            result.append(Turn(start, end, part.speaker, persons, reply, turn.block))
    return result, tags


def _left_over(text: str, parts: Sequence[Title | Header | Turn | Furniture]) -> list[Furniture]:
    """Stretches that nothing covers yet (bullets before tags, stray signs): furniture too."""
    found: list[Furniture] = []
    at = 0
    for part in sorted(parts, key=lambda part: part.start):
        found += _stretch(text, at, part.start)
        at = max(at, part.end)
    return found + _stretch(text, at, len(text))


def _stretch(text: str, start: int, end: int) -> list[Furniture]:
    piece = text[start:end] if end > start else ""
    if not piece.strip():
        return []
    return [
        Furniture(start + found.start(), start + found.end(), "layout")
        for found in re.finditer(r"\S(?:[^\n]*\S)?", piece)
    ]


def _messages(
    date: str,
    blocks: Sequence[Block],
    turns: Sequence[Turn],
    lines: Sequence[Line],
) -> list[str]:
    if not any(not line.blank for line in lines):
        return ["the document has no text"]
    if not blocks and not turns:
        return [
            "no header that names a member was found: add one line per speaker, such as 'Malin, Malmö', "
            "above what each one said"
        ]
    messages = []
    if not date:
        messages.append(
            "no date found in title, first lines or file name: write it in the title, as '27 april 2020'"
        )
    speaking = {turn.block for turn in turns}
    for number, block in enumerate(blocks):
        if block.owner.kind is MemberKind.UNKNOWN:
            messages.append(
                f"line {block.header_line}: unknown member {block.owner.name!r} is kept as it is written; "
                "if it is a member, add the spelling to aliases.csv"
            )
        elif block.header_line and (
            written := gazetteer().slip(lines[block.header_line - 1].text, block.owner)
        ):
            messages.append(
                f"line {block.header_line}: {written!r} is read as {block.owner.name}; "
                "if another is meant, mend the spelling"
            )
        if number not in speaking:
            messages.append(f"line {block.header_line}: the block of {block.owner.name} is empty")
    return messages
