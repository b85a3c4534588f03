"""Summaries in Swedish, one Markdown page a round: topic by topic, who can help, what is open.

Extractive: every line rests on a row of the tables and quotes the source with its line number.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from pipeline.quoting import counted, enumeration, markdown, quote, swedish_date, swedish_number
from pipeline.rows import Row, Rows
from pipeline.structure.markers import leading_marker
from pipeline.tables import Tables
from pipeline.topics import Topic
from pipeline.values import DocumentKind, Stage

_STAGES = {
    Stage.DONE: "Har eller har gjort",
    Stage.ONGOING: "Arbetar med det nu",
    Stage.PLANNED: "Planerar",
    Stage.CONSIDERING: "Överväger",
}
#: More proposals than this make a list that nobody reads.
_PROPOSALS = 3
_NO_TOPIC = ""
#: What has fewer characters leans on what was said before it.
_BARE = 50
#: What may be a speaker's name before the words: "Yasmin, Uppsala:", "Hedda (kansliet):".
_OPENING = re.compile(r"[^:.!?\n]{2,60}:\s+(?=\S)")


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
    rows = tables.rows()
    rounds = [row for row in rows["documents"] if row["kind"] == DocumentKind.ROUND]
    dates = Counter(row["date"] for row in rounds)
    names = {topic.id: topic.swedish for topic in topics}
    files: dict[str, bytes] = {}
    for document in rounds:
        stem = document["date"] or "utan-datum"
        if not document["date"] or dates[document["date"]] > 1:
            stem = f"{stem}-{_slug(document['source'])}"
        if f"summaries/{stem}.md" in files:
            stem = f"{stem}-{document['document_id']}"
        files[f"summaries/{stem}.md"] = summary(document, rows, names).encode("utf-8")
    return files


def _slug(source: str) -> str:
    plain = unicodedata.normalize("NFKD", source.rsplit(".", 1)[0].lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "runda"


def summary(document: Row, rows: Rows, names: Mapping[str, str]) -> str:
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
    return _Page(document, rows, names).text()


class _Page:
    """One round's page, while it is put together."""

    def __init__(self, document: Row, rows: Rows, names: Mapping[str, str]) -> None:
        self._document, self._names = document, names
        own = {
            name: [row for row in table if row.get("document_id") == document["document_id"]]
            for name, table in rows.items()
        }
        self._own = own
        said = own["statements"]
        self._before = {row["statement_id"]: before for before, row in pairwise(said)}
        self._persons = {row["member"]: row["persons"] for row in reversed(own["blocks"])}
        self._matches: dict[str, list[Row]] = defaultdict(list)
        for match in sorted(own["matches"], key=lambda row: row["rank"]):
            self._matches[match["request_id"]].append(match)
        self._hits = {(hit["statement_id"], hit["topic"]): hit for hit in reversed(own["mentions"])}

    def text(self) -> str:
        """The whole page."""
        document = self._document
        title = document["title"] or f"Runda {swedish_date(document['date'])}".strip()
        lines = [f"# {markdown(title.lstrip('# '))}", "", *self._opening()]
        topics = [topic for topic in self._names if self._speaks_of(topic)]
        for topic in topics:
            lines += ["", f"## {markdown(self._names[topic])}", *self._topic(topic)]
        rest = self._asked(_NO_TOPIC) + self._offered(_NO_TOPIC) + self._figures(_NO_TOPIC)
        if rest:
            lines += ["", "## Övrigt", *rest]
        return "\n".join([*lines, "", "## Öppna frågor", "", *self._open(), ""])

    def _opening(self) -> list[str]:
        requests, offers = self._own["requests"], self._own["offers"]
        members = list(dict.fromkeys(markdown(row["member"]) for row in self._own["blocks"]))
        said = [
            f"På rundan berättade {counted(len(members), 'en medlem', 'medlemmar')}: {enumeration(members)}."
        ]
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
            f"*Sammanställt ur {markdown(self._document['source'])}. Inom citattecken står anteckningarnas "
            "egna ord, ibland förkortade (…); radnumret visar var.*"
        )
        return [" ".join(said), "", note]

    def _unanswered(self) -> list[Row]:
        return [
            row
            for row in self._own["requests"]
            if not row["answered_by"] and not self._matches[row["request_id"]]
        ]

    def _speaks_of(self, topic: str) -> bool:
        return any(topic in row["topics"] for row in self._own["statements"])

    def _topic(self, topic: str) -> list[str]:
        lines = self._positions(topic) + self._asked(topic) + self._offered(topic) + self._figures(topic)
        shown = {row["statement_id"] for row in self._own["positions"] if row["topic"] == topic}
        shown |= {row["statement_id"] for row in self._own["facts"] if row["topic"] == topic}
        also: dict[str, list[int]] = defaultdict(list)
        for row in self._own["statements"]:
            listed = row["statement_id"] in shown or (
                (row["request"] or row["offer"]) and _first(row["topics"], self._names) == topic
            )
            if topic in row["topics"] and not listed:
                also[row["member"]].append(row["line"])
        if also:
            where = [f"{markdown(member or 'okänd')} ({_rows(places)})" for member, places in also.items()]
            lines += ["", f"{'Mer om detta' if lines else 'Nämns'}: {', '.join(where)}."]
        return lines

    def _positions(self, topic: str) -> list[str]:
        lines: list[str] = []
        for stage, heading in _STAGES.items():
            items = [row for row in self._own["positions"] if (row["topic"], row["stage"]) == (topic, stage)]
            lines += _list(heading, [f"{self._who(row)}: {self._quoted(row, topic)}" for row in items])
        return lines

    def _asked(self, topic: str) -> list[str]:
        lines: list[str] = []
        for request in self._own["requests"]:
            if _first(request["topics"], self._names) == topic:
                lines.append(f"- {self._who(request)}: {self._leaning(request, 300)} (rad {request['line']})")
                lines += [
                    f"  - {self._proposal(match)}"
                    for match in self._matches[request["request_id"]][:_PROPOSALS]
                ]
        return ["", "**Frågar:**", "", *lines] if lines else []

    def _proposal(self, match: Row) -> str:
        who = self._who({"member": match["helper"], "persons": match["helper_persons"]})
        told = match["explanation"].removeprefix(match["helper"]).lstrip()
        if match["evidence_date"] != self._document["date"]:
            return f"{who} {markdown(told)}"
        day = f"den {swedish_date(match['evidence_date'])}"  # the page is about that day
        told = told.replace(f" (på rundan {day})", "", 1).replace(f" på rundan {day}", "", 1)
        return f"{who} {markdown(told)} (rad {match['evidence_line']})"

    def _offered(self, topic: str) -> list[str]:
        items = []
        for row in _joined(self._own["offers"]):
            if _first(row["topics"], self._names) == topic:
                to = f" till {markdown(row['reply_to'])}" if row["reply_to"] else ""
                words = self._words(row, 240)
                lost = [source for source in row["resources"] if markdown(source) not in words]
                see = f" Se {', '.join(map(markdown, lost))}." if lost else ""
                items.append(f"{self._who(row)}{to}: {words} (rad {row['line']}){see}")
        return _list("Tipsar och erbjuder", items)

    def _figures(self, topic: str) -> list[str]:
        by_statement: dict[str, list[Row]] = defaultdict(list)
        for row in self._own["facts"]:
            if row["topic"] == topic and row["kind"] != "year":
                by_statement[row["statement_id"]].append(row)
        items = []
        for facts in by_statement.values():
            values = enumeration([_figure(row) for row in facts])
            at = facts[0]["text"].find(facts[0]["figure"])
            words = quote(facts[0]["text"], 160, (at, at + len(facts[0]["figure"])) if at >= 0 else None)
            items.append(f"{self._who(facts[0])}: {values}. {words} (rad {facts[0]['line']})")
        return _list("Siffror", items)

    def _open(self) -> list[str]:
        items = [
            f"- {self._who(row)}: {self._leaning(row, 300)} (rad {row['line']})" for row in self._unanswered()
        ]
        if not items:
            return ["Inga: varje fråga har fått svar eller ett förslag på vem som kan hjälpa."]
        return ["Ingen svarade på rundan, och anteckningarna visar ingen som kan hjälpa:", "", *items]

    def _who(self, row: Row) -> str:
        persons = row["persons"] if "persons" in row else self._persons.get(row["member"], [])
        named = f" ({markdown(', '.join(persons))})" if persons else ""
        return f"**{markdown(row['member'] or 'Okänd')}**{named}"

    def _quoted(self, row: Row, topic: str) -> str:
        hit = self._hits.get((row["statement_id"], topic))
        around = None
        if hit is not None and hit["method"] == "lexicon":
            around = (hit["char_start"] - row["char_start"], hit["char_end"] - row["char_start"])
        told = self._words(row, around=around) if around else self._leaning(row, 200)
        return f"{told} (rad {row['line']})"

    def _leaning(self, row: Row, limit: int) -> str:
        """A row's words; before few of them ("Någon som vet?") what they are about."""
        before = self._before.get(row.get("request_id") or row["statement_id"])
        if len(row["text"]) > _BARE or before is None or not _follows(before, row):
            return self._words(row, limit)
        return self._words({**before, "text": f"{before['text']} {row['text']}"}, limit)

    def _words(self, row: Row, limit: int = 200, around: tuple[int, int] | None = None) -> str:
        """A row's words as a quotation, without the speaker's name and the marker before them."""
        text = row["text"]
        cut = _spoken_from(text, [row["member"], *row.get("persons", ())])
        if around is not None:
            around = (max(0, around[0] - cut), max(0, around[1] - cut))
        return quote(text[cut:], limit, around)


