"""What the office opens: the workbook, the documents and the page for after the round."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.publish.digest import digest_outline
from pipeline.publish.documents import documents, in_both_forms
from pipeline.publish.folder import Content, Made, made_of
from pipeline.publish.ledger import Ledger
from pipeline.publish.workbook import Address, workbook
from pipeline.rows import Rows
from pipeline.topics import Topic


def office_files(
    rows: Rows,
    topics: Iterable[Topic],
    *,
    recipe: str,
    template: Path | None = None,
    address: Address | None = None,
) -> dict[str, Content]:
    """``runda.xlsx``, ``summaries/``, ``topics/`` and ``digest`` -> content.

    Parameters
    ----------
    rows
        Rows of all tables.
    topics
        The topics, in the order that pages have.
    recipe
        Digest of all that the rows and topics come from: the workbook shows most of them.
    template
        A Word document of the office's own whose styles are used.
    address
        Where a document's line stands in a report beside the workbook.
    """
    ledger = Ledger(rows, topics)
    linked = made_of(recipe, address is not None)
    files: dict[str, Content] = {"runda.xlsx": Made(linked, lambda: workbook(ledger, address=address))}
    files |= documents(ledger, template)
    latest = digest_outline(ledger)
    if latest is not None:
        files |= in_both_forms("digest", latest, template)
    return files


def report_line(document_id: str, line: int) -> str:
    """Where a document's line stands in ``report.html``."""
    return f"report.html#/kallan/{document_id}/{line}"
