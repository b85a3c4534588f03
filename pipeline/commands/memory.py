"""The commands that remember: add documents, tell what is new, forget a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import RundaError
from pipeline.quoting import shorten, swedish_date

if TYPE_CHECKING:
    from pipeline.job import Outcome

#: Files whose words are looked through for a name that stays.
_TEXT = frozenset({".txt", ".md", ".csv", ".html", ".json"})


def settings_of(output: Path) -> dict[str, Any]:
    """How the output folder's latest run was asked for.

    Raises
    ------
    RundaError
        Where there was none.
    """
    from pipeline.store import STORE, Store

    if not (output / STORE).exists():
        raise RundaError(f"{output} holds no store; it is no output folder of `runda run`")
    with Store(output) as store:
        return store.settings()


def add(
    inputs: Sequence[Path],
    output: Path,
    *,
    contacts: Path | None = None,
    progress: Callable[[int, int, Path], None] | None = None,
) -> Outcome:
    """Add documents to an output folder, with the options of its latest run.

    Only what is new or changed is read; the output is what `runda run` on all documents gives.
    """
    from pipeline.job import run

    return run(inputs, output, **settings_of(output), contacts=contacts, keep=True, progress=progress)


def news_text(output: Path) -> str:
    """What the latest round of an output folder made answerable, in Swedish.

    Raises
    ------
    RundaError
        Where the folder has no tables.
    """
    from pipeline.memory.record import on_one_line
    from pipeline.tables import read_tables

    tables = read_tables(output)
    rounds = tables.documents[(tables.documents["kind"] == "round") & (tables.documents["date"] != "")]
    if not len(rounds):
        return "Inga daterade rundor."
    latest = swedish_date(str(rounds["date"].max()))
    rows = tables.rows()["news"]
    if not rows:
        return f"Rundan den {latest} gav inget nytt svar på en fråga från en annan runda."
    lines = [f"Nytt med rundan den {latest}:"]
    seen = ""
    for row in rows:
        if row["need_id"] != seen:
            seen = row["need_id"]
            asked = f" ({swedish_date(row['asked'])})" if row["asked"] else ""
            lines += ["", f"{row['member']} frågade{asked}: {shorten(on_one_line(row['need_text']), 160)}"]
        persons = f" ({', '.join(row['helper_persons'])})" if row["helper_persons"] else ""
        lines.append(f"  → {row['helper']}{persons}. {row['explanation']}")
    return "\n".join(lines)


def forget_person(output: Path, member: str, person: str) -> list[str]:
    """Forget a person of a member in an output folder, and in every later run with it.

    Parameters
    ----------
    output
        The output folder of a run.
    member, person
        Whom to forget.

    Returns
    -------
    list of str
        What was done, and what is left for the user to do.

    Raises
    ------
    RundaError
        Where there is no store, the member is not known, or has no such person.
    """
    from pipeline.forgetting import is_forgotten, to_forget
    from pipeline.job import run
    from pipeline.members import gazetteer
    from pipeline.store import Store

    settings = settings_of(output)
    found = gazetteer().resolve(member)
    name = found.name if found is not None else member
    secret = to_forget(name, person)
    with Store(output) as store:
        called = store.persons(name)
        forms = {form for form in called if is_forgotten(name, form, secret)}
        if not forms:
            known = ", ".join(sorted(called)) or "nobody"
            raise RundaError(f"{name} has no {person} here; known are: {known}")
        for entry in secret:
            store.forget(*entry)
        sources = [path for _, path, _ in store.stored()]
    outcome = run((), output, **settings, keep=True)
    with Store(output) as store:
        store.drop_copy()
    kept = [path for path in _others(output, outcome.written.files) if _names(path, forms)]
    left = [path for path in dict.fromkeys(sources) if path.exists() and _names(path, forms)]
    told = [f"{person}, {name}: forgotten in the tables, the report, the summaries and the store of {output}"]
    if kept:
        told += ["Files there that Runda did not write, or that you edited, still have the name:"]
        told += [f"  {path}" for path in kept]
    if left:
        told += ["The minutes themselves still have it, and were left as they are (change them by hand):"]
        told += [f"  {path}" for path in left]
    return told


def _others(output: Path, written: Sequence[Path]) -> list[Path]:
    own = {path.resolve() for path in written}
    return sorted(
        path
        for path in output.rglob("*")
        if path.is_file() and path.resolve() not in own and not path.name.startswith(".runda")
    )


def _names(path: Path, forms: set[str]) -> bool:
    """Whether a file may name the person; a file whose words cannot be looked through may."""
    if path.suffix.lower() not in _TEXT:
        return True
    text = path.read_text(encoding="utf-8", errors="replace")
    return any(form in text for form in forms)
