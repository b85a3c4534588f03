"""A round on two or three pages, in Swedish: what is most worth knowing, then topic by topic.

Extractive: every line rests on a row of the tables and quotes the source with its line number. A
claim is quoted once and shortly. What has no room is left to the workbook and the page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.matching.explanations import TOPICS as MEASURED
from pipeline.outline import (
    Block,
    Heading,
    Item,
    Outline,
    Paragraph,
    Run,
    Runs,
    bullets,
    grid,
    label,
    once,
    plain,
    quotation,
    strong,
)
from pipeline.publish.markdown import to_markdown
from pipeline.quoting import enumeration, swedish_date
from pipeline.round_opening import Opening
from pipeline.round_rows import RoundRows
from pipeline.rows import Row, Rows
from pipeline.tables import Tables
from pipeline.telling import (
    NO_TOPIC,
    OFFICE,
    around_figure,
    by_statement,
    due,
    first_topic,
    joined,
    offered_words,
    slug,
)
from pipeline.topics import Topic
from pipeline.values import DocumentKind, Stage
from pipeline.worth_telling import choose

#: Said of the thing in the quotation, not of the topic: "Energi" is nothing that one has.
STAGES = {
    Stage.DONE: "Finns eller är gjort",
    Stage.ONGOING: "Pågår",
    Stage.PLANNED: "Planeras",
    Stage.CONSIDERING: "Övervägs",
}
#: Short forms for the first column of a table.
_STEPS: Final = {
    Stage.DONE: "Har",
    Stage.ONGOING: "Pågår",
    Stage.PLANNED: "Planeras",
    Stage.CONSIDERING: "Övervägs",
}
#: What was said on a topic by members that state no stage.
_OTHER: Final = "Annat"
#: Answers under a question: more make a list that nobody reads.
_ANSWERS: Final = 3
#: Characters of a quotation: of a position, of a figure beside it, of a question, of an answer or tip,
#: and of what stands alone on a wide topic.
_CLAIM, _FIGURE, _ASKED, _TOLD, _ALONE = 84, 70, 160, 120, 100
#: A claim with several figures has more room, so that all of them are seen.
_MORE = 50
#: Statements told under wide topics: so many, and of each member.
_ELSEWHERE, _EACH = 16, 2
#: Where much stands on the page already there is room for fewer.
_FULL, _LEAST = 57, 8
#: A longer title is no title.
_TITLE: Final = 90
_NUMBER = re.compile(r"^[\s#*]*(?:\d{1,2}[.)]\s+(?=\D))?")


def summary_files(tables: Tables, topics: Sequence[Topic]) -> dict[str, bytes]:
    """``summaries/DATE.md`` -> content, one for each round.

    Rounds of the same date get the file's name as well, those without a date that name alone.

    Parameters
    ----------
    tables
        The tables of a run.
    topics
        The topics, in the order that the pages have.
    """
    outlines = summary_outlines(tables.rows(), {topic.id: topic.swedish for topic in topics})
    return {f"summaries/{stem}.md": to_markdown(made).encode("utf-8") for stem, made in outlines.items()}


def summary_outlines(rows: Rows, names: Mapping[str, str]) -> dict[str, Outline]:
    """File name without its ending -> the summary of a round.

    Parameters
    ----------
    rows
        Rows of all tables.
    names
        Topic id -> Swedish name, in the order of the page.
    """
    rounds = [row for row in rows["documents"] if row["kind"] == DocumentKind.ROUND]
    dates = Counter(row["date"] for row in rounds)
    made: dict[str, Outline] = {}
    # Parted once: each page would look through all rows of all rounds for its own.
    parted: dict[str, Rows] = {row["document_id"]: {name: [] for name in rows} for row in rounds}
    for name, table in rows.items():
        for row in table:
            if row.get("document_id") in parted:
                parted[row["document_id"]][name].append(row)
    for document in rounds:
        stem = document["date"] or "utan-datum"
        if not document["date"] or dates[document["date"]] > 1:
            stem = f"{stem}-{slug(document['source'].rsplit('.', 1)[0]) or 'runda'}"
        if stem in made:
            stem = f"{stem}-{document['document_id']}"
        made[stem] = summary_outline(document, parted[document["document_id"]], names)
    return made


def summary(document: Row, rows: Rows, names: Mapping[str, str]) -> str:
    """The page of one round as Markdown; see `summary_outline`."""
    return to_markdown(summary_outline(document, rows, names))


def summary_outline(document: Row, rows: Rows, names: Mapping[str, str]) -> Outline:
    """The page of one round.

    Parameters
    ----------
    document
        Its row in `documents`.
    rows
        Rows of all tables; those of other documents are left aside.
    names
        Topic id -> Swedish name, in the order of the page.
    """
    return _Page(document, rows, names).outline()


class _Page:
    """One round's page, while it is put together."""

    def __init__(self, document: Row, rows: Rows, names: Mapping[str, str]) -> None:
        self._document, self._names = document, names
        self._round = RoundRows(document, rows)
        #: Statements whose words have been quoted.
        self._told: set[str] = set()

    def outline(self) -> Outline:
        """The whole page."""
        document = self._document
        day = swedish_date(document["date"])
        title = _NUMBER.sub("", document["title"]).strip("#*_ ").removesuffix(":")
        if not title or len(title) > _TITLE:
            title = f"Runda {day}".strip()
        opening = Opening(document, self._round)
        blocks: list[Block] = [Heading(1, title), *opening.blocks()]
        self._told |= opening.told
        for topic in [topic for topic in self._names if topic in MEASURED]:
            own = [*self._positions(topic), *self._asked([topic]), *self._offered([topic])]
            if own:
                blocks += [Heading(2, self._names[topic]), *own]
        wide = [topic for topic in (*self._names, NO_TOPIC) if topic not in MEASURED]
        asked, offered, office = self._asked(wide), self._offered(wide), self._office()
        rest = self._elsewhere() + asked + offered
        if rest:
            blocks += [Heading(2, "Andra ämnen"), *rest]
        if office:
            blocks += [Heading(2, "Från kansliet"), *office]
        blocks += [Heading(2, "Frågor som söker svar"), *self._open()]
        return Outline(tuple(blocks), document["date"], f"Sammanfattning av rundan {day}".strip())

    def _positions(self, topic: str) -> list[Block]:
        """Stages, and what else was said on the topic by members that have none; figures stay in sight."""
        facts: dict[str, list[Row]] = defaultdict(list)
        for row in self._round.own["facts"]:
            if row["topic"] == topic and row["kind"] != "year":
                facts[row["member"]].append(row)
        rows: list[tuple[Runs, ...]] = []
        placed: set[str] = set()
        for stage, name in _STEPS.items():
            for row in self._round.own["positions"]:
                if (row["topic"], row["stage"]) == (topic, stage):
                    placed.add(row["member"])
                    words = self._claim(row, topic, facts.pop(row["member"], []))
                    rows.append((plain(name), (strong(row["member"]),), words))
        for row in self._only_said(topic, placed):
            words = self._claim(row, topic, facts.pop(row["member"], []))
            rows.append((plain(_OTHER), (strong(row["member"]),), words))
        for own in by_statement(fact for left in facts.values() for fact in left).values():
            if own[0]["statement_id"] not in self._told:
                self._told.add(own[0]["statement_id"])
                words = (around_figure(own[0], _CLAIM), self._round.tell.at(own[0]))
                rows.append((plain(_OTHER), (strong(own[0]["member"]),), words))
        return grid(("Läge", "Medlem", "Med egna ord"), once(rows), (10, 16, 74))

    def _claim(self, row: Row, topic: str, facts: Sequence[Row]) -> Runs:
        """The words that show a position, and those with a figure where they are others."""
        own = sum(fact["statement_id"] == row["statement_id"] for fact in facts)
        words = self._round.tell.quoted(row, topic, _CLAIM + _MORE * (own > 1))
        self._told.add(row["statement_id"])
        for fact in facts:
            if fact["statement_id"] not in self._told:
                self._told.add(fact["statement_id"])
                return (*words, Run(" "), around_figure(fact, _FIGURE), self._round.tell.at(fact))
        return words

    def _only_said(self, topic: str, placed: set[str]) -> list[Row]:
        """The first that a member without a position says on a topic in so many words."""
        spelled = {row["statement_id"] for row in self._round.own["mentions"] if _names(row, topic)}
        first: dict[str, Row] = {}
        for row in self._round.own["statements"]:
            name = row["statement_id"]
            plainly = name in spelled and not (row["request"] or row["offer"] or name in self._round.asking)
            if plainly and row["member"] and row["member"] not in placed and name not in self._told:
                first.setdefault(row["member"], row)
        return [row for member, row in first.items() if member != OFFICE]

    def _asked(self, topics: Sequence[str]) -> list[Block]:
        """Questions that somebody answered or can answer; the others stand last."""
        items: list[Item] = []
        for request in self._round.own["requests"]:
            if first_topic(request["topics"], self._names) not in topics:
                continue
            below = self._answers(request)
            helpers = [] if request["answered_by"] else self._round.helpers(request["request_id"])
            below += [self._helper(match) for match in helpers]
            if below:
                items.append(Item(self._question(request, _ASKED), tuple(below)))
        return [label("Frågor"), *bullets(items)] if items else []

    def _question(self, request: Row, limit: int) -> Runs:
        leant = self._round.tell.leant_on(request)
        asking = [request["request_id"], *request.get("statement_ids", ())]
        self._told |= {*asking, *([leant["statement_id"]] if leant else [])}
        return (
            strong(request["member"]),
            Run(": "),
            *self._round.tell.leaning(request, limit),
            *due(request),
        )

    def _answers(self, request: Row) -> list[Runs]:
        """What was answered at the table, each answer once."""
        given: list[Runs] = []
        silent = list(request["answered_by"])
        for match in self._round.matches[request["request_id"]]:
            if match["helper"] not in silent or len(given) == _ANSWERS:
                continue
            silent.remove(match["helper"])
            offer = self._round.offer_of.get(match["evidence_id"])
            # What stands beside the question may be about something else: then it is only said.
            who = (strong(match["helper"]), Run(" svarade" if self._round.on_it(match) else " sade"))
            if offer is not None:
                fresh = any(part not in self._told for part in offer["parts"])
                self._told |= set(offer["parts"])
                words = offered_words(self._round.tell, offer, _TOLD)
            else:
                fresh = match["evidence_id"] not in self._told
                self._told.add(match["evidence_id"])
                said = self._round.said.get(match["evidence_id"])
                words = (
                    (quotation(match["evidence_text"], _TOLD),)
                    if said is None
                    else self._round.tell.words(said, _TOLD)
                )
            given.append((*who, Run(": "), *words) if fresh else (*who, words[1]))
        if silent:
            given.append(plain(f"Svarade: {enumeration(silent)}."))
        return given

    def _helper(self, match: Row) -> Runs:
        """A proposal: quoted where the words have not stood on the page."""
        said = self._round.said.get(match["evidence_id"])
        lead = (strong(match["helper"]), Run(" kan veta mer"))
        if said is None:
            return (*lead, Run(": "), quotation(match["evidence_text"], _CLAIM))
        if match["evidence_id"] in self._told:
            return (*lead, self._round.tell.at(said))
        self._told.add(match["evidence_id"])
        return (*lead, Run(": "), *self._round.tell.leaning(said, _CLAIM))

    def _offered(self, topics: Sequence[str]) -> list[Block]:
        items: list[Runs] = []
        for row in self._round.offers:
            fresh = any(part not in self._told for part in row["parts"])
            if first_topic(row["topics"], self._names) in topics and fresh and row["member"] != OFFICE:
                self._told |= set(row["parts"])
                to = f" till {row['reply_to']}" if row["reply_to"] else ""
                words = offered_words(self._round.tell, row, _TOLD)
                items.append((strong(row["member"]), Run(f"{to}: "), *words))
        return [label("Tips och erbjudanden"), *bullets(items)] if items else []

    def _elsewhere(self) -> list[Block]:
        """What was said on wide topics and on none: the most telling of each member."""
        left = [
            row
            for row in self._round.own["statements"]
            if row["member"] not in ("", OFFICE)
            and not (row["request"] or row["offer"] or row["reply_to"])
            and row["statement_id"] not in self._told | self._round.asking
        ]
        heard = {self._round.said[name]["member"] for name in self._told if name in self._round.said}
        figures = {row["statement_id"] for row in self._round.own["facts"] if row["kind"] != "year"}
        days = {row["statement_id"] for row in self._round.own.get("upcoming", ())}
        placed = sum(row["topic"] in MEASURED for row in self._round.own["positions"])
        room = _FULL - len(self._round.own["requests"]) - placed
        most = max(_LEAST, min(_ELSEWHERE, room))
        chosen = choose(left, most=most, each=_EACH, heard=heard, figures=figures, due=days)
        order = {topic: number for number, topic in enumerate(self._names)}
        wide = [topic for topic in self._names if topic not in MEASURED]
        told = [
            (first_topic(row["topics"], wide) or first_topic(row["topics"], self._names), row)
            for row in chosen
        ]
        told.sort(key=lambda pair: order.get(pair[0], len(order)))
        rows: list[tuple[Runs, ...]] = []
        for topic, row in told:
            self._told.add(row["statement_id"])
            name = self._names.get(topic, "Övrigt")
            leant = self._round.tell.leant_on(row)
            alone = leant is None or leant["statement_id"] in self._told
            words = self._round.tell.words(row, _ALONE) if alone else self._round.tell.leaning(row, _ALONE)
            rows.append((plain(name), (strong(row["member"]),), words))
        return grid(("Ämne", "Medlem", "Med egna ord"), once(rows), (18, 15, 67))

    def _office(self) -> list[Block]:
        """The office's own notes: all of them, for nobody else tells them."""
        own = [
            row
            for row in self._round.own["statements"]
            if row["member"] == OFFICE
            and not row["reply_to"]
            and row["statement_id"] not in self._told | self._round.asking
        ]
        lines: dict[int, list[Row]] = defaultdict(list)
        for row in own:
            lines[row["line"]].append(row)
        items: list[Runs] = []
        for rows in lines.values():
            for row in joined(rows):
                self._told |= set(row["parts"])
                items.append(self._round.tell.words(row, _TOLD * min(len(row["parts"]), 3)))
        return bullets(items)

    def _open(self) -> list[Block]:
        left, maybe = self._round.unanswered()
        blocks: list[Block] = bullets(self._question(row, _ASKED) for row in left)
        if not blocks:
            text = "Inga: varje fråga har fått svar eller förslag på vem som kan hjälpa."
            blocks = [Paragraph(plain(text))]
        if maybe:
            blocks.append(label("Kanske också frågor"))
            blocks += bullets(self._question(row, _FIGURE) for row in maybe)
        return blocks


def _names(mention: Row, topic: str) -> bool:
    return bool(mention["topic"] == topic and mention["method"] == "lexicon")
