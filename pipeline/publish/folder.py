"""Write an output folder all at once: a crash leaves the old output whole.

Everything is first written to a hidden folder inside the output folder, then moved into place by
renames. A run that dies before the renames leaves the old output untouched; one that dies among
them is completed by the next run, for by then the new output lies there whole. The list of what
was written is kept with digests, so that files of the user's own are never removed, and a file
that somebody has edited since is kept beside the new one.

A file that would get the bytes that it has is left where it lies. The list also tells what files
were made of, so that such a file need not even be made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
    removed
        Files of the old output that the new one does not have.
    """

    files: tuple[Path, ...]
    kept: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A file's content that is made only where what it is made of has changed.

    Attributes
    ----------
    recipe
        Digest of all that the content depends on, but for the version of the program.
    make
        Makes the content.
    """

    recipe: str
    make: Callable[[], bytes]


Content = bytes | Made


def made_of(*parts: object) -> str:
    """Digest of what a file is made of; parts must tell all of their content by `repr`."""
    digest = hashlib.sha256()
    for part in parts:
        told = part if isinstance(part, bytes) else repr(part).encode("utf-8", "surrogatepass")
        digest.update(f"{len(told)}\n".encode() + told)
    return digest.hexdigest()


def total(files: Mapping[str, Content]) -> dict[str, bytes]:
    """All contents, made where they are not yet."""
    return {name: content.make() if isinstance(content, Made) else content for name, content in files.items()}


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What an output consists of.

    Attributes
    ----------
    files
        Relative name -> digest of the content.
    version
        By what version of the program they were made.
    recipes
        Relative name -> digest of what it was made of.
    """

    files: dict[str, str] = field(default_factory=dict)
    version: str = ""
    recipes: dict[str, str] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        listed = {"files": self.files, "version": self.version, "recipes": self.recipes}
        return json.dumps(listed, indent=1, sort_keys=True).encode() + b"\n"


def write_folder(folder: Path, files: Mapping[str, Content], *, version: str = "") -> Written:
    """Make `files` (relative name -> content) the output in `folder`.

    Files that an earlier run wrote and that are not among `files` are removed, unless they were
    edited.

    Parameters
    ----------
    folder
        Where to write.
    files
        All files of the output.
    version
        Version of the program: what another version made is made again.

    Raises
    ------
    OutputError
        Where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        recover(folder)
        old = _manifest(folder)
        lying = {
            name: digest
            for name, digest in old.files.items()
            if name in files and _lies(folder / name, digest)
        }
        made = _Manifest(version=version)
        staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
        try:
            for name, content in sorted(files.items()):
                if isinstance(content, Made):
                    made.recipes[name] = content.recipe
                    same = version == old.version and old.recipes.get(name) == content.recipe
                    if same and name in lying:
                        made.files[name] = lying[name]
                        continue
                    content = content.make()
                made.files[name] = _digest(content)
                if lying.get(name) != made.files[name]:
                    _write(staging / name, content)
            _write(staging / MANIFEST, made.as_bytes())
            staging.rename(folder / _READY)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        kept = recover(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"cannot write to {folder}: {reason}; the old output is left as it was") from error
    gone = [folder / name for name in sorted(old.files.keys() - files.keys())]
    return Written(
        tuple(folder / name for name in files), kept, tuple(path for path in gone if not path.exists())
    )


def recover(folder: Path) -> tuple[Path, ...]:
    """Move a new output that lies ready into place; harmless where none does.

    Returns the edited files of the old output that were kept under other names.
    """
    for left in folder.glob(f"{_STAGING}*"):  # of a run that died while writing: never complete
        shutil.rmtree(left, ignore_errors=True)
    ready = folder / _READY
    if not ready.is_dir():
        return ()
    old = _manifest(folder).files
    new = _manifest(ready).files if (ready / MANIFEST).exists() else old
    kept = []
    for name, digest in new.items():
        staged, target = ready / name, folder / name
        if not staged.exists():  # as it lies there, or moved before the crash
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


def _lies(path: Path, digest: str) -> bool:
    try:
        return _digest(path.read_bytes()) == digest
    except OSError:
        return False


def _manifest(folder: Path) -> _Manifest:
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return _Manifest(
            _inside(listed["files"]), str(listed.get("version", "")), _inside(listed.get("recipes", {}))
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _Manifest()


def _inside(listed: Mapping[str, Any]) -> dict[str, str]:
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
