"""Needs with a life: asked, asked again, answered, thanked for, withdrawn, or open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.introductions import expired
from pipeline.matching.links import Link, LinkKind, weights
from pipeline.matching.needs import ONE_THING
from pipeline.memory.people import People
from pipeline.memory.record import Record, Row, shows
from pipeline.memory.stale import Stale
from pipeline.schema_memory import NeedStatus, Step

#: Least likeness for one need asked twice by one member, the same where it says that it asks again,
#: and for two members that ask one thing.
AGAIN, SAID_AGAIN, GROUP = 0.7, 0.12, 0.6
_CONTACT = "ny kontaktperson sedan dess"


@dataclass(frozen=True, slots=True)
class Event:
    """A step in a need's life: what, which statement, how sure, and what to know of it."""

    step: Step
    said: Row
    score: float = 1.0
    note: str = ""


@dataclass(slots=True)
class Need:
    """One need of one member, and what became of it.

    Attributes
    ----------
    requests
        Its requests, in order.
    events
        What happened after the first asking.
    answers
        Helper -> the event that answers.
    nearest
        Links with those who ask or plan the same.
    """

    requests: list[Row]
    events: list[Event] = field(default_factory=list)
    answers: dict[str, Event] = field(default_factory=dict)
    nearest: list[Link] = field(default_factory=list)
    group: str = ""
    also: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Id of the first request."""
        return str(self.requests[0]["request_id"])

    @property
    def member(self) -> str:
        """Who asks."""
        return str(self.requests[0]["member"])

    @property
    def asked(self) -> str:
        """When it was first asked."""
        return str(self.requests[0]["date"])

    @property
    def status(self) -> NeedStatus:
        """How far it has come."""
        steps = [event.step for event in self.events]
        for step in (Step.THANKED, Step.WITHDRAWN, Step.AT_TABLE, Step.LATER, Step.EARLIER):
            if step in steps:
                return NeedStatus(step.value)
        return NeedStatus.OPEN

    @property
    def due(self) -> Row:
        """The request that says by when, the latest one; the first where none does."""
        return next((request for request in reversed(self.requests) if request["due"]), self.requests[0])

    def expired(self, latest: str) -> bool:
        """Whether it is unanswered and too late to act on, in the light of the round of a day."""
        return self.status in (NeedStatus.OPEN, NeedStatus.EARLIER) and self.old(latest)

    def old(self, latest: str) -> bool:
        """Whether it is too late to act on, answered or not: its day is past, or it was asked long ago."""
        asked = {"date": self.asked, "due": self.due["due"]}
        return expired(asked, latest, str(self.requests[-1]["date"]))

    @property
    def closed(self) -> bool:
        """Whether the seeker itself has said that it needs no more."""
        return self.status in (NeedStatus.THANKED, NeedStatus.WITHDRAWN)


def follow(record: Record, people: People) -> list[Need]:
    """Every need of the rounds, with its life, in the order of first asking."""
    needs = _needs(record)
    stale = Stale(record)
    for need in needs:
        _answers(need, record, people, stale)
        _nearest(need, record)
    _group(needs, record)
    return needs


def _needs(record: Record) -> list[Need]:
    """Requests that one member repeats are one need."""
    owner: dict[str, str] = {}  # asking statement -> its request
    for row in record.rows["requests"]:
        owner.update(dict.fromkeys(row["statement_ids"], row["request_id"]))
    found: dict[str, Need] = {}
    for row in record.in_order(record.rows["requests"]):
        if "?" not in row["text"] and "withdrawn" in shows(row["text"]):
            continue  # "behövs inga fler svar" asks for nothing, whatever it was read as
        repeated = _repeats(row, record, owner, found)
        if repeated is None:
            found[row["request_id"]] = Need([row])
        else:
            repeated.requests.append(row)
            found[row["request_id"]] = repeated
    return list({id(need): need for need in found.values()}.values())


def _repeats(row: Row, record: Record, owner: dict[str, str], found: dict[str, Need]) -> Need | None:
    """The member's earlier need that a request repeats, the likest where there are several."""
    again = "again" in shows(row["text"]) or any(
        "again" in record.shows(record.statements[link.statement_id])
        for link in record.links.get(row["request_id"], ())
        if link.statement_id in row["statement_ids"]
    )
    best: tuple[float, str] | None = None
    for link in record.links.get(row["request_id"], ()):
        asked = owner.get(link.statement_id)
        if (
            link.kind != LinkKind.OWN
            or asked not in found
            or found[asked].requests[-1]["date"] >= row["date"]
        ):
            continue
        if _other_matter(row, found[asked].requests[-1]):
            continue
        if link.score >= (SAID_AGAIN if again else AGAIN) and (best is None or link.score > best[0]):
            best = (link.score, asked)
    return found[best[1]] if best else None


