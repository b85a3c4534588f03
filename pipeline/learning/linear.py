"""Linear models as plain arrays: what they predict, why, and how they are kept on disk.

A model file is a NumPy ``.npz`` read with ``allow_pickle=False``: loading it cannot run code. Beside
it lies ``NAME.json`` with the format version, the names of the signals and the file's SHA-256, which
is checked at every load.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import RundaError
from pipeline.learning.hashing import WIDTH, hashed

FORMAT: Final = 1


class ModelError(RundaError):
    """A model file is missing, damaged, or of another version."""


@dataclass(frozen=True)
class LinearModel:
    """A logistic model (multinomial for more than two classes) over hashed n-grams and named signals.

    Attributes
    ----------
    name
        ``request``, ``offer``, ``stage`` …
    classes
        Labels, in the order of the rows of `weights`.
    signals
        Names of the signals, in the order of the columns behind the hashed ones.
    weights
        Shape (classes, WIDTH + signals); for two classes one row, for the second class.
    intercept
        Shape (rows of `weights`,).
    threshold
        Probability from which the second class of a two-class model is said.
    """

    name: str
    classes: tuple[str, ...]
    signals: tuple[str, ...]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]
    threshold: float = 0.5

    def scores(self, text: str, signals: Mapping[str, float]) -> NDArray[np.float32]:
        """Linear score of each row of `weights` for one statement."""
        columns, values = hashed(text)
        named = np.array([signals.get(name, 0.0) for name in self.signals], dtype=np.float32)
        result: NDArray[np.float32] = (
            self.weights[:, columns] @ values + self.weights[:, WIDTH:] @ named + self.intercept
        )
        return result

    def probabilities(self, text: str, signals: Mapping[str, float]) -> dict[str, float]:
        """Probability of each class; they sum to 1."""
        scores = self.scores(text, signals).astype(np.float64)
        if len(self.classes) == 2:
            second = float(1 / (1 + np.exp(-scores[0])))
            return {self.classes[0]: 1 - second, self.classes[1]: second}
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return dict(zip(self.classes, map(float, shares), strict=True))

    def reasons(self, signals: Mapping[str, float], label: str, most: int = 4) -> list[tuple[str, float]]:
        """The named signals that spoke most for `label`, strongest first."""
        row, sign = (0, 1.0 if label == self.classes[-1] else -1.0)
        if len(self.classes) > 2:
            row, sign = self.classes.index(label), 1.0
        shares = [
            (name, sign * float(self.weights[row, WIDTH + at]) * signals.get(name, 0.0))
            for at, name in enumerate(self.signals)
        ]
        return sorted((s for s in shares if s[1] > 0.05), key=lambda s: (-s[1], s[0]))[:most]


def save(model: LinearModel, folder: Path, card: Mapping[str, Any] | None = None) -> Path:
    """Write ``NAME.npz`` and ``NAME.json`` into `folder`; byte-identical for the same model."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{model.name}.npz"
    data = _npz_bytes({"weights": model.weights.astype(np.float16), "intercept": model.intercept})
    path.write_bytes(data)
    head = {
        "format": FORMAT,
        "name": model.name,
        "classes": list(model.classes),
        "signals": list(model.signals),
        "threshold": model.threshold,
        "sha256": hashlib.sha256(data).hexdigest(),
        **(card or {}),
    }
    path.with_suffix(".json").write_text(
        json.dumps(head, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    return path


def load(path: Path) -> LinearModel:
    """Read a model back.

    Raises
    ------
    ModelError
        Where a file is missing, was changed, or has another format; says how to mend it.
    """
    mend = "reinstall runda, refit with `python -m pipeline.learning`, or run with --rules-only"
    try:
        head = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise ModelError(f"{path.name}: cannot be read ({error}); {mend}") from None
    if head.get("format") != FORMAT:
        raise ModelError(f"{path.name}: format {head.get('format')!r}, this runda reads {FORMAT}; {mend}")
    if hashlib.sha256(data).hexdigest() != head.get("sha256"):
        raise ModelError(f"{path.name}: the file is not the one that its .json describes; {mend}")
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        weights, intercept = arrays["weights"].astype(np.float32), arrays["intercept"]
    if weights.shape[1] != WIDTH + len(head["signals"]):
        raise ModelError(f"{path.name}: {weights.shape[1]} columns do not fit its signals; {mend}")
    return LinearModel(
        head["name"],
        tuple(head["classes"]),
        tuple(head["signals"]),
        weights,
        intercept.astype(np.float32),
        float(head["threshold"]),
    )


def _npz_bytes(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """An .npz without time stamps, so that the same arrays give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in sorted(arrays.items()):
            inner = io.BytesIO()
            np.lib.format.write_array(inner, np.ascontiguousarray(array), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, inner.getvalue())
    return out.getvalue()
