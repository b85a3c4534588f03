"""The command `runda`: options in, one call, words out; imports nothing heavy until used."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from pipeline import __version__
from pipeline.commands import looking, query, running
from pipeline.commands.options import (
    FILE,
    FOLDER,
    PATH,
    Group,
    contacts_option,
    out_option,
    template_option,
    topics_option,
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
@click.argument("output", type=FOLDER, metavar="OUT")
@click.option(
    "--round", "date", default="", metavar="DATE", help="Only questions of that round (2021-03-23)."
)
@click.option(
    "--accepted",
    type=FILE,
    metavar="WORKBOOK",
    help='A runda.xlsx with "ja" under "Ert beslut" at the proposals to write about. '
    "Without it: the best helper of each question that waits for an answer and still stands.",
)
@contacts_option
@click.option("--to", type=PATH, metavar="DIR", help="Folder for the letters. [default: OUT/letters]")
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
    click.echo(f"{number} {'letter' if number == 1 else 'letters'}: {folder}")


@main.command()
@click.argument("path", type=PATH, metavar="FILE.docx")
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
@click.argument("output", type=PATH, default=Path("data/processed"), metavar="[OUT]")
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
@click.argument("output", type=PATH, default=Path("data/processed"), metavar="[OUT]")
@click.option(
    "--lang",
    type=click.Choice(["sv", "en"]),
    default="sv",
    show_default=True,
    help="Language of the page; quotations stay Swedish.",
)
@click.option(
    "--to", type=PATH, metavar="FILE", help="The file. [default: OUT/report.html, OUT/report-en.html]"
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


@main.command()
@click.argument("output", type=FOLDER, default=Path("data/processed"), metavar="[OUT]")
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


_ELSEWHERE = (
    running.run, running.add_documents, looking.explain, looking.evaluate, looking.topics,
    query.sql, query.find, query.who,
)  # fmt: skip
for _command in _ELSEWHERE:
    main.add_command(_command)
