"""Read only what changed: documents that were read before, by the same rules, come from the store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.assembly import Links, analysis_of, missing_links, note_copies, note_same_dates
from pipeline.errors import RundaError
from pipeline.forgetting import without
from pipeline.schema import TABLES
from pipeline.store import Store
from pipeline.store.database import content_key
from pipeline.store.packing import Analysis
from pipeline.values import DocumentKind, Status

_NAMES = tuple(TABLES)


@dataclass(frozen=True, slots=True)
class Reader:
    """How documents are read.

    Attributes
    ----------
    nlp
        Makes the Language, at most once a run and only where something must be read.
    read
        Reads one file with it.
    fingerprint
        The version of rules and models.
    rules_only
        Whether fitted models are left out.
    """

    nlp: Callable[[], Language]
    read: Callable[[Language, Path], Doc]
    fingerprint: str
    rules_only: bool


@dataclass(frozen=True, slots=True)
class Gathered:
    """All documents of an output, and the links between them.

    Attributes
    ----------
    analyses, links
        What `assembly.tables_of` takes.
    read
        How many documents were read anew.
    origin
        Digest of all that they come from: equal where everything else is.
    """

    analyses: list[Analysis]
    links: Links
    read: int
    origin: str

    @property
    def texts(self) -> dict[str, str]:
        """Document id -> decoded source, of those that something was taken from."""
        rows = [(analysis.rows["documents"][0], analysis.text) for analysis in self.analyses]
        return {row["document_id"]: text for row, text in rows if row["kind"] != DocumentKind.SKIPPED}


def gather(
    store: Store,
    paths: Sequence[Path],
    reader: Reader,
    *,
    keep: bool,
    progress: Callable[[int, int, Path], None] | None = None,
) -> Gathered:
    """Read what changed, take the rest from the store, and remember what was read.

    Parameters
    ----------
    store
        The open store of the output folder.
    paths
        The files to read.
    reader
        How.
    keep
        Whether the documents of the latest output that are not among `paths` stay in it.
    progress
        Told before each document.
    """
    found: dict[str, Analysis] = {}
    passing: list[Analysis] = []  # unreadable ones: tried again the next time
    given = {path.resolve() for path in paths}
    if keep:
        paths = [*paths, *_kept(store, given, reader, found)]
    count = 0
    for number, path in enumerate(paths, 1):
        if progress is not None:
            progress(number, len(paths), path)
        key = _key(path, reader.fingerprint)
        analysis = store.get(key, _NAMES) if key else None
        if analysis is None:
            count += 1
            doc = reader.read(reader.nlp(), path)
            analysis = analysis_of(doc, rules_only=reader.rules_only)
            if key is None or analysis.rows["documents"][0]["status"] == Status.FAILED:
                passing.append(analysis)
                continue
            # Taken back as it will be the next time, so that fresh and stored are the same to the letter.
            analysis = store.put(key, path.resolve(), reader.fingerprint, analysis)
        assert key is not None
        store.moved(key, path.resolve())
        found[key] = analysis
    store.keep_only(found)
    forgotten = store.forgotten()
    if forgotten:  # what was just read names them again
        clean = dict(zip(found, without(list(found.values()), forgotten), strict=True))
        for key, analysis in clean.items():
            if analysis.rows != found[key].rows or analysis.text != found[key].text:
                store.replace(key, analysis)
        found = clean
    analyses = note_same_dates(note_copies([*found.values(), *passing]))
    known = store.links(reader.fingerprint)
    new = missing_links(analyses, known)
    store.put_links(reader.fingerprint, new)
    unread = sorted(repr(analysis.rows["documents"]) for analysis in passing)
    told = repr((sorted(found), unread, forgotten)).encode("utf-8", "surrogatepass")
    return Gathered(analyses, known | new, count, hashlib.sha256(told).hexdigest())


def _kept(store: Store, given: set[Path], reader: Reader, found: dict[str, Analysis]) -> list[Path]:
    """Documents of the latest output that stay: known by the same rules, or to be read again."""
    again = []
    for key, path, fingerprint in store.stored():
        if path in given:
            continue
        if fingerprint == reader.fingerprint:
            analysis = store.get(key, _NAMES)
            if analysis is not None:
                found[key] = analysis
        elif path.exists():
            again.append(path)
        else:
            raise RundaError(
                f"{path} was read by other rules than today's and is no longer there; put it back, or use "
                "`runda run` on the documents that you have"
            )
    return again


def _key(path: Path, fingerprint: str) -> str | None:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
    return content_key(digest, path.name, fingerprint)
