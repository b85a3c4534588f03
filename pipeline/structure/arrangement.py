"""How a document is laid out: its tables, its messages, its headers, and which of them open blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.structure.candidates import Candidate, read_line
from pipeline.structure.election import Election, elect
from pipeline.structure.furniture import furniture_of
from pipeline.structure.letters import Letters, read_letters
from pipeline.structure.lines import Line
from pipeline.structure.lists import Lists, find_lists
from pipeline.structure.openings import find_openings
from pipeline.structure.placed import answers, asked, bracketed, one_line_each, placed
from pipeline.structure.posts import Posts, find_posts
from pipeline.structure.tables import Tables, find_tables
from pipeline.structure.tails import Tail, find_tails, signed
from pipeline.structure.templates import template_headings
from pipeline.structure.themes import themed

_SENDER = re.compile(r"(?i)(?:från|from|avs(?:ändare)?)\s*:\s*\S")
_ADDRESSED = re.compile(r"(?i)(?:ämne|subject|till|to|skickat|sent|datum|date|kopia|cc)\s*:")
#: Speakers before a pasted mail: the head of a mail that holds all the minutes opens no block.
_MAILS_BEHIND = 2
#: Headers that make a round.
_FEWEST = 3
#: What headers wear in a round by theme.
_BY_THEME = "theme"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a document consists of, before anything is given to its speaker."""

    candidates: dict[int, Candidate]
    lists: Lists
    tables: Tables
    election: Election
    letters: Letters
    tails: dict[int, Tail]


def arrange(lines: Sequence[Line]) -> Arrangement:
    """Find lists, tables and messages, elect the headers, and read the mails among the blocks."""
    candidates, lists, tables, election = _laid_out(lines)
    lists.lines.update(template_headings(lines, election.headers, lists.lines))
    letters = read_letters(lines, election.headers, lists.lines)
    lists.lines.update(letters.furniture)
    return Arrangement(candidates, lists, tables, election, letters, _tails(lines, lists, election))


def _tails(lines: Sequence[Line], lists: Lists, election: Election) -> dict[int, Tail]:
    """Lines signed behind their words: all of them in a round by theme, else where no header tells."""
    if election.deco == _BY_THEME:
        own = {header.line for header in election.headers}
        return {index: tail for index, tail in signed(lines, lists).items() if index not in own}
    return {} if election.headers else find_tails(lines, lists)


def _laid_out(lines: Sequence[Line]) -> tuple[dict[int, Candidate], Lists, Tables, Election]:
    candidates = _candidates(lines)
    lists = find_lists(lines, candidates)
    tables = find_tables(lines, lists.roster)
    for index in tables.rows:
        lists.lines.pop(index, None)
        candidates.pop(index, None)
    lists.lines.update(dict.fromkeys(tables.headings, "heading"))
    for index, present in tables.present.items():
        lists.lines[index] = "attendance"
        lists.present.add(present[0])
        lists.roster.add(*present)
        candidates.pop(index, None)
    candidates |= {**answers(lines, lists), **tables.heads}
    election = elect(lines, candidates, lists)
    if tables.rows:
        own = [header for header in election.headers if header.line not in tables.rows]
        election = Election(_in_order([*own, *tables.heads.values()]), election.deco)
    posts = find_posts(lines, {**lists.lines, **dict.fromkeys(tables.rows, "row")}, lists.roster)
    headers = _of_posts(posts, election)
    if headers:
        candidates |= {**posts.heads, **posts.replies}
        return candidates, lists, tables, Election(headers, "post")
    if sum(header.sep == "alone" for header in election.headers) < _FEWEST:
        signs = signed(lines, lists)
        themes = themed(lines, {**candidates, **bracketed(lines, lists)}, lists, signs.keys())
        if themes.tagged:
            lists.lines.update(dict.fromkeys(themes.headings, "heading"))
            by_theme = tuple(themes.tagged[index] for index in sorted(themes.tagged))
            return {**candidates, **themes.tagged}, lists, tables, Election(by_theme, _BY_THEME)
    if len(election.headers) < _FEWEST:
        by_roster = placed(lines, candidates, lists)
        better = elect(lines, by_roster, lists)
        for tagged in (
            bracketed(lines, lists),
            asked(lines, lists),
            one_line_each(lines, candidates, lists),
        ):
            if len({c.head.member for c in tagged.values()}) >= _FEWEST:
                by_roster = {**candidates, **tagged}
                better = Election(_in_order(tagged.values()), "")
        if len(better.headers) >= _FEWEST:
            candidates, election = by_roster, better
            for header in election.headers:
                lists.lines.pop(header.line, None)
    if not election.headers and (openings := find_openings(lines, lists)):
        election = Election(openings, "")
    return candidates, lists, tables, election


def _of_posts(posts: Posts, election: Election) -> tuple[Candidate, ...]:
    """The messages' heads as headers, where the document is made of messages; else none."""
    heads = list(posts.heads.values())
    if not heads:
        return ()
    others = {header.head.member for header in election.headers if header.line not in posts.heads}
    if len(others) >= len({candidate.head.member for candidate in heads}):
        return ()
    run_in = sum(candidate.sep == "colon" for candidate in heads)
    if run_in <= 0.5 * len(heads):
        return _in_order(heads)
    if election.headers:
        return ()
    first: dict[object, Candidate] = {}
    for candidate in heads:
        if not candidate.tail.lstrip().startswith("@"):
            first.setdefault(candidate.head.member, candidate)
    return _in_order(first.values())


def _in_order(headers: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Headers by line; one that names the member that is speaking already opens nothing."""
    kept: list[Candidate] = []
    for header in sorted(headers, key=lambda candidate: candidate.line):
        if not kept or kept[-1].head.member != header.head.member:
            kept.append(header)
    return tuple(kept)


def _candidates(lines: Sequence[Line]) -> dict[int, Candidate]:
    found: dict[int, Candidate] = {}
    for index, line in enumerate(lines):
        if line.blank:
            continue
        entry = furniture_of(line.words, ("anywhere",))
        if entry and entry.kind in ("mail", "page"):
            sent = _mailed(lines, index)
            if sent and sum(c.head.member is not None for c in found.values()) >= _MAILS_BEHIND:
                found[index] = sent
            continue
        if candidate := read_line(line, index):
            found[index] = candidate
    return found


def _mailed(lines: Sequence[Line], index: int) -> Candidate | None:
    """The sender of a mail that is pasted into the minutes, from its first line."""
    if not _SENDER.match(lines[index].words):
        return None
    candidate = read_line(lines[index], index)
    if candidate is None or candidate.head.member is None or candidate.sep != "alone":
        return None
    below = [line.words for line in lines[index + 1 : index + 5] if not line.blank]
    headed = any(_ADDRESSED.match(words) for words in below[:3])
    return replace(candidate, deco="mail") if headed or candidate.head.known else None
