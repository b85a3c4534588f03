"""Runda reads the minutes of a network's go-rounds and tells who can help whom.

In a notebook::

    import pipeline

    nlp = pipeline.load()                        # a spaCy Language
    doc = nlp(open("data/raw/exempel-2021-03-23.txt", encoding="utf-8").read())
    pipeline.run(["data/raw"], "data/processed")     # what `runda run` does
    tables = pipeline.read_tables("data/processed")
    tables.matches
    tables.who_can_help("hur följer man upp en koldioxidbudget?")
    pipeline.show(doc)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.display import displacy_options as displacy_options
    from pipeline.display import show as show
    from pipeline.job import run as run
    from pipeline.language import add_to as add_to
    from pipeline.language import load as load
    from pipeline.tables import Tables as Tables
    from pipeline.tables import read_tables as read_tables

__version__ = "0.1.0"
__all__ = ["Tables", "__version__", "add_to", "displacy_options", "load", "read_tables", "run", "show"]

_HOMES = {
    "Tables": "pipeline.tables",
    "add_to": "pipeline.language",
    "displacy_options": "pipeline.display",
    "load": "pipeline.language",
    "read_tables": "pipeline.tables",
    "run": "pipeline.job",
    "show": "pipeline.display",
}


def __getattr__(name: str) -> Any:
    # Imported when first used, so that the command's --help need not wait for spaCy and pandas.
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_HOMES))
