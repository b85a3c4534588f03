"""Which files a run is about."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import ReadingError

#: Files that lie in folders without being anybody's document. What is of an unknown kind but
#: may be a document (a spreadsheet, an old .doc) is not here: it is reported as skipped.
_NO_DOCUMENT = re.compile(
    r"""\..*                                # hidden: .gitkeep, .DS_Store, ._copy
      | ~.*                                 # Word's lock files: ~$name.docx
      | .*~ | .*\.(?:tmp|temp|bak|swp|lock|part|crdownload|download|lnk|url|ini|pyc)
      | thumbs\.db
      | readme(?:\.\w+)?                    # what lies beside the documents to explain them
      | .*\.gold\.json                      # answers that accuracy is measured with
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NO_FOLDER = re.compile(r"\..*|__\w+(?:__)?|node_modules")


def find_documents(inputs: Sequence[Path]) -> list[Path]:
    """Files to read, each once, in the order of the inputs and sorted by name within a folder.

    A file that is named itself is taken whatever it is called. A folder is searched with all its
    folders; hidden and temporary files, ``README`` files and ``*.gold.json`` are passed over.

    Raises
    ------
    ReadingError
        Where an input does not exist.
    """
    found: list[Path] = []
    seen: set[Path] = set()
    for given in inputs:
        path = Path(given)
        if not path.exists():
            raise ReadingError(f"{path}: there is no such file or folder; check the path")
        for candidate in _files_in(path) if path.is_dir() else [path]:
            real = candidate.resolve()
            if real not in seen:
                seen.add(real)
                found.append(candidate)
    return found


def _files_in(folder: Path) -> Iterator[Path]:
    visited: set[Path] = set()
    files: list[Path] = []
    for current, folders, names in os.walk(folder, followlinks=True):
        here = Path(current)
        real = here.resolve()
        if real in visited:  # a link that leads back
            folders.clear()
            continue
        visited.add(real)
        folders[:] = [name for name in folders if not _NO_FOLDER.fullmatch(name)]
        files.extend(
            here / name for name in names if not _NO_DOCUMENT.fullmatch(name) and (here / name).is_file()
        )
    yield from sorted(files, key=lambda file: _order(file.relative_to(folder)))


def _order(path: Path) -> tuple[list[str], str]:
    """Sort alike on every system: composed letters, case ignored, then as written."""
    composed = [unicodedata.normalize("NFC", part).casefold() for part in path.parts]
    return composed, path.as_posix()
