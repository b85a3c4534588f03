"""Find where the speaker changes inside a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.members import gazetteer
from pipeline.structure.heads import parse_head
from pipeline.structure.lists import Roster
from pipeline.structure.vocabulary import vocabulary
from pipeline.values import MemberKind

_NAME = r"[A-ZÅÄÖÉÜ@][\w’'-]+(?: [A-ZÅÄÖÉÜ][\w’'-]+){0,2}"
_TAG = re.compile(
    r"(?:(?P<arrow>(?:→|⇒|->|=>|»)\s*)|(?<=[.!?…)”\"]\s)|(?<=\s[–—/]\s)|(?<=\s\s)|(?<=[,;]\s)(?=[^.:]{2,40}:\s?[\"”“»]))"
    rf"(?P<who>{_NAME}(?:(?:, | \(| – |/){_NAME}\)?)?(?: (?:igen|svarar|säger|undrar|kort))?)\s?:\s+(?=\S)"
)
#: ``Tobbe (Tierp) – säsong går bra``, ``Bosse – tar dig i telefon``: a dash after a name does as a colon.
_DASHED = re.compile(
    rf"(?<=[.!?…)”\"] )(?P<who>{_NAME}(?: \({_NAME}\)|, {_NAME})?)(?: [–—] | - )(?=[a-zåäö])"
    rf"|(?:(?<=[.!?…)”\"] )|^)(?:Svar|Svaret|Kommentar|Inspel)(?: från)?: (?P<said>{_NAME})(?= [a-zåäö(])"
)
_BRACKET = re.compile(r"\((?=[A-ZÅÄÖ])[^()]{6,500}\)")
_SUBJECT = re.compile(
    rf"(?:^\W{{0,4}}|(?<=[.!?…:]\s))(?P<who>{_NAME})"
    r"(?P<place>(?: (?:från|på|i|hos) |, | \()(?:[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+| län)*|kansliet)[,)]?)?"
    r" (?P<verb>[a-zåäö]+)\b"
)
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)")
_QUOTED = re.compile(
    rf"[,”\"]\s*(?:säger|menar|berättar|förklarar|svarar|undrar|frågar|tillägger|"
    rf"konstaterar|sade|sa)\s+(?P<names>{_NAME})"
    rf"(?P<role>,? [a-zåäö]+)*,?\s*(?:(?:på|i|från|hos|vid|,)\s*(?P<place>[A-ZÅÄÖ][\w -]{{2,40}}?))?"
    r"(?=[.,!?]|\s*$)"
)
#: Verbs that plainly tell what someone said at the meeting.
SPEECH = frozenset(
    [
        "svarar",
        "svarade",
        "säger",
        "sade",
        "sa",
        "undrar",
        "undrade",
        "frågar",
        "frågade",
        "tipsar",
        "tipsade",
        "inflikar",
        "inflikade",
        "flikar",
        "flikade",
        "påpekar",
        "påpekade",
        "tillägger",
        "tillade",
        "kommenterar",
        "kommenterade",
        "föreslår",
        "föreslog",
        "instämmer",
        "instämde",
        "påminner",
        "påminde",
        "replikerar",
        "replikerade",
        "erbjuder",
        "erbjöd",
        "hojtar",
        "bryter",
        "håller",
        "meddelar",
        "meddelade",
    ]
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paragraph: its characters, where its words begin, and who speaks.

    An empty `speaker` is the paragraph's own.
    """

    start: int
    said: int
    end: int
    speaker: str = ""
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voices:
    """Who can be heard in the document."""

    roster: Roster
    owners: frozenset[str]

    def who(self, name: str, *, speaking: bool = False) -> tuple[str, tuple[str, ...]] | None:
        """Member and persons that a tag names, None where nobody who is known."""
        head = parse_head(name.lstrip("@"))
        if head is None:
            bare = name.lstrip("@").removesuffix(" igen")
            member = self.roster.member_of(bare)
            return (member, (bare,)) if member else None
        if head.member:
            here = head.member.name in self.owners or head.member.name in self.roster.persons
            sure = head.known or here or not gazetteer().is_word(head.member)
            if head.member.kind is MemberKind.UNKNOWN and not here:
                return None
            return (head.member.name, head.persons) if sure and (here or not speaking) else None
        member = self.roster.member_of(head.persons[0]) if head.persons else ""
        return (member, head.persons) if member else None

    def named(self, tag: re.Match[str]) -> tuple[str, tuple[str, ...]] | None:
        """As `who`, of a tag found in running text; where no colon ends it the name must be at the table."""
        if tag.re is _TAG:
            return self.who(tag["who"])
        return self.who(tag["who"] or tag["said"], speaking=True)


