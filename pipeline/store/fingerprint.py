"""The version of rules and models: what is read with other ones must be read anew."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from pipeline import __version__
from pipeline.lexicon import RESOURCES


@lru_cache(maxsize=1)
def _program() -> str:
    """Digest of the package's code, words and models: any change of them may change what is read."""
    digest = hashlib.sha256(__version__.encode())
    package = RESOURCES.parent
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if path.is_file() and "__pycache__" not in inside.parts and path.suffix != ".pyc":
            digest.update(inside.as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def fingerprint(topics: Path | None, *, rules_only: bool, max_bytes: int) -> str:
    """Digest of everything but the document that decides what is read in it."""
    digest = hashlib.sha256(_program().encode())
    digest.update(topics.read_bytes() if topics is not None else b"")
    digest.update(f"{rules_only} {max_bytes}".encode())
    return digest.hexdigest()[:32]
