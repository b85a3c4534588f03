"""The version of rules, models and plug-ins: what is read with other ones must be read anew."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from importlib.machinery import PathFinder
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from pipeline import __version__
from pipeline.lexicon import RESOURCES
from pipeline.plugins import Plug, installed

_NAME = re.compile(r"[\w.-]+")
#: Plug-ins that have a say in what is read; what an exporter writes is asked for at each run.
_READING = (Plug.READER, Plug.COMPONENT)


@lru_cache(maxsize=1)
def program() -> str:
    """Digest of the package's code, words and models, and of the versions of what it is built on.

    Any change of them may change what is read, or the bytes that are written.
    """
    digest = hashlib.sha256(__version__.encode())
    for name, found in _requirements():
        digest.update(f"{name} {found}\n".encode())
    _digest_files(digest, RESOURCES.parent)
    return digest.hexdigest()


def fingerprint(topics: Path | None, *, rules_only: bool, max_bytes: int) -> str:
    """Digest of everything but the document that decides what is read in it."""
    digest = hashlib.sha256(program().encode())
    digest.update(plugins().encode())
    digest.update(topics.read_bytes() if topics is not None else b"")
    digest.update(f"{rules_only} {max_bytes}".encode())
    return digest.hexdigest()[:32]


def plugins() -> str:
    """Digest of the installed readers and components: names, versions, and their packages' code."""
    digest = hashlib.sha256()
    for plug in _READING:
        for name, point in installed(plug).items():
            package = f"{point.dist.name} {point.dist.version}" if point.dist else ""
            digest.update(f"{plug} {name} {point.value} {package}\n".encode())
            # Code that is worked on changes without its version.
            found = PathFinder.find_spec(point.module.partition(".")[0])
            for place in [*(found.submodule_search_locations or ()), found.origin] if found else ():
                if place:
                    _digest_files(digest, Path(place))
    return digest.hexdigest()


def _requirements() -> list[tuple[str, str]]:
    """The packages that Runda asks for, and their versions."""
    try:
        asked = requires("runda") or []
    except PackageNotFoundError:  # run from its source
        return []
    found = []
    needed = {match.group() for line in asked if "extra ==" not in line and (match := _NAME.match(line))}
    for name in sorted(needed):
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            found.append((name, ""))
    return found


def _digest_files(digest: hashlib._Hash, place: Path) -> None:
    """Digest a file, or all files of a folder by name and content, but for what Python compiles."""
    for path in [place] if place.is_file() else sorted(place.rglob("*")):
        inside = path.relative_to(place)
        if path.is_file() and "__pycache__" not in inside.parts and path.suffix != ".pyc":
            digest.update(inside.as_posix().encode())
            digest.update(path.read_bytes())
