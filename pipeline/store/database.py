"""The store's file: SQLite, with a version, migrations, and a copy to go back to."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from pipeline.errors import RundaError
from pipeline.memory.people import Contact
from pipeline.store.packing import (
    Analysis,
    pack_item,
    pack_rows,
    unpack_item,
    unpack_rows,
)

STORE: Final = ".runda-store.sqlite"
#: Says that the file is Runda's ("Rund" as a number), whatever it is called.
_OWNER: Final = 0x52756E64


class StoreError(RundaError):
    """The store cannot be used; nothing in it was changed."""


def _first(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE documents (key TEXT PRIMARY KEY, document_id TEXT NOT NULL, source TEXT NOT NULL,"
        " path TEXT NOT NULL, fingerprint TEXT NOT NULL, rows BLOB NOT NULL, item BLOB NOT NULL,"
        " text BLOB NOT NULL)"
    )
    db.execute(
        "CREATE TABLE links (need_document TEXT NOT NULL, said_document TEXT NOT NULL,"
        " fingerprint TEXT NOT NULL, links TEXT NOT NULL, PRIMARY KEY (need_document, said_document))"
    )


def _second(db: sqlite3.Connection) -> None:
    # Corrections are kept by content, so that they outlive every new reading.
    db.execute(
        "CREATE TABLE corrections (sha256 TEXT NOT NULL, char_start INTEGER NOT NULL,"
        " char_end INTEGER NOT NULL, text TEXT NOT NULL, label TEXT NOT NULL, value TEXT NOT NULL,"
        " made TEXT NOT NULL DEFAULT '', PRIMARY KEY (sha256, char_start, char_end, label))"
    )
    db.execute(
        "CREATE TABLE forgotten (member TEXT NOT NULL, salt TEXT NOT NULL, digest TEXT NOT NULL,"
        " PRIMARY KEY (member, digest))"
    )


def _third(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE contacts (member TEXT NOT NULL, person TEXT NOT NULL, email TEXT NOT NULL,"
        " role TEXT NOT NULL, PRIMARY KEY (member, person))"
    )
    db.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)")


def _fourth(db: sqlite3.Connection) -> None:
    # Links are packed numbers now; they are worked out again with the documents' next reading.
    db.execute("DROP TABLE links")
    db.execute(
        "CREATE TABLE links (need_document TEXT NOT NULL, said_document TEXT NOT NULL,"
        " fingerprint TEXT NOT NULL, links BLOB NOT NULL,"
        " PRIMARY KEY (need_document, said_document)) WITHOUT ROWID"
    )


#: From version 0 (an empty file) upwards, one step a version; never changed, only added to.
MIGRATIONS: Final[tuple[Callable[[sqlite3.Connection], None], ...]] = (_first, _second, _third, _fourth)
VERSION: Final = len(MIGRATIONS)


def content_key(sha256: str, source: str, fingerprint: str) -> str:
    """What an analysis is kept by: the bytes, the name (a date may stand in it), and the rules."""
    return hashlib.sha256(f"{sha256}\n{source}\n{fingerprint}".encode("utf-8", "surrogateescape")).hexdigest()


class Store:
    """An open store. Use with ``with``: what was put is kept only where the block ends well.

    Parameters
    ----------
    folder
        The output folder; the store lies in it as ``.runda-store.sqlite``.

    Raises
    ------
    StoreError
        Where the file is damaged, made by a newer Runda, or not Runda's; it says what to do.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / STORE
        self.copy = folder / f"{STORE}.previous"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            existed = self.path.exists() and self.path.stat().st_size > 0
            self._db = sqlite3.connect(self.path, isolation_level=None)
            try:
                version = self._inspect(existed)
                if existed:
                    shutil.copy2(self.path, self.copy)
                self._db.execute("PRAGMA secure_delete = ON")  # what is forgotten leaves no trace
                self._db.execute("BEGIN IMMEDIATE")
                for step in MIGRATIONS[version:]:
                    step(self._db)
                self._db.execute(f"PRAGMA user_version = {VERSION}")
                self._db.execute(f"PRAGMA application_id = {_OWNER}")
            except BaseException:
                self._db.close()
                raise
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StoreError(f"{self.path} is in use by another run; wait until it is done") from error
            raise StoreError(self._damaged(str(error))) from error
        except sqlite3.DatabaseError as error:
            raise StoreError(self._damaged(str(error))) from error
        except OSError as error:
            raise StoreError(
                f"cannot write to {folder}: {error.strerror or error}; the old output is left as it was"
            ) from error

    def _inspect(self, existed: bool) -> int:
        version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        owner = int(self._db.execute("PRAGMA application_id").fetchone()[0])
        if existed and owner != _OWNER:
            raise StoreError(
                f"{self.path} is not a store of Runda's; it was left as it is. Move it away, or choose "
                "another --out folder"
            )
        if version > VERSION:
            raise StoreError(
                f"{self.path} was made by a newer Runda (store version {version}, this one knows {VERSION}); "
                "it was left as it is. Use the newer Runda, or another --out folder"
            )
        if existed:
            verdict = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                raise sqlite3.DatabaseError(str(verdict))
        return version

    def _damaged(self, why: str) -> str:
        back = (
            f"Way back: copy {self.copy.name} over it (the store as it was before the latest run)"
            if self.copy.exists()
            else "There is no earlier copy of it"
        )
        return (
            f"{self.path} is damaged ({why}) and was left as it is. {back}; or move it away and run again, "
            "which reads all documents anew but loses corrections that stand only there"
        )

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._db.execute("ROLLBACK" if kind else "COMMIT")
        finally:
            self._db.close()

    def get(self, key: str, names: tuple[str, ...]) -> Analysis | None:
        """The analysis kept by a key, or None."""
        for rows, item, text in self._read("SELECT rows, item, text FROM documents WHERE key = ?", (key,)):
            return Analysis(unpack_rows(rows, names), unpack_item(item), zlib.decompress(text).decode())
        return None

    def put(self, key: str, path: Path, fingerprint: str, analysis: Analysis) -> Analysis:
        """Keep an analysis; give it back as it is kept."""
        row = analysis.rows["documents"][0]
        rows, item = pack_rows(analysis.rows), pack_item(analysis.item)
        text = zlib.compress(analysis.text.encode(), 3)
        self._db.execute(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (key, row["document_id"], row["source"], str(path), fingerprint, rows, item, text),
        )
        return Analysis(unpack_rows(rows, tuple(analysis.rows)), unpack_item(item), analysis.text)

    def moved(self, key: str, path: Path) -> None:
        """Note where a document lies now."""
        self._db.execute(
            "UPDATE documents SET path = ? WHERE key = ? AND path <> ?", (str(path), key, str(path))
        )

    def replace(self, key: str, analysis: Analysis) -> None:
        """Put other rows and another text in the place of what is kept by a key."""
        self._db.execute(
            "UPDATE documents SET rows = ?, text = ? WHERE key = ?",
            (pack_rows(analysis.rows), zlib.compress(analysis.text.encode(), 3), key),
        )

    def settings(self) -> dict[str, Any]:
        """How the latest run was asked for."""
        return {name: json.loads(value) for name, value in self._read("SELECT name, value FROM settings", ())}

    def put_settings(self, settings: Mapping[str, Any]) -> None:
        """Keep how a run was asked for."""
        self._db.execute("DELETE FROM settings")
        self._db.executemany(
            "INSERT INTO settings VALUES (?, ?)", [(name, json.dumps(v)) for name, v in settings.items()]
        )

    def stored(self) -> list[tuple[str, Path, str]]:
        """Key, path and fingerprint of every document of the latest output."""
        found = self._read("SELECT key, path, fingerprint FROM documents ORDER BY path, key", ())
        return [(key, Path(path), fingerprint) for key, path, fingerprint in found]

    def keep_only(self, keys: Iterable[str]) -> None:
        """Drop the documents that are no part of the output any more, and their links."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY)")
        self._db.execute("DELETE FROM kept")
        self._db.executemany("INSERT OR IGNORE INTO kept VALUES (?)", [(key,) for key in keys])
        self._db.execute("DELETE FROM documents WHERE key NOT IN (SELECT key FROM kept)")
        self._db.execute(
            "DELETE FROM links WHERE need_document NOT IN (SELECT document_id FROM documents)"
            " OR said_document NOT IN (SELECT document_id FROM documents)"
        )

    def links(self, fingerprint: str) -> dict[tuple[str, str], bytes]:
        """All links made with these rules, by pair of documents."""
        found = self._read(
            "SELECT need_document, said_document, links FROM links WHERE fingerprint = ?", (fingerprint,)
        )
        return {(need, said): links for need, said, links in found}

    def put_links(self, fingerprint: str, links: Mapping[tuple[str, str], bytes]) -> None:
        """Keep the links of pairs of documents."""
        self._db.executemany(
            "INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?)",
            [
                (need, said, fingerprint, found)
                for (need, said), found in links.items()
                if found or need == said  # that a document was compared shows by the pair with itself
            ],
        )

    def contacts(self) -> list[Contact]:
        """The lines of the latest contacts file."""
        rows = self._read("SELECT member, person, email, role FROM contacts ORDER BY member, person", ())
        return [Contact(*row) for row in rows]

    def put_contacts(self, contacts: Iterable[Contact]) -> None:
        """Keep the lines of a contacts file in place of those of the one before."""
        self._db.execute("DELETE FROM contacts")
        self._db.executemany(
            "INSERT OR REPLACE INTO contacts VALUES (?, ?, ?, ?)",
            [(contact.member, contact.person, contact.email, contact.role) for contact in contacts],
        )

    def persons(self, member: str) -> set[str]:
        """All names of a member's persons, as written in minutes or in the contacts file."""
        found = {contact.person for contact in self.contacts() if contact.member == member}
        for (rows,) in self._read("SELECT rows FROM documents", ()):
            tables = unpack_rows(rows, ("blocks", "statements"))
            for row in (*tables["blocks"], *tables["statements"]):
                if row["member"] == member:
                    found.update(row["persons"])
        return found

    def forgotten(self) -> list[tuple[str, str, str]]:
        """Member, salt and digest of each person who shall not be named."""
        return self._read("SELECT member, salt, digest FROM forgotten ORDER BY member, digest", ())

    def forget(self, member: str, salt: str, digest: str) -> None:
        """Note a person who shall not be named; only a digest of the name is kept."""
        self._db.execute("INSERT OR IGNORE INTO forgotten VALUES (?, ?, ?)", (member, salt, digest))

    def drop_copy(self) -> None:
        """Remove the copy of the store as it was, which may name who shall be forgotten."""
        self.copy.unlink(missing_ok=True)

    def _read(self, query: str, values: tuple[str, ...]) -> list[Any]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise StoreError(self._damaged(str(error))) from error
