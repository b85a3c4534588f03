"""Tables pasted as text: rows of cells between pipes, tabs or semicolons; their heads, their columns.

``Lund | Karin | Solceller på taket | Hur tvättar man dem? | –`` is a header and two things said, the second
under the column's heading. A row whose first cell is empty goes on with the row above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.members import gazetteer
from pipeline.structure.candidates import Candidate
from pipeline.structure.heads import Head, parse_head, persons_in
from pipeline.structure.lines import Line
from pipeline.structure.lists import Roster
from pipeline.structure.vocabulary import vocabulary
from pipeline.values import Marker, Member

_SIGNS = ("|", "\t", ";")
_MARKERS = {"help": Marker.HELP, "tips": Marker.TIPS, "want": Marker.WANT, "give": Marker.GIVE}
_NAMES = ("member", "person")
#: Rows with a member that make a table: with a heading above them, and without.
_FEWEST, _FEWEST_BARE = 2, 3
#: Words of the longest cell that may be a column's heading.
_LONGEST = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its characters in the line, without white space, and the marker of its column."""

    start: int
    end: int
    marker: Marker = Marker.NONE


@dataclass(frozen=True, slots=True)
class Row:
    """A row: who it is about (None where it goes on with the row above), and what is said in it."""

    head: Candidate | None
    cells: tuple[Cell, ...]


