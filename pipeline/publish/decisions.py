"""The office's own decisions, read back from the workbook: which proposals to go on with."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from pipeline.errors import RundaError

_SHEET: Final = "Förslag"
_YES: Final = frozenset({"ja", "j", "x", "yes", "ok", "1", "sant", "true"})


def accepted_in(path: Path) -> set[tuple[str, str]]:
    """Pairs of request and helper that have a yes under ``Ert beslut`` in the workbook's ``Förslag``.

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
    header = [str(cell or "") for cell in next(rows, ())]
    try:
        key, helper, decision = (header.index(name) for name in ("Nyckel", "Kan hjälpa", "Ert beslut"))
    except ValueError as error:
        raise RundaError(
            f"{path.name}, sheet {_SHEET}: needs the columns Nyckel, Kan hjälpa and Ert beslut"
        ) from error
    return {
        (str(row[key]), str(row[helper]))
        for row in rows
        if str(row[decision] if row[decision] is not None else "").strip().casefold() in _YES
    }
