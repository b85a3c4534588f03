"""The office's own decisions, read back from the workbook: which proposals to go on with."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from pipeline.errors import RundaError

_SHEET: Final = "Förslag"
_KEY, _HELPER, _DECISION = "Nyckel", "Kan hjälpa", "Ert beslut"
_WORD: Final = re.compile(r"[^\W_]+")
_YES: Final = frozenset(
    [
        "ja",
        "japp",
        "jepp",
        "jo",
        "j",
        "jadå",
        "jajamän",
        "javisst",
        "jovisst",
        "visst",
        "yes",
        "y",
        "ok",
        "okej",
        "okey",
        "x",
        "xx",
        "kör",
        "absolut",
        "gärna",
        "självklart",
        "toppen",
        "bra",
        "godkänd",
        "godkänt",
        "godkännes",
        "accepterat",
        "accepteras",
        "skicka",
        "1",
        "sant",
        "true",
    ]
)
_NO: Final = frozenset(
    [
        "nej",
        "nä",
        "nää",
        "nix",
        "nope",
        "no",
        "n",
        "ej",
        "inte",
        "inget",
        "ingen",
        "avslag",
        "avslås",
        "avböj",
        "avböjer",
        "stryk",
        "0",
        "falskt",
        "false",
    ]
)
#: Signs that people tick a box with.
_TICKS: Final = frozenset("✓✔☑✅√👍")
#: A yes with one of these behind it is none that may be acted on ("ja, men inte nu").
_BUT: Final = frozenset(
    [
        "men",
        "inte",
        "ej",
        "nej",
        "vänta",
        "avvakta",
        "senare",
        "kanske",
        "nog",
        "eventuellt",
        "om",
        "först",
        "fast",
    ]
)


class Decision(Enum):
    """What a cell says."""

    NONE = "none"
    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the office has decided.

    Attributes
    ----------
    accepted
        Pairs of request and helper to go on with.
    rows
        For each of them its row in the sheet.
    unclear
        Row and words of the cells that say neither yes nor no.
    """

    accepted: frozenset[tuple[str, str]]
    rows: dict[tuple[str, str], int]
    unclear: tuple[tuple[int, str], ...]


def decision(cell: object) -> Decision:
    """What a cell under ``Ert beslut`` says.

    Examples
    --------
    >>> decision("Ja tack!").value, decision("nej").value, decision("ja, men vänta").value
    ('yes', 'no', 'unclear')
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return Decision.NONE
    if isinstance(cell, bool):
        return Decision.YES if cell else Decision.NO
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip().casefold()
    if text in {"-", "–", "—"}:
        return Decision.NO
    words = _WORD.findall(text)
    if not words:
        return Decision.YES if set(text) & _TICKS else Decision.UNCLEAR
    if words[0] in _NO:
        return Decision.NO
    if words[0] in _YES and not _BUT & set(words[1:]):
        return Decision.YES
    return Decision.UNCLEAR


def decisions_in(path: Path) -> Decisions:
    """What stands under ``Ert beslut`` in the workbook's ``Förslag``.

    Raises
    ------
    RundaError
        Where the file is no such workbook.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise RundaError(f"{path} is not a workbook that can be read; it must be a runda.xlsx") from error
    if _SHEET not in book.sheetnames:
        raise RundaError(f"{path.name} has no sheet {_SHEET}; it must be a runda.xlsx")
    rows = book[_SHEET].iter_rows(values_only=True)
    header = [str(cell or "").strip() for cell in next(rows, ())]
    try:
        key, helper, decided = (header.index(name) for name in (_KEY, _HELPER, _DECISION))
    except ValueError as error:
        raise RundaError(
            f"{path.name}, sheet {_SHEET}: needs the columns {_KEY}, {_HELPER} and {_DECISION}"
        ) from error
    accepted: dict[tuple[str, str], int] = {}
    unclear: list[tuple[int, str]] = []
    for number, row in enumerate(rows, 2):
        if len(row) <= max(key, helper, decided):
            continue
        found = decision(row[decided])
        if found is Decision.YES:
            accepted[str(row[key]), str(row[helper])] = number
        elif found is Decision.UNCLEAR:
            unclear.append((number, " ".join(str(row[decided]).split())))
    return Decisions(frozenset(accepted), accepted, tuple(unclear))
