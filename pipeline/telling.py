"""Rows retold in a summary: who says it, in which words, and where they stand.

Nothing is added to what the minutes say: words are quoted, shortened where they are long, and lose
only the speaker's name and the marker before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from pipeline.outline import Run, Runs, place, quotation, strong
from pipeline.quoting import MONTHS, counted, swedish_date, swedish_number
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
_BULLET = re.compile(r"\s*(?:[-–—*•·→>]+|o(?=[ \t]))\s+")
#: A new bullet is a new matter, unless it has hardly any words of its own ("- Hur gör ni?").
_BARE_BULLET = 24
#: When something was said, in a sentence that explains a proposal.
_WHEN = re.compile(r",? \(?(?:på rundan )?den \d{1,2} \w+ \d{4}\)?")
#: A sentence that asks.
_QUESTION = re.compile(r"[^.!?\n]+\?")
_OFFERED = 260
#: Words that name a day: with a figure, or by its name.
_EXACT = re.compile(
    r"\d|\b(?:mån|tis|ons|tors|fre|lör|sön|i ?mor|vecko|nyårs|luci|valborg)\w*", re.IGNORECASE
)
_EVIDENCE = 170


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

    def quoted(self, row: Row, topic: str, limit: int = 200) -> Runs:
        """Words on a topic: the stretch that names it is kept."""
        hit = self._hits.get((row["statement_id"], topic))
        if hit is None or hit["method"] != "lexicon":
            return self.leaning(row, limit)
        around = (hit["char_start"] - row["char_start"], hit["char_end"] - row["char_start"])
        return (self._words(row, limit, around), self.at(row))

    def leaning(self, row: Row, limit: int = 300) -> Runs:
        """Words; before those that lean on what was just said ("Någon som vet?"), that as well.

        Where all of it has no room, what asks is kept, and of other words the beginning.
        """
        before = self.leant_on(row)
        text = row["text"] if before is None else _joined_text(before["text"], row["text"])
        whole = row if before is None else {**before, "text": text}
        around = None
        if len(text) > limit and (row.get("request") or before is not None):
            questions = list(_QUESTION.finditer(text))
            start = questions[-1].start() if questions else len(text) - len(row["text"]) if before else 0
            around = (start, min(len(text), start + limit * 2 // 3)) if start else None
        return (self._words(whole, limit, around), self.at(row))

    def leant_on(self, row: Row) -> Row | None:
        """The statement that a row's words cannot be understood without."""
        before = self._before.get(row.get("request_id") or row["statement_id"])
        if before is None or not follows(before, row):
            return None
        text = row["text"]
        if _BULLET.match(text) or leading_marker(text):
            return before if len(text) <= _BARE_BULLET and "?" in text else None
        leans = len(text) <= _BARE or (len(text) <= _POINTS and _POINTING.search(text) is not None)
        return before if leans else None

    def words(self, row: Row, limit: int = 240, keep: str = "") -> Runs:
        """Words, and where they stand; the stretch `keep` of them is not cut away."""
        at = row["text"].find(keep) if keep else -1
        around = (at, at + len(keep)) if at >= 0 else None
        return (self._words(row, limit, around), self.at(row))

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


def proposal(teller: Teller, match: Row, evidence: Row | None) -> Runs:
    """Who can help and why, in its own words.

    Parameters
    ----------
    teller
        Quotes the evidence.
    match
        A row of `matches`.
    evidence
        The statement that speaks for the helper.
    """
    told = match["explanation"].removeprefix(match["helper"]).lstrip().split(": ”")[0]
    note = (match.get("note") or "").rstrip(".")
    told = told.replace(f" ({note})", "", 1) if note else told
    if evidence is not None:  # where the words stand says when, too
        told = _WHEN.sub("", told)
    words = (
        teller.leaning(evidence, _EVIDENCE) if evidence else (quotation(match["evidence_text"], _EVIDENCE),)
    )
    tail = (Run(f" Obs: {note}."),) if note else ()
    return (*named(match["helper"], match["helper_persons"]), Run(f" {told}: "), *words, *tail)


def looks_back(row: Row) -> bool:
    """Whether the words of a day look back: "frågade förra hösten" is no day to come."""
    said = re.escape(row.get("due_text") or "")
    return bool(said and re.search(rf"\b(?:förra|i fjol|sedan|sen)\s+{said}", row["text"], re.IGNORECASE))


def when(row: Row) -> str:
    """The day that words name, as exactly as they do: ``15 juni 2021``, ``juni 2021``, ``i sommar``."""
    said = " ".join((row.get("due_text") or "").split())
    if not said or _EXACT.search(said):
        return swedish_date(row["due"])
    if any(month in said.lower() for month in MONTHS):
        return swedish_date(row["due"]).split(" ", 1)[1]
    return said


def vague(row: Row) -> bool:
    """Whether words name a season or the like, and neither a day nor a month."""
    said = (row.get("due_text") or "").lower()
    return bool(said) and not _EXACT.search(said) and not any(month in said for month in MONTHS)


def due(request: Row) -> Runs:
    """The day that a request names; whether an answer must come by then, the words tell."""
    if not request.get("due") or looks_back(request) or vague(request):
        return ()
    return (Run(f" Tid som nämns: {when(request)}."),)


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
        # Two bullets of a list of one's own are two tips; those of an answer are one answer.
        goes_on = last is not None and follows(last, row) and not _BULLET.match(row["text"])
        if last is not None and (goes_on or _same_answer(last, row)):
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
    text = _joined_text(first["text"], second["text"])
    return {**first, "char_end": second["char_end"], "text": text, "parts": [*first["parts"], part]}


def _joined_text(first: str, second: str) -> str:
    item = _BULLET.match(second)
    return f"{first} · {second[item.end() :]}" if item else f"{first} {second}"


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


def offered_words(teller: Teller, row: Row, limit: int = _OFFERED) -> Runs:
    """The words of an offer, and the links that shortening lost."""
    words = teller.words(row, limit)
    lost = [source for source in row["resources"] if source not in words[0].text]
    see = (Run(f" Se {', '.join(lost)}."),) if lost else ()
    return (*words, *see)


def figure(row: Row) -> str:
    """``400 kr (inrikes)``."""
    unit = f"\N{NO-BREAK SPACE}{row['unit']}" if row["unit"] else ""
    qualifier = f" ({row['qualifier']})" if row["qualifier"] else ""
    return f"{swedish_number(row['value'])}{unit}{qualifier}"


def around_figure(row: Row, limit: int = 160) -> Run:
    """The words about a figure."""
    at = row["text"].find(row["figure"])
    return quotation(row["text"], limit, (at, at + len(row["figure"])) if at >= 0 else None)


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
