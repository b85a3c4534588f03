"""Errors that a user can act on: each says what is wrong, where, and what to do."""

from __future__ import annotations

from pathlib import Path


class RundaError(Exception):
    """Base class of every error that Runda raises on purpose.

    The command line prints its message without a traceback.
    """


class ReadingError(RundaError):
    """A document cannot be read (binary, encrypted, too large, broken): it *failed*."""


class SkippedError(ReadingError):
    """A file has nothing to read (empty) or is of a kind that is not read: it is *skipped*."""


class ResourceError(RundaError):
    """A file of words and rules is not well formed.

    Parameters
    ----------
    path
        The file.
    line
        1-based line of the fault, 0 where it concerns the whole file.
    message
        What is wrong and what to do about it.
    """

    def __init__(self, path: Path | str, line: int, message: str) -> None:
        self.path, self.line = Path(path), line
        where = f"{self.path.name}, line {line}" if line else self.path.name
        super().__init__(f"{where}: {message}")


class OutputError(RundaError):
    """The output cannot be written; the old output is left as it was."""