def _first(topics: Sequence[str], names: Iterable[str]) -> str:
    """The topic that an item is shown under, so that it is shown once."""
    return next((topic for topic in names if topic in topics), _NO_TOPIC)


def _spoken_from(text: str, speakers: Sequence[str]) -> int:
    """Where the words begin, behind ``Yasmin, Uppsala:`` and ``Hjälp –``."""
    cut = 0
    opening = _OPENING.match(text)
    if opening and any(name and name in opening.group() for name in speakers):
        cut = opening.end()
    marker = leading_marker(text[cut:])
    if marker is not None and not marker.alone:
        cut += marker.end
    return cut + len(text[cut:]) - len(text[cut:].lstrip())


def _follows(before: Row, row: Row) -> bool:
    """Whether a member goes on in the same breath: the next sentence, or its next line in a chat."""
    return bool(before["member"] == row["member"] and 0 <= row["char_start"] - before["char_end"] <= 1)


def _joined(offers: Sequence[Row]) -> list[Row]:
    """Offers, those that follow each other in one member's mouth put together."""
    joined: list[Row] = []
    for row in offers:
        last = joined[-1] if joined else None
        if last is not None and _follows(last, row):
            joined[-1] = {
                **last,
                "char_end": row["char_end"],
                "text": f"{last['text']} {row['text']}",
                "topics": [*last["topics"], *row["topics"]],
                "resources": [*last["resources"], *row["resources"]],
            }
        else:
            joined.append(row)
    return joined


def _list(heading: str, items: Sequence[str]) -> list[str]:
    return ["", f"**{heading}:**", "", *(f"- {item}" for item in items)] if items else []


def _figure(row: Row) -> str:
    unit = f"\N{NO-BREAK SPACE}{row['unit']}" if row["unit"] else ""
    qualifier = f" ({markdown(row['qualifier'])})" if row["qualifier"] else ""
    return f"{swedish_number(row['value'])}{unit}{qualifier}"


def _rows(lines: Sequence[int]) -> str:
    unique = sorted(set(lines))
    return f"rad {', '.join(map(str, unique))}"


def _one_of(number: int) -> str:
    return counted(number, "en", "").strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
