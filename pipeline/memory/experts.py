"""Who has done it and never offered, who is asked how often, and what several need at once."""

from __future__ import annotations

from collections import Counter, defaultdict

from pipeline.matching.explanations import TOPICS
from pipeline.matching.needs import ONE_THING
from pipeline.memory.needs import Need
from pipeline.memory.people import People
from pipeline.memory.record import Record, Row, on_one_line, place
from pipeline.quoting import enumeration, shorten
from pipeline.schema_memory import NeedStatus, Step

#: Members that must share a need for a theme meeting, and speakers proposed at most.
_SHARED, _SPEAKERS = 3, 4


def load_rows(record: Record, needs: list[Need], proposed: Counter[str]) -> list[Row]:
    """The table ``load``: how often each member is proposed, answers, offers and asks."""
    answered: dict[str, set[str]] = defaultdict(set)
    last: dict[str, str] = {}
    for need in needs:
        for event in need.events:
            if event.step in (Step.AT_TABLE, Step.LATER, Step.EARLIER):
                answered[event.said["member"]].add(need.id)
                last[event.said["member"]] = max(event.said["date"], last.get(event.said["member"], ""))
    offered = Counter(row["member"] for row in record.rows["offers"] if row["member"])
    asked = Counter(need.member for need in needs if need.member)
    members = {*record.said, *proposed, *offered} - {""}
    return [
        {
            "member": member,
            "proposed": proposed[member],
            "answered": len(answered[member]),
            "offered": offered[member],
            "asked": asked[member],
            "last_answered": last.get(member, ""),
        }
        for member in sorted(members)
    ]


def quiet_rows(record: Record, needs: list[Need], history: list[Row], people: People) -> list[Row]:
    """The table ``quiet_experts``: those who have a thing, still, and never offered on it.

    On the wide topics only where somebody waits for help.
    """
    offers = {(row["member"], topic) for row in record.rows["offers"] for topic in row["topics"]}
    current: dict[tuple[str, str], Row] = {}
    for row in history:
        key = (row["member"], row["topic"])
        if row["stage"] == "done" and not row["to"] and key not in offers:
            current[key] = row
    open_needs = [n for n in needs if n.status is NeedStatus.OPEN and not n.expired(record.latest)]
    found = []
    for (member, topic), row in sorted(current.items()):
        waiting = sum(
            need.member != member and any(topic in request["topics"] for request in need.requests)
            for need in open_needs
        )
        if topic not in TOPICS and not waiting:
            continue  # a whole field ("transport") that nobody asks about: nothing to be an expert on
        found.append(
            {
                "member": member,
                "topic": topic,
                "since": row["from"],
                "contact": people.current(member),
                "open_needs": waiting,
                "statement_id": row["evidence_id"],
                "document_id": row["document_id"],
                "date": row["from"],
                "text": row["evidence"],
                **place(row),
            }
        )
    return found


def meeting_rows(record: Record, needs: list[Need], proposed: Counter[str]) -> list[Row]:
    """The table ``theme_meetings``: what three or more members need, and who could speak.

    Needs share a meeting where they are one group; needs on a topic that is one thing also where three
    members ask of it at one time, answered or not: who has answered can speak.
    """
    groups: dict[str, list[Need]] = defaultdict(list)
    for need in needs:
        groups[f"group {need.group}"].append(need)
        if not need.closed and not need.old(record.latest):
            asked = {topic for request in need.requests for topic in request["topics"]}
            for topic in sorted(asked & ONE_THING):
                groups[f"topic {topic}"].append(need)
    found: dict[tuple[str, ...], Row] = {}
    for name, members in groups.items():
        if len({need.member for need in members}) < _SHARED:
            continue
        key = tuple(need.id for need in members)
        row = _meeting(name, members, record, proposed)
        found.setdefault(key, row)
    rows, seen = [], set()
    for row in found.values():
        while row["meeting_id"] in seen:
            row["meeting_id"] += "+"
        seen.add(row["meeting_id"])
        rows.append(row)
    return rows


def _meeting(name: str, needs: list[Need], record: Record, proposed: Counter[str]) -> Row:
    topics = Counter(
        t for need in needs for request in need.requests for t in dict.fromkeys(request["topics"])
    )
    askers = list(dict.fromkeys(need.member for need in needs))
    best: dict[str, tuple[float, str]] = {}
    for need in needs:
        for member, event in need.answers.items():
            if event.step is not Step.THANKED:
                best[member] = max(best.get(member, (0.0, "")), (event.score, event.said["statement_id"]))
    if len(best) < _SPEAKERS:
        wanted = {topic for topic, _ in topics.most_common(1)}
        for row in reversed(record.in_order(record.rows["positions"])):
            if row["topic"] in wanted and row["stage"] == "done" and row["member"] not in best:
                best[row["member"]] = (0.1, row["statement_id"])
    speakers = sorted(best, key=lambda m: (-round(best[m][0], 1), proposed[m], m))[:_SPEAKERS]
    subject = _subject(name, needs, topics)
    says = f"{enumeration(askers)} har frågat om {subject}."
    if speakers:
        says += f" {enumeration(speakers)} kan berätta."
    return {
        "meeting_id": needs[0].id,
        "subject": subject,
        "topics": [topic for topic, _ in topics.most_common()],
        "members": askers,
        "need_ids": [need.id for need in needs],
        "speakers": speakers,
        "speaker_ids": [best[m][1] for m in speakers],
        "explanation": says,
        "last_asked": max(need.requests[-1]["date"] for need in needs),
    }


def _subject(name: str, needs: list[Need], topics: Counter[str]) -> str:
    if name.startswith("topic ") or (topics and topics.most_common(1)[0][0] in TOPICS):
        topic = name.removeprefix("topic ") if name.startswith("topic ") else topics.most_common(1)[0][0]
        return TOPICS.get(topic) or _swedish(topic)
    return f"”{shorten(on_one_line(needs[0].requests[0]['text']), 90).replace('”', '’')}”"


def _swedish(topic: str) -> str:
    from pipeline.topics import load_topics

    return next((t.swedish.lower() for t in load_topics().topics if t.id == topic), topic)
