"""PDF files with a text layer → text. Needs the extra ``runda[pdf]``."""

from __future__ import annotations

import io
import logging
from typing import Any

from pipeline.errors import ReadingError, SkippedError

_MAX_PAGES = 2000


def pdf_text(data: bytes, name: str) -> tuple[str, list[str]]:
    """Text layer of a PDF, page after page, and warnings.

    Raises
    ------
    ReadingError
        Where the extra is missing, or the file is encrypted or broken.
    SkippedError
        Where it is empty or has no text layer.
    """
    try:
        import pypdf
        from pypdf.errors import DependencyError
    except ImportError:
        raise ReadingError(
            f"{name}: reading PDF needs an extra; install it with: pip install 'runda[pdf]'"
        ) from None

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it comments on every oddity of a file
    try:
        pages = _pages(pypdf.PdfReader(io.BytesIO(data)), name)
    except DependencyError:
        raise ReadingError(f"{name}: the file is encrypted; save a copy without protection") from None
    except ReadingError:
        raise
    except Exception as error:  # a broken file surfaces as almost any error in pypdf
        raise ReadingError(f"{name}: the PDF is broken ({error}); save it anew, or as .docx") from error
    if not any(page.strip() for page in pages):
        raise SkippedError(f"{name}: the PDF has no text layer (is it scanned?); run text recognition on it")
    empty = [str(number) for number, page in enumerate(pages, 1) if not page.strip()]
    messages = []
    if empty:
        messages.append(f"no text on page {', '.join(empty[:10])}{' and more' if len(empty) > 10 else ''}")
    text = "\n".join("\n".join(line.rstrip() for line in page.split("\n")).strip("\n") for page in pages)
    return text.replace("\x00", ""), messages


def _pages(reader: Any, name: str) -> list[str]:
    # Many files are locked against changes only and open with the empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadingError(f"{name}: the file is protected by a password; save a copy without one")
    if len(reader.pages) > _MAX_PAGES:
        raise ReadingError(f"{name}: the file has more than {_MAX_PAGES} pages; split it")
    return [page.extract_text() or "" for page in reader.pages]
