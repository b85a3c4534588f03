"""The words that divide a statement, from the classes in ``resources/stages.toml``."""

from __future__ import annotations

from functools import cache

from pipeline.lexicon import RESOURCES, load_classes

#: Signs that open a list item; they are no words of the statement.
BULLETS = frozenset(["-", "–", "•", "*", "·", ">", "o", "→", "#"])


@cache
def stage_words(name: str) -> frozenset[str]:
    """The words of a class; a class that the file lacks is a `KeyError`."""
    return frozenset(load_classes(RESOURCES / "stages.toml")[name])