def split_paragraph(text: str, speaker: str, voices: Voices) -> list[Part]:
    """Parts of a paragraph by speaker; one part where the speaker does not change."""
    cuts = sorted(_cuts(text, speaker, voices), key=lambda part: part.start)
    parts: list[Part] = []
    at = 0
    for cut in cuts:
        if cut.start < at:
            continue
        if text[at : cut.start].strip():
            parts.append(Part(at, at, cut.start))
        parts.append(cut)
        at = cut.end
    if text[at:].strip() or not parts:
        rest = text[at:]
        if parts and not any(char.isalnum() for char in rest):
            last = parts[-1]
            parts[-1] = Part(last.start, last.said, len(text), last.speaker, last.persons)
        else:
            parts.append(Part(at, at, len(text)))
    return parts


def _cuts(text: str, speaker: str, voices: Voices) -> Iterator[Part]:
    if len(text) < 12:
        return
    for bracket in _BRACKET.finditer(text):
        inner = text[bracket.start() + 1 : bracket.end() - 1]
        if part := _in_bracket(inner, bracket.start(), bracket.end(), speaker, voices):
            yield part
    tags = [found for found in _TAG.finditer(text) if _outside(text, found.start())]
    tags += [found for found in _DASHED.finditer(text) if _outside(text, found.start())]
    tags.sort(key=lambda found: found.start())
    known = [(found, who) for found in tags if (who := voices.named(found))]
    for number, (found, (member, persons)) in enumerate(known):
        end = known[number + 1][0].start() if number + 1 < len(known) else len(text)
        if member != speaker or number:
            yield Part(found.start(), _said(found), end, member if member != speaker else "", persons)
    if not known:
        yield from _told(text, speaker, voices)


def _said(tag: re.Match[str]) -> int:
    """Where the words begin behind a tag; in ``Svar: Ale har en`` the name belongs to them."""
    told = tag.re is _DASHED and tag["said"]
    return tag.start("said") if told else tag.end()


def _in_bracket(inner: str, start: int, end: int, speaker: str, voices: Voices) -> Part | None:
    tag = re.match(rf"(?P<who>{_NAME}(?:(?:, | – |/| i | på ){_NAME})?(?: \w+)?)\s?:\s+(?=\S)", inner)
    if tag and (who := voices.who(tag["who"])) and who[0] != speaker:
        return Part(start, start + 1 + tag.end(), end, who[0], who[1])
    first = next(iter(gazetteer().find(inner[:60])), None)
    if first and first.start == 0 and first.member.name != speaker:
        verb = re.match(r"\s([a-zåäö]+)\b", inner[first.end :])
        here = first.member.name in voices.owners or first.member.name in voices.roster.persons
        if (
            verb
            and here
            and (verb[1] in vocabulary().words["say"] or verb[1] in ("vi", "också", "samma", "likadant"))
        ):
            return Part(start, start, end, first.member.name, ())
    return None


def _outside(text: str, at: int) -> bool:
    """Whether a place is outside brackets and quotation marks."""
    before = text[max(0, at - 300) : at]
    return before.count("(") <= before.count(")") and before.count("”") + before.count('"') != 1


def _told(text: str, speaker: str, voices: Voices) -> Iterator[Part]:
    """``Birger vill att vi slutar``, ``Lund svarar att``; ``– Vi ser det, säger Eva på Tierps kommun``."""
    for found in _SUBJECT.finditer(text):
        verb = found["verb"]
        wish = verb == "vill" and text[found.end() :].startswith(
            (" att vi", " veta", " också", " gärna höra")
        )
        first = not text[: found.start("who")].strip(" -–—*•\t>(")
        full = bool(found["place"]) and first and verb in vocabulary().words["say"]
        if verb not in SPEECH and not wish and not full:
            continue
        who = voices.who(found["who"] + (found["place"] or ""), speaking=True)
        if not who or who[0] == speaker:
            continue
        stop = _SENTENCE_END.search(text, found.end())
        end = stop.end() if stop and not first else len(text)
        yield Part(found.start("who"), found.start("who"), end, who[0], who[1])
    quoted = _QUOTED.search(text) if text.lstrip()[:1] in '–—-”"“' else None
    if quoted:
        place = gazetteer().resolve(quoted["place"]) if quoted["place"] else None
        member = place.name if place else voices.roster.member_of(quoted["names"])
        if member and member != speaker:
            yield Part(0, 0, len(text), member, (quoted["names"],))
