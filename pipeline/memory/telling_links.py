"""Of the millions of links of many rounds, those that the memory looks at.

Links are kept as packed numbers. What `pipeline.memory.needs` asks of them is: what may help; the
seeker's own words where they ask, or thank and withdraw; the likest of each member that asks or
plans the same, and whoever asks nearly the very same. All other links are never made objects.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from pipeline.matching.links import KINDS, PACKED, Item, Link, LinkKind
from pipeline.memory.needs import GROUP
from pipeline.memory.record import SHOWN, Rows

_UNIT = 10_000
_NAMES = [str(kind) for kind in KINDS]
#: Lines between a statement that shows something and one that it may be about (`pipeline.memory.sequels`).
_BESIDE = 1


def telling_links(
    rows: Rows, items: Mapping[str, Item], links: Mapping[tuple[str, str], bytes]
) -> list[Link]:
    """The links that make a difference, by need, statement and kind.

    Parameters
    ----------
    rows
        The tables of all documents.
    items
        What links are made of, by document.
    links
        Packed links of pairs of these documents.
    """
    names = list(items)
    number = {name: place for place, name in enumerate(names)}
    pairs = [(number[a], number[s], found) for (a, s), found in links.items() if found]
    packed = np.frombuffer(b"".join(found for _, _, found in pairs), PACKED)
    counts = [len(found) // PACKED.itemsize for _, _, found in pairs]
    need_ids = [need for item in items.values() for need in item.needs]
    said_ids = [said for item in items.values() for said in item.said]
    need = packed["need"] + np.repeat(_starts(items, "needs")[[a for a, _, _ in pairs]], counts)
    said = packed["said"] + np.repeat(_starts(items, "said")[[s for _, s, _ in pairs]], counts)
    kind, score = packed["kind"], packed["score"]
    asks, shows, member, known = _statements(rows, said_ids)
    requests = {row["request_id"] for row in rows["requests"]}
    alive = known[said] & np.array([name in requests for name in need_ids], dtype=bool)[need]

    own, same, plans, helps = (
        kind == KINDS.index(wanted) for wanted in (LinkKind.OWN, LinkKind.SAME, LinkKind.PLANS, LinkKind.HELP)
    )
    place = np.argsort(np.argsort(np.array(said_ids)))  # statements by id: the last wins among equals
    kept = alive & (helps | (own & (asks | shows)[said]) | (same & asks[said] & (score >= GROUP * _UNIT)))
    kept[_likest(np.flatnonzero(alive & (same | plans)), need, member[said], score, place[said])] = True

    at = np.flatnonzero(kept)
    need_place = np.argsort(np.argsort(np.array(need_ids)))
    words = np.array(_NAMES)
    at = at[np.lexsort((words[kind[at]], place[said[at]], need_place[need[at]]))]
    columns = (
        [need_ids[n] for n in need[at].tolist()],
        [said_ids[n] for n in said[at].tolist()],
        [_NAMES[k] for k in kind[at].tolist()],
        (score[at] / _UNIT).tolist(),
    )
    return list(map(Link._make, zip(*columns, strict=True)))


def _starts(items: Mapping[str, Item], name: str) -> NDArray[np.int64]:
    lengths = [len(getattr(item, name)) for item in items.values()]
    found: NDArray[np.int64] = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])
    return found


def _statements(
    rows: Rows, said_ids: list[str]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int64], NDArray[np.bool_]]:
    """For each statement: does it ask, does it or one beside it show something, whose, is it there."""
    statements = {row["statement_id"]: row for row in rows["statements"]}
    asking = {name for row in rows["requests"] for name in row["statement_ids"]}
    telling = {row["statement_id"] for row in rows[SHOWN]} if SHOWN in rows else set(statements)
    beside = {
        (row["document_id"], row["member"], row["line"] + step)
        for row in (statements[name] for name in telling if name in statements)
        for step in range(-_BESIDE, row["line_end"] - row["line"] + _BESIDE + 1)
    }
    code: dict[str, int] = {"": 0}
    shows, member = [], []
    for name in said_ids:
        row = statements.get(name)
        member.append(code.setdefault(row["member"] if row is not None else "", len(code)))
        where = {row["line"], row["line_end"]} if row is not None else set()
        shows.append(
            row is not None and any((row["document_id"], row["member"], line) in beside for line in where)
        )
    return (
        np.array([name in asking for name in said_ids], dtype=bool),
        np.array(shows, dtype=bool),
        np.array(member, dtype=np.int64),
        np.array([name in statements for name in said_ids], dtype=bool),
    )


def _likest(
    at: NDArray[np.int64],
    need: NDArray[np.int64],
    member: NDArray[np.int64],
    score: NDArray[np.uint16],
    place: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Of the links `at`, the best of each need and member; the later id among equals."""
    order = at[np.lexsort((place[at], score[at], member[at], need[at]))]
    if not len(order):
        return order
    last: NDArray[np.bool_] = np.append(
        (np.diff(need[order].astype(np.int64)) != 0) | (np.diff(member[order]) != 0), True
    )
    return order[last]
