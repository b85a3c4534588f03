"""Two hundred rounds: a full run, an unchanged run and one added round, in seconds and megabytes.

    python tests/benchmarks/bench_store.py [ROUNDS] [--bare]

Rounds are made by recombining blocks of the constructed gold rounds under new dates. Each run is a
process of its own, so that start-up counts and memory is its own peak. Processor seconds are told
beside those of the clock: on a machine that does other things they are what can be compared.
``--bare`` writes tables and summaries only (no workbook, Word documents or page). At the end the
output after the addition is compared, byte by byte, with that of a run on all documents from an
empty folder where ``--check`` is given. Not part of the test suite: it times.
"""

from __future__ import annotations

import os
import random
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


def timed(*command: str) -> tuple[float, float, float]:
    """Seconds of the clock and of the processor, and the most memory (MB), of a command."""
    start = time.perf_counter()
    pid = os.posix_spawn(sys.executable, [sys.executable, "-m", "pipeline", *command], os.environ)
    _, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{command}: exit status {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def contents(folder: Path) -> dict[str, bytes]:
    """All files of an output but its store."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".runda-store" not in path.name)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


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
        full = timed("run", str(rounds), "--out", out, "-q", *bare)
        tell(f"{len(first)} rounds, full run", full, full)
        tell("one round added", timed("add", str(last), "--out", out, "-q"), full)
        tell("nothing changed", timed("run", str(rounds), str(last), "--out", out, "-q", *bare), full)
        print(f"store: {(Path(out) / '.runda-store.sqlite').stat().st_size / 1e6:.1f} MB")
        if "--check" in sys.argv:
            anew = str(Path(place) / "anew")
            timed("run", str(rounds), str(last), "--out", anew, "-q", *bare)
            print("the same as anew:", contents(Path(out)) == contents(Path(anew)))


def tell(what: str, used: tuple[float, float, float], full: tuple[float, float, float]) -> None:
    """Print one line."""
    clock, processor, memory = used
    print(
        f"{what:<24}{clock:8.1f} s {processor:8.1f} s processor ({100 * processor / full[1]:5.1f} %)"
        f" {memory:7.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
