"""A need typed by hand: who in the tables can help, and who said something like it.

The statements of all rounds are laid out once. A question first picks the statements that share
words, parts of words or things with it, then those are weighed as the store weighs a need against
what was said in other rounds (`pipeline.matching.links`), so that both give the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any, Final

import numpy as np
import spacy
from numpy.typing import NDArray
from scipy import sparse

from pipeline.components.topics import TopicMatcher
from pipeline.matching.across import Reading, Rows, reading
from pipeline.matching.evidence import Evidence
from pipeline.matching.evidence import words as words_of
from pipeline.matching.explanations import explain
from pipeline.matching.links import Item, Link, LinkKind, link, weights
from pipeline.matching.needs import Need
from pipeline.schema import REASONS
from pipeline.topics import load_topics

Array = NDArray[np.float64]
#: Spaces that pick the statements to weigh, and how much each counts.
_PICK: Final = {"lemma": 0.8, "part": 0.5, "object": 0.6}
#: Statements that are weighed at most.
_WEIGHED: Final = 300
#: Least score of a helper: who types a question looks for candidates, and reads what they said.
_ASKED: Final = 0.5
#: Least share of the best score: lower than between rounds, for who types a question judges for himself.
_NEAR_BEST: Final = 0.65
#: Least likeness of what makes a member company (it plans the same, or asks it).
_COMPANY: Final = 0.35


@dataclass(frozen=True, slots=True)
class Helper:
    """A member that can help with a need typed by hand.

    Attributes
    ----------
    member, persons
        Who, and whom to call there: the persons who spoke for the member when it last did.
    score
        0 to 1.
    said
        The statement that speaks for the member most.
    role
        ``help`` where it can help, ``company`` where it only plans the same or asks it.
    reasons
        Why: ``offered``, ``done``, ``ongoing``, ``similar``.
    explanation
        One Swedish sentence.
    """

    member: str
    persons: tuple[str, ...]
    score: float
    said: Evidence
    role: str
    reasons: tuple[str, ...]
    explanation: str


class Asking:
    """All statements, laid out for questions.

    Parameters
    ----------
    statements
        Rows of the table ``statements``.
    topics
        A user's own topic file, where the tables were made with one.
    """

    def __init__(self, statements: Sequence[Mapping[str, Any]], topics: str | None = None) -> None:
        self._nlp = spacy.blank("sv")
        self._matcher = TopicMatcher(load_topics(topics))
        self.said = self._evidence(statements)
        self._reading = _joined(
            [reading([], list(said)) for _, said in groupby(self.said, key=lambda s: s.document_id)]
        )
        every = np.unique(np.concatenate([self._reading.said[name].terms for name in _PICK]))
        self._columns = {int(term): at for at, term in enumerate(every)}
        self._space = {name: _matrix(self._reading.said[name], every) for name in _PICK}
        self._last: dict[str, tuple[str, ...]] = {}
        for statement in sorted(self.said, key=lambda s: s.date):
            if statement.persons and not statement.reply_to:
                self._last[statement.member] = statement.persons

    def _evidence(self, rows: Sequence[Mapping[str, Any]]) -> list[Evidence]:
        found: list[Evidence] = []
        turn = 0
        before: Mapping[str, Any] | None = None
        for index, row in enumerate(rows):
            same = before is not None and all(
                row[key] == before[key] for key in ("document_id", "block_id", "member", "reply_to")
            )
            if not same or before is None or row["line"] > before["line_end"]:
                turn += 1  # tables know no turns: what begins on a line of its own is one
            before = row
            topics = frozenset(row["topics"])
            found.append(
                Evidence(
                    id=row["statement_id"],
                    document_id=row["document_id"],
                    date=row["date"],
                    line=int(row["line"]),
                    text=row["text"],
                    index=index,
                    turn=turn,
                    block=-1,
                    member=row["member"],
                    persons=tuple(row["persons"]),
                    reply_to=row["reply_to"],
                    words=self._words(row["text"]),
                    topics=topics,
                    stages=dict.fromkeys(topics, row["stage"]) if row["stage"] else {},
                    stage=row["stage"],
                    request=bool(row["request"]),
                    offer=bool(row["offer"]),
                    names=frozenset(),
                )
            )
        return found

    def _words(self, text: str) -> tuple[str, ...]:
        return words_of(self._nlp.make_doc(text)[:])

    def _question(self, text: str) -> tuple[Need, Evidence]:
        spoken = self._words(text)
        topics = tuple(dict.fromkeys(hit.topic for hit in self._matcher.match(spoken)))
        said = Evidence(
            id="question", document_id="question", date="", line=1, text=text, index=0, turn=0, block=-1,
            member="", persons=(), reply_to="", words=spoken, topics=frozenset(topics), stages={}, stage="",
            request=True, offer=False, names=frozenset(),
        )  # fmt: skip
        need = Need(
            id="question", document_id="question", date="", seeker="", persons=(), reply_to="",
            statements=(0,), context=(), turn=0, block=-1, start=0, end=len(text), text=text, topics=topics,
        )  # fmt: skip
        return need, said

    def _picked(self, asked: Reading) -> tuple[NDArray[np.int64], Array]:
        """Statements that share something with the question, nearest first, and how near they are."""
        whole = np.zeros(len(self.said))
        for name, share in _PICK.items():
            rows = asked.asked[name]
            vector = np.zeros(len(self._columns))
            for term, value in zip(rows.terms, rows.values, strict=True):
                at = self._columns.get(int(term))
                if at is not None:
                    vector[at] = value
            norm = max(float(np.sqrt((rows.values**2).sum())), 1e-9)
            whole += share * np.asarray(self._space[name] @ vector).ravel() / norm
        found = np.flatnonzero(whole > 0)
        order = np.lexsort((found, -whole[found]))
        return found[order], whole[found[order]] / sum(_PICK.values())

    def who_can_help(self, text: str, *, seeker: str = "", since: str = "", most: int = 5) -> list[Helper]:
        """Members that can help, best first, then company; none where nothing speaks for anyone.

        Parameters
        ----------
        text
            The need, in the words of who has it.
        seeker
            Member that is not proposed: the one that asks.
        since
            Go by what was said on that day (ISO date) or later.
        most
            Members at most.
        """
        need, question = self._question(text)
        asked = reading([need], [question])
        picked = [
            int(at)
            for at in self._picked(asked)[0]
            if self.said[at].member not in ("", seeker) and self.said[at].date >= since
        ][:_WEIGHED]
        if not picked:
            return []
        item = Item("question", (need.id,), ("",), (), (), (), asked)
        said = [self.said[at] for at in picked]
        others = Item(
            "said",
            (),
            (),
            tuple(str(at) for at in range(len(said))),
            tuple(s.member for s in said),
            tuple(bool(s.reply_to) for s in said),
            _part(self._reading, picked),
        )
        best: dict[str, tuple[float, Evidence]] = {}
        company: dict[str, tuple[float, Evidence]] = {}
        for found in sorted(link(item, others), key=_first):
            speaks = said[int(found.statement_id)]
            role = best if found.kind == LinkKind.HELP else company
            role.setdefault(speaks.member, (found.score, speaks))
        first = max((score for score, _ in best.values()), default=0.0)
        floor = max(min(_ASKED, weights().answer), _NEAR_BEST * first)
        helping = {member: found for member, found in best.items() if found[0] >= floor}
        joining = {m: f for m, f in company.items() if m not in helping and f[0] >= _COMPANY}
        helpers = [self._helper(m, *found, "help", need, question) for m, found in helping.items()]
        helpers += [self._helper(m, *found, "company", need, question) for m, found in joining.items()]
        return helpers[:most]

    def _helper(
        self, member: str, score: float, said: Evidence, role: str, need: Need, question: Evidence
    ) -> Helper:
        reasons = tuple(
            name
            for name, holds in (
                ("offered", said.offer),
                ("done", said.stage == "done"),
                ("ongoing", said.stage == "ongoing"),
                ("planned", said.stage == "planned"),
            )
            if holds
        )
        # It is no reply to this question, whatever it replied to then.
        because = explain(need, question.words, replace(said, reply_to=""), reasons)
        persons = self._last.get(member) or said.persons
        told = tuple(reason for reason in reasons if reason in REASONS) or ("similar",)
        return Helper(member, persons, round(score, 3), said, role, told, because)

    def similar(self, text: str, *, most: int = 10) -> list[tuple[float, Evidence]]:
        """Statements like a text in words, things and sense, nearest first, with how near (0 to 1)."""
        need, question = self._question(text)
        asked = reading([need], [question])
        picked, near = self._picked(asked)
        sense = np.clip(self._reading.said_sense[picked] @ asked.asked_sense[0], 0.0, 1.0)
        score = 0.6 * near + 0.4 * sense
        order = np.lexsort((picked, -score))[:most]
        return [(round(float(score[at]), 3), self.said[picked[at]]) for at in order]


def _first(found: Link) -> tuple[float, int]:
    return (-found.score, int(found.statement_id))


def _matrix(rows: Rows, every: NDArray[np.int64]) -> sparse.csr_matrix:
    shape = (len(rows.pointers) - 1, len(every))
    matrix = sparse.csr_matrix((rows.values, np.searchsorted(every, rows.terms), rows.pointers), shape=shape)
    norms = np.maximum(np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()), 1e-9)
    return sparse.diags(1.0 / norms) @ matrix


def _joined(parts: Sequence[Reading]) -> Reading:
    """The statements of several readings as one; making one at once would take their number squared."""
    if len(parts) <= 1:
        return parts[0] if parts else reading([], [])
    first = parts[0]
    return Reading(
        asked=first.asked,
        said={name: _stacked([part.said[name] for part in parts]) for name in first.said},
        core=first.core,
        asked_sense=first.asked_sense,
        said_sense=np.concatenate([part.said_sense for part in parts]),
        wants=(),
        gives=tuple(given for part in parts for given in part.gives),
        topics_asked=(),
        topics_said=tuple(topics for part in parts for topics in part.topics_said),
        reached=np.concatenate([part.reached for part in parts]),
        flags=np.concatenate([part.flags for part in parts]),
    )


def _stacked(parts: Sequence[Rows]) -> Rows:
    lengths = np.concatenate([np.diff(rows.pointers) for rows in parts])
    return Rows(
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        np.concatenate([rows.terms for rows in parts]),
        np.concatenate([rows.values for rows in parts]),
    )


def _part(whole: Reading, at: Sequence[int]) -> Reading:
    """The statements `at` of a reading, without its needs."""
    return Reading(
        asked={name: _rows_at(rows, []) for name, rows in whole.asked.items()},
        said={name: _rows_at(rows, at) for name, rows in whole.said.items()},
        core=_rows_at(whole.core, []),
        asked_sense=whole.asked_sense[:0],
        said_sense=whole.said_sense[list(at)],
        wants=(),
        gives=tuple(whole.gives[i] for i in at),
        topics_asked=(),
        topics_said=tuple(whole.topics_said[i] for i in at),
        reached=whole.reached[list(at)],
        flags=whole.flags[list(at)],
    )


def _rows_at(rows: Rows, at: Sequence[int]) -> Rows:
    spans = [(int(low), int(high)) for low, high in pairwise(rows.pointers)] if len(at) else []
    pieces = [np.arange(*spans[i]) for i in at]
    chosen = np.concatenate([*pieces, np.zeros(0, dtype=np.int64)]).astype(np.int64)
    pointers = np.cumsum([0, *(len(piece) for piece in pieces)])
    return Rows(pointers.astype(np.int64), rows.terms[chosen], rows.values[chosen])
