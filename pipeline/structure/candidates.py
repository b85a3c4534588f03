"""Find what could be a speaker's tag at the start of a line: a header, or the opening of a reply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.members import gazetteer
from pipeline.structure.heads import Head, parse_head, persons_in
from pipeline.structure.lines import Line
from pipeline.structure.markers import leading_marker
from pipeline.structure.vocabulary import vocabulary

#: Ornaments before a header: emoji, ``===``, and a number without a full stop (``3 Lund, Eva``).
_ORNAMENT = re.compile(
    r"(?:[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d=~§]+\s*)+(?=[\w*\[])|\d{1,2}\s+(?=[A-ZÅÄÖ])"
)
#: Any other ornament (``** ``, ``--``, ``::``, ``\\*\\*``), and what closes a line that opens with one.
_DRESSED = re.compile(r"(?:[^\w\s(@#»>|\[\]/]{1,6}\s*)(?=\w)")
_CLOSING = re.compile(r"[\s*_=~#:;+\-–—…./\\|>\"”!<]+$")
#: A number before a header: ``1:``, ``2 –``, ``Nr 3``, ``#4``, ``§5``, ``A)``, ``IV.``, ``Kommun 6:``.
_NUMBERED = re.compile(
    r"(?:(?:(?:nr|nummer|punkt|kommun|talare|deltagare|medlem)\.?\s+|[#§]\s?)\d{1,2}[.:)]?"
    r"|\d{1,2}\s?[:–-](?!\d)|[A-ZÅÄÖ]\)|[A-ZÅÄÖ]\d{1,2}[.:)]|[IVX]{1,5}[.)])\s*(?=[^\W\d_])",
    re.IGNORECASE,
)
_ENCLOSED = re.compile(r"[\[<](?P<inside>[^\]<>\d]{2,90})[\]>]\s*:?\s*$")
#: When someone spoke, behind the names: ``Lund, Eva 10.15``, ``(kl 10:15)``, ``5 min``.
_WHEN = re.compile(
    r"[\s,–-]*\(?(?:kl\.?\s*\d{1,2}(?:[.:]\d{2})?|\d{1,2}[.:]\d{2}(?:\s?[–-]\s?\d{1,2}[.:]\d{2})?|\d{1,2}\s?min(?:uter)?\.?)\)?\s*:?$"
)
_NAMED_BRACKET = re.compile(r"\[([^\]\d]{2,40})\](?=\s*\S)")
_HEADING = re.compile(r"#{1,6}\s*")
_BOLD = re.compile(r"(\*\*|__|\*(?=\w))")
_ARROW = re.compile(r"(?:→|⇒|↳|➜|➔|->|=>|-->|»)\s*")
_CLOCK = re.compile(
    r"\[?(?:kl\.?\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\]?(?:\s*[-–]\s*\d{1,2}[:.]\d{2})?\s*[-–|:]?\s*(?=\D)"
)
_CHAT = re.compile(r"\[?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\]?\s+(?:(?:Från|From|Av)\s+)?(?=[^\W\d_])")
_STOP = re.compile(r"\.\s+(?=\S)|\s+[–—]\s+|\s+-\s+")
_AFTER_BRACKET = re.compile(r"(?<=\))\s+(?=[^\W\d_])")
_INNER_STOP = re.compile(r"[^\W\d_]{3,}\.\s+\S")
_REACH = 130  # characters of a line in which a head may end
_FIRST_PERSON = re.compile(r"(?i)(?:vi|jag|vår|vårt|våra|hos oss|här|samma|ja|nej|jo|har ni|vill också)\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What could be a speaker's tag.

    Attributes
    ----------
    line
        Index of its line.
    head
        Who it names.
    sep
        How it ends: ``alone`` (the whole line), ``colon``, ``stop``, ``dash``, or ``bare``
        (the text goes on without any sign).
    deco
        What it is dressed in: ``#``, ``**``, ``1.``, ``open`` (Ordet till …), ``reply``
        (Kommentar …), ``(``, ``>``, ``→``, ``chat``, the bullet's sign; empty for none.
    start, end
        Its characters in the line; the text said begins behind `end`.
    tail
        What stands behind it on the line.
    """

    line: int
    head: Head
    sep: str
    deco: str
    start: int
    end: int
    tail: str = ""

    @property
    def style(self) -> str:
        """The form that documents vote on."""
        capitals = "C" if self.head.capitals and self.head.form == "M" else ""
        return f"{self.deco}{capitals}{self.head.form}{'' if self.sep == 'alone' else self.sep}"


