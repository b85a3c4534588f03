"""Read the words that name a speaker: ``Agneta, Linn och Inger, Sollentuna``, ``Malmö (Malin)``.

A head is cut at its signs into segments; each is a member, persons, or a note. What is neither
spoils it, so that ordinary sentences are no heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.members import first_names, gazetteer
from pipeline.structure.vocabulary import vocabulary
from pipeline.values import Member

_CUT = re.compile(
    r"(\s*--+\s*|\s+[-–—]\s*|\s*[–—]\s+|(?-i:(?<=[a-zåäöé])[–—](?=[A-ZÅÄÖÉ]))|\s*[,;/|:\t•·=>]\s*|\s+@(?=\w)|\s{2,}"
    r"|\s+(?:på|i|från|hos|vid|@|m\.?|med|via|genom|gm\.?|v/?|repr\.?(?: av)?"
    r"|representer\w+ av|företräd\w+ av)\s+"
    r"|\s+(?:deltagare|kontaktperson|person|namn|talare|representant|kontakt)\s*:\s*)",
    re.IGNORECASE,
)
#: Words that lead in a person: ``Malmö, genom Malin``.
_BY = re.compile(
    r"(?:genom|gm\.?|via|med|m\.?|v/|repr\.?(?: av)?|representer\w+ av|företräd\w+ av)\s+", re.IGNORECASE
)
_JOIN = re.compile(r"\s*(?:,|\+|&|/|;)\s*(?:och\s+)?|\s+(?:och|o|samt|m|m\.|med|and)\s+", re.I)
_NAME_WORD = re.compile(r"[^\W\d_a-zåäöéüèáøæ][\w’'´.-]*$")
_PARTICLES = frozenset(["af", "av", "von", "de", "van", "der", "da", "al", "el"])
_TRIM = " \t*_#:;,.!–—-\"'”“"
_SENTENCE = re.compile(r"[^\W\d_]{5,}[.?!…]+\s+\S|[?!]\s")
_CAPITALS = re.compile(r"[A-ZÅÄÖÉÜ][A-ZÅÄÖÉÜ .-]+$")


@dataclass(frozen=True, slots=True)
class Head:
    """Who a head names.

    Attributes
    ----------
    member
        The member, None where only persons are named.
    persons
        Persons as written.
    form
        Order and signs, as ``P,M`` or ``M(P``; notes left out.
    known
        Whether some person's first name is a known one.
    note
        Other words that stood in it, lower case.
    slip
        The member's name has a slip in it, or is a guest's.
    capitals
        The member's name stands in capitals.
    """

    member: Member | None
    persons: tuple[str, ...]
    form: str
    known: bool
    note: str = ""
    slip: bool = False
    capitals: bool = False


def persons_in(text: str) -> tuple[tuple[str, ...], bool, str]:
    """Persons named in a segment, whether a first name is known, and what else stands there.

    Examples
    --------
    >>> persons_in("Fredrika, och Johan som är ny")
    (('Fredrika', 'Johan'), True, 'som är ny')
    """
    names: list[str] = []
    notes: list[str] = []
    known = False
    pieces = _JOIN.split(text)
    # "lovisa och kim": a first name that is also a word is one where it stands by another.
    beside = any(_only_name(piece) for piece in pieces)
    for piece in pieces:
        piece = piece.strip(_TRIM)
        if not piece:
            continue
        words = piece.split()
        count = 0
        while count < min(len(words), 4) and (
            _NAME_WORD.match(words[count]) or (count and words[count] in _PARTICLES)
        ):
            count += 1
            if words[count - 1].endswith(".") and len(words[count - 1]) > 3 and count < len(words):
                break
        first = words[0].strip(_TRIM).casefold() if words else ""
        is_known = first in first_names()
        if count and first in vocabulary().leads:
            count = 0
        if not count and is_known and len(words) == 1 and (beside or _only_name(piece)):
            count = 1  # notes typed without capitals: "motala, hanna o sara"
        rest = " ".join(words[count:])
        if not count or (len(first) < 2) or (rest and not is_known):
            notes.append(piece)
            continue
        lowered = f" {rest.casefold()} "
        if rest and any(f" {word} " in lowered for word in vocabulary().words["absent"]):
            notes.append(piece)
            continue
        names.append(" ".join(words[:count]).strip(_TRIM))
        known = known or is_known
        if rest:
            notes.append(rest)
    return tuple(names), known, "; ".join(notes)


def _only_name(piece: str) -> bool:
    first = piece.strip(_TRIM).casefold()
    return first in first_names() and first not in vocabulary().words["common"]


def without_title(segment: str) -> str:
    """A segment without the titles before a name: ``klimatstrateg Eva`` is ``Eva``.

    Examples
    --------
    >>> without_title("hållbarhetschef Eva Ek"), without_title("klimatstrateg")
    ('Eva Ek', 'klimatstrateg')
    """
    words = segment.split()
    count = 0
    while count < len(words) - 1 and words[count].casefold().rstrip(".").endswith(vocabulary().titles):
        count += 1
    return " ".join(words[count:]) if count and words[count][:1].isupper() else segment


def _note_words(text: str) -> bool:
    """Whether text without a sign before it is a note on how someone speaks (``igen``, ``kort``)."""
    words = text.casefold().split()
    return 0 < len(words) <= 6 and words[0].strip(",.") in vocabulary().words["note"]


def _juxtaposed(segment: str) -> tuple[str, Member, str] | None:
    """Member and something else side by side without a sign: ``UMEÅ Katarina + Elias``."""
    g = gazetteer()
    words = segment.split()
    for count in range(min(4, len(words) - 1), 0, -1):
        member = g.exact(" ".join(words[:count]))
        if member and words[0][0].isupper():
            return "M", member, " ".join(words[count:])
    for count in range(min(4, len(words) - 1), 0, -1):
        member = g.exact(" ".join(words[-count:]))
        # A last word that is also a surname (Lund, Berg) is one: "Nora Lund".
        if member and words[-count][0].isupper() and not (count == 1 and g.is_word(member)):
            return "P", member, " ".join(words[:-count])
    return None


class _Reader:
    """Takes the segments of a head one by one."""

    def __init__(self, *, lower: bool = False) -> None:
        #: Notes without capitals: there "mjölby / tor" names Tor, though "tor" may be another word.
        self.lower = lower
        self.member: Member | None = None
        self.persons: list[str] = []
        self.notes: list[str] = []
        self.form = ""
        self.known = self.slip = self.capitals = False

    def add(self, sign: str, segment: str, later: list[tuple[str, str]]) -> bool:
        """Take one segment; False where it spoils the head."""
        g = gazetteer()
        bracket = sign == "("
        segment = without_title(_BY.sub("", segment, count=1) if _BY.match(segment) else segment)
        here = g.resolve(segment, slips=bool(sign) or bool(later))
        if here and segment.split()[0].casefold() in first_names() and (self.member or _names_member(later)):
            here = None
        if here and (self.member is None or here == self.member):
            if self.member is None:
                self.slip = g.exact(segment) is None
                self.capitals = bool(_CAPITALS.match(segment))
                self._grow(sign, "M")
            self.member = here
            return True
        if here:
            self.notes.append(segment)
            return bracket
        if self.member is None and not _names_member(later) and (side := _juxtaposed(segment)):
            return self._add_side(sign, segment, *side)
        named, known, rest = persons_in(re.sub(r"(?i)^(?:och|samt|o|med)\s+", "", segment))
        if self.lower and self.member and not later and not named and segment.casefold() in first_names():
            named, known, rest = (segment,), True, ""
        if bracket:
            only_more = bool(re.match(r"(?i)(?:och|samt|o|med|\+|&)\s", segment))
            if (
                named
                and (known or (not rest and self.member))
                and (not self.persons or only_more or not rest)
            ):
                self._name(sign, named, known)
                self.notes += [rest] if rest else []
            else:
                self.notes.append(segment)
            return self.form != ""
        if named and (known or self.member or _names_member(later)) and (not rest or _note_words(rest)):
            self._name(sign, named, known)
            self.notes += [rest] if rest else []
            return True
        if self.form and (segment[0].islower() or segment[0].isdigit()) and sign != ":":
            self.notes.append(segment)
            behind = bool(self.member) and (bool(self.persons) or self.notes[0] != segment)
            return len(segment.split()) <= 6 and (
                _note_words(segment)
                or segment.startswith("som ")
                or behind
                or (bool(self.persons) and _names_member(later))
            )
        guest = g.guest(segment) if self.member is None and (sign or later) else None
        if guest:
            self.member, self.slip = guest, True
            self._grow(sign, "M")
            return True
        return False

    def _add_side(self, sign: str, segment: str, order: str, member: Member, other: str) -> bool:
        named, known, rest = persons_in(other)
        own = segment[: len(segment) - len(other)].strip() if order == "M" else segment[len(other) :].strip()
        capitals = bool(_CAPITALS.match(own))
        if named and (known or (capitals and len(own) > 3)) and (not rest or _note_words(rest)):
            self._grow(sign, "M P" if order == "M" else "P M")
            self.persons += named
            self.known = self.known or known
            self.notes += [rest] if rest else []
        elif order == "M" and _note_words(other):
            self._grow(sign, "M")
            self.notes.append(other)
        else:
            return False
        self.member, self.capitals = member, capitals
        return True

    def _name(self, sign: str, named: tuple[str, ...], known: bool) -> None:
        if not self.form.endswith("P"):
            self._grow(sign, "P")
        self.persons += named
        self.known = self.known or known

    def _grow(self, sign: str, part: str) -> None:
        self.form += (sign if self.form else "") + part


def parse_head(text: str) -> Head | None:
    """Read `text` as a head; None where it is none."""
    text = text.strip(_TRIM.replace("-", ""))
    if not 1 < len(text) <= 120 or not text[0].isalpha() or _SENTENCE.search(re.sub(r"\([^)]*\)?", "", text)):
        return None
    g = gazetteer()
    whole = g.exact(text)
    if whole is None and not re.search(r"[,;:/()\[–—\t]|\s-|\s\s", text) and not _juxtaposed(text):
        whole = g.guest(text)
    if whole is not None:
        slip = g.exact(text) is None
        return Head(whole, (), "M", False, slip=slip, capitals=bool(_CAPITALS.match(text)))
    reader = _Reader(lower=text.islower())
    parts = list(_segments(text))
    for at, (sign, segment) in enumerate(parts):
        if not reader.add(sign, segment, parts[at + 1 :]):
            return None
    if reader.member is None and not reader.persons:
        return None
    note = "; ".join(reader.notes).casefold()
    return Head(
        reader.member, tuple(reader.persons), reader.form, reader.known, note, reader.slip, reader.capitals
    )


def _segments(text: str) -> Iterator[tuple[str, str]]:
    """Segments with the sign before each; a bracket is one segment, whatever stands in it."""
    trim = _TRIM.replace("-", "")
    sign = ""
    for outside, inside in re.findall(r"([^(\[]*)(?:[(\[]([^)\]]*)[)\]]?)?", text):
        pieces = _CUT.split(outside)
        for at in range(0, len(pieces), 2):
            if at:
                sign = pieces[at - 1].strip() or " "
            if segment := pieces[at].strip(trim):
                yield sign, segment
                sign = " "
        if segment := inside.strip(trim):
            yield "(", segment
            sign = " "


def _names_member(parts: list[tuple[str, str]]) -> bool:
    g = gazetteer()
    return any(g.resolve(segment) or g.guest(segment) for _, segment in parts)
