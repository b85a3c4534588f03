"""What a round said, topic by topic, in Swedish: who has come how far, who can help, what is open.

Extractive: every line rests on a row of the tables and quotes the source with its line number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from pipeline.matching.explanations import TOPICS as MEASURED
from pipeline.outline import (
    Block,
    Heading,
    Item,
    Outline,
    Paragraph,
    Run,
    Runs,
    Tone,
    bullets,
    grid,
    label,
    plain,
)
from pipeline.publish.markdown import to_markdown
from pipeline.quoting import counted, enumeration, swedish_date
from pipeline.rows import Row, Rows
from pipeline.tables import Tables
from pipeline.telling import (
    NO_TOPIC,
    OFFICE,
    Teller,
    around_figure,
    by_statement,
    due,
    figure,
    first_topic,
    joined,
    joined_offers,
    members_and_office,
    named,
    offered,
    offered_words,
    proposal,
    slug,
)
from pipeline.topics import Topic
from pipeline.values import DocumentKind, Stage

#: Said of the thing in the quotation, not of the topic: "Energi" is nothing that one has.
STAGES = {
    Stage.DONE: "Finns eller är gjort",
    Stage.ONGOING: "Pågår",
    Stage.PLANNED: "Planeras",
    Stage.CONSIDERING: "Övervägs",
}
#: More proposals than this make a list that nobody reads.
_PROPOSALS = 3
#: Words about what was also said are cut shorter than what a section is about.
_SHORT = 150
#: Behind the first, less sure proposals are left to the table of matches.
_WORTH = 0.4
#: What is shorter tells nothing on its own ("Bra att vara med!").
_TELLING = 40


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
        own = {
            name: [row for row in table if row.get("document_id") == document["document_id"]]
            for name, table in rows.items()
        }
        self._own = own
        self._tell = Teller(
            own["statements"], own["mentions"], own["blocks"], lambda row: f"rad {row['line']}"
        )
        self._matches: dict[str, list[Row]] = defaultdict(list)
        for match in sorted(own["matches"], key=lambda row: row["rank"]):
            self._matches[match["request_id"]].append(match)
        self._asking = {part for row in own["requests"] for part in row.get("statement_ids", ())}
        self._joined = joined_offers(own["offers"])
        self._offers = {part: row for row in self._joined for part in row["parts"]}
        #: Offers that stand as answers under the question.
        self._given: set[str] = set()
        #: Statement -> the topic under which its words have been quoted.
        self._told: dict[str, str] = {}

    def outline(self) -> Outline:
        """The whole page."""
        document = self._document
        day = swedish_date(document["date"])
        title = document["title"].strip("# ") or f"Runda {day}".strip()
        blocks: list[Block] = [Heading(1, title), *self._opening()]
        for topic in [topic for topic in self._names if self._speaks_of(topic)]:
            blocks += [Heading(2, self._names[topic]), *self._topic(topic)]
        rest = self._asked(NO_TOPIC) + self._offered(NO_TOPIC) + self._figures(NO_TOPIC) + self._also_told()
        if rest:
            blocks += [Heading(2, "Övrigt"), *rest]
        blocks += [Heading(2, "Öppna frågor"), *self._open()]
        return Outline(tuple(blocks), document["date"], f"Sammanfattning av rundan {day}".strip())

    def _opening(self) -> list[Block]:
        requests, offers = self._own["requests"], self._own["offers"]
        members = list(dict.fromkeys(row["member"] for row in self._own["blocks"]))
        said = [f"På rundan berättade {members_and_office(members)}."]
        named_members = [name for name in members if name != OFFICE]
        if named_members:
            said = [f"{said[0].removesuffix('.')}: {enumeration(named_members)}."]
        if requests:
            answered = sum(bool(row["answered_by"]) for row in requests)
            left = len(self._unanswered())
            proposed = len(requests) - answered - left
            parts = [
                f"{_one_of(answered)} fick svar direkt" * bool(answered),
                f"för {_one_of(proposed)} finns förslag på vem som kan hjälpa" * bool(proposed),
                f"{_one_of(left)} är {'öppen' if left == 1 else 'öppna'}" * bool(left),
            ]
            asked = _capital(counted(len(requests), "en fråga", "frågor"))
            said.append(f"{asked} ställdes: {enumeration([part for part in parts if part])}.")
        if offers:
            given = _capital(
                counted(len(offers), "ett tips, svar eller erbjudande", "tips, svar och erbjudanden")
            )
            said.append(f"{given} gavs.")
        note = (
            f"Sammanställt ur {self._document['source']}. Inom citattecken står anteckningarnas "
            "egna ord, ibland förkortade (…); radnumret visar var. Läget är Rundas läsning av de orden."
        )
        return [Paragraph(plain(" ".join(said))), Paragraph(plain(note), Tone.NOTE)]

    def _unanswered(self) -> list[Row]:
        return [
            row
            for row in self._own["requests"]
            if not row["answered_by"] and not self._matches[row["request_id"]]
        ]

    def _speaks_of(self, topic: str) -> bool:
        return any(topic in row["topics"] for row in self._own["statements"])

    def _topic(self, topic: str) -> list[Block]:
        blocks = self._positions(topic) + self._figures(topic) + self._asked(topic) + self._offered(topic)
        own = [row for row in self._own["statements"] if topic in row["topics"]]
        more = [row for row in own if row["statement_id"] not in self._told]
        items = self._by_member(more, topic)
        if items:
            blocks += [label("Mer om detta" if blocks else "Medlemmarna berättade"), *items]
        shown = {row["statement_id"] for row in self._own["positions"] if row["topic"] == topic}
        shown = shown if topic in MEASURED else set()
        elsewhere: dict[str, list[int]] = defaultdict(list)
        for row in own:
            if self._told.get(row["statement_id"], topic) != topic and row["statement_id"] not in shown:
                elsewhere[row["member"]].append(row["line"])
        if elsewhere:
            where = [f"{member or 'okänd'} ({_lines(lines)})" for member, lines in elsewhere.items()]
            blocks.append(Paragraph(plain(f"Se även {enumeration(where)}, under andra rubriker."), Tone.NOTE))
        return blocks

    def _by_member(self, rows: Sequence[Row], topic: str) -> list[Block]:
        said: dict[str, list[Row]] = defaultdict(list)
        for row in joined(rows):
            self._mark(row["parts"], topic)
            said[row["member"]].append(row)
        items: list[Runs] = []
        for own in said.values():
            words: list[Run] = []
            for row in own:
                words += [Run(" " if words else ": "), *self._tell.words(row, _SHORT * len(row["parts"]))]
            items.append((*self._tell.who(own[0]), *words))
        return bullets(items)

    def _positions(self, topic: str) -> list[Block]:
        """Stages, on the topics whose stages are measured; on wide ones ("Energi") the words must do."""
        if topic not in MEASURED:
            return []
        rows: list[tuple[Runs, ...]] = []
        for stage, name in STAGES.items():
            for row in self._own["positions"]:
                if (row["topic"], row["stage"]) != (topic, stage):
                    continue
                told = self._told.setdefault(row["statement_id"], topic)
                words = (
                    self._tell.quoted(row, topic)
                    if told == topic
                    else (Run(f"se {self._names.get(told, 'Övrigt')}"), self._tell.at(row))
                )
                rows.append((plain(name), self._tell.who(row), words))
        table = grid(("Läge", "Medlem", "Med egna ord"), rows, (18, 24, 58))
        return [label("Så långt har medlemmarna kommit"), *table] if table else []

    def _asked(self, topic: str) -> list[Block]:
        items: list[Item] = []
        for request in self._own["requests"]:
            if first_topic(request["topics"], self._names) != topic:
                continue
            found = self._matches[request["request_id"]][:_PROPOSALS]
            matches = [match for match in found if match is found[0] or match["score"] >= _WORTH]
            below = [self._proposal(match, topic) for match in matches]
            silent = [name for name in request["answered_by"] if name not in {m["helper"] for m in matches}]
            if silent:
                below.append(plain(f"Svarade på rundan: {enumeration(silent)}."))
            leant = self._tell.leant_on(request)
            asking = [request["request_id"], *request.get("statement_ids", ())]
            self._mark([*asking, *([leant["statement_id"]] if leant else [])], topic)
            words = (*self._tell.who(request), Run(": "), *self._tell.leaning(request), *due(request))
            items.append(Item(words, tuple(below)))
        return [label("Frågar"), *bullets(items)] if items else []

    def _proposal(self, match: Row, topic: str) -> Runs:
        """A proposal; an answer is quoted whole and then not again among the tips."""
        offer = self._offers.get(match["evidence_id"])
        if offer is not None and "replied" in match["reasons"] and offer["reply_to"] == match["seeker"]:
            self._given.add(offer["offer_id"])
            who = named(match["helper"], match["helper_persons"])
            if all(part in self._told for part in offer["parts"]):
                return (*who, Run(" svarade, se ovan"), self._tell.at(offer))
            self._mark(offer["parts"], topic)
            return (*who, Run(" svarade: "), *offered_words(self._tell, offer))
        quoted = match["evidence_id"] not in self._told
        self._mark([match["evidence_id"]], topic)
        return proposal(match, self._document["date"], quoted=quoted)

    def _mark(self, statements: Sequence[str], topic: str) -> None:
        for statement in statements:
            self._told.setdefault(statement, topic)

    def _offered(self, topic: str) -> list[Block]:
        own = [
            row
            for row in self._joined
            if first_topic(row["topics"], self._names) == topic and row["offer_id"] not in self._given
        ]
        own = [row for row in own if any(part not in self._told for part in row["parts"])]
        for row in own:
            self._mark(row["parts"], topic)
        items = [offered(self._tell, row) for row in own]
        return [label("Tipsar och erbjuder"), *bullets(items)] if items else []

    def _figures(self, topic: str) -> list[Block]:
        rows: list[tuple[Runs, ...]] = []
        own = [row for row in self._own["facts"] if row["topic"] == topic]
        for facts in by_statement(own).values():
            values = enumeration([figure(row) for row in facts])
            first = facts[0]["statement_id"]
            words: Runs = (Run("se ovan"), self._tell.at(facts[0]))
            if first not in self._told:  # else the words stand above
                words = (around_figure(facts[0]), self._tell.at(facts[0]))
                self._mark([first], topic)
            rows.append((self._tell.who(facts[0]), plain(values), words))
        table = grid(("Medlem", "Siffra", "Med egna ord"), rows, (24, 24, 52))
        return [label("Siffror"), *table] if table else []

    def _also_told(self) -> list[Block]:
        """What belongs to no topic and is no question or offer, so that nothing said is lost."""
        rest = [
            row
            for row in self._own["statements"]
            if not (row["topics"] or row["reply_to"] or row["statement_id"] in self._told)
            and row["member"]
            and len(row["text"]) >= _TELLING
        ]
        items = self._by_member(rest, NO_TOPIC)
        return [label("Medlemmarna berättade också"), *items] if items else []

    def _open(self) -> list[Block]:
        items = [
            (*self._tell.who(row), Run(": "), *self._tell.leaning(row, _SHORT), *due(row))
            for row in self._unanswered()
        ]
        if not items:
            return [
                Paragraph(plain("Inga: varje fråga har fått svar eller ett förslag på vem som kan hjälpa."))
            ]
        lead = "Ingen svarade på rundan, och anteckningarna visar ingen som kan hjälpa:"
        return [Paragraph(plain(lead)), *bullets(items)]


def _lines(lines: Sequence[int]) -> str:
    return f"rad {', '.join(map(str, sorted(set(lines))))}"


def _one_of(number: int) -> str:
    return counted(number, "en", "").strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
