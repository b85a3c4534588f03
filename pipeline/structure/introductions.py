"""Who speaks in a block whose header names nobody: the words that introduce a person."""

from __future__ import annotations

import re

from pipeline.members import first_names, gazetteer
from pipeline.structure.vocabulary import vocabulary

_NAME = r"[A-ZÅÄÖÉÜ][\w’'-]+(?: [A-ZÅÄÖÉÜ][\w’'-]+)?"
_FIELD = re.compile(
    r"(?i)(?:(?:vad heter du|vem är du|ditt namn)\?|namn|kontakt|vem|ansvarig|tilldelad(?: till)?"
    r"|kontaktperson(?:er)?|person(?:er)?|representant(?:er)?|deltagare|talare)"
    r"(?:\s*[:|\t]|(?<=\?))\s*(?=\S)"
)
_BELOW = re.compile(r",\s*(?:och\s+)?|\s+och\s+|\s+&\s+|\s*/\s*|\s+[–—-]\s+|\s*[()]\s*|;\s*")
_NAMES = rf"{_NAME}(?:(?:, | och | & | \+ |/){_NAME})*"
_OPENING = re.compile(rf"\W*(?P<names>{_NAMES})\s+(?P<verb>[a-zåäö]+)\b(?P<rest>[^.!?]*)")
_SELF = re.compile(
    rf"(?:[Jj]ag heter|[Jj]ag,|[Hh]är är|[Dd]et är|[Ii] dag är det|"
    rf"[Vv]id pennan|[Nn]u är det|[Nn]amn:)\s+(?P<names>{_NAMES})"
)
_STEPS_IN = re.compile(
    rf"(?P<names>{_NAMES})\s+(?:är med|är här|hoppar in|ersätter|vikarierar|tar ordet|är ny|tar över)\b"
)
_WROTE = re.compile(
    rf"\((?P<names>{_NAMES})\s+(?:mejlade|mailade|skrev|ringde|messade|sms:ade|meddelade|rapporterade|lämnade)\b"
)


def _known(names: str) -> tuple[str, ...]:
    found = [name.strip() for name in re.split(r", | och | & | \+ |/", names)]
    g = gazetteer()
    if all(name.split()[0].casefold() in first_names() and g.exact(name) is None for name in found):
        return tuple(found)
    return ()


def named_below(line: str) -> tuple[str, ...]:
    """Persons on the second line of a header, with their titles: ``Eva Ek, miljöstrateg``.

    Examples
    --------
    >>> named_below("Eva Ek, miljöstrateg, och Bo Lind, trafik")
    ('Eva Ek', 'Bo Lind')
    >>> named_below("Emil hälsar från ett slaskigt Småland.")
    ()
    """
    line = line.strip(" *_()")
    asked = _FIELD.match(line)
    if asked:  # a form's field: "Namn: Eva Ek"
        line = line[asked.end() :]
    if not 2 < len(line) <= 110 or line[-1] in ".!?:":
        return ()
    pieces = [piece.strip() for piece in _BELOW.split(line) if piece.strip()]
    titled = any(piece[0].islower() for piece in pieces)
    names: list[str] = []
    for piece in pieces:
        known = piece.split()[0].casefold() in first_names()
        if re.fullmatch(_NAME + r"(?: [A-ZÅÄÖÉÜ][\w’'-]+)?", piece) and (
            known or asked or (" " in piece and titled)
        ):
            names.append(piece)
        elif (
            not names
            or len(piece.split()) > 5
            or not (piece[0].islower() or piece[0].isdigit() or gazetteer().exact(piece.split(" på ")[-1]))
        ):
            return ()
    return tuple(names)


def is_field(line: str) -> bool:
    """Whether a line is a form's field for the person: ``Kontakt: Eva Ek``."""
    return bool(_FIELD.match(line))


def introduced(text: str) -> tuple[str, ...]:
    """Persons that the opening words of a block introduce as its speakers.

    Examples
    --------
    >>> introduced("Freja och Anders delar på ordet. Planen är klar.")
    ('Freja', 'Anders')
    >>> introduced("Monika är sjuk så Dag är med.")
    ('Dag',)
    >>> introduced("Panorama är klart.")
    ()
    """
    opening = text[:300]
    first = re.split(r"(?<=[.!?])\s", opening, maxsplit=1)[0]
    found = _OPENING.match(first)
    absent = vocabulary().words["absent"]
    if found and (names := _known(found["names"])):
        lowered = " " + " ".join([found["verb"], *found["rest"].casefold().split()]) + " "
        if any(re.search(rf"^ (?:är |har )?{re.escape(word)}\b", lowered) for word in absent):
            instead = _STEPS_IN.search(first, found.end("names"))
            return _known(instead["names"]) if instead else ()
        return names
    for pattern in (_SELF, _STEPS_IN, _WROTE):
        if (said := pattern.search(first if pattern is not _WROTE else opening)) and (
            names := _known(said["names"])
        ):
            return names
    return ()
