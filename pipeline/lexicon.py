"""Read the files of words and rules under `pipeline/resources/`, and check them at load.

A file is TOML with one array of tables per kind of entry::

    [[phrase]]
    id = "curious-whether"
    patterns = ["nyfiken på om|hur|vad"]
    match = ["Nyfiken på om någon annan har gjort det."]
    no_match = ["Barnen är nyfikna på grodor."]

Every entry may carry `match` and `no_match`: sentences that must and must not be found by it;
`tests/test_resources.py` runs them all. An unknown key, a missing key, a value of the wrong type
or an id used twice is a `ResourceError` that names file and line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar, get_origin, get_type_hints

from pipeline.errors import ResourceError

T = TypeVar("T")

#: Folder of the shipped files.
RESOURCES = Path(str(files("pipeline") / "resources"))


@dataclass(frozen=True, slots=True)
class Entry:
    """What every kind of entry has; kinds add their own keys by subclassing.

    Attributes
    ----------
    id
        Name of the entry, unique in its file; signals and explanations quote it.
    match, no_match
        Example sentences that must, and must not, be found.
    note
        Why the entry is there, in the editor's own words.
    """

    id: str
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()
    note: str = ""


def load_toml(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Parse a TOML file; return its data and its lines.

    Raises
    ------
    ResourceError
        Where the file is missing, not UTF-8, or not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ResourceError(path, 0, "the file is missing") from None
    except UnicodeDecodeError as error:
        raise ResourceError(path, 0, f"save the file as UTF-8 ({error.reason})") from None
    try:
        return tomllib.loads(text), text.splitlines()
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise ResourceError(path, int(found[1]) if found else 0, f"not valid TOML: {error}") from None


def load_entries(path: Path, kinds: Mapping[str, type[T]]) -> dict[str, list[T]]:
    """Read a file's arrays of tables into dataclasses.

    Parameters
    ----------
    path
        The TOML file.
    kinds
        Table name -> frozen dataclass whose fields are the allowed keys. Tables that the file
        has beside these (``[classes]`` excepted, see `load_classes`) are an error.

    Returns
    -------
    dict
        Table name -> its entries in the order of the file (an empty list where it has none).
    """
    data, lines = load_toml(path)
    for name in data:
        if name not in kinds and name != "classes":
            known = ", ".join(sorted(kinds))
            raise ResourceError(
                path,
                _line_of(lines, rf"\[+\s*{re.escape(name)}\b|{re.escape(name)}\s*="),
                f"unknown table {name!r}; known are: {known}",
            )
    loaded: dict[str, list[T]] = {}
    for name, kind in kinds.items():
        heads = [
            n for n, line in enumerate(lines, 1) if re.match(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]", line)
        ]
        rows = data.get(name, [])
        if not isinstance(rows, list) or len(heads) != len(rows):
            raise ResourceError(
                path,
                _line_of(lines, rf"\[+\s*{re.escape(name)}\b"),
                f"write each entry under a line [[{name}]]",
            )
        entries: list[T] = []
        seen: dict[str, int] = {}
        for head, row in zip(heads, rows, strict=True):
            entry = _build(kind, row, path, lines, head)
            key = getattr(entry, "id", None)
            if key is not None:
                if key in seen:
                    raise ResourceError(path, head, f"id {key!r} is already used at line {seen[key]}")
                seen[key] = head
            entries.append(entry)
        loaded[name] = entries
    return loaded


def load_classes(path: Path) -> dict[str, tuple[str, ...]]:
    """Read the word classes of a file's ``[classes]`` table: name -> alternatives."""
    data, lines = load_toml(path)
    classes: dict[str, tuple[str, ...]] = {}
    for name, words in data.get("classes", {}).items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ResourceError(
                path, _line_of(lines, rf"{re.escape(name)}\s*="), f"class {name!r} must be a list of strings"
            )
        classes[name] = tuple(words)
    return classes


def _build(kind: type[T], row: dict[str, Any], path: Path, lines: list[str], head: int) -> T:
    assert is_dataclass(kind)
    hints = get_type_hints(kind)
    allowed = {f.name: f for f in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in row.items():
        line = _line_of(lines, rf"{re.escape(key)}\s*=", head)
        if key not in allowed:
            raise ResourceError(path, line, f"unknown key {key!r}; known are: {', '.join(allowed)}")
        wanted = get_origin(hints[key]) or hints[key]
        if wanted is tuple:
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                raise ResourceError(path, line, f"{key!r} must be a list of strings")
            value = tuple(value)
        elif wanted is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        elif not isinstance(value, wanted):
            raise ResourceError(path, line, f"{key!r} must be {wanted.__name__}, not {type(value).__name__}")
        values[key] = value
    for name, field in allowed.items():
        if name not in values and field.default is MISSING and field.default_factory is MISSING:
            raise ResourceError(path, head, f"the entry lacks {name!r}")
    try:
        return kind(**values)
    except ValueError as error:
        raise ResourceError(path, head, str(error)) from None


def _line_of(lines: list[str], pattern: str, start: int = 0) -> int:
    for number, line in enumerate(lines[start:], start + 1):
        if re.match(rf"\s*(?:{pattern})", line):
            return number
    return start
