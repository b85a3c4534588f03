"""Signals of a need and a statement, as planes: one number for each need and each statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.matching.concepts import kinds
from pipeline.matching.evidence import Evidence
from pipeline.matching.needs import ONE_THING, Need
from pipeline.words import content_words

Array = NDArray[np.float64]

OFFICE: Final = "Kansliet"
#: Stages by how far they go.
REACHED: Final = {"": 0, "considering": 1, "planned": 2, "ongoing": 3, "done": 4}

#: Names of the signals, in the order of the columns.
NAMES: Final = (
    # an answer at the table: as likely as it gives something to use, or not; of the writer's own doings;
    # the owner of the block asked in; another's
    "reply_offer", "reply_thin", "reply_own", "asked_owner", "others_reply",
    # named by the seeker, by a third member; names the seeker
    "named", "named_other", "addresses",
    # the same word parts, things, particular things, letters, sense
    "part_cover", "object_cover", "specific_cover", "specific_peak", "chars", "sense_lead",
    # all of these in one number: the best statement's, whether it leads, the best three's
    "likeness", "likeness_first", "likeness_sum",
    # how far the member is on the topic, where the topic is one thing; whether that is far enough
    "topic_done", "topic_ongoing", "topic_planned", "topic_considering", "topic_only", "topic_counts",
    # the seeker itself has come further than the member
    "topic_behind",
    # the same where the topic is a whole field
    "wide_done", "wide_started", "wide_only",
    # what the likest statement is: an offer, of the kind sought, a question, a lack
    "offer_like", "kind_like", "document_like", "asks_like", "lacks_like",
    # the situation
    "office", "office_asks", "need_topic", "need_doubt",
)  # fmt: skip
COLUMN: Final = {name: number for number, name in enumerate(NAMES)}
#: Words of one who tells of its own: "vi kör bricka nu", not "skriv själv".
OWN: Final = frozenset({"vi", "vår", "våra", "vårt", "oss", "jag", "min"})
_NEAR: Final = ("part_cover", "object_cover", "specific_cover", "specific_peak", "chars")


class Planes:
    """What can be said of each need with each statement.

    Parameters
    ----------
    asked, said
        Needs and statements.
    near
        Similarities, see `similarity.Spaces.nearness`.
    likeness
        The similarities in one number.
    linked
        How much each statement replies to each need.
    """

    def __init__(
        self,
        asked: Sequence[Need],
        said: Sequence[Evidence],
        near: Mapping[str, Array],
        likeness: Array,
        linked: Array,
    ) -> None:
        how = kinds()
        self.asked, self.said, self.near = asked, said, near
        self.likeness, self.linked = likeness, linked
        self.wants = [how.asked([w for at in need.statements for w in said[at].words]) for need in asked]
        #: for each need the stages (as numbers) that count for the kinds of help it asks for
        self.counting = [
            {REACHED[stage] for kind in wants for stage in how.entries[kind].stages} or {3, 4}
            for wants in self.wants
        ]
        given = [how.given(s.words) for s in said]
        self.kind_met = np.array([[bool(wants & g) for g in given] for wants in self.wants], dtype=float)
        one = [set(need.about or need.topics) & ONE_THING for need in asked]
        wide = [set(need.about or need.topics) - ONE_THING for need in asked]
        self.shared, self.reached = self._topics(one)
        self.wide, self.wide_reached = self._topics(wide)
        self.kind_met = self.kind_met.reshape(len(asked), len(said))
        self.offer = np.array([s.offer for s in said], dtype=float)
        self.gives = np.array([s.giving for s in said], dtype=float)
        self.own = np.array([not OWN.isdisjoint(s.words) for s in said], dtype=float)
        self.asks = np.array([s.request for s in said], dtype=float)
        self.lacks = np.array([how.lacks(s.words) for s in said], dtype=float)
        #: member -> statements that name it
        self.naming: dict[str, list[int]] = defaultdict(list)
        for at, statement in enumerate(said):
            for name in sorted(statement.names):
                self.naming[name].append(at)

    def _topics(self, topics: Sequence[set[str]]) -> tuple[Array, Array]:
        """Whether a statement shares any of a need's topics, and how far its speaker is on them."""
        shape = (len(topics), len(self.said))
        shared = np.array([[bool(s.topics & own) for s in self.said] for own in topics], dtype=float)
        reached = [
            [max((REACHED[s.stages.get(topic, "")] for topic in own), default=0) for s in self.said]
            for own in topics
        ]
        return shared.reshape(shape), np.array(reached, dtype=float).reshape(shape)

    def of_statements(self) -> dict[str, Array]:
        """Planes whose highest value among a member's statements is the member's signal."""
        like, linked = self.likeness, self.linked
        offer, asks, gives = self.offer[None, :], self.asks[None, :], self.gives[None, :]
        document = np.array([["document" in wants] for wants in self.wants], dtype=float).reshape(-1, 1)
        names_seeker = np.array(
            [[need.seeker in s.names for s in self.said] for need in self.asked], dtype=float
        ).reshape(like.shape)
        planes = {name: self.near[name] for name in _NEAR}
        planes |= {
            "reply_offer": linked * gives,
            "reply_thin": linked * (1 - gives),
            "reply_own": linked * self.own[None, :],
            "addresses": names_seeker * np.minimum(1.0, like + 0.2),
            "sense_lead": _lead(self.near["sense"]),
            "likeness": like,
            "wide_done": self.wide * (self.wide_reached == 4),
            "wide_started": self.wide * (self.wide_reached >= 2),
            "wide_only": self.wide,
            "offer_like": offer * like,
            "kind_like": self.kind_met * like,
            "asks_like": asks * like,
            "lacks_like": self.lacks[None, :] * like,
            "document_like": document * offer * like,
        }
        return planes

    def strength(self) -> Array:
        """How much each statement speaks for its member; the strongest is the evidence.

        Of an answer in several sentences, the one that says something: not "Skickar länk." alone.
        """
        told = [len(content_words(s.words)) + any(w[:1].isdigit() for w in s.words) for s in self.said]
        full = np.array([min(1.0, count / 5) for count in told])
        strength: Array = (
            self.likeness
            + self.linked * (0.8 + 0.2 * self.offer)
            + 0.15 * self.shared * (self.reached >= 2)
            + 0.05 * self.wide * (self.wide_reached >= 2)
            + 0.1 * self.offer * self.likeness
            + 0.05 * full
            + 0.3 * full * self.linked
            - 0.1 * self.asks
        )
        return strength


def _lead(plane: Array) -> Array:
    """How far a similarity lies above the need's usual one, in quarters of four spreads, 0 to 1.

    Vectors say "near" of everything in the same field; only the lead over the others says something.
    """
    if not plane.size:
        return plane
    spread = np.maximum(plane.std(axis=1, keepdims=True), 1e-6)
    lead: Array = np.clip((plane - plane.mean(axis=1, keepdims=True)) / spread / 4, 0.0, 1.0)
    return lead
