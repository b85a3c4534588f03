"""Rows retold in a summary: who says it, in which words, and where they stand.

Nothing is added to what the minutes say: words are quoted, shortened where they are long, and lose
only the speaker's name and the marker before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from pipeline.outline import Look, Run, Runs, place, quotation, strong
from pipeline.quoting import counted, swedish_date, swedish_number
from pipeline.rows import Row
from pipeline.structure.markers import leading_marker

NO_TOPIC = ""
#: The association's own office, by its canonical name.
OFFICE = "Kansliet"
#: What has fewer characters leans on what was said before it.
_BARE = 50
#: What may be a speaker's name before the words: "Yasmin, Uppsala:", "Hedda (kansliet):".
_OPENING = re.compile(r"[^:.!?\n]{2,60}:\s+(?=\S)")
#: Words that point back to what was said just before.
_POINTING = re.compile(r"\b(?:detta|dessa|det här|den här|de här|dem|den typen|samma sak)\b", re.IGNORECASE)
#: Longer words explain themselves, even where they point back.
_POINTS = 120
#: Between the items of one answer: a line end, a blank line, a bullet sign.
_ITEM = 6
_BULLET = re.compile(r"\s*[-–—*•·→]+\s+")
_OFFERED = 260
_QUOTED = re.compile(r"(”[^”]*”)")


class Teller:
    """Retells rows.

    Parameters
    ----------
    statements, mentions, blocks
        Rows of these tables, in the order of the documents.
    where
        Says where a row stands: ``rad 12``, or with the round's date before it.
    """

    def __init__(
        self,
        statements: Sequence[Row],
        mentions: Sequence[Row],
        blocks: Sequence[Row],
        where: Callable[[Row], str],
    ) -> None:
        self._before = {row["statement_id"]: before for before, row in pairwise(statements)}
        self._hits = {(hit["statement_id"], hit["topic"]): hit for hit in reversed(mentions)}
        self._persons = {(row["document_id"], row["member"]): row["persons"] for row in reversed(blocks)}
        self._where = where

    def who(self, row: Row) -> Runs:
        """The member, and the persons that speak for it."""
        persons = row.get("persons")
        if persons is None:
            persons = self._persons.get((row["document_id"], row["member"]), [])
        return named(row["member"] or "Okänd", persons)

    def at(self, row: Row) -> Run:
        """Where a row stands."""
        return place(self._where(row))

    def quoted(self, row: Row, topic: str) -> Runs:
        """Words on a topic: the stretch that names it is kept."""
        hit = self._hits.get((row["statement_id"], topic))
        if hit is None or hit["method"] != "lexicon":
            return self.leaning(row, 200)
        around = (hit["char_start"] - row["char_start"], hit["char_end"] - row["char_start"])
        return (self._words(row, 200, around), self.at(row))

    def leaning(self, row: Row, limit: int = 300) -> Runs:
        """Words; before those that lean on what was just said ("Någon som vet?"), that as well."""
        before = self.leant_on(row)
        if before is not None:
            whole = {**before, "text": f"{before['text']} {row['text']}"}
            return (self._words(whole, limit), self.at(row))
        return (self._words(row, limit), self.at(row))

    def leant_on(self, row: Row) -> Row | None:
        """The statement that a row's words cannot be understood without."""
        before = self._before.get(row.get("request_id") or row["statement_id"])
        if before is None or not follows(before, row):
            return None
        text = row["text"]
        leans = len(text) <= _BARE or (len(text) <= _POINTS and _POINTING.search(text) is not None)
        return before if leans else None

    def words(self, row: Row, limit: int = 240) -> Runs:
        """Words, and where they stand."""
        return (self._words(row, limit), self.at(row))

    @staticmethod
    def _words(row: Row, limit: int, around: tuple[int, int] | None = None) -> Run:
        text = row["text"]
        cut = spoken_from(text, [row["member"], *row.get("persons", ())])
        if around is not None:
            around = (max(0, around[0] - cut), max(0, around[1] - cut))
        return quotation(text[cut:], limit, around)


def named(member: str, persons: Iterable[str]) -> Runs:
    """**Lund** (Hedda)."""
    names = ", ".join(persons)
    return (strong(member), Run(f" ({names})")) if names else (strong(member),)


def retold(explanation: str) -> Runs:
    """A sentence of Runda's that quotes: the quotation is marked as one."""
    return tuple(
        Run(part, Look.QUOTE if part.startswith("”") else Look.PLAIN)
        for part in _QUOTED.split(explanation)
        if part
    )


def proposal(match: Row, day: str, *, quoted: bool = True) -> Runs:
    """Who can help and why.

    Parameters
    ----------
    match
        A row of `matches`.
    day
        The date that the text is about: it is not told again.
    quoted
        Whether to quote; the words may stand elsewhere in the text.
    """
    told = match["explanation"].removeprefix(match["helper"]).lstrip()
    if not quoted:
        told = told.split(": ”")[0]
    who = named(match["helper"], match["helper_persons"])
    note = (match.get("note") or "").rstrip(".")
    tail = (Run(f" Obs: {note}."),) if note else ()
    if match["evidence_date"] != day:
        return (*who, Run(" "), *retold(told), *tail)
    when = f"den {swedish_date(day)}"
    told = told.replace(f" (på rundan {when})", "", 1).replace(f" på rundan {when}", "", 1)
    return (*who, Run(" "), *retold(told), place(f"rad {match['evidence_line']}"), *tail)


