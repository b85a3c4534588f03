"""Needs as the page's cards show them: who asks, in what words, who can help, and what became of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.introductions import expired
from pipeline.publish.report.memory import filled, latest_round
from pipeline.publish.report.sources import Place, Sources
from pipeline.rows import Row, Rows
from pipeline.schema_memory import NeedStatus, Step
from pipeline.telling import Teller, looks_back, vague

Need = dict[str, Any]

#: Steps by their number on the page.
STEPS = tuple(step.value for step in Step)
#: How far a need has come, for the filter, and in the words of its badge.
_DONE = {
    NeedStatus.THANKED: ("answered", "thanked"),
    NeedStatus.WITHDRAWN: ("closed", "withdrawn"),
}
_WAITS = frozenset({"proposed", "open"})
_ELSEWHERE = frozenset({NeedStatus.AT_TABLE, NeedStatus.LATER, NeedStatus.EARLIER})
_QUOTED = re.compile(r"”([^”]*)”$")


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
    dates = sources.dates
    return sorted(needs, key=lambda need: (dates[need["at"][0]], -need["at"][3]), reverse=True)


class _Cards:
    """What makes a card, looked up once for all."""

    def __init__(self, rows: Rows, sources: Sources) -> None:
        self._sources = sources
        self._latest = latest_round(rows)
        self._statements = {row["statement_id"]: row for row in rows["statements"]}
        self._told = Teller(rows["statements"], (), (), lambda row: "")
        self._matches: dict[str, list[Row]] = defaultdict(list)
        for match in sorted(rows["matches"], key=lambda row: row["rank"]):
            self._matches[match["request_id"]].append(match)
        self._steps: dict[str, list[Row]] = defaultdict(list)
        for step in rows.get("need_steps", []):
            self._steps[step["need_id"]].append(step)
        self._own: dict[str, list[Row]] = defaultdict(list)
        for said in rows["statements"]:
            self._own[said["member"]].append(said)

    def of(self, need: Mapping[str, Any], requests: Sequence[Row]) -> Need:
        """The card of a need (empty where nothing is remembered) and its requests."""
        asked = max(requests, key=lambda row: row["date"])  # the last asking says it best
        steps = self._steps.get(requests[0]["request_id"], [])
        helpers = self._helpers(requests) or self._answering(steps)
        answered = list(dict.fromkeys(name for row in requests for name in row["answered_by"]))
        state, detail = _state(need.get("status", ""), bool(answered), bool(helpers))
        timed = self._timed(need, asked)
        return {
            "id": requests[0]["request_id"],
            "member": asked["member"],
            "topics": asked["topics"],
            "at": self._place(asked),
            "state": state,
            "detail": detail,
            "helpers": helpers,
            **filled(
                {
                    "persons": asked["persons"],
                    "lead": self._lead(asked),
                    **timed,
                    **self._expired(need, asked, timed, state),
                    "answered": answered,
                    "also": need.get("also_asked_by", []),
                    "times": need.get("times_asked", 1) if need.get("times_asked", 1) > 1 else 0,
                    "steps": [self._step(step) for step in steps] if len(steps) > 1 else [],
                    "near": self._near(need),
                }
            ),
        }

    def _timed(self, need: Mapping[str, Any], asked: Row) -> Need:
        """The day that a need names; a season is told in its words, what lies behind not at all."""
        row = {**asked, **{key: need[key] for key in ("due", "due_text") if need.get("due")}}
        if not row["due"] or looks_back(row):
            return {}
        return {"due_text": row["due_text"], "due": "" if vague(row) else row["due"]}

    def _expired(self, need: Mapping[str, Any], asked: Row, timed: Need, state: str) -> Need:
        """What is past of a need that waits: its day, or the time when somebody still cared."""
        past = expired({**asked, "due": timed.get("due", "")}, self._latest) or need.get("expired") == "yes"
        if state not in _WAITS or not past:
            return {}
        passed = "" < timed.get("due", "") < self._latest
        return {"late": True} if passed else {"old": True}

    def _place(self, row: Row) -> Place:
        return self._sources.place(row, [row["member"], *row.get("persons", ())])

    def _lead(self, row: Row) -> Place | None:
        """What a bare question leans on: the member's words right before it."""
        before = self._told.leant_on(row)
        return None if before is None else self._place(before)

    def _helpers(self, requests: Sequence[Row]) -> list[Need]:
        """Proposed helpers of all the requests, each once, by its best proposal."""
        best: dict[str, Row] = {}
        for request in sorted(requests, key=lambda row: row["date"], reverse=True):
            for match in self._matches[request["request_id"]]:
                kept = best.get(match["helper"])
                if kept is None or match["score"] > kept["score"]:
                    best[match["helper"]] = match
        ranked = sorted(best.values(), key=lambda match: (-match["score"], match["rank"]))
        return [self._helper(match) for match in ranked]

    def _helper(self, match: Row) -> Need:
        said = self._statements.get(match["evidence_id"])
        names = [match["helper"], *match["helper_persons"]]
        if said is not None and said["text"] == match["evidence_text"]:
            place, lead = self._sources.place(said, names), self._lead(said)
        else:
            document = said["document_id"] if said is not None else match["document_id"]
            line, words = match["evidence_line"], match["evidence_text"]
            place, lead = self._sources.span(document, 0, 0, line, words, names), None
        kept = {"persons": match["helper_persons"], "lead": lead, "note": match.get("note", "")}
        return {"member": match["helper"], "reasons": match["reasons"], "at": place} | filled(kept)

    def _answering(self, steps: Sequence[Row]) -> list[Need]:
        """Those whose words answer, though they were not said to the asker, where no proposal was made."""
        return [
            {"member": step["member"], "reasons": [step["step"]], "at": self._place(step)}
            | filled({"persons": step["persons"], "note": step["note"]})
            for step in steps
            if step["step"] in (Step.AT_TABLE, Step.LATER, Step.EARLIER)
        ]

    def _step(self, step: Row) -> list[Any]:
        """What happened: its number, who, where it was said, and what to know of it."""
        told = [STEPS.index(step["step"]), step["member"], self._place(step)]
        return [*told, step["note"]] if step["note"] else told

    def _near(self, need: Mapping[str, Any]) -> Need | None:
        """Whom to learn together with where nobody can answer: the words that say so, and where."""
        told = need.get("nearest_text", "")
        if not told or not need["nearest"]:
            return None
        member = need["nearest"][0]
        quoted = _QUOTED.search(told)
        words = _bare(quoted.group(1).removesuffix(" …")) if quoted else ""
        said = next((row for row in self._own[member] if words and words in _bare(row["text"])), None)
        others = {"more": need["nearest"][1:]}
        if said is None or len(words) < _TELLING:
            return filled({"member": member, **others})
        asks = bool(said["request"])
        return filled({"member": member, **others, "asks": asks, "lead": self._lead(said)}) | {
            "at": self._place(said)
        }


#: Fewer letters than this tell nothing.
_TELLING = 10


def _bare(words: str) -> str:
    """Letters and digits alone: a quotation has other spaces and quotation marks than the source."""
    return "".join(filter(str.isalnum, words))


def _state(status: str, answered: bool, helped: bool) -> tuple[str, str]:
    """State and badge; what was said to others, or in another round, is a proposal until it is used."""
    if status in _DONE:
        return _DONE[NeedStatus(status)]
    if answered:
        return "answered", "answered"
    if status in _ELSEWHERE:
        return "proposed", "said_at_table" if status == NeedStatus.AT_TABLE else status
    return ("proposed", "proposed") if helped else ("open", "open")
