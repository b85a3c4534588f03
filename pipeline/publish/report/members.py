"""The members as the page lists them, with their persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.members import gazetteer
from pipeline.publish.report.memory import filled
from pipeline.rows import Row, Rows

Data = dict[str, Any]


def members_of(rows: Rows) -> list[Data]:
    """Members in the order of the Swedish alphabet, with their persons, last heard first."""
    dates = {row["document_id"]: row["date"] for row in rows["documents"]}
    blocks: dict[str, list[Row]] = defaultdict(list)
    for block in rows["blocks"]:
        blocks[block["member"]].append(block)
    spoken = {row["member"] for row in rows["statements"] if row["member"]}
    evaluated = {row["member"] for row in rows["evaluations"]}
    contacts: dict[str, list[Row]] = defaultdict(list)
    for person in rows.get("people", []):
        contacts[person["member"]].append(person)
    members = []
    for name in sorted({*blocks, *spoken, *evaluated} - {""}, key=swedish_order):
        own = sorted(blocks[name], key=lambda block: dates[block["document_id"]], reverse=True)
        members.append(
            {
                "name": name,
                "kind": own[0]["member_kind"] if own else _kind(name),
                "rounds": len({block["document_id"] for block in own}),
                "heard": dates[own[0]["document_id"]] if own else "",
                "persons": [filled(person) for person in _persons(own, contacts[name], dates)],
            }
        )
    return members


def _kind(name: str) -> str:
    """What a member is that spoke at no round."""
    known = gazetteer().exact(name)
    return str(known.kind) if known is not None else "unknown"


def _persons(blocks: Sequence[Row], contacts: Sequence[Row], dates: Mapping[str, str]) -> list[Data]:
    if contacts:
        known = sorted(contacts, key=lambda person: (person["current"], person["last_seen"]), reverse=True)
        return [
            {key: person[key] for key in ("email", "role")}
            | {"name": person["person"], "last": person["last_seen"], "now": person["current"] == "yes"}
            for person in known
        ]
    last: dict[str, str] = {}
    for block in blocks:
        for person in block["persons"]:
            last.setdefault(person, dates[block["document_id"]])
    newest = dates[blocks[0]["document_id"]] if blocks else ""
    return [{"name": person, "last": date, "now": date == newest} for person, date in last.items()]


def swedish_order(name: str) -> str:
    """A key that sorts Å, Ä and Ö last, in that order."""
    return name.lower().translate(str.maketrans("åäö", "{|}"))
