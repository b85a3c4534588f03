"""Plug points: readers, components and exporters that other packages bring.

A package names them among the entry points of its own ``pyproject.toml``; nothing is configured in
Runda. Installed is in use.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from pipeline.errors import RundaError


class Plug(StrEnum):
    """Groups of entry points.

    ``runda.readers``
        Named by a suffix without its dot; a callable ``(data: bytes, name: str) -> str``.
    ``runda.components``
        Named as a spaCy factory; the factory's function (loading it registers the factory). The
        components come after Runda's own, by name.
    ``runda.exporters``
        A callable ``(tables: Tables) -> dict[str, bytes]``: names of files, and their content.
    """

    READER = "runda.readers"
    COMPONENT = "runda.components"
    EXPORTER = "runda.exporters"


def installed(plug: Plug) -> dict[str, EntryPoint]:
    """What is installed, by name; nothing of it is imported."""
    return _points(plug.value)


@lru_cache(maxsize=8)
def _points(group: str) -> dict[str, EntryPoint]:
    return {point.name: point for point in sorted(entry_points(group=group), key=lambda p: (p.name, p.value))}


def names(plug: Plug) -> tuple[str, ...]:
    """Names of what is installed, sorted. Components are imported, so that spaCy knows them."""
    found = tuple(_points(plug.value))
    if plug is Plug.COMPONENT:
        for name in found:
            find(plug, name)
    return found


def find(plug: Plug, name: str) -> Any:
    """What is installed under a name.

    Raises
    ------
    RundaError
        Where it cannot be imported.
    """
    point = _points(plug.value)[name]
    try:
        return point.load()
    except Exception as error:
        package = point.dist.name if point.dist else point.value
        raise RundaError(
            f"the plug-in {name} of {package} cannot be loaded ({type(error).__name__}: {error}); "
            f"mend or uninstall {package}"
        ) from error


def exported(tables: Any) -> dict[str, bytes]:
    """Files of all exporters that are installed.

    Raises
    ------
    RundaError
        Where an exporter fails.
    """
    files: dict[str, bytes] = {}
    for name in names(Plug.EXPORTER):
        try:
            files.update(find(Plug.EXPORTER, name)(tables))
        except RundaError:
            raise
        except Exception as error:
            raise RundaError(
                f"the exporter {name} failed ({type(error).__name__}: {error}); mend or uninstall its package"
            ) from error
    return files
