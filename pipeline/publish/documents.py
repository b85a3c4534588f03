"""Summaries as files: for each round and each topic a page in Markdown and one in Word."""

from __future__ import annotations

from pathlib import Path

from pipeline.outline import Outline
from pipeline.publish.ledger import Ledger
from pipeline.publish.markdown import to_markdown
from pipeline.publish.topic_pages import topic_outlines
from pipeline.publish.word import to_docx
from pipeline.summaries import summary_outlines


def document_files(ledger: Ledger, template: Path | None = None) -> dict[str, bytes]:
    """``summaries/DATE.md``, ``topics/NAME.md`` and the same as ``.docx`` -> content.

    Parameters
    ----------
    ledger
        The rows of a run.
    template
        A Word document of the office's own whose styles are used.
    """
    files: dict[str, bytes] = {}
    for stem, outline in summary_outlines(ledger.rows, ledger.names).items():
        files |= both_forms(f"summaries/{stem}", outline, template)
    for stem, outline in topic_outlines(ledger).items():
        files |= both_forms(f"topics/{stem}", outline, template)
    return files


def both_forms(stem: str, outline: Outline, template: Path | None = None) -> dict[str, bytes]:
    """An outline in Markdown and in Word."""
    return {
        f"{stem}.md": to_markdown(outline).encode("utf-8"),
        f"{stem}.docx": to_docx(outline, template),
    }
