"""The commands that write letters, and the template to restyle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.errors import OutputError
from pipeline.publish.addresses import Addresses
from pipeline.publish.decisions import Decisions, decisions_in
from pipeline.publish.folder import write_folder
from pipeline.publish.ledger import Ledger
from pipeline.publish.letters import letter_files, letters
from pipeline.publish.word_template import TEMPLATE
from pipeline.tables import read_tables
from pipeline.topics import load_topics


def write_letters(
    output: Path,
    *,
    to: Path | None = None,
    date: str = "",
    accepted: Path | None = None,
    contacts: Path | None = None,
    template: Path | None = None,
    topics: Path | None = None,
    warn: Callable[[str], None] = lambda _: None,
) -> tuple[int, Path]:
    """Write letters of a run's output folder; say how many, and where.

    Parameters
    ----------
    output
        The run's output folder.
    to
        Folder for the letters; ``letters`` in the output folder where none is given.
    date
        Only questions of the round of this date.
    accepted
        A workbook in which the office has said yes to proposals.
    contacts
        A CSV file with the columns member, person, e-mail.
    template
        A Word document whose styles the letters get.
    topics
        A file with topics of one's own.
    warn
        Is told what was left out, and why.
    """
    ledger = Ledger(read_tables(output).rows(), load_topics(topics).topics)
    rounds = sorted({row["date"] for row in ledger.table("documents") if row["date"]})
    if date and date not in rounds:
        raise OutputError(f"no round of {date} in {output}; its rounds are: {', '.join(rounds)}")
    known = [(row["member"], row["person"], row["email"]) for row in ledger.table("people")]
    if contacts is not None:
        from pipeline.memory.people import read_contacts

        known += [(contact.member, contact.person, contact.email) for contact in read_contacts(contacts)]
    decided = decisions_in(accepted) if accepted is not None else None
    if decided is not None:
        for text in _left_out(decided, ledger, accepted.name if accepted else ""):
            warn(text)
    chosen = decided.accepted if decided is not None else None
    made = letters(ledger, addresses=Addresses(known), accepted=chosen, date=date)
    target = to or output / "letters"
    write_folder(target, letter_files(made, template))
    return len(made), target


def _left_out(decided: Decisions, ledger: Ledger, name: str) -> list[str]:
    """What of the office's decisions no letter comes of."""
    told = [
        f'{name}, sheet Förslag, row {row}: "{words}" is neither a yes nor a no; no letter is written. '
        "Write ja or nej, or leave the cell empty"
        for row, words in decided.unclear
    ]
    known = {(row["request_id"], row["helper"]) for row in ledger.table("matches")}
    told += [
        f"{name}, sheet Förslag, row {decided.rows[pair]}: the latest run no longer proposes {pair[1]} here; "
        "no letter is written. Take the workbook of the latest run"
        for pair in sorted(decided.accepted - known, key=lambda pair: decided.rows[pair])
    ]
    if not decided.accepted:
        told.append(f"{name}, sheet Förslag: no row has a yes under Ert beslut")
    return told


def write_template(path: Path) -> None:
    """Write the shipped Word template, for the office to restyle.

    Raises
    ------
    OutputError
        Where the file is there already or cannot be written.
    """
    try:
        with path.open("xb") as handle:
            handle.write(TEMPLATE.read_bytes())
    except FileExistsError as error:
        raise OutputError(f"{path} is there already; name another file") from error
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
