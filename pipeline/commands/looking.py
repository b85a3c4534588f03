"""The commands that look into the reading: explain, evaluate, topics."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pipeline.commands.options import FILE, FOLDER, PATH, rules_option, topics_option


@click.command()
@click.argument("file", type=FILE)
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


@click.command()
@click.argument("output", type=PATH, metavar="OUT|INPUT")
@click.argument("gold", type=FOLDER)
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
    type=PATH,
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


@click.command()
@topics_option
def topics(topics: Path | None) -> None:
    """List the topics; with --topics FILE, check a file of your own as well, with its sentences.

    \b
    Example:
      runda topics --topics mine.toml
    """
    from pipeline.errors import RundaError
    from pipeline.topics import load_topics

    known = load_topics(topics)
    for topic in known.topics:
        click.echo(f"{topic.id:<24} {topic.swedish}  [{topic.area}]")
    if topics is not None:
        from pipeline.topic_check import unkept

        if faults := list(unkept(known)):
            raise RundaError(f"{topics.name}: sentences do not hold\n  " + "\n  ".join(faults))
        click.echo(f"{topics.name} is well formed, and its sentences hold.")