@dataclass
class Tables:
    """Every table of a document.

    Attributes
    ----------
    rows
        Rows in which something is said.
    headings
        Lines that are only headings or rules.
    present
        Rows of a list of those present: member and persons.
    """

    rows: dict[int, Row] = field(default_factory=dict)
    headings: set[int] = field(default_factory=set)
    present: dict[int, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    @property
    def heads(self) -> dict[int, Candidate]:
        """The rows that open blocks."""
        return {index: row.head for index, row in self.rows.items() if row.head}


def column_kind(text: str) -> str:
    """What a column with such a heading holds, empty where nothing is known of it.

    Examples
    --------
    >>> column_kind("Hjälp önskas med"), column_kind("**Kommun**"), column_kind("Lund")
    ('help', 'member', '')
    """
    words = re.sub(r"[*_:?!.()]", " ", text.casefold()).split()
    if not 0 < len(words) <= _LONGEST:
        return ""
    for count in range(len(words), 0, -1):
        if kind := vocabulary().columns.get(" ".join(words[:count])):
            return kind if count == len(words) or kind not in _NAMES else ""
    return ""


def find_tables(lines: Sequence[Line], roster: Roster) -> Tables:
    """Find every table; what looks like one row by accident is none."""
    tables = Tables()
    for rows in _stretches(lines, tables.headings, roster):
        heads = {row.head.head.member for row in rows.values() if row.head}
        headed = any(index in tables.headings for index in range(min(rows) - 2, min(rows)))
        if len(heads) >= (_FEWEST if headed else _FEWEST_BARE):
            if not any(row.cells for row in rows.values()):  # nothing but names: a list of those present
                tables.present.update(_present(rows))
                continue
            tables.rows.update(rows)
    if not tables.rows and not tables.present:
        tables.headings.clear()
    return tables


def _present(rows: Mapping[int, Row]) -> dict[int, tuple[str, tuple[str, ...]]]:
    heads = {index: row.head.head for index, row in rows.items() if row.head}
    return {index: (head.member.name, head.persons) for index, head in heads.items() if head.member}


def _stretches(lines: Sequence[Line], headings: set[int], roster: Roster) -> Iterator[dict[int, Row]]:
    """Rows that follow one another, blank lines aside; the headings above them are noted."""
    kinds: tuple[str, ...] = ()
    sign = ""
    rows: dict[int, Row] = {}
    for index, line in enumerate(lines):
        if line.blank:
            continue
        if found := _heading(line):
            if rows:
                yield rows
            rows = {}
            sign, kinds = found
            headings.add(index)
            continue
        if kinds and re.fullmatch(r"[\s|:+=–—-]{3,}", line.text):
            headings.add(index)
            continue
        signs = [sign] if sign and sign in line.text else _SIGNS
        row = next(
            (row for s in signs if (row := _row(line, index, s, sign, kinds, bool(rows), roster))), None
        )
        if row:
            rows[index] = row
            continue
        if rows:
            yield rows
        rows = {}
    if rows:
        yield rows


def _heading(line: Line) -> tuple[str, tuple[str, ...]] | None:
    """Sign and columns of a table's heading: ``Kommun | På gång | Hjälp önskas med``."""
    for sign in _SIGNS:
        cells = _cells(line.text, sign)
        kinds = tuple(column_kind(line.text[a:b]) for a, b in cells)
        filled = sum(b > a for a, b in cells)
        if len(cells) > 1 and any(kind in _NAMES for kind in kinds[:3]):
            known = sum(bool(kind) for kind in kinds)
            if known >= 2 and known >= 0.5 * filled and all(b - a <= 60 for a, b in cells):
                return sign, kinds
    return None


def _row(
    line: Line, index: int, sign: str, usual: str, kinds: tuple[str, ...], going: bool, roster: Roster
) -> Row | None:
    """A line as a row of cells; None where it is none."""
    if sign not in line.text or (sign == ";" and usual != ";"):
        return None
    cells = _cells(line.text, sign)
    if len(cells) < (2 if kinds else 3):
        return None
    columns = kinds if len(kinds) >= len(cells) or sign == usual else ()
    if not columns and len(kinds) == len(cells) + 1:
        columns = kinds
    said = [_text(line, cell) for cell in cells]
    if not any(said[:1]) or (columns and columns[0] == "member" and not said[0]):
        return Row(None, _filled(line, cells, columns, 0)) if going and any(said) else None
    named = _named(said, columns, roster)
    if named is None:
        return None
    member, persons, count, capitals = named
    head = Head(member, persons, "M|P" if persons else "M", bool(persons), capitals=capitals)
    end = cells[count - 1][1]
    tail = line.text[end:]
    candidate = Candidate(index, head, "stop", "row", line.body, end, tail.strip("|;\t ") and tail)
    return Row(candidate, _filled(line, cells, columns, count))


def _named(
    said: Sequence[str], columns: Sequence[str], roster: Roster
) -> tuple[Member, tuple[str, ...], int, bool] | None:
    """Who a row is about: member, persons, how many of its first cells name them, and capitals."""
    head = parse_head(said[0])
    persons: tuple[str, ...] = head.persons if head else ()
    member = head.member if head else None
    if member is None and columns and columns[0] == "person" and len(said) > 1 and columns[1] == "member":
        other = parse_head(said[1])
        names = persons_in(said[0])[0]
        return (other.member, names, 2, other.capitals) if other and other.member else None
    if member is None:
        name = roster.member_of(said[0]) if said[0] else ""
        member = gazetteer().exact(name) if name else None
        persons = (said[0],) if member else ()
    if member is None:
        return None
    count = 1
    if len(said) > 1 and not persons:
        names, known, rest = persons_in(said[1])
        titled = columns[1:2] == ("person",)
        plain = columns[1:2] in ((), ("",)) and known and not rest and len(said[1]) <= 50
        if titled or (names and plain):
            persons, count = names, 2
    elif len(said) > 1 and columns[1:2] == ("person",):
        count = 2
    return member, persons, count, bool(head and head.capitals)


def _cells(text: str, sign: str) -> list[tuple[int, int]]:
    """Characters of each cell; a pipe at either end of the line is its frame."""
    found = []
    at, last = 0, len(text)
    bare = text.strip()
    if sign == "|" and bare.startswith("|"):
        at = text.index("|") + 1
        last = text.rindex("|") if bare.endswith("|") and len(bare) > 1 else last
    while at <= last:
        end = text.find(sign, at, last)
        end = last if end < 0 else end
        piece = text[at:end]
        start = at + len(piece) - len(piece.lstrip())
        found.append((start, max(start, at + len(piece.rstrip()))))
        at = end + 1
    return found


def _text(line: Line, cell: tuple[int, int]) -> str:
    return line.text[cell[0] : cell[1]].strip("*_ ")


def _filled(
    line: Line, cells: Sequence[tuple[int, int]], columns: Sequence[str], names: int
) -> tuple[Cell, ...]:
    """The cells in which something is said (not ``–``), each with its column's marker."""
    found = []
    for number, (start, end) in enumerate(cells):
        if number >= names and any(char.isalnum() for char in line.text[start:end]):
            kind = columns[number] if number < len(columns) else ""
            found.append(Cell(start, end, _MARKERS.get(kind, Marker.NONE)))
    return tuple(found)
