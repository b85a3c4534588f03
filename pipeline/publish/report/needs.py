"""Needs as the page's cards show them: who asks, in what words, and who can help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from pipeline.publish.report.sources import Sources
from pipeline.rows import Row, Rows

#: A question of fewer characters leans on what was said before it.
_BARE = 60
_ANSWERED = frozenset({"answered_at_table", "answered_later", "answered_earlier", "thanked", "withdrawn"})

Need = dict[str, Any]


def needs_of(rows: Rows, sources: Sources) -> list[Need]:
    """All needs, the newest first; requests of one need are one card where the memory says so.

    Parameters
    ----------
    rows
        Rows of all tables; `needs` and `need_steps` are used where they are there.
    sources
        The documents' texts.
    """
    requests = {row["request_id"]: row for row in rows["requests"]}
    remembered = [row for row in rows.get("needs", []) if set(row["request_ids"]) <= requests.keys()]
    grouped = {request for row in remembered for request in row["request_ids"]}
    cards = _Cards(rows, sources)
    needs = [cards.of(row, [requests[request] for request in row["request_ids"]]) for row in remembered]
    needs += [cards.of({}, [row]) for request, row in requests.items() if request not in grouped]
    return sorted(needs, key=lambda need: (need["date"], -need["at"][3]), reverse=True)


class _Cards:
    """What makes a card, looked up once for all."""

    def __init__(self, rows: Rows, sources: Sources) -> None:
        self._sources = sources
        self._statements = {row["statement_id"]: row for row in rows["statements"]}
        self._before = {row["statement_id"]: before for before, row in pairwise(rows["statements"])}
        self._matches: dict[str, list[Row]] = defaultdict(list)
        for match in sorted(rows["matches"], key=lambda row: row["rank"]):
            self._matches[match["request_id"]].append(match)
        self._steps: dict[str, list[Row]] = defaultdict(list)
        for step in rows.get("need_steps", []):
            self._steps[step["need_id"]].append(step)

    def of(self, need: Mapping[str, Any], requests: Sequence[Row]) -> Need:
        """The card of a need (empty where nothing is remembered) and its requests."""
        asked = max(requests, key=lambda row: row["date"])  # the last asking says it best
        names = [asked["member"], *asked["persons"]]
        helpers = self._helpers(requests)
        answered = list(dict.fromkeys(name for row in requests for name in row["answered_by"]))
        status = need.get("status", "")
        if status in _ANSWERED and status != "answered_at_table":
            state, detail = "answered", status
        elif answered or status == "answered_at_table":
            state = detail = "answered"
        else:
            state = detail = "proposed" if helpers else "open"
        return {
            "id": requests[0]["request_id"],
            "date": asked["date"],
            "member": asked["member"],
            "persons": asked["persons"],
            "topics": asked["topics"],
            "at": self._sources.place(asked, names),
            "lead": self._lead(asked, names),
            "due": asked["due"],
            "due_text": asked["due_text"],
            "answered": need.get("answered_by", []) if detail.startswith("answered_") else answered,
            "answered_date": need.get("answered_date", "") if detail.startswith("answered_") else "",
            "state": state,
            "detail": detail,
            "also": need.get("also_asked_by", []),
            "times": need.get("times_asked", 1),
            "nearest": need.get("nearest_text", ""),
            "helpers": helpers,
        }

    def _lead(self, asked: Row, names: Sequence[str]) -> list[Any] | None:
        """What a bare question leans on: the member's words right before it."""
        before = self._before.get(asked["request_id"])
        if before is None or len(asked["text"]) > _BARE or before["document_id"] != asked["document_id"]:
            return None
        if before["member"] != asked["member"] or not 0 <= asked["char_start"] - before["char_end"] <= 1:
            return None
        return self._sources.place(before, names)

    def _helpers(self, requests: Sequence[Row]) -> list[Need]:
        """Proposed helpers of all the requests, each once, by its best proposal."""
        best: dict[str, Row] = {}
        for request in sorted(requests, key=lambda row: row["date"], reverse=True):
            for match in self._matches[request["request_id"]]:
                kept = best.get(match["helper"])
                if kept is None or match["score"] > kept["score"]:
                    best[match["helper"]] = match
        ranked = sorted(best.values(), key=lambda match: (-match["score"], match["rank"]))
        return [
            {
                "member": match["helper"],
                "persons": match["helper_persons"],
                "score": round(match["score"], 2),
                "reasons": match["reasons"],
                "date": match["evidence_date"],
                "at": self._evidence(match),
            }
            for match in ranked
        ]

    def _evidence(self, match: Row) -> list[Any]:
        said = self._statements.get(match["evidence_id"])
        names = [match["helper"], *match["helper_persons"]]
        if said is not None and said["text"] == match["evidence_text"]:
            return self._sources.place(said, names)
        document = said["document_id"] if said is not None else match["document_id"]
        return self._sources.span(document, 0, 0, match["evidence_line"], match["evidence_text"], names)
