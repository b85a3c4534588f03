"""Commands that ask an output folder: SQL, words to find, needs to answer."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

_STAGES = ("considering", "planned", "ongoing", "done")
_WIDEST = 60

_out = click.option(
    "--out",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("data/processed"),
    show_default=True,
    metavar="DIR",
    help="Output folder of a run.",
)
_most = click.option(
    "-n",
    "--most",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    metavar="N",
    help="Show at most N.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_since = click.option(
    "--since",
    default="",
    metavar="DAY",
    help="Only what was said on that day or later: 2021, 2021-03, 2021-03-23.",
)


@click.command()
@click.argument("query", required=False, default="")
@_out
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, all of every cell.")
@_json
@click.option(
    "--save",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.db",
    help="Write the database to a file, with metadata for Datasette beside it.",
)
def sql(query: str, out: Path, as_csv: bool, as_json: bool, save: Path | None) -> None:
    """Ask the tables in SQL (SQLite); only questions are answered, nothing is changed.

    Without QUERY: list the tables and views with their columns.

    \b
    Examples:
      runda sql "SELECT member, stage, date FROM latest_positions WHERE topic = 'co2_budget'"
      runda sql --save runda.db
    """
    from pipeline.query.database import connect, listing, rows_of
    from pipeline.query.database import save as save_database
    from pipeline.tables import read_tables

    tables = read_tables(out)
    if save is not None:
        described = save_database(tables, save)
        click.echo(f"Database: {save}\nOpen it: datasette {save} --metadata {described}")
        if not query:
            return
    connection = connect(tables)
    try:
        names, rows = rows_of(connection, query) if query else listing(connection)
    finally:
        connection.close()
    if as_json:
        click.echo(
            json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False, indent=1)
        )
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
    else:
        click.echo(_grid(names, rows, widest=_WIDEST if query else 200))


@click.command()
@click.argument("words", nargs=-1)
@click.option("--member", default="", metavar="NAME", help="Only what that member says.")
@click.option(
    "--topic", default="", metavar="ID", help="Only statements about that topic (see `runda topics`)."
)
@click.option("--stage", type=click.Choice(_STAGES), default=None, help="Only statements with that stage.")
@_since
@_most
@_out
@_json
def find(
    words: tuple[str, ...],
    member: str,
    topic: str,
    stage: str | None,
    since: str,
    most: int,
    out: Path,
    as_json: bool,
) -> None:
    """Find statements that hold WORDS, in any inflection and inside compounds, best first.

    A "phrase in quotation marks" is found as written, begins* wherever a word begins so. Where no
    statement holds all the words, those that hold any are shown.

    \b
    Examples:
      runda find klimatkrav entreprenad
      runda find koldioxidbudget --member Lund --since 2020 --stage done
    """
    from dataclasses import asdict

    from pipeline.query.find import find as find_statements
    from pipeline.tables import read_tables

    hits = find_statements(
        read_tables(out),
        " ".join(words),
        member=member,
        topic=topic,
        stage=stage or "",
        since=since,
        most=most,
    )
    if as_json:
        click.echo(json.dumps([asdict(hit) for hit in hits], ensure_ascii=False, indent=1))
        return
    for hit in hits:
        click.echo(f"{hit.date or 'no date'}  {hit.member}  ({hit.source}, line {hit.line})")
        click.echo(f"    {' '.join(hit.text.split())}")
    if not hits:
        click.echo("Nothing found.")


@click.command()
@click.argument("need", nargs=-1, required=True)
@click.option("--seeker", default="", metavar="NAME", help="The member that asks; it is not proposed.")
@_since
@_most
@_out
@_json
def who(need: tuple[str, ...], seeker: str, since: str, most: int, out: Path, as_json: bool) -> None:
    """Tell who can help with NEED, a question in Swedish typed by hand: best first, with their words.

    \b
    Examples:
      runda who "hur får man in klimatet i budgetarbetet"
      runda who "klimatkrav i entreprenader" --seeker Lund --since 2020
    """
    from pipeline.tables import read_tables

    found = read_tables(out).who_can_help(" ".join(need), seeker=seeker, since=since, most=most)
    rows: list[dict[str, Any]] = [{str(k): v for k, v in row.items()} for row in found.to_dict("records")]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        persons = f" – {', '.join(row['persons'])}" if row["persons"] else ""
        role = "" if row["role"] == "help" else "  (sällskap)"
        click.echo(f"{row['rank']}. {row['member']}{persons}  {row['score']:.2f}{role}")
        click.echo(f"   {row['explanation']}")
    if not rows:
        click.echo("Ingenting i anteckningarna talar för någon.")


def _grid(names: Sequence[str], rows: Sequence[Sequence[Any]], *, widest: int) -> str:
    cells = [[_short(value, widest) for value in row] for row in rows]
    widths = [max([len(name), *(len(row[n]) for row in cells)]) for n, name in enumerate(names)]
    lines = [names, ["-" * width for width in widths], *cells]
    count = f"({len(rows)} row{'' if len(rows) == 1 else 's'})"
    shown = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join([*(line.rstrip() for line in shown), count])


def _short(value: Any, widest: int) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= widest else text[: widest - 1] + "…"