def read_line(line: Line, index: int) -> Candidate | None:
    """The tag that a line opens with, or None."""
    text = line.text[line.body : line.body + 400]
    if not text.strip():
        return None
    at = 0
    deco = line.bullet
    if line.ordinal >= 0:
        deco = "1."
    if line.quote:
        deco = ">"
    if found := _NUMBERED.match(text):
        deco, at = "1.", found.end()
    elif found := _HEADING.match(text):
        deco, at = "#", found.end()
        if number := re.match(r"\d{1,2}[.):]?\s+", text[at:]):
            at += number.end()
    if not at and not _ARROW.match(text) and (found := _ORNAMENT.match(text)):
        deco, at = "#" if found.group().startswith("=") else deco, found.end()
    if (found := _NAMED_BRACKET.match(text, at)) and gazetteer().exact(found[1]):
        # "[Arvika] Tommy: …" reads as "Arvika  Tommy: …", letter for letter.
        text = text.replace("[", " ", 1).replace("]", " ", 1)
        at += 1
    if found := _ENCLOSED.fullmatch(text, at):
        # "[Arvika – Tommy]" reads as " Arvika – Tommy ", letter for letter.
        deco = deco or "["
        text = text[:at] + " " + found["inside"] + " " + text[found.end("inside") + 1 :]
        at += 1
    if found := re.match(r"\|\s*", text[at:]):
        at += found.end()
    if found := _NUMBERED.match(text, at):
        deco, at = deco if deco == "#" else "1.", found.end()
    if found := _ARROW.match(text[at:]):
        deco, at = "→", at + found.end()
    if text[at : at + 1] and text[at] in "([":
        deco, at = "(", at + 1
    if found := _CHAT.match(text[at:]):
        if ":" in text[at + found.end() : at + found.end() + 60]:
            deco = "chat"
        at += found.end()
    elif found := _CLOCK.match(text[at:]):
        at += found.end()
    bold = _BOLD.match(text[at:])
    if bold:
        deco = deco if deco in ("#", "1.") else "**"
        at += bold.end()
    elif at < len(text) and text[at] == "_":
        deco, at = deco or "**", at + 1
    if found := _DRESSED.match(text[at:]) or re.match(r"\s+(?=\w)", text[at:]):
        deco, at = deco or "~", at + found.end()
    lead = vocabulary().lead.match(text[at:])
    base = Candidate(index, Head(None, (), "", False), "", deco, line.body, 0)
    plain = _best(text, at, base, line)
    if (plain is None or plain.head.slip or plain.head.member is None) and lead and lead.group().strip():
        said = lead.group().strip(" :").casefold()
        role = "reply" if said in vocabulary().words["reply"] else "open"
        led = _best(text, at + lead.end(), replace(base, deco=role), line)
        if led and (led.head.member or led.sep == "colon") and not (role == "open" and led.sep == "bare"):
            return led
    return plain


def _best(text: str, at: int, base: Candidate, line: Line) -> Candidate | None:
    rest = text[at:]
    if not rest or not (rest[0].isalpha()):
        return None
    whole = _CLOSING.sub("", rest.strip().strip("*_"))
    whole = _CLOSING.sub("", _WHEN.sub("", whole)).rstrip(")]" if base.deco == "(" else "")
    if len(rest) <= 120 and base.deco not in ("(", "chat") and not leading_marker(rest):
        head = (
            None
            if _INNER_STOP.search(re.sub(r"\([^)]*\)|\brepr\.", "", rest))
            else parse_head(whole.rstrip("."))
        )
        if head and head.form.count("P") > 1 and ":" in head.form:
            head = None
        if head and head.note and len(head.form) == 1 and "(" not in rest and not rest.rstrip().endswith(":"):
            head = None  # "Klippan undrar hur" is a sentence
        if head and not (
            head.member is None and not rest.rstrip().rstrip("*").endswith(":") and not head.known
        ):
            return replace(base, head=head, sep="alone", end=line.body + at + len(rest.rstrip()))
    for found in _ends(rest):
        head = parse_head(rest[: found.start()].strip("*_ "))
        if head is None:
            continue
        candidate = _with_tail(rest, found, head, base, line.body + at)
        if candidate:
            return candidate
    led = re.match(r"[^:.!?]{4,70}:\s+(?=[A-ZÅÄÖ])", rest)
    if led and (stop := re.search(r"\.\s+(?=\S)", rest[led.end() : led.end() + 80])):
        head = parse_head(rest[led.end() : led.end() + stop.start()])
        if head and head.member and head.known:
            end = led.end() + stop.end()
            return replace(base, head=head, sep="stop", end=line.body + at + end, tail=rest[end:])
    return _bare(rest, base, line.body + at)


