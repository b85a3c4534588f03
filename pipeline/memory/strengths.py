"""Results of the membership evaluation over time: strong areas speak for a helper, weak ones are needs.

A page says how a member did, not what it asks: a weak area is shown for itself, never among what was
asked. The latest page of a member counts; earlier ones are kept.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from pipeline.areas import Rating
from pipeline.memory.record import Record, Row, place
from pipeline.topics import load_topics


class Strengths:
    """Who is strong where, by the latest evaluation of each member."""

    def __init__(self, record: Record) -> None:
        self._rows = sorted(record.rows["evaluations"], key=lambda row: (row["date"], row["document_id"]))
        latest = {row["member"]: row["document_id"] for row in self._rows if row["member"]}
        self._current = {
            (row["document_id"], row["member"])
            for row in self._rows
            if latest.get(row["member"]) == row["document_id"]
        }
        #: (member, area) -> the row that calls it strong
        self._strong: dict[tuple[str, str], Row] = {}
        by_area: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows:
            if row["rating"] == Rating.STRONG and self._is_current(row):
                self._strong[row["member"], row["area"]] = row
                by_area[row["area"]].append(row)
        self._by_area = by_area

    def _is_current(self, row: Row) -> bool:
        return (row["document_id"], row["member"]) in self._current

    def speaking_for(self, member: str, topics: list[str]) -> Row | None:
        """The words that call the member strong in the area of one of the topics, None where none do."""
        for topic in topics:
            found = self._strong.get((member, _areas().get(topic, "")))
            if found is not None:
                return found
        return None

    def weak_rows(self) -> list[Row]:
        """The table ``weak_areas``: latest first, then by member and area."""
        rows = [row for row in self._rows if row["rating"] == Rating.WEAK]
        rows.sort(key=lambda row: (row["member"], row["area"]))
        rows.sort(key=lambda row: row["date"], reverse=True)
        return [
            {
                "member": row["member"],
                "area": row["area"],
                "date": row["date"],
                "points": row["area_points"],
                "max_points": row["area_max_points"],
                "current": "yes" if self._is_current(row) else "no",
                "topics": [topic for topic, area in _areas().items() if area == row["area"]],
                "strong_members": self._strongest(row),
                "document_id": row["document_id"],
                "text": row["text"],
                **place(row),
            }
            for row in rows
        ]

    def _strongest(self, weak: Row) -> list[str]:
        """Others that are strong where one is weak, those with the largest share of the points first."""
        others = [row for row in self._by_area.get(weak["area"], ()) if row["member"] != weak["member"]]
        return [row["member"] for row in sorted(others, key=lambda row: (-_share(row), row["member"]))]


def _share(row: Row) -> float:
    if row["area_points"] is not None and row["area_max_points"]:
        return float(row["area_points"]) / float(row["area_max_points"])
    return float(row["percent"] or 0.0) / 1000  # of the whole page: less telling


@lru_cache(maxsize=1)
def _areas() -> dict[str, str]:
    """Topic -> full name of its area."""
    known = load_topics()
    return {topic.id: known.area(topic.id).swedish for topic in known.topics}
