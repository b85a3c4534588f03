"""The members of the network: from any spelling to the canonical name, code and kind.

The names live in `resources/members.csv` and `resources/aliases.csv`. A name is known as it
stands, in capitals, in the genitive (``Lunds``; ``Borås`` keeps its own -s), with ``stad``,
``kommun`` or ``region`` around it, by an alias, or with one slip of the pen.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz.distance import OSA

from pipeline.errors import ResourceError
from pipeline.lexicon import RESOURCES
from pipeline.values import Member, MemberKind

#: Words that may stand after a municipality's name without changing it.
_FORM_WORDS = [
    "kommun",
    "kommunen",
    "kommuns",
    "kommunens",
    "stad",
    "staden",
    "stads",
    "kn",
    "komm",
    "stadshus",
    "kommunhus",
]
#: What guests' organisations are called; an owner named so is kept as unknown.
_ORGANISATION = re.compile(
    r"(?i)\b(länsstyrelsen?|lst|lansstyrelsen|\w+verket|\w+myndigheten|\w+styrelsen|\w+inspektionen|"
    r"\w*universitetet?|\w*högskolan?|energikontoret?|\w*förbundet?|\w*kontoret|\w*institutet|"
    r"\w*regionen|regionförbund\w*|kommunalförbund\w*|kommunförbund\w*|skr|skl|adda|rise|ivl|"
    r"viable cities|sweco|ramboll|profu|wwf|klimat-?\w*rådet|fossilfritt sverige|klimatklivet|"
    r"\w*bolaget|\w*energi|ab|föreningen|departementet|\w+departementet|landstinget)\b|"
    r"^(?:region|svenska) \w+"
)
_JOINING = frozenset(
    ["i", "för", "och", "län", "läns", "av", "kommuner", "kommun", "på", "cities", "sverige"]
)
_SPACE = re.compile(r"\s+")
_TRIM = " \t\n*_#:;,.!?–—-\"'”“’()[]<>|/"
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*\.?")
_LONGEST = 4  # words in the longest name that the scanner tries


@dataclass(frozen=True, slots=True)
class Found:
    """A member's name inside a text.

    Attributes
    ----------
    start, end
        Its characters.
    member
        Whose name it is.
    sure
        False where the name is also an ordinary word, or has a slip in it.
    """

    start: int
    end: int
    member: Member
    sure: bool


def read_rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Rows of a small CSV file whose lines that start with ``#`` are comments.

    Raises
    ------
    ResourceError
        Where the file is missing, lacks a column or has a row of another length.
    """
    try:
        numbered = [
            (number, line)
            for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1)
            if line.strip() and not line.startswith("#")
        ]
    except FileNotFoundError:
        raise ResourceError(path, 0, "the file is missing") from None
    if not numbered or tuple(next(csv.reader([numbered[0][1]]))) != columns:
        raise ResourceError(path, numbered[0][0] if numbered else 0, f"the head must be {','.join(columns)}")
    rows = []
    for number, line in numbered[1:]:
        values = next(csv.reader([line]))
        if len(values) != len(columns):
            raise ResourceError(path, number, f"expected {len(columns)} values, found {len(values)}")
        rows.append(dict(zip(columns, (value.strip() for value in values), strict=True)))
    return rows


