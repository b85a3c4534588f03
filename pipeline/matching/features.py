"""Signals of a need and a member: what speaks for that member's being able to help.

Everything is computed for all needs and all statements of a document at once; then each member gets
the strongest of its statements. All signals lie between 0 and 1 (a few between 0 and 2), so that
the weights of the ranking can be compared and read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from pipeline.matching.evidence import Evidence, evidence
from pipeline.matching.needs import Need, needs
from pipeline.matching.planes import COLUMN, NAMES, OFFICE, Planes
from pipeline.matching.replies import links, reasons
from pipeline.matching.similarity import Meanings, Spaces, texts_of
from pipeline.matching.windows import goes_on, with_matter

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The members that may help with the needs of one document, and what speaks for them.

    Attributes
    ----------
    needs, said
        The needs, and the statements that are evidence.
    members
        Members in order of first statement.
    signals
        Needs x members x `NAMES`.
    best
        Needs x members: index in `said` of the statement that speaks most, -1 for none.
    linked
        Needs x statements: how much the statement replies to the need.
    likeness
        Needs x statements: nearness in content.
    """

    needs: tuple[Need, ...]
    said: tuple[Evidence, ...]
    members: tuple[str, ...]
    signals: Array
    best: NDArray[np.int64]
    linked: Array
    likeness: Array


#: How much each way of being near counts in `likeness`; set by hand.
LIKENESS: Final = {
    "lemma": 0.8, "part": 0.5, "object": 0.6, "lemma_peak": 0.25, "object_peak": 0.25, "chars": 0.3,
}  # fmt: skip
_LIKENESS_FULL: Final = 1.6


class Corpus:
    """Needs and statements of some documents, compared with each other on demand."""

    def __init__(self, docs: Sequence[Doc]) -> None:
        self.said = [evidence(doc) for doc in docs]
        self.starts = [0]
        for said in self.said:
            self.starts.append(self.starts[-1] + len(said))
        words = [statement.words for said in self.said for statement in said]
        texts = texts_of(words)
        self.needs = []
        for doc, said, start in zip(docs, self.said, self.starts, strict=False):
            joined = goes_on(said, texts[start : start + len(said)])
            self.needs.append([with_matter(need, said, joined) for need in needs(doc)])
        self._spaces = Spaces(texts)
        self._meanings = Meanings(words)

    def candidates(self, doc: int, others: Sequence[int] = ()) -> Candidates:
        """What speaks for whom in document number `doc`, with what was said in `others` as well."""
        said = [statement for d in (doc, *others) for statement in self.said[d]]
        here, remarks = len(self.said[doc]), self._remarks(doc)
        return lay_out(self.needs[doc], said, self._near(doc, others), here=here, remarks=remarks)

    def why_replies(self, doc: int) -> dict[int, dict[int, tuple[float, dict[str, float]]]]:
        """Statement -> need that it may answer -> its share, and what speaks for it (see `replies`)."""
        near = self._near(doc)
        like, sense = _likeness(near), near["sense"]
        return reasons(self.needs[doc], self.said[doc], like, self._remarks(doc), sense)

    def _near(self, doc: int, others: Sequence[int] = ()) -> dict[str, Array]:
        """Nearness of a document's needs to its statements and those of `others`."""
        asked = self.needs[doc]
        start = self.starts[doc]
        parts = [
            [(start + at, 1.0) for at in need.statements]
            + [(start + at, share) for at, share in need.context]
            for need in asked
        ]
        among = [at for d in (doc, *others) for at in range(self.starts[d], self.starts[d + 1])]
        return self._spaces.nearness(parts, among) | self._meanings.nearness(parts, among)

    def _remarks(self, doc: int) -> dict[int, Array]:
        """Likeness of what seekers say without asking, where others reply to them, with all else."""
        said, start = self.said[doc], self.starts[doc]
        replied = {statement.reply_to for statement in said} - {""}
        seekers = {need.seeker for need in self.needs[doc]} & replied
        places = [s.index for s in said if s.member in seekers and not s.request and not s.reply_to]
        parts = [[(start + at, 1.0)] for at in places]
        like = _likeness(self._spaces.nearness(parts, range(start, start + len(said))))
        return dict(zip(places, like, strict=True))


def candidates(doc: Doc) -> Candidates:
    """Lay out needs, evidence and signals of one document."""
    return Corpus([doc]).candidates(0)


def _likeness(near: Mapping[str, Array]) -> Array:
    """The ways to be near in one number."""
    whole: Array = np.minimum(sum(w * near[name] for name, w in LIKENESS.items()) / _LIKENESS_FULL, 1.0)
    return whole


def lay_out(
    asked: Sequence[Need],
    said: Sequence[Evidence],
    near: Mapping[str, Array],
    here: int,
    remarks: Mapping[int, Array] | None = None,
) -> Candidates:
    """Turn similarities of statements into signals of members.

    Parameters
    ----------
    asked
        Needs of one document.
    said
        Its statements, then those of other documents.
    near
        See `similarity.Spaces.nearness`.
    here
        Number of statements of the needs' own document; only they can be replies.
    remarks
        See `replies.links`.
    """
    likeness = _likeness(near)
    linked = np.zeros_like(likeness)
    linked[:, :here] = links(asked, said[:here], likeness[:, :here], remarks, near["sense"][:, :here])
    planes = Planes(asked, said, near, likeness, linked)
    members = tuple(dict.fromkeys(statement.member for statement in said if statement.member))
    groups = _Groups(said, members)
    signals = np.zeros((len(asked), len(members), len(NAMES)))
    for name, plane in planes.of_statements().items():
        signals[:, :, COLUMN[name]] = groups.strongest(plane)
    if asked and members:
        _of_members(signals, planes, groups)
    best = groups.which(planes.strength())
    seekers = np.array([[need.seeker == member for member in members] for need in asked], dtype=bool)
    if len(asked):
        signals[seekers] = 0.0
        best[seekers] = -1
        _relative(signals, seekers)
    return Candidates(tuple(asked), tuple(said), members, signals, best, linked, likeness)


