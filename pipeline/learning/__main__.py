"""Refit the models: ``python -m pipeline.learning GOLD`` writes them, the same bytes every time.

With --cross-validate nothing is written: each round is read by models fitted without it, and the
figures are printed, a column for each folder that holds gold.
"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.components.fitted import MODELS as FOLDER
from pipeline.language import load
from pipeline.learning.crossvalidation import left_out
from pipeline.learning.gold import read_rounds, read_sentences
from pipeline.learning.linear import LinearModel, save
from pipeline.learning.tasks import HELD_OUT, MODELS, OWN, fit_task, task_examples
from pipeline.learning.training import Example
from pipeline.rows import rows_of
from pipeline.scoring import evaluate


def fit_all(
    gold: Path, never: tuple[str, ...] = ()
) -> tuple[dict[str, LinearModel], dict[str, list[Example]]]:
    """Fit every model on the gold rounds and sentences below a folder, some rounds left out."""
    nlp = load(rules_only=True)
    rounds = [round_ for round_ in read_rounds(gold) if round_.name not in never]
    examples = task_examples(nlp, rounds, read_sentences(gold))
    return {name: fit_task(name, examples[name]) for name in MODELS}, examples


def print_left_out(gold: Path, never: tuple[str, ...]) -> None:
    """Print the figures of every round left out, by folder of gold."""
    rows = rows_of(doc for _, doc in left_out(gold, never))
    folders = sorted({path.parent for path in gold.rglob("*.gold.json")})
    columns = [evaluate(rows, folder).figures for folder in folders]
    click.echo(" ".join([f"{'figure':<18}", *(f"{folder.name:>14}" for folder in folders)]))
    for name in columns[0]:
        cells = (f"{column[name].value:6.3f} ({column[name].n:>4})" for column in columns)
        click.echo(" ".join([f"{name:<18}", *(f"{cell:>14}" for cell in cells)]))


@click.command(help=__doc__)
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=FOLDER, show_default=True)
@click.option("--never", multiple=True, default=HELD_OUT, help="A round never to train on.")
@click.option("--cross-validate", is_flag=True, help="Leave one round out at a time, and print figures.")
def main(gold: Path, out: Path, never: tuple[str, ...], cross_validate: bool) -> None:
    """Fit and save, or cross-validate."""
    if cross_validate:
        print_left_out(gold, never)
        return
    models, examples = fit_all(gold, never)
    for name, model in models.items():
        rounds = sorted({e.round for e in examples[name]} - {"", OWN})
        trained = {
            "examples": len(examples[name]),
            "rounds": rounds,
            "sentences": len({e.bag for e in examples[name] if e.round in ("", OWN)}),
        }
        path = save(model, out, {"trained_on": trained})
        click.echo(f"{path.name}: {len(examples[name])} examples, {len(rounds)} rounds")


if __name__ == "__main__":
    main()
