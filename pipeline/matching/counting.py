"""Count how rare terms are, over the constructed gold: same input, same file.

    python -m pipeline.matching.counting GOLD [--out FILE]

The real round is left out: not a word of it goes into the table.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pipeline.learning.gold import read_rounds
from pipeline.matching.fitting import HELD_OUT
from pipeline.matching.similarity import RARITY, texts_of
from pipeline.patterns import words_of

#: Terms in fewer texts than this are as rare as any and not listed.
LEAST: Final = 3


def texts(folder: Path, left_out: Sequence[str] = HELD_OUT) -> Iterator[str]:
    """Units of the rounds, labelled sentences, requests and statements of the pairs."""
    for round_ in read_rounds(folder):
        if round_.name in left_out:
            continue
        lines = round_.text.split("\n")
        for unit in round_.gold["units"]:
            text = " ".join(lines[unit["line"] - 1 : unit["line_end"]])
            yield text[unit["start"] : unit["end"]] if "end" in unit else text
    for path in sorted(folder.rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "text" in row:
                yield row["text"]
            if "candidates" in row:
                yield row["request"]
                yield from (candidate["statement"] for candidate in row["candidates"])


def table(sentences: Iterable[str]) -> str:
    """The table's lines: number of texts, then each term with the number of texts it is in."""
    counts: Counter[str] = Counter()
    number = 0
    for found in texts_of(words_of(sentence) for sentence in sentences):
        number += 1
        counts.update({term for space in found.values() for term in space})
    rows = [f"{term}\t{count}" for term, count in sorted(counts.items()) if count >= LEAST]
    return "\n".join([f"*\t{number}", *rows]) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, default=RARITY)
    options = parser.parse_args(arguments)
    options.out.write_text(table(texts(options.gold)), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