class _Groups:
    """Statements by member."""

    def __init__(self, said: Sequence[Evidence], members: Sequence[str]) -> None:
        place = {member: m for m, member in enumerate(members)}
        owner = np.array([place.get(s.member, len(members)) for s in said], dtype=np.int64)
        self.members = members
        self._order = np.argsort(owner, kind="stable")[: int((owner < len(members)).sum())]
        self._starts = np.searchsorted(owner[self._order], np.arange(len(members)))

    def strongest(self, plane: Array) -> Array:
        """Needs x members: the highest value among each member's statements."""
        if not len(self.members):
            return np.zeros((len(plane), 0))
        highest: Array = np.maximum.reduceat(plane[:, self._order], self._starts, axis=1)
        return highest

    def sum_of_best(self, plane: Array, count: int = 3) -> Array:
        """Needs x members: sum of the `count` highest values."""
        sums = np.zeros((len(plane), len(self.members)))
        if not len(self.members):
            return sums
        ends = [*self._starts[1:], len(self._order)]
        for m, (start, end) in enumerate(zip(self._starts, ends, strict=True)):
            values = np.sort(plane[:, self._order[start:end]], axis=1)
            sums[:, m] = values[:, -count:].sum(axis=1)
        return sums

    def which(self, plane: Array) -> NDArray[np.int64]:
        """Needs x members: index of the statement with the highest value."""
        found = np.full((len(plane), len(self.members)), -1, dtype=np.int64)
        if not len(self.members):
            return found
        ends = [*self._starts[1:], len(self._order)]
        for m, (start, end) in enumerate(zip(self._starts, ends, strict=True)):
            own = self._order[start:end]
            found[:, m] = own[plane[:, own].argmax(axis=1)]
        return found


def _of_members(signals: Array, planes: Planes, groups: _Groups) -> None:
    """Signals that need more than one statement, or none."""
    asked, members = planes.asked, groups.members

    def put(name: str, values: Array | NDArray[np.bool_]) -> None:
        signals[:, :, COLUMN[name]] = values

    reached = groups.strongest(planes.reached)
    for name, level in (("done", 4), ("ongoing", 3), ("planned", 2), ("considering", 1)):
        put(f"topic_{name}", reached == level)
    place = {member: column for column, member in enumerate(members)}
    if len(asked):
        own = np.array(
            [
                reached[row, place[need.seeker]] if need.seeker in place else 0
                for row, need in enumerate(asked)
            ]
        )
        put("topic_behind", (reached > 0) & (reached < own[:, None]))
    put("topic_only", (reached == 0) & (groups.strongest(planes.shared) > 0))
    counts = np.array([[level in need for level in range(5)] for need in planes.counting], dtype=float)
    if len(asked):
        put("topic_counts", np.take_along_axis(counts, reached.astype(np.int64), axis=1) * (reached > 0))
    put("likeness_sum", np.minimum(2.0, groups.sum_of_best(planes.likeness)))
    put(
        "asked_owner",
        np.array([[need.reply_to == m for m in members] for need in asked], dtype=bool).reshape(
            len(asked), -1
        ),
    )
    put("office", np.array([[m == OFFICE for m in members]] * len(asked), dtype=bool).reshape(len(asked), -1))
    for n, need in enumerate(asked):
        near_by = (*need.statements, *(at for at, _ in need.context))
        named = set().union(*(planes.said[at].names for at in near_by))
        strength = np.maximum(planes.linked[n], planes.likeness[n])
        for m, member in enumerate(members):
            signals[n, m, COLUMN["named"]] = member in named
            telling = [
                at
                for at in planes.naming.get(member, ())
                if planes.said[at].member not in (need.seeker, member)
            ]
            signals[n, m, COLUMN["named_other"]] = strength[telling].max() if telling else 0.0
        signals[n, :, COLUMN["office_asks"]] = need.seeker == OFFICE
        signals[n, :, COLUMN["need_topic"]] = bool(need.about or need.topics)
        signals[n, :, COLUMN["need_doubt"]] = 1.0 - max(planes.said[at].asking for at in need.statements)


def _relative(signals: Array, seekers: NDArray[np.bool_]) -> None:
    """Signals that compare a member with the others."""
    likeness = signals[:, :, COLUMN["likeness"]]
    first = likeness.argmax(axis=1)
    for n, m in enumerate(first):
        signals[n, m, COLUMN["likeness_first"]] = float(likeness[n, m] > 0)
    reply = np.maximum(signals[:, :, COLUMN["reply_offer"]], signals[:, :, COLUMN["reply_thin"]])
    top = reply.argmax(axis=1)
    for n, m in enumerate(top):
        others = np.full(reply.shape[1], reply[n, m])
        others[m] = np.delete(reply[n], m).max(initial=0.0)
        signals[n, :, COLUMN["others_reply"]] = others
    signals[seekers] = 0.0
