"""The command `runda`: options in, one call, words out; imports nothing heavy until used."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.commands import query
from pipeline.errors import RundaError

if TYPE_CHECKING:
    from pipeline.job import Progress

_MEGABYTE = 1_000_000
_PATH = click.Path(path_type=Path)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)

rules_option = click.option(
    "--rules-only", is_flag=True, help="Decide by the readable rules alone, without fitted models."
)
topics_option = click.option(
    "--topics",
    type=_FILE,
    metavar="FILE",
    help="A file with topics of your own, read after the shipped ones.",
)

contacts_option = click.option(
    "--contacts",
    type=_FILE,
    metavar="CSV",
    help="Persons, addresses and roles that minutes do not say: columns member, person, e-mail, role.",
)
out_option = click.option(
    "--out",
    type=_FOLDER,
    default=Path("data/processed"),
    show_default=True,
    metavar="DIR",
    help="Output folder of a run.",
)
template_option = click.option(
    "--template",
    type=_FILE,
    metavar="FILE.docx",
    help="A Word document of your own whose styles the documents get.",
)


class _Stop(click.ClickException):
    """An error that the user can act on: one line, exit status 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"runda: {self.message}", file=file, err=True)


class _Group(click.Group):
    """A group whose commands end with a message, never with a traceback, on errors of the user's."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except RundaError as error:
            raise _Stop(str(error)) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="runda")
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="warning",
    show_default=True,
    help="How much to tell on the error stream about what is going on.",
)
def main(log_level: str) -> None:
    """Read the minutes of a network's go-rounds; tell who can help whom.

    \b
    Examples:
      runda run                                   # data/raw -> data/processed
      runda run minutes/2021-03-23.docx --out OUT
      runda explain minutes/2021-03-23.docx --line 14
    """
    logging.basicConfig(level=log_level.upper(), format="%(levelname)s %(name)s: %(message)s", force=True)


@main.command()
@click.argument("inputs", nargs=-1, type=_PATH, metavar="[INPUT]...")
@click.option(
    "--out",
    type=_PATH,
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
    "--report/--no-report", "page", default=True, show_default=True, help="Write the page report.html."
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


@main.command()
@click.argument("file", type=_FILE)
@click.option(
    "--line", type=click.IntRange(min=1), required=True, metavar="N", help="Line to explain, from 1."
)
@topics_option
@rules_option
def explain(file: Path, line: int, topics: Path | None, rules_only: bool) -> None:
    """Tell how a line of FILE was understood: block, speaker, labels, and the signals behind them.

    \b
    Example:
      runda explain data/raw/exempel-2021-03-23.txt --line 14
    """
    from pipeline.explain import explain_line
    from pipeline.job import read_one
    from pipeline.language import load

    doc = read_one(load(topics=topics, rules_only=rules_only), file)
    click.echo(explain_line(doc, line))


@main.command()
@click.argument("output", type=_PATH, metavar="OUT|INPUT")
@click.argument("gold", type=_FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print figures, counts and misses as JSON.")
@click.option(
    "--misses",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="N",
    help="Also print up to N misses a figure, with the signals that decided them.",
)
@click.option(
    "--against",
    type=_PATH,
    metavar="OLD",
    help="Compare with another output folder of the same documents: what got better, what got worse.",
)
@topics_option
@rules_option
def evaluate(
    output: Path,
    gold: Path,
    as_json: bool,
    misses: int,
    against: Path | None,
    topics: Path | None,
    rules_only: bool,
) -> None:
    """Score an output folder, or documents read anew, against a folder of gold.

    OUT is the --out folder of a run with CSV or Parquet tables; INPUT a file or folder of
    documents. GOLD holds NAME.gold.json files with their NAME.txt beside them.

    \b
    Examples:
      runda evaluate data/processed tests/gold/tidy
      runda evaluate tests/gold/natural tests/gold/natural --misses 5
      runda evaluate after tests/gold/tidy --against before
    """
    from pipeline.scoring.changes import compare
    from pipeline.scoring.folders import evaluate_folders

    evaluation = evaluate_folders(output, gold, topics=topics, rules_only=rules_only)
    found = compare(evaluate_folders(against, gold), evaluation) if against else evaluation
    if as_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=1))
    else:
        click.echo(found.as_text(misses or 5 if against else misses))


@main.command()
@topics_option
def topics(topics: Path | None) -> None:
    """List the topics; with --topics FILE, check a file of your own as well.

    \b
    Example:
      runda topics --topics mine.toml
    """
    from pipeline.topics import load_topics

    for topic in load_topics(topics).topics:
        click.echo(f"{topic.id:<24} {topic.swedish}  [{topic.area}]")


@main.command()
@click.argument("output", type=_FOLDER, metavar="OUT")
@click.option(
    "--round", "date", default="", metavar="DATE", help="Only questions of that round (2021-03-23)."
)
@click.option(
    "--accepted",
    type=_FILE,
    metavar="WORKBOOK",
    help='A runda.xlsx with "ja" under "Ert beslut" at the proposals to write about. '
    "Without it: the best helper of each question that waits for an answer and still stands.",
)
@contacts_option
@click.option("--to", type=_PATH, metavar="DIR", help="Folder for the letters. [default: OUT/letters]")
@template_option
@topics_option
def letters(
    output: Path,
    date: str,
    accepted: Path | None,
    contacts: Path | None,
    to: Path | None,
    template: Path | None,
    topics: Path | None,
) -> None:
    """Write letters that introduce who asks to who can help, as drafts: Word, Markdown and mail.

    OUT is the --out folder of a run. Nothing is sent.

    \b
    Examples:
      runda letters data/processed --round 2021-03-23
      runda letters data/processed --accepted data/processed/runda.xlsx --contacts kontakter.csv
    """
    from pipeline.commands.office import write_letters

    number, folder = write_letters(
        output,
        to=to,
        date=date,
        accepted=accepted,
        contacts=contacts,
        template=template,
        topics=topics,
        warn=lambda text: click.echo(text, err=True),
    )
    click.echo(f"{number} letters: {folder}")


@main.command()
@click.argument("path", type=_PATH, metavar="FILE.docx")
def template(path: Path) -> None:
    """Write the Word template, to change its styles in Word and use with --template.

    \b
    Example:
      runda template mall.docx
    """
    from pipeline.commands.office import write_template

    write_template(path)
    click.echo(f"Template: {path}")


@main.command("open")
@click.argument("output", type=_PATH, default=Path("data/processed"), metavar="[OUT]")
def open_report(output: Path) -> None:
    """Open the report page of an output folder in the browser.

    OUT is the --out folder of a run (default: data/processed), or a page in it.

    \b
    Examples:
      runda open
      runda open data/processed/report-en.html
    """
    from pipeline.commands.report import open_page

    click.echo(f"Report: {open_page(output)}")


@main.command("report")
@click.argument("output", type=_PATH, default=Path("data/processed"), metavar="[OUT]")
@click.option(
    "--lang",
    type=click.Choice(["sv", "en"]),
    default="sv",
    show_default=True,
    help="Language of the page; quotations stay Swedish.",
)
@click.option(
    "--to", type=_PATH, metavar="FILE", help="The file. [default: OUT/report.html, OUT/report-en.html]"
)
@topics_option
def write_page(output: Path, lang: str, to: Path | None, topics: Path | None) -> None:
    """Write the report page of an output folder anew, in Swedish or English.

    OUT is the --out folder of a run (default: data/processed).

    \b
    Example:
      runda report data/processed --lang en
    """
    from pipeline.commands.report import write_report

    click.echo(f"Report: {write_report(output, lang, to, topics)}")


@main.command("add")
@click.argument("inputs", nargs=-1, required=True, type=_PATH, metavar="INPUT...")
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
        click.echo(f"\n{outcome.read} documents read, the others taken from the store.\n")
        click.echo(news_text(out))
    for source, message in messages(outcome, "failed"):
        click.echo(f"runda: could not read {source}: {message}", err=True)
    ctx.exit(1 if outcome.failed else 0)


@main.command()
@click.argument("output", type=_FOLDER, default=Path("data/processed"), metavar="[OUT]")
def news(output: Path) -> None:
    """Tell which questions the latest round made answerable, and who can help (in Swedish).

    OUT is the --out folder of a run (default: data/processed).

    \b
    Example:
      runda news data/processed
    """
    from pipeline.commands.memory import news_text

    click.echo(news_text(output))


@main.command()
@click.argument("person", metavar="PERSON")
@click.option("--member", required=True, metavar="NAME", help="The member that the person spoke for.")
@out_option
@click.option("--yes", is_flag=True, help="Do not ask first.")
def forget(person: str, member: str, out: Path, yes: bool) -> None:
    """Forget PERSON of a member: in every output, in the store, and in later runs with the folder.

    In quoted words the name becomes block signs. The minutes themselves are left as they are; the
    command says where they still have the name.

    \b
    Example:
      runda forget "Eva Ek" --member Skara --yes
    """
    from pipeline.commands.memory import forget_person

    if not yes:
        click.confirm(f"Forget {person}, {member}, in {out}? This cannot be undone", abort=True)
    for line in forget_person(out, member, person):
        click.echo(line)


for _command in (query.sql, query.find, query.who):
    main.add_command(_command)
