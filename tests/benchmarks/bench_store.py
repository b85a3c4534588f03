"""Two hundred rounds: a full run, an unchanged run and one added round, in seconds and megabytes.

    python tests/benchmarks/bench_store.py [ROUNDS] [--bare]

Rounds are made by recombining blocks of the constructed gold rounds under new dates. Each run is a
process of its own, so that start-up counts and memory is its peak. ``--bare`` writes tables and
summaries only (no workbook, Word documents or page). Not part of the test suite: it times.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

GOLD = Path(__file__).parents[1] / "gold" / "tidy"
_MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
           "oktober", "november", "december")  # fmt: skip


def blocks() -> list[str]:
    """Blocks of the gold rounds that open with "Person, Member" on a line between blank ones."""
    found = []
    for path in sorted(GOLD.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        parts = [part.strip() for part in text.split("\n\n")]
        block: list[str] = []
        for part in parts[1:]:
            head = "\n" not in part and part.count(",") == 1 and len(part) < 45 and part[-1] not in ".!?:"
            if head:
                if len(block) > 2:
                    found.append("\n\n".join(block))
                block = [part]
            elif block:
                block.append(part)
        if len(block) > 2:
            found.append("\n\n".join(block))
    return found


def make(folder: Path, number: int) -> list[Path]:
    """Write `number` rounds, a month apart, each of a dozen blocks of different members."""
    rng = random.Random(7)
    stock = blocks()
    paths = []
    for n in range(number):
        day = date(2000, 1, 11) + timedelta(days=31 * n)
        chosen: dict[str, str] = {}
        for block in rng.sample(stock, len(stock)):
            chosen.setdefault(block.split("\n", 1)[0].rpartition(", ")[2], block)
            if len(chosen) == 12:
                break
        title = f"Runda med kontaktpersoner {day.day} {_MONTHS[day.month - 1]} {day.year}"
        path = folder / f"{day.isoformat()}.txt"
        path.write_text("\n\n".join([title, *chosen.values()]) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def timed(*command: str) -> tuple[float, float]:
    """Seconds of a command, and the most memory (MB) that a command has used so far."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "pipeline", *command], check=True, capture_output=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return time.perf_counter() - start, peak


def main() -> None:
    """Time it."""
    number = int(next((word for word in sys.argv[1:] if word.isdigit()), "200"))
    bare = ["--no-documents", "--no-report"] if "--bare" in sys.argv else []
    with tempfile.TemporaryDirectory() as place:
        rounds = Path(place) / "rounds"
        rounds.mkdir()
        *first, last = make(rounds, number + 1)
        late = Path(place) / "late"
        late.mkdir()
        last = last.rename(late / last.name)
        out = str(Path(place) / "out")
        full, peak = timed("run", str(rounds), "--out", out, *bare)
        print(f"{len(first)} rounds, full run:  {full:7.1f} s  {peak:6.0f} MB")
        added, peak = timed("add", str(last), "--out", out)
        print(f"one round added:       {added:7.1f} s  {100 * added / full:5.1f} % of the full run")
        again, peak = timed("run", str(rounds), str(last), "--out", out, *bare)
        print(f"nothing changed:       {again:7.1f} s  {100 * again / full:5.1f} %")
        store = (Path(out) / ".runda-store.sqlite").stat().st_size / 1e6
        print(f"store: {store:.1f} MB")


if __name__ == "__main__":
    main()
