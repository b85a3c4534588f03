"""Refit the models: ``python -m pipeline.learning GOLD`` writes them, the same bytes every time."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.components.fitted import MODELS
from pipeline.language import load
from pipeline.learning.gold import read_rounds, read_sentences
from pipeline.learning.linear import LinearModel, save
from pipeline.learning.tasks import fit_task, task_examples
from pipeline.learning.training import Example

TASKS = ("request", "offer", "stage")


def fit_all(
    gold: Path, never: tuple[str, ...] = ()
) -> tuple[dict[str, LinearModel], dict[str, list[Example]]]:
    """Fit every model on the gold rounds and sentences below a folder, some rounds left out."""
    nlp = load(rules_only=True)
    rounds = [round_ for round_ in read_rounds(gold) if round_.name not in never]
    examples = task_examples(nlp, rounds, read_sentences(gold))
    return {name: fit_task(name, examples[name]) for name in TASKS}, examples


@click.command(help=__doc__)
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=MODELS, show_default=True)
@click.option("--never", multiple=True, default=("2020-04-27",), help="A round never to train on.")
def main(gold: Path, out: Path, never: tuple[str, ...]) -> None:
    """Fit and save."""
    models, examples = fit_all(gold, never)
    for name, model in models.items():
        rounds = sorted({e.round for e in examples[name]} - {""})
        trained = {
            "examples": len(examples[name]),
            "rounds": rounds,
            "sentences": len({e.bag for e in examples[name] if not e.round}),
        }
        path = save(model, out, {"trained_on": trained})
        click.echo(f"{path.name}: {len(examples[name])} examples, {len(rounds)} rounds")


if __name__ == "__main__":
    main()
