"""What is asked: request statements that belong together, with the words around them.

A need is one question to the network. People ask it in two or three sentences ("Hur har ni gjort?
Räcker det med en halvtid?"), so request statements that follow each other in a turn are one need.
What it is about often stands just before ("Panorama ligger nere. Hur har ni gjort?"): the rest of
the turn, and for a bare question the turn before, go with it as context.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.identifiers import id_of, statement_id

#: Statements before and after the asking words that are read with them.
BEFORE, AFTER = 3, 1
#: Topics that are one thing: who has it has what the other asks about. All others are fields.
ONE_THING: Final = frozenset({"co2_budget", "climate_fee", "panorama"})
#: A question of fewer words than this leans on what stands before it.
BARE = 9


@dataclass(frozen=True, slots=True)
class Need:
    """One question to the network.

    Attributes
    ----------
    id
        Id of its first statement; the request's id in the tables.
    document_id, date, seeker, persons
        Where and when it was asked, and by whom.
    reply_to
        Owner of the block that it was asked in, where that is another member.
    statements
        Indices of the asking statements in ``doc.spans["statements"]``.
    context
        Indices of the statements read with them, and how much each counts (0 to 1).
    turn, block
        Indices of the turn and the block (-1 outside any).
    start, end, text
        Characters from the first asking statement to the last.
    topics
        Topics of the asking statements.
    about
        Topics of its matter: those, and where none of them is one thing, those said just before.
    """

    id: str
    document_id: str
    date: str
    seeker: str
    persons: tuple[str, ...]
    reply_to: str
    statements: tuple[int, ...]
    context: tuple[tuple[int, float], ...]
    turn: int
    block: int
    start: int
    end: int
    text: str
    topics: tuple[str, ...]
    about: tuple[str, ...] = ()


def needs(doc: Doc) -> list[Need]:
    """The needs of a document, in order."""
    statements = list(doc.spans.get(carrier.STATEMENTS, ()))
    groups: list[list[int]] = []
    for index, statement in enumerate(statements):
        if not statement._.request:
            continue
        if groups and groups[-1][-1] == index - 1 and _same_turn(statements[index - 1], statement):
            groups[-1].append(index)
        else:
            groups.append([index])
    return [_need(doc, statements, group) for group in groups]


def _same_turn(first: Span, second: Span) -> bool:
    return bool(first._.turn == second._.turn and first._.speaker == second._.speaker)


def _need(doc: Doc, statements: list[Span], group: list[int]) -> Need:
    first, last = statements[group[0]], statements[group[-1]]
    topics = dict.fromkeys(topic for index in group for topic in statements[index]._.topics)
    return Need(
        id=statement_id(doc, first),
        document_id=id_of(doc),
        date=doc._.date,
        seeker=first._.speaker,
        persons=tuple(first._.persons),
        reply_to=first._.reply_to,
        statements=tuple(group),
        context=tuple(_context(statements, group)),
        turn=first._.turn,
        block=first._.block,
        start=first.start_char,
        end=last.end_char,
        text=doc[first.start : last.end].text,  # not doc.text: that is put together anew each time
        topics=tuple(topics),
    )


def _context(statements: list[Span], group: list[int]) -> list[tuple[int, float]]:
    """Statements around the asking ones, nearest first, each counting less than the one before."""
    first, last = statements[group[0]], statements[group[-1]]
    found: list[tuple[int, float]] = []
    weight = 0.6
    for index in range(group[0] - 1, max(-1, group[0] - 1 - BEFORE), -1):
        if not _same_turn(statements[index], first):
            break
        found.append((index, weight))
        weight /= 1.6
    for index in range(group[-1] + 1, min(len(statements), group[-1] + 1 + AFTER)):
        if not _same_turn(last, statements[index]):
            break
        found.append((index, 0.3))
    words = sum(len(statements[index]) for index in group)
    before = group[0] - 1
    if not found and words < BARE and before >= 0:
        previous = statements[before]
        if (previous._.speaker, previous._.block) == (first._.speaker, first._.block):
            found.append((before, 0.4))
    return found
