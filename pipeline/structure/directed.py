"""Replies that say whom they answer, wherever they stand: ``Örebro till Gotland: vi har …``.

After the round, or under somebody else's words, a note taker writes ``Svar på Växjös fråga om
skolgårdar: Lund har ritningar``. Speaker and addressee are then read from the line itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.members import first_names
from pipeline.structure.splits import Voices

_WHO: Final = r"[A-ZÅÄÖÉ][^:.!?]{1,45}?"
_TO: Final = r"@?[A-ZÅÄÖÉ][^:.!?]{1,70}?"
_KIND: Final = r"(?:Svar|svar|Kommentar|Komplettering|Tillägg|Tips|Återkoppling|Replik|Inspel)"
#: A speaker as told in the words themselves: a name, then the verb.
_TOLD: Final = (
    r"(?P<who>[A-ZÅÄÖÉ][\w-]+(?: [A-ZÅÄÖÉ][\w-]+)?(?: \([A-ZÅÄÖÉ][\w-]+\)|, [A-ZÅÄÖÉ][\w-]+)?)"
    r"(?= (?:har|kan|vill|gör|gjorde|hade|fick|skickar|mejlar|tipsar|delar|erbjuder|svarar|hälsar|återkommer"
    r"|bjuder|använder|kör|tog|tar|jobbar|testade|köpte|la|lade|löste|hänger|är|ska)\b)"
)
#: Forms of a directed reply; the first that fits decides.
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_KIND} (?:från|av) (?P<who>{_WHO}) (?:till|på|åt) (?P<to>{_TO}):\s+(?=\S)",
        rf"{_KIND} (?:till|på|åt) (?P<to>{_TO}),? \(?(?:från|av) (?P<who>{_WHO})\)?:\s+(?=\S)",
        rf"(?:{_KIND} )?(?:[Tt]ill|[Pp]å|[Åå]t|[Aa]ngående|[Aa]ng\.?) (?P<to>{_TO}):\s+{_TOLD}",
        rf"(?P<who>{_WHO}),? (?:till|svarar|svarar på|svar till|svar på|→|->|=>|>) (?P<to>{_TO}):\s+(?=\S)",
    )
)
_NAMED: Final = r"[A-ZÅÄÖÉ][\w-]+(?:,? [A-ZÅÄÖÉ][\w-]+){0,2}"
#: An answer that is signed: ``Svar till Lund: vi har en. /Petter``, ``@Karin – gärna! (Bo, Ale)``.
_SIGNED: Final = re.compile(
    rf"(?:{_KIND} (?:till|på|åt) |[Tt]ill |@|(?:→|->|=>)\s*)(?P<to>{_TO})\s*(?::|[–—,-](?=\s))\s*(?=\S)"
    rf"(?P<said>.*\S)\s*(?:/\s?(?P<slash>{_NAMED})|\((?P<bracket>{_NAMED})\)|\s[–—]\s?(?P<dash>{_NAMED}))\s*$"
)
_NAME: Final = re.compile(r"@?(?P<name>[A-ZÅÄÖÉ][\w-]+(?: [A-ZÅÄÖÉ][\w-]+){0,2})")


@dataclass(frozen=True, slots=True)
class Directed:
    """A directed reply: who speaks, to whom, and where its words begin and end in the line's words."""

    speaker: str
    persons: tuple[str, ...]
    to: str
    said: int
    end: int


def directed(words: str, voices: Voices) -> Directed | None:
    """Read a line that says itself who answers whom, None where it does not.

    Parameters
    ----------
    words
        The line without indent and bullet.
    voices
        Who is at the table; both names must be.
    """
    if (signed := _SIGNED.fullmatch(words)) and (found := _signed(signed, voices)):
        return found
    for form in _FORMS:
        match = form.match(words)
        if not match:
            continue
        who = voices.who(match["who"].strip(" ,("), speaking=True)
        to = _addressee(match["to"], voices)
        if not who or not to or who[0] == to or not all(_person(name, who[0], voices) for name in who[1]):
            continue
        told = words[: match.end()].endswith(match["who"])  # the name belongs to what is said
        persons = who[1] or tuple(voices.roster.persons.get(who[0], ()))
        return Directed(who[0], persons, to, match.start("who") if told else match.end(), len(words))
    return None


def _signed(answer: re.Match[str], voices: Voices) -> Directed | None:
    """An answer signed behind its words; None where either is not at the table."""
    who = voices.who(answer["slash"] or answer["bracket"] or answer["dash"], speaking=True)
    to = _addressee(answer["to"], voices)
    if not who or not to or who[0] == to:
        return None
    persons = who[1] or tuple(voices.roster.persons.get(who[0], ()))
    return Directed(who[0], persons, to, answer.start("said"), answer.end("said"))


def _person(name: str, member: str, voices: Voices) -> bool:
    """Whether a name is a person's ("Roger", not "Resan")."""
    return voices.roster.member_of(name) == member or name.split()[0].casefold() in first_names()


def _addressee(text: str, voices: Voices) -> str:
    """The member in ``Gotlands fråga om årsredovisningen``, ``Pia (Gotland)``, ``Pia``."""
    for found in _NAME.finditer(text):
        parts = found["name"].split()
        for count in range(len(parts), 0, -1):
            name = " ".join(parts[:count])
            for form in (name, name.removesuffix("s")):
                if who := voices.who(form, speaking=True):
                    return who[0]
    return ""
