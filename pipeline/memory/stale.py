"""Evidence that does not hold: what says that a member has none, and what a later round takes back."""

from __future__ import annotations

from collections import defaultdict

from pipeline.matching.concepts import kinds
from pipeline.matching.needs import ONE_THING
from pipeline.memory.history import denials, words_lower
from pipeline.memory.record import Record, Row, shows
from pipeline.values import Stage


class Stale:
    """Which statements no longer speak for their members.

    Only for a topic that is one thing: who has given up one purchase has not given up purchasing.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        members = {row["member"] for row in record.rows["positions"]}
        denied = denials(record, {(member, topic) for member in members for topic in ONE_THING})
        has: dict[tuple[str, str], str] = defaultdict(str)
        for row in record.rows["positions"]:
            key = (row["member"], row["topic"])
            if row["stage"] and "given_up" not in record.shows(record.statements[row["statement_id"]]):
                has[key] = max(has[key], row["date"])
        #: (member, topic) -> the day it said that it has none, and it has not said otherwise since
        self._ended = {
            key: last for key, rows in denied.items() if (last := max(row["date"] for row in rows)) > has[key]
        }

    def ended(self, said: Row, topics: list[str]) -> str:
        """The later day on which the speaker gave up what both speak of, empty where it has not."""
        shared = ONE_THING.intersection(topics, said["topics"])
        days = [self._ended.get((said["member"], topic), "") for topic in shared]
        return max((day for day in days if day > said["date"]), default="")

    def negative(self, request: Row, said: Row) -> bool:
        """Whether a statement says that its member has none, to a request that is not about that."""
        if said["offer"] or said["request"]:
            return False
        gone = "given_up" in self._record.shows(said) or (
            said["stage"] == Stage.NONE and kinds().lacks(words_lower(said["text"]))
        )
        if not gone:
            return False
        return "given_up" not in shows(request["text"]) and not kinds().lacks(words_lower(request["text"]))
