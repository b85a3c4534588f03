"""Reading: a file of any kind and encoding → `SourceText`.

``read`` gives a file's whole text or raises; nothing is ever half read. `SkippedError` says that
there is nothing to read (an empty file, an unknown kind), any other `ReadingError` that a document
could not be read. Each message says what is wrong, with which file, and what to do about it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

from pipeline.errors import ReadingError, SkippedError
from pipeline.plugins import Plug, find, names
from pipeline.reading.finding import find_documents
from pipeline.values import SourceText

__all__ = ["DEFAULT_MAX_BYTES", "SUPPORTED", "find_documents", "read", "read_bytes"]

#: Suffixes of the kinds that are read.
SUPPORTED: tuple[str, ...] = (".txt", ".md", ".docx", ".html", ".htm", ".pdf", ".eml")

#: Largest file that is read unless the caller says otherwise.
DEFAULT_MAX_BYTES = 20_000_000

#: Kinds that hold minutes often enough to deserve better advice than "unknown".
_ADVICE = {
    ".doc": "save it as .docx",
    ".odt": "save it as .docx",
    ".rtf": "save it as .docx",
    ".pages": "export it as .docx",
    ".docm": "save it as .docx",
    ".dotx": "save it as .docx",
    ".msg": "save the e-mail as .eml or its text as .txt",
    ".mht": "save the page as .html",
    ".mhtml": "save the page as .html",
    ".xlsx": "save the text as .txt or .docx",
    ".pptx": "save the text as .txt or .docx",
}


def read(path: Path, *, max_bytes: int = DEFAULT_MAX_BYTES) -> SourceText:
    """Read a document.

    Parameters
    ----------
    path
        The file; its suffix says what kind it is.
    max_bytes
        Largest size read. A Word file may unpack to ten times as much.

    Raises
    ------
    SkippedError
        Where it is empty or of a kind that is not read.
    ReadingError
        Where it cannot be read.
    """
    path = Path(path)
    name = unicodedata.normalize("NFC", path.name)
    _check_kind(name)
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise _too_large(name, size, max_bytes)
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadingError(f"{path}: there is no such file; check the path") from None
    except OSError as error:
        raise ReadingError(
            f"{path}: the file cannot be opened ({error.strerror}); check its rights"
        ) from error
    return read_bytes(data, name, max_bytes=max_bytes)


def read_bytes(data: bytes, name: str, *, max_bytes: int = DEFAULT_MAX_BYTES) -> SourceText:
    """Read a document that is in memory already (an upload); see `read`."""
    suffix = _check_kind(name)
    if len(data) > max_bytes:
        raise _too_large(name, len(data), max_bytes)
    if not data.strip():
        raise SkippedError(f"{name}: the file is empty; nothing to read")
    encoding = suffix.removeprefix(".")
    messages: list[str] = []
    if suffix == ".docx":
        from pipeline.reading.word import docx_text

        text, messages = docx_text(data, name, max_bytes)
    elif suffix in {".html", ".htm"}:
        from pipeline.reading.webpage import html_text

        text, messages = html_text(data, name)
        encoding = "html"
    elif suffix == ".pdf":
        from pipeline.reading.portable import pdf_text

        text, messages = pdf_text(data, name)
    elif suffix == ".eml":
        from pipeline.reading.mail import eml_text

        text, messages = eml_text(data, name)
    elif suffix not in SUPPORTED:
        text, messages = _by_plugin(suffix, data, name)
    else:
        from pipeline.reading.decoding import decode

        decoded = decode(data, name)
        return SourceText(decoded.text, name, _digest(data), decoded.encoding, decoded.messages)
    from pipeline.reading.decoding import normalise

    tidy = normalise(text)
    return SourceText(tidy.text, name, _digest(data), encoding, (*messages, *tidy.messages))


def _by_plugin(suffix: str, data: bytes, name: str) -> tuple[str, list[str]]:
    """What a reader that somebody else installed says; a fault in it fails this document alone."""
    try:
        return str(find(Plug.READER, suffix.removeprefix("."))(data, name)), []
    except ReadingError:
        raise
    except Exception as error:
        raise ReadingError(
            f"{name}: the plug-in that reads {suffix} failed ({type(error).__name__}: {error}); "
            "tell its author, or save the document as .txt"
        ) from error


def _check_kind(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in SUPPORTED and suffix.removeprefix(".") not in names(Plug.READER):
        advice = _ADVICE.get(suffix, "save it as one of these")
        kind = f"files of the kind {suffix}" if suffix else "files without a suffix"
        raise SkippedError(f"{name}: {kind} are not read (only {', '.join(SUPPORTED)}); {advice}")
    return suffix


def _too_large(name: str, size: int, limit: int) -> ReadingError:
    return ReadingError(
        f"{name}: the file is too large ({size:,} bytes; the limit is {limit:,}); split it or raise the limit"
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