def _ends(rest: str) -> Iterator[re.Match[str]]:
    """Places where a head may end, the colons first."""
    reach = rest[:_REACH]
    colons = [
        found
        for found in re.finditer(r"\*{0,2}\s?:\*{0,2}(?!//)(?!\d\d\b)\s*(?=\S)", reach)
        if rest[found.end() - 1 : found.end() + 2] != "://"
    ]
    cells = [found for found in re.finditer(r"\t+| ?\| ", reach) if found.start()]
    if cells and not _CHAT.match(rest):
        yield from reversed(cells[:2])
    yield from colons[:3]
    stops = list(_STOP.finditer(reach))
    yield from [found for found in stops if found.group()[0] == "."][:2]
    yield from [found for found in stops if found.group()[0].isspace()][:2]
    yield from list(_AFTER_BRACKET.finditer(reach))[:1]


def _with_tail(rest: str, found: re.Match[str], head: Head, base: Candidate, offset: int) -> Candidate | None:
    sign = found.group().strip(" *")
    tail = rest[found.end() :]
    if sign == ":":
        if head.member and not head.persons:
            # "Olofström: Gerd. Volvo har …": the person stands behind the colon.
            behind = re.match(r"(\w[\w-]+(?:(?:,| och| \+| &) \w[\w-]+)*)\.\s+(?=\S)", tail)
            if behind:
                persons, known, note = persons_in(behind[1])
                if known and not note:
                    both = replace(head, persons=persons, known=True, form=head.form + ":P")
                    end = found.end() + behind.end()
                    return replace(base, head=both, sep="stop", end=offset + end, tail=rest[end:])
        return replace(base, head=head, sep="colon", end=offset + found.end(), tail=tail)
    if sign == ".":
        if re.search(r"\s[-–—]\s+[a-zåäö]|\)\s*[-–—:]\s+\S", rest[: found.start()]):
            return None  # the text has begun behind the dash
        named = head.member is not None and (head.known or ("P" in head.form and not head.slip))
        if named or (head.member and head.capitals and not head.slip):
            return replace(base, head=head, sep="stop", end=offset + found.end(), tail=tail)
        return None
    if head.member and (sign == "|" or "\t" in found.group()):
        return replace(base, head=head, sep="stop", end=offset + found.end(), tail=tail)
    if not sign and not (head.known and head.form.endswith("(P")):
        return None  # "Växjö (Bo) Cykelpool på gång": a bracket that names someone ends a head
    if head.member and head.form == "M" and head.slip:
        return None
    if head.member or (head.known and "\t" in found.group()):
        return replace(base, head=head, sep="dash", end=offset + found.end(), tail=tail)
    return None


def _bare(rest: str, base: Candidate, offset: int) -> Candidate | None:
    """A member's name and at once its words: ``Mölndal vi har flyttat batteriet``."""
    first = next(iter(gazetteer().find(rest[:60])), None)
    if first is None or first.start != 0:
        return None
    tail = rest[first.end :]
    if not re.match(r"\s[a-zåäö(]", tail) or re.match(r"\s+(?:och|samt|o|kommuns?|stads?)\b", tail):
        return None
    name = rest[: first.end]
    said = bool(_FIRST_PERSON.match(tail.strip()))
    head = Head(first.member, (), "M", False, "first person" if said else "", False, name.isupper())
    end = first.end + len(tail) - len(tail.lstrip())
    return replace(base, head=head, sep="bare", end=offset + end, tail=rest[end:])
