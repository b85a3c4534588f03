"""Analyses as bytes and back: JSON for words, plain arrays for numbers; nothing that can run code."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pipeline.matching.across import Reading, Rows
from pipeline.matching.links import Item

_LENGTH: Final = struct.Struct("<Q")
_KINDS: Final = {"i": np.dtype("<i8"), "f": np.dtype("<f8")}


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one document gave: its tables' rows, and what other documents compare with.

    Attributes
    ----------
    rows
        The contract's tables, of this document alone.
    item
        None where there is nothing to compare: a skipped file, an evaluation page.
    text
        The decoded source.
    """

    rows: dict[str, list[dict[str, Any]]]
    item: Item | None
    text: str = ""


def pack_rows(rows: dict[str, list[dict[str, Any]]]) -> bytes:
    """Rows as compressed JSON; a list of columns and a list of cells per row, so that names stand once."""
    compact = {
        name: [list(table[0]), *([row[column] for column in table[0]] for row in table)]
        for name, table in rows.items()
        if table
    }
    return zlib.compress(json.dumps(compact, ensure_ascii=False, separators=(",", ":")).encode(), 3)


def unpack_rows(data: bytes, names: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    """The rows that `pack_rows` packed, with an empty table for each name that had none."""
    compact = json.loads(zlib.decompress(data))
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for name, (columns, *cells) in compact.items():
        found[name] = [dict(zip(columns, row, strict=True)) for row in cells]
    return found


def pack_item(item: Item | None) -> bytes:
    """An item: a JSON head, then its arrays one after the other."""
    if item is None:
        return b""
    reading = item.reading
    arrays: list[NDArray[Any]] = []

    def put(array: NDArray[Any]) -> dict[str, Any]:
        kind = "i" if array.dtype.kind == "i" else "f"
        arrays.append(np.ascontiguousarray(array, dtype=_KINDS[kind]))
        return {"kind": kind, "shape": list(array.shape)}

    def put_rows(rows: Rows) -> list[dict[str, Any]]:
        return [put(rows.pointers), put(rows.terms), put(rows.values)]

    head = {
        "document_id": item.document_id,
        "needs": item.needs,
        "seekers": item.seekers,
        "said": item.said,
        "speakers": item.speakers,
        "replies": [int(flag) for flag in item.replies],
        "asked_rows": {name: put_rows(rows) for name, rows in reading.asked.items()},
        "said_rows": {name: put_rows(rows) for name, rows in reading.said.items()},
        "core": put_rows(reading.core),
        "asked_sense": put(reading.asked_sense),
        "said_sense": put(reading.said_sense),
        "reached": put(reading.reached),
        "flags": put(reading.flags),
        "wants": [sorted(names) for names in reading.wants],
        "gives": [sorted(names) for names in reading.gives],
        "topics_asked": [sorted(names) for names in reading.topics_asked],
        "topics_said": [sorted(names) for names in reading.topics_said],
    }
    words = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return _LENGTH.pack(len(words)) + words + b"".join(array.tobytes() for array in arrays)


def unpack_item(data: bytes) -> Item | None:
    """The item that `pack_item` packed."""
    if not data:
        return None
    (length,) = _LENGTH.unpack_from(data)
    head = json.loads(data[_LENGTH.size : _LENGTH.size + length])
    at = _LENGTH.size + length

    def get(form: dict[str, Any]) -> NDArray[Any]:
        nonlocal at
        count = int(np.prod(form["shape"]))
        array = np.frombuffer(data, dtype=_KINDS[form["kind"]], count=count, offset=at)
        at += array.nbytes
        return array.reshape(form["shape"])

    def get_rows(forms: list[dict[str, Any]]) -> Rows:
        return Rows(*(get(form) for form in forms))

    # Arrays lie in the order in which they were put.
    asked = {name: get_rows(forms) for name, forms in head["asked_rows"].items()}
    said = {name: get_rows(forms) for name, forms in head["said_rows"].items()}
    core = get_rows(head["core"])
    asked_sense, said_sense = get(head["asked_sense"]), get(head["said_sense"])
    reached, flags = get(head["reached"]), get(head["flags"])
    reading = Reading(
        asked=asked,
        said=said,
        core=core,
        asked_sense=asked_sense,
        said_sense=said_sense,
        wants=tuple(frozenset(names) for names in head["wants"]),
        gives=tuple(frozenset(names) for names in head["gives"]),
        topics_asked=tuple(frozenset(names) for names in head["topics_asked"]),
        topics_said=tuple(frozenset(names) for names in head["topics_said"]),
        reached=reached,
        flags=flags,
    )
    return Item(
        document_id=head["document_id"],
        needs=tuple(head["needs"]),
        seekers=tuple(head["seekers"]),
        said=tuple(head["said"]),
        speakers=tuple(head["speakers"]),
        replies=tuple(bool(flag) for flag in head["replies"]),
        reading=reading,
    )
