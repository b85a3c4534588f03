"""The commands about the report page: write it anew, in another language; open it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from pipeline.errors import OutputError
from pipeline.publish.locale import DEFAULT

PAGE: Final = "report.html"
_DATA: Final = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def write_report(
    output: Path, language: str = DEFAULT, to: Path | None = None, topics: Path | None = None
) -> Path:
    """Write the page of a run's output folder anew; say where.

    Parameters
    ----------
    output
        The run's output folder. Its ``report.html`` holds the minutes, its tables all else.
    language
        Language of the interface.
    to
        The file; ``report.html``, or ``report-LANGUAGE.html``, in the output folder where none is given.
    topics
        A file with topics of one's own.

    Raises
    ------
    OutputError
        Where the folder has no report or no tables, or the file cannot be written.
    """
    from pipeline.publish.report.page import report_page
    from pipeline.tables import read_tables
    from pipeline.topics import load_topics

    page = report_page(read_tables(output), texts_of(page_in(output)), load_topics(topics).topics, language)
    target = to or output / (PAGE if language == DEFAULT else f"report-{language}.html")
    partial = target.with_name(f".{target.name}.part")
    try:
        partial.write_bytes(page)
        partial.replace(target)
    except OSError as error:
        raise OutputError(f"cannot write {target}: {error.strerror or error}") from error
    return target


def page_in(output: Path) -> Path:
    """The page of a run's output folder, or the page itself where that is named."""
    page = output / PAGE if output.is_dir() else output
    if not page.is_file():
        raise OutputError(f"{page} does not exist; `runda run` writes it")
    return page


def texts_of(page: Path) -> dict[str, str]:
    """Document id -> text of the minutes that a page holds."""
    found = _DATA.search(page.read_text(encoding="utf-8"))
    try:
        documents = json.loads(found.group(1) if found else "")["docs"]
        texts = {str(document["id"]): str(document["text"]) for document in documents}
    except (ValueError, KeyError, TypeError):
        raise OutputError(f"{page} is no report of Runda's; `runda run` writes one") from None
    return texts


def open_page(output: Path) -> Path:
    """Open the page in the browser; say which file it is."""
    import webbrowser

    page = page_in(output).resolve()
    webbrowser.open(page.as_uri())
    return page
