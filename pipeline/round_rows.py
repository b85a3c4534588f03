"""The rows of one round, looked up the way that its summary needs them."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from pipeline.introductions import FAIR, about_it
from pipeline.rows import Row, Rows
from pipeline.telling import Teller, joined_offers

#: Helpers beside a question: more make a list that nobody reads.
_MOST: Final = 2


class RoundRows:
    """One round's rows, and what follows from them.

    Attributes
    ----------
    own
        Rows of each table that belong to the round.
    tell
        Quotes them, with the line.
    said
        Statements by id.
    matches
        Proposals by request, best first; those that rest on another round are left out.
    asking
        Ids of all statements that ask.
    offers, offer_of
        Offers, those in one breath put together; and by the ids of their statements.

    Parameters
    ----------
    document
        The round's row in `documents`.
    rows
        Rows of all tables; those of other documents are left aside.
    """

    def __init__(self, document: Row, rows: Rows) -> None:
        self.date = document["date"]
        own: dict[str, list[Row]] = defaultdict(list)
        for name, table in rows.items():
            own[name] = [row for row in table if row.get("document_id") == document["document_id"]]
        self.own = own
        self.tell = Teller(
            own["statements"], own["mentions"], own["blocks"], lambda row: f"rad {row['line']}"
        )
        self.said = {row["statement_id"]: row for row in own["statements"]}
        self.matches: dict[str, list[Row]] = defaultdict(list)
        for match in sorted(own["matches"], key=lambda row: row["rank"]):
            # What another round holds belongs to the digest and the workbook.
            if match["evidence_id"] in self.said or match["evidence_date"] == document["date"]:
                self.matches[match["request_id"]].append(match)
        self.asking = {part for row in own["requests"] for part in row.get("statement_ids", ())}
        self.offers = joined_offers(own["offers"])
        self.offer_of = {part: row for row in self.offers for part in row["parts"]}

    def unanswered(self) -> tuple[list[Row], list[Row]]:
        """Questions that nobody can answer; apart from them those that may be none."""
        left = [
            row
            for row in self.own["requests"]
            if not row["answered_by"] and not self.helpers(row["request_id"])
        ]
        return [row for row in left if not self._maybe(row)], [row for row in left if self._maybe(row)]

    def _maybe(self, request: Row) -> bool:
        said = self.said.get(request["request_id"], {})
        return any(label.startswith("request ") for label in said.get("doubtful", ()))

    def helpers(self, request_id: str) -> list[Row]:
        """Those worth a call; who only spoke up beside the question ("Samma här!") is none of them."""
        fair = [
            match
            for match in self.matches[request_id]
            if match["score"] >= FAIR and "replied" not in match["reasons"] and self.on_it(match)
        ]
        return fair[:_MOST]

    def on_it(self, match: Row) -> bool:
        """Whether the words that speak for a helper are about what is asked."""
        said, asked = self.said.get(match["evidence_id"]), self.said.get(match["request_id"])
        if said is None or asked is None:
            return True
        return about_it(match, asked | {"topics": match["topics"]}, said)
