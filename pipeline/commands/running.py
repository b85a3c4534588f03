"""The commands that read documents: run, add."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.options import (
    PATH,
    contacts_option,
    out_option,
    rules_option,
    template_option,
    topics_option,
)

if TYPE_CHECKING:
    from pipeline.job import Progress

_MEGABYTE = 1_000_000


@click.command()
@click.argument("inputs", nargs=-1, type=PATH, metavar="[INPUT]...")
@click.option(
    "--out",
    type=PATH,
    default=Path("data/processed"),
    show_default=True,
    metavar="DIR",
    help="Folder for the output; made where it is missing. Files of your own in it are left alone.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet", "both"]),
    default="both",
    show_default=True,
    help="Form of the tables.",
)
@topics_option
@rules_option
@click.option(
    "--max-size",
    type=click.FloatRange(min=0, min_open=True),
    default=20.0,
    show_default=True,
    metavar="MB",
    help="Do not read files larger than this many megabytes.",
)
@contacts_option
@template_option
@click.option(
    "--documents/--no-documents",
    default=True,
    show_default=True,
    help="Write the workbook, the Word documents and the pages about topics beside the tables.",
)
@click.option(
    "--report/--no-report",
    "page",
    default=True,
    show_default=True,
    help="Write the page report.html. A page of an earlier run does not stay beside other tables.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.pass_context
def run(
    ctx: click.Context,
    inputs: tuple[Path, ...],
    out: Path,
    form: str,
    topics: Path | None,
    rules_only: bool,
    max_size: float,
    contacts: Path | None,
    template: Path | None,
    documents: bool,
    page: bool,
    quiet: bool,
) -> None:
    """Read documents; write tables, a workbook and summaries.

    INPUT are files and folders (default: data/raw). Exit status 0: every document was read; 1: at
    least one could not be read, all others were written; 2: wrong usage.

    \b
    Examples:
      runda run
      runda run minutes/ evaluation.html --out results --format csv
    """
    from pipeline.job import run as run_job
    from pipeline.publish.console import messages, report

    with _progress(quiet) as progress:
        outcome = run_job(
            inputs or (Path("data/raw"),),
            out,
            topics=topics,
            rules_only=rules_only,
            form=form,
            max_bytes=int(max_size * _MEGABYTE),
            progress=progress,
            template=template,
            documents=documents,
            report=page,
            contacts=contacts,
        )
    if not quiet:
        click.echo(report(outcome, out))
    for source, message in messages(outcome, "failed"):
        click.echo(f"runda: could not read {source}: {message}", err=True)
    ctx.exit(1 if outcome.failed else 0)


@click.command("add")
@click.argument("inputs", nargs=-1, required=True, type=PATH, metavar="INPUT...")
@out_option
@contacts_option
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.pass_context
def add_documents(
    ctx: click.Context, inputs: tuple[Path, ...], out: Path, contacts: Path | None, quiet: bool
) -> None:
    """Add documents to an output folder: read what is new or changed, keep the rest.

    The output is what `runda run` on all documents gives, with the options of the latest run.

    \b
    Examples:
      runda add minutes/2021-10-05.docx
      runda add minutes/2021-10-05.docx --out results
    """
    from pipeline.commands.memory import add, news_text
    from pipeline.publish.console import messages, report

    with _progress(quiet) as progress:
        outcome = add(inputs, out, contacts=contacts, progress=progress)
    if not quiet:
        click.echo(report(outcome, out))
        many = "1 document" if outcome.read == 1 else f"{outcome.read} documents"
        click.echo(f"\n{many} read, the others taken from the store.\n")
        click.echo(news_text(out))
    for source, message in messages(outcome, "failed"):
        click.echo(f"runda: could not read {source}: {message}", err=True)
    ctx.exit(1 if outcome.failed else 0)


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress | None]:
    """A bar on a terminal; nothing where the output is piped or quiet is asked for."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="Reading", file=sys.stderr, item_show_func=str) as bar:

        def show(number: int, total: int, path: Path) -> None:
            bar.length = total
            bar.update(int(number > 1), path.name)

        yield show
        bar.update(1, "")