def _key(text: str) -> str:
    """Spelling without case, decoration and doubled spaces."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text).strip(_TRIM)).casefold()


class Gazetteer:
    """All members and the ways to spell them.

    Parameters
    ----------
    members, aliases
        The two CSV files; the shipped ones where left out.
    """

    def __init__(
        self, members: Path = RESOURCES / "members.csv", aliases: Path = RESOURCES / "aliases.csv"
    ) -> None:
        self.members: dict[str, Member] = {}
        self._by_key: dict[str, Member] = {}
        self._words: set[str] = set()
        self._fuzzy: dict[str, list[str]] = {}
        for row in read_rows(members, ("code", "name", "kind", "word")):
            member = Member(row["name"], row["code"], MemberKind(row["kind"]))
            self.members[member.name] = member
            if row["word"]:
                self._words.add(_key(member.name))
            self._add_spellings(member)
        for number, row in enumerate(read_rows(aliases, ("alias", "member")), 1):
            if row["member"] not in self.members:
                raise ResourceError(
                    aliases,
                    0,
                    f"alias {number} ({row['alias']!r}) names {row['member']!r}, which is no member",
                )
            self._put(row["alias"], self.members[row["member"]])
        for key in self._by_key:
            if len(key) >= 5 and key not in self._words:
                self._fuzzy.setdefault(key[0], []).append(key)

    def _put(self, spelling: str, member: Member) -> None:
        key = _key(spelling)
        self._by_key.setdefault(key, member)
        if key[-1] not in "sxz":
            self._by_key.setdefault(key + "s", member)

    def _add_spellings(self, member: Member) -> None:
        self._put(member.name, member)
        if member.kind is MemberKind.MUNICIPALITY:
            stem = member.name if member.name[-1] in "sxz" else member.name + "s"
            for base in (member.name, stem):
                for word in _FORM_WORDS:
                    self._by_key.setdefault(_key(f"{base} {word}"), member)
            for head in ("Kommunen", "Staden", "Kommun"):
                self._by_key.setdefault(_key(f"{head} {member.name}"), member)
        elif member.kind is MemberKind.REGION and member.name.startswith("Region "):
            rest = member.name.removeprefix("Region ")
            for base in (rest, rest.removesuffix(" län")):
                self._put(f"Regionen {base}", member)
                self._put(f"Reg {base}", member)
                self._put(f"Reg. {base}", member)
                self._by_key.setdefault(_key(f"{base}-regionen"), member)

    def exact(self, text: str) -> Member | None:
        """The member that `text` as a whole spells without a slip."""
        key = _key(text)
        member = self._by_key.get(key)
        if member is None and " " in key and key.split(" ", 1)[0] in ("på", "från", "vid", "hos", "i"):
            member = self._by_key.get(key.split(" ", 1)[1])
        return member

    def resolve(self, text: str, *, slips: bool = True) -> Member | None:
        """The member that `text` as a whole names, or None.

        Parameters
        ----------
        text
            A name and nothing else, decoration aside.
        slips
            Also accept one wrong, missing, extra or swapped letter in a name of five letters
            or more that starts with a capital. Ask for this only where the form says that a
            member stands here.

        Examples
        --------
        >>> g = gazetteer()
        >>> g.resolve("LUNDS KOMMUN").name, g.resolve("Västeras").name, g.resolve("VGR").code
        ('Lund', 'Västerås', '14')
        >>> g.resolve("Borå stad").name
        'Borås'
        """
        if len(text) > 60:
            return None
        member = self.exact(text)
        if member is not None or not slips:
            return member
        key = _key(text)
        bare = text.strip(_TRIM)
        if len(key) < 5 or not bare[:1].isupper() or key in first_names():
            return None
        near = {
            self._by_key[known]
            for known in self._fuzzy.get(key[0], ())
            if abs(len(known) - len(key)) <= 1 and OSA.distance(known, key, score_cutoff=1) <= 1
        }
        return near.pop() if len(near) == 1 else None

    def slip(self, text: str, member: Member) -> str:
        """The words of a header that were read as a member though they are spelled otherwise; else empty.

        Examples
        --------
        >>> g = gazetteer()
        >>> g.slip("Patrik, Kristinstad", g.resolve("Kristianstad"))
        'Kristinstad'
        >>> g.slip("Patrik, Kristianstads kommun", g.resolve("Kristianstad"))
        ''
        """
        words = list(_WORD.finditer(text))
        spans = [
            text[words[at].start() : words[at + count - 1].end()]
            for count in range(min(_LONGEST, len(words)), 0, -1)
            for at in range(len(words) - count + 1)
        ]
        if any(self.exact(span) == member for span in spans):
            return ""
        return next((span for span in spans if self.resolve(span) == member), "")

    def guest(self, text: str) -> Member | None:
        """An owner that is no member but plainly an organisation (``Länsstyrelsen``)."""
        name = _SPACE.sub(" ", text.strip(_TRIM))
        if not name or not name[0].isupper() or len(name) > 50 or len(name.split()) > 5:
            return None
        if any(word[0].islower() and word not in _JOINING for word in name.split()):
            return None  # "Energimyndigheten svarar gärna" is a sentence
        return Member(name) if _ORGANISATION.search(name) else None

    def is_word(self, member: Member) -> bool:
        """Whether the name is also an ordinary word or a first name (Vara, Mark, Nora)."""
        return _key(member.name) in self._words

    def find(self, text: str) -> Iterator[Found]:
        """Names of members inside `text`, from left to right, the longest first.

        Only words that start with a capital count (``kansliet`` excepted); names that are also
        words are found but marked as not sure.
        """
        words = list(_WORD.finditer(text))
        at = 0
        while at < len(words):
            first = words[at].group()
            if not (first[0].isupper() or first.startswith(("kansli", "sekretariat"))):
                at += 1
                continue
            for count in range(min(_LONGEST, len(words) - at), 0, -1):
                start, end = words[at].start(), words[at + count - 1].end()
                if count > 1 and not re.fullmatch(r"\S+(?:[ \n]\S+)*", text[start:end]):
                    continue
                member = self._by_key.get(_key(text[start:end]))
                if member is not None:
                    end -= text[end - 1] == "."
                    sure = not (count == 1 and _key(member.name) in self._words)
                    yield Found(start, end, member, sure)
                    at += count - 1
                    break
            at += 1


@cache
def gazetteer() -> Gazetteer:
    """The shipped gazetteer, read once."""
    return Gazetteer()


@cache
def first_names() -> frozenset[str]:
    """First names, case-folded; they tell a person from a place in a header."""
    path = RESOURCES / "first_names.txt"
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise ResourceError(path, 0, "the file is missing") from None
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))
