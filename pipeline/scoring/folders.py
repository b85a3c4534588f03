"""Score what lies in folders: the tables of a run, or documents that are read anew."""

from __future__ import annotations

from pathlib import Path

from pipeline.assembly import tables_of_docs
from pipeline.errors import OutputError
from pipeline.job import documents_in, read_all
from pipeline.language import load
from pipeline.scoring import Evaluation, evaluate
from pipeline.tables import read_tables


def evaluate_folders(
    output: Path, gold: Path, *, topics: Path | None = None, rules_only: bool = False
) -> Evaluation:
    """Score an output folder, or documents that are read anew.

    Parameters
    ----------
    output
        A folder with the tables of a run; any other folder or file is read as documents.
    gold
        Folder of gold.
    topics, rules_only
        As for `pipeline.run`; used where documents are read.
    """
    tables = [output / f"statements.{form}" for form in ("csv", "parquet")]
    if any(path.exists() for path in tables):
        return evaluate(read_tables(output).rows(), gold)
    if not output.exists():
        raise OutputError(f"{output} does not exist")
    paths = documents_in([output], output / "no-output-here")
    docs = read_all(load(topics=topics, rules_only=rules_only), paths)
    return evaluate(tables_of_docs(docs, rules_only=rules_only), gold)