def _other_matter(one: Row, other: Row) -> bool:
    """Whether two requests name different things among the topics that are one thing."""
    first, second = (set(row["topics"]) & ONE_THING for row in (one, other))
    return bool(first and second) and not first & second


def _answers(need: Need, record: Record, people: People, stale: Stale) -> None:
    """Answers at the table, then those of other rounds."""
    limits = weights()
    for request in need.requests:
        for said in record.said_in(request["document_id"]):
            if (
                said["member"] in request["answered_by"]
                and said["reply_to"] == need.member
                and said["offer"]
                and said["char_start"] > request["char_start"]
                and said["member"] not in need.answers
            ):
                _answered(need, Event(Step.AT_TABLE, said))
    best: dict[str, tuple[float, str, Link]] = {}
    here = 0.0
    for request in need.requests:
        helping = [
            (link, record.statements[link.statement_id])
            for link in record.links.get(request["request_id"], ())
            if link.kind == LinkKind.HELP
        ]
        here_in = need.requests[0]["document_id"]
        for link, said in helping:
            if said["document_id"] == here_in:
                here = max(here, link.score)
                least = limits.answer if said["offer"] else limits.told
                given = not said["reply_to"] and link.score >= least
                if given and said["member"] not in need.answers:
                    _answered(need, Event(Step.AT_TABLE, said, link.score))
        for link, said in sorted(helping, key=lambda pair: -pair[0].score):
            if said["document_id"] == here_in:
                continue
            before = said["date"][:4] < need.asked[:4]
            score = _aged(link.score, need.asked, said["date"]) if before else link.score
            held = best.get(said["member"])
            # Most links of a long series are no better than one that is held: no look at their words.
            if held is not None and (score, link.statement_id) <= held[:2]:
                continue
            if stale.negative(request, said):
                continue
            if stale.ended(said, request["topics"]):
                score *= 0.5
            if held is None or (score, link.statement_id) > held[:2]:
                best[said["member"]] = (score, link.statement_id, link)
    least = limits.answer_answered if need.answers else limits.answer
    top = max([here, *(score for score, _, _ in best.values())], default=0.0)
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    for number, (member, (score, statement, _)) in enumerate(ranked[: limits.most]):
        said = record.statements[statement]
        following = ranked[number + 1][1][0] if number + 1 < len(ranked) else 0.0
        alone = number == 0 and score >= limits.lead * following and not _one_thing(need, said)
        if score < (limits.answer_alone if alone else least) or score < limits.near_best * top:
            continue
        if member in need.answers:
            continue
        step = Step.LATER if said["date"] > need.asked else Step.EARLIER
        now = people.changed_since(member, list(said["persons"]), said["date"])
        note = f"{_CONTACT}: {', '.join(now)}" if now else ""
        _answered(need, Event(step, said, score, note))


def _one_thing(need: Need, said: Row) -> bool:
    """Whether need and statement share a topic that is one thing: many have it, and say little of it."""
    return any(ONE_THING.intersection(request["topics"], said["topics"]) for request in need.requests)


def _aged(score: float, asked: str, said: str) -> float:
    """A score that counts a little less the further back what was said lies before the asking."""
    years = max(0, int(asked[:4] or 0) - int(said[:4] or 0)) if asked and said else 0
    return round(score * 0.97**years, 4)


def _answered(need: Need, event: Event) -> None:
    need.answers[event.said["member"]] = event
    need.events.append(event)


def _nearest(need: Need, record: Record) -> None:
    """Those who ask or plan the same, likest first, one link a member."""
    best: dict[str, Link] = {}
    for request in need.requests:
        for link in record.links.get(request["request_id"], ()):
            if link.kind in (LinkKind.SAME, LinkKind.PLANS):
                member = record.statements[link.statement_id]["member"]
                if member not in best or (link.score, link.statement_id) > (
                    best[member].score,
                    best[member].statement_id,
                ):
                    best[member] = link
    need.nearest = sorted(best.values(), key=lambda link: (-link.score, link.statement_id))


def _group(needs: list[Need], record: Record) -> None:
    """Needs of several members that ask one thing get one group."""
    owner: dict[str, Need] = {}
    for need in needs:
        for request in need.requests:
            owner.update(dict.fromkeys(request["statement_ids"], need))
    parent = {need.id: need.id for need in needs}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    place_of = {need.id: number for number, need in enumerate(needs)}
    for need in needs:
        for request in need.requests:
            for link in record.links.get(request["request_id"], ()):
                other = owner.get(link.statement_id)
                if other is None or _other_matter(request, other.requests[0]):
                    continue
                if link.kind == LinkKind.SAME and link.score >= GROUP:
                    first, second = sorted((root(need.id), root(other.id)), key=place_of.__getitem__)
                    parent[second] = first
    members: dict[str, list[str]] = defaultdict(list)
    for need in needs:
        need.group = root(need.id)
        members[need.group].append(need.member)
    for need in needs:
        need.also = tuple(sorted(set(members[need.group]) - {need.member}))
