"""Write an output folder all at once: a crash leaves the old output whole.

Everything is first written to a hidden folder inside the output folder, then moved into place by
renames. A run that dies before the renames leaves the old output untouched; one that dies among
them is completed by the next run, for by then the new output lies there whole. The list of what
was written is kept with digests, so that files of the user's own are never removed, and a file
that somebody has edited since is kept beside the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import OutputError

MANIFEST = ".runda-manifest.json"
_READY = ".runda-ready"
_STAGING = ".runda-new-"


@dataclass(frozen=True, slots=True)
class Written:
    """What writing did.

    Attributes
    ----------
    files
        Paths of all files of the new output.
    kept
        Edited files of the old output, under the names that they were kept by.
    """

    files: tuple[Path, ...]
    kept: tuple[Path, ...] = ()


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Written:
    """Make `files` (relative name -> content) the output in `folder`.

    Files that an earlier run wrote and that are not among `files` are removed, unless they were
    edited.

    Raises
    ------
    OutputError
        Where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        recover(folder)
        staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
        try:
            for name, content in files.items():
                _write(staging / name, content)
            digests = {name: _digest(content) for name, content in sorted(files.items())}
            _write(staging / MANIFEST, json.dumps({"files": digests}, indent=1).encode() + b"\n")
            staging.rename(folder / _READY)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        kept = recover(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"cannot write to {folder}: {reason}; the old output is left as it was") from error
    return Written(tuple(folder / name for name in files), kept)


def recover(folder: Path) -> tuple[Path, ...]:
    """Move a new output that lies ready into place; harmless where none does.

    Returns the edited files of the old output that were kept under other names.
    """
    for left in folder.glob(f"{_STAGING}*"):  # of a run that died while writing: never complete
        shutil.rmtree(left, ignore_errors=True)
    ready = folder / _READY
    if not ready.is_dir():
        return ()
    old = _manifest(folder)
    new = _manifest(ready) if (ready / MANIFEST).exists() else _manifest(folder)
    kept = []
    for name, digest in new.items():
        staged, target = ready / name, folder / name
        if not staged.exists():  # moved before the crash
            continue
        if target.exists() and _digest(target.read_bytes()) not in {old.get(name), digest}:
            kept.append(_keep(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(target)
    for name in old.keys() - new.keys():
        gone = folder / name
        if gone.is_file() and _digest(gone.read_bytes()) == old[name]:
            gone.unlink()
            _remove_if_empty(gone.parent, folder)
    if (ready / MANIFEST).exists():
        (ready / MANIFEST).replace(folder / MANIFEST)
    shutil.rmtree(ready, ignore_errors=True)
    return tuple(kept)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _manifest(folder: Path) -> dict[str, str]:
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    # A name that leads out of the folder was not written by Runda.
    return {
        str(n): str(d) for n, d in listed.items() if ".." not in Path(n).parts and not Path(n).is_absolute()
    }


def _keep(path: Path) -> Path:
    number = 1
    while (kept := path.with_name(f"{path.stem}.edited-{number}{path.suffix}")).exists():
        number += 1
    return path.replace(kept)


def _remove_if_empty(folder: Path, top: Path) -> None:
    if folder != top and not any(folder.iterdir()):
        folder.rmdir()
