"""What the seeker says of its need later: asks again, thanks, or needs it no more."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from pipeline.matching.links import LinkKind
from pipeline.matching.similarity import rarity
from pipeline.memory.needs import Event, Need
from pipeline.memory.people import People
from pipeline.memory.record import Record, Row
from pipeline.patterns import words_of
from pipeline.schema_memory import Step
from pipeline.words import content_words

#: Least likeness of what the seeker says later with what it asked, for thanks, withdrawals and for asking
#: again in words that are no question ("Fick inga svar om samåkningen, frågar på nytt").
THANKS, WITHDRAWN, AGAIN = 0.12, 0.2, 0.3
#: How much naming the thing in the same rare word adds, and how rare a word must be for that.
_NAMES_IT, _RARE = 0.2, 5.0
#: Dictionary forms of a sentence that says of itself not what it is about: "Tack Ove!", "Löst nu."
_BARE = 4
#: Rounds after an answer in which bare thanks to who gave it are for that answer.
_SOON = 2


def add_sequels(needs: Sequence[Need], record: Record, people: People) -> None:
    """Add to each need the steps that its seeker tells of in later rounds.

    Each sentence is about one need at most: the one whose helper it names, else the likest.
    """
    naming = _Naming(record, people)
    asking = {name for need in needs for request in need.requests for name in request["statement_ids"]}
    by_member: dict[str, list[Need]] = defaultdict(list)
    for need in needs:
        by_member[need.member].append(need)
        for request in need.requests[1:]:
            need.events.append(Event(Step.ASKED_AGAIN, request | {"statement_id": request["request_id"]}))
    for member, own in by_member.items():
        about = {need.id: _likeness(need, record) for need in own}
        for said in record.telling.get(member, ()):
            seen = record.shows(said)
            if (said["request"] and said["statement_id"] in asking) or not seen & {
                "thanks",
                "borrowed",
                "withdrawn",
                "again",
            }:
                continue
            before = _sentence_before(said, record) if _is_bare(said) else None
            told = [row for row in (said, before) if row is not None]
            near = {
                need.id: max(about[need.id].get(row["statement_id"], 0.0) for row in told)
                + _NAMES_IT * any(_share_rare_word(row, request) for row in told for request in need.requests)
                for need in own
                if need.asked < said["date"]
            }
            waiting = [need for need in own if need.id in near and not need.closed]
            named = naming.find(" ".join(row["text"] for row in told), member)
            thanked = _thanked(waiting, near, named, seen, said, record)
            if thanked is not None:
                _thank(thanked, said, near[thanked.id], named)
                continue
            likest = max(waiting, key=lambda need: near[need.id], default=None)
            if likest is None:
                continue
            if "withdrawn" in seen and near[likest.id] >= WITHDRAWN:
                likest.events.append(Event(Step.WITHDRAWN, said, round(min(1.0, near[likest.id]), 4)))
                _forget_later(likest, said["date"])
            elif "again" in seen and near[likest.id] >= AGAIN:
                likest.events.append(Event(Step.ASKED_AGAIN, said))


def _likeness(need: Need, record: Record) -> dict[str, float]:
    """Statement -> how like the need it is, of what the seeker says in later rounds."""
    found: dict[str, float] = {}
    for request in need.requests:
        for link in record.links.get(request["request_id"], ()):
            if link.kind == LinkKind.OWN and record.statements[link.statement_id]["date"] > need.asked:
                found[link.statement_id] = max(link.score, found.get(link.statement_id, 0.0))
    return found


def _is_bare(said: Row) -> bool:
    return len(_lemmas(said["text"])) <= _BARE


def _sentence_before(said: Row, record: Record) -> Row | None:
    """The sentence before, where the same speaker said it next to this one."""
    theirs = [row for row in record.said_in(said["document_id"]) if row["char_end"] <= said["char_start"]]
    last = max(theirs, key=lambda row: row["char_start"], default=None)
    if last is None or last["member"] != said["member"] or said["line"] - last["line_end"] > 1:
        return None
    return last


def _thanked(
    waiting: Sequence[Need],
    near: dict[str, float],
    named: set[str],
    seen: frozenset[str],
    said: Row,
    record: Record,
) -> Need | None:
    """The need that the words thank for, None where they thank for something else."""
    if not named or not seen & {"thanks", "borrowed"}:
        return None
    fits: list[tuple[bool, float, Need]] = []
    lately = []
    for need in waiting:
        known = bool(named & set(need.answers))
        if known and any(
            _echoes(said, need.answers[member].said, record) for member in named & set(need.answers)
        ):
            near = near | {need.id: near[need.id] + THANKS}
        least = THANKS / 2 if known and "thanks" in seen else THANKS if known else 2 * THANKS
        if near[need.id] >= least:
            fits.append((known, near[need.id], need))
        if known and any(
            need.answers[member].said["date"] < said["date"]
            and record.rounds_between(need.answers[member].said["date"], said["date"]) <= _SOON
            for member in named & set(need.answers)
        ):
            lately.append(need)
    if fits:
        return max(fits, key=lambda fit: (fit[0], fit[1]))[2]
    # "Utläggen tas nu enligt Lunds modell, tack Hedda!": the one thing that Lund answered just before.
    return lately[0] if len(lately) == 1 and "thanks" in seen else None


def _share_rare_word(one: Row, other: Row) -> bool:
    weight = rarity().weight
    return any(weight(word) >= _RARE for word in _lemmas(one["text"]) & _lemmas(other["text"]))


def _echoes(said: Row, answer: Row, record: Record) -> bool:
    """Whether the seeker's words take up what the answer said: "utläggen", "lathunden"."""
    near = [
        row
        for row in record.said_in(answer["document_id"])
        if row["member"] == answer["member"] and abs(row["line"] - answer["line"]) <= 1
    ]
    return any(_share_rare_word(said, row) for row in near)


@lru_cache(maxsize=1 << 14)
def _lemmas(text: str) -> frozenset[str]:
    return frozenset(content_words(word.lower() for word in words_of(text)))


def _thank(need: Need, said: Row, near: float, named: set[str]) -> None:
    event = Event(Step.THANKED, said, round(max(near, 0.5), 4))
    need.events.append(event)
    if not named & set(need.answers):
        for member in sorted(named):
            need.answers[member] = event


def _forget_later(need: Need, date: str) -> None:
    """Answers after the seeker has said that it needs none are none."""
    late = {member for member, event in need.answers.items() if event.said["date"] > date}
    for member in late:
        del need.answers[member]
    need.events = [e for e in need.events if e.step != Step.LATER or e.said["member"] not in late]


class _Naming:
    """Whom a statement names: members, and persons of members."""

    def __init__(self, record: Record, people: People) -> None:
        self._forms: dict[str, set[str]] = defaultdict(set)
        for member in record.said:
            for name in {member, member.removeprefix("Region ")}:
                self._forms[name].add(member)
                self._forms[name if name.endswith("s") else f"{name}s"].add(member)
            for person in people.called(member):
                if len(person) > 2:
                    self._forms[person].add(member)

    def find(self, text: str, speaker: str) -> set[str]:
        """The members named, except the speaker; a name that several have names none of them."""
        found: set[str] = set()
        for form, members in self._forms.items():
            if form in text and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text):
                others = members - {speaker}
                if len(others) == 1:
                    found |= others
        for form, members in self._forms.items():  # "Väsbys mall": the last word of a name of two
            if " " in form and len(members - {speaker}) == 1:
                last = form.split()[-1]
                if len(last) > 3 and re.search(rf"(?<!\w){re.escape(last)}(?!\w)", text):
                    found |= members - {speaker}
        return found