def due(request: Row) -> Runs:
    """The date that a request names; whether an answer must come by then, the words tell."""
    if not request.get("due"):
        return ()
    said = f", ”{request['due_text']}”" if request.get("due_text") else ""
    return (Run(f" Tid som nämns: {swedish_date(request['due'])}{said}."),)


def members_and_office(members: Sequence[str]) -> str:
    """``två medlemmar och kansliet``: the association's own office is no member."""
    own = [name for name in members if name != OFFICE]
    said = counted(len(own), "en medlem", "medlemmar")
    return f"{said} och kansliet" if OFFICE in members else said


def first_topic(topics: Sequence[str], names: Iterable[str]) -> str:
    """The topic that an item is shown under, so that it is shown once."""
    return next((topic for topic in names if topic in topics), NO_TOPIC)


def follows(before: Row, row: Row) -> bool:
    """Whether a member goes on in the same breath: the next sentence, or its next line in a chat."""
    return bool(
        before["member"] == row["member"]
        and before["document_id"] == row["document_id"]
        and 0 <= row["char_start"] - before["char_end"] <= 1
    )


def joined(rows: Sequence[Row]) -> list[Row]:
    """Statements, those in one breath put together; `parts` has their ids."""
    made: list[Row] = []
    for row in rows:
        last = made[-1] if made else None
        if last is not None and follows(last, row):
            made[-1] = _together(last, row, row["statement_id"])
        else:
            made.append({**row, "parts": [row["statement_id"]]})
    return made


def joined_offers(offers: Sequence[Row]) -> list[Row]:
    """Offers, those in one breath and the items of one answer put together; `parts` has their ids."""
    made: list[Row] = []
    for row in offers:
        last = made[-1] if made else None
        if last is not None and (follows(last, row) or _same_answer(last, row)):
            together = _together(last, row, row["offer_id"])
            made[-1] = {
                **together,
                "topics": [*last["topics"], *row["topics"]],
                "resources": [*last["resources"], *row["resources"]],
            }
        else:
            made.append({**row, "parts": [row["offer_id"]]})
    return made


def _together(first: Row, second: Row, part: str) -> Row:
    said = second["text"]
    item = _BULLET.match(said)
    text = f"{first['text']} · {said[item.end() :]}" if item else f"{first['text']} {said}"
    return {**first, "char_end": second["char_end"], "text": text, "parts": [*first["parts"], part]}


def _same_answer(last: Row, row: Row) -> bool:
    return bool(
        row["reply_to"]
        and (last["reply_to"], last["member"], last["document_id"])
        == (row["reply_to"], row["member"], row["document_id"])
        and 0 <= row["char_start"] - last["char_end"] <= _ITEM
    )


def offered(teller: Teller, row: Row) -> Runs:
    """An offer: who, to whom, the words, and links that shortening lost."""
    to = f" till {row['reply_to']}" if row["reply_to"] else ""
    return (*teller.who(row), Run(f"{to}: "), *offered_words(teller, row))


def offered_words(teller: Teller, row: Row) -> Runs:
    """The words of an offer, and the links that shortening lost."""
    words = teller.words(row, _OFFERED)
    lost = [source for source in row["resources"] if source not in words[0].text]
    see = (Run(f" Se {', '.join(lost)}."),) if lost else ()
    return (*words, *see)


def figure(row: Row) -> str:
    """``400 kr (inrikes)``."""
    unit = f"\N{NO-BREAK SPACE}{row['unit']}" if row["unit"] else ""
    qualifier = f" ({row['qualifier']})" if row["qualifier"] else ""
    return f"{swedish_number(row['value'])}{unit}{qualifier}"


def around_figure(row: Row) -> Run:
    """The words about a figure."""
    at = row["text"].find(row["figure"])
    return quotation(row["text"], 160, (at, at + len(row["figure"])) if at >= 0 else None)


def spoken_from(text: str, speakers: Sequence[str]) -> int:
    """Where the words begin, behind ``Yasmin, Uppsala:`` and ``Hjälp –``."""
    cut = 0
    opening = _OPENING.match(text)
    if opening and any(name and name in opening.group() for name in speakers):
        cut = opening.end()
    marker = leading_marker(text[cut:])
    if marker is not None and not marker.alone:
        cut += marker.end
    return cut + len(text[cut:]) - len(text[cut:].lstrip())


def slug(text: str) -> str:
    """A file name without anything that a mail program or a share stumbles over."""
    import unicodedata

    flat = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", flat).strip("-")


def by_statement(facts: Iterable[Row]) -> Mapping[str, list[Row]]:
    """Figures of one statement together; plain years are left out."""
    found: dict[str, list[Row]] = {}
    for row in facts:
        if row["kind"] != "year":
            found.setdefault(row["statement_id"], []).append(row)
    return found
