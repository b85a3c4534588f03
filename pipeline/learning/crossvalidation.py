"""Leave one round out: what Runda says of each gold round with models that have not seen it.

The rules and lexicons are the same in every fold (they are not fitted); what was fitted is fitted anew
without the round, and the round is then read from its bare text, structure and all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.tokens import Doc

from pipeline.components.fitted import FittedAsking, fitted_stage
from pipeline.components.stages import Stages
from pipeline.language import load
from pipeline.learning.gold import GoldRound, read_rounds, read_sentences
from pipeline.learning.linear import LinearModel
from pipeline.learning.tasks import MODELS, fit_task, task_examples
from pipeline.learning.training import Example


def fits(
    examples: dict[str, list[Example]], rounds: Iterable[str], never: Iterable[str]
) -> Iterator[tuple[str, dict[str, LinearModel]]]:
    """For each round, all models fitted without it and without the rounds never to train on."""
    banned = set(never)
    for name in rounds:
        out = banned | {name}
        yield (
            name,
            {task: fit_task(task, [e for e in examples[task] if e.round not in out]) for task in MODELS},
        )


def left_out(gold: Path, never: Iterable[str] = ()) -> Iterator[tuple[GoldRound, Doc]]:
    """Each gold round as it is read by models that were fitted without it.

    Parameters
    ----------
    gold
        Folder with gold rounds, and sentences below it.
    never
        Names of rounds that no model trains on (the real one).

    Yields
    ------
    (GoldRound, Doc)
    """
    nlp = load(rules_only=True)
    rounds = read_rounds(gold)
    examples = task_examples(nlp, rounds, read_sentences(gold))
    named = {round_.name: round_ for round_ in rounds}
    for name, models in fits(examples, named, never):
        asking = FittedAsking({task: models[task] for task in ("request", "offer")})
        stages = Stages(fitted_stage(models["stage"]))
        doc = nlp.make_doc(named[name].text)
        doc._.source = named[name].gold["document"]
        for component, process in nlp.pipeline:
            doc = stages(doc) if component == "runda_stages" else process(doc)
            if component == "runda_offers":
                doc = asking(doc)
        yield named[name], doc
