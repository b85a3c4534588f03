"""Summaries as files: for each round and each topic a page in Markdown and one in Word."""

from __future__ import annotations

from pathlib import Path

from pipeline.outline import Outline
from pipeline.publish.folder import Content, Made, made_of, total
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
    return total(documents(ledger, template))


def documents(ledger: Ledger, template: Path | None = None) -> dict[str, Content]:
    """The same files, each made only where what it says has changed."""
    files: dict[str, Content] = {}
    for stem, outline in summary_outlines(ledger.rows, ledger.names).items():
        files |= in_both_forms(f"summaries/{stem}", outline, template)
    for stem, outline in topic_outlines(ledger).items():
        files |= in_both_forms(f"topics/{stem}", outline, template)
    return files


def in_both_forms(stem: str, outline: Outline, template: Path | None = None) -> dict[str, Content]:
    """An outline in Markdown and in Word, made only where it says something else than before."""
    recipe = made_of(outline, template.read_bytes() if template is not None and template.is_file() else b"")
    return {
        f"{stem}.md": Made(recipe, lambda: to_markdown(outline).encode("utf-8")),
        f"{stem}.docx": Made(recipe, lambda: to_docx(outline, template)),
    }


def both_forms(stem: str, outline: Outline, template: Path | None = None) -> dict[str, bytes]:
    """An outline in Markdown and in Word."""
    return total(in_both_forms(stem, outline, template))
