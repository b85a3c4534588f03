"""What a run did, in words for the terminal."""

from __future__ import annotations

from pathlib import Path

from pipeline.job import Outcome
from pipeline.schema_memory import NeedStatus

#: More lines than this of one kind are counted, not listed.
_SHOWN = 20
#: What a need's status is called.
_STATES = (
    (NeedStatus.OPEN, "open"),
    (NeedStatus.AT_TABLE, "answered at the table or by a tip given there"),
    (NeedStatus.LATER, "answered in a later round"),
    (NeedStatus.EARLIER, "in an earlier one"),
    (NeedStatus.THANKED, "thanked for"),
    (NeedStatus.WITHDRAWN, "withdrawn"),
)


def messages(outcome: Outcome, *statuses: str) -> list[tuple[str, str]]:
    """Source and message of the documents that have one of the statuses."""
    rows = outcome.tables.documents
    return [
        (row["source"], message)
        for row in rows[rows["status"].isin(statuses)].to_dict("records")
        for message in row["messages"]
    ]


def report(outcome: Outcome, out: Path) -> str:
    """What a run did, for people."""
    tables = outcome.tables
    documents = tables.documents
    kinds = documents["kind"].value_counts()
    failed = outcome.failed
    skipped = int((documents["status"] == "skipped").sum())
    helped = tables.matches["request_id"].nunique()
    answered = int(tables.requests["answered_by"].map(bool).sum())
    states = tables.needs["status"].value_counts()
    counts = [
        (
            len(documents),
            "document",
            f"{_many(kinds.get('round', 0), 'round')}, "
            f"{_many(kinds.get('evaluation', 0), 'evaluation page')}, "
            f"{skipped} skipped, {failed} not readable",
        ),
        (len(tables.blocks), "block", _many(tables.blocks["member"].nunique(), "member")),
        (
            len(tables.statements),
            "statement",
            f"{_many(len(tables.positions), 'position')}, {_many(len(tables.facts), 'figure')}",
        ),
        (
            len(tables.requests),
            "request",
            f"each time that somebody asks; {answered} answered at the table, helpers proposed for {helped}",
        ),
        (
            len(tables.needs),
            "need",
            "what a member asks again and again counts once, as on the page; "
            + ", ".join(f"{states.get(status, 0)} {told}" for status, told in _STATES),
        ),
        (len(tables.offers), "offer", ""),
        (len(tables.matches), "match", ""),
    ]
    lines = [
        f"{number:>6} {_plural(what, number):<11}{f' {detail}' if detail else ''}".rstrip()
        for number, what, detail in counts
    ]
    lines += _listed("Warnings", messages(outcome, "warning"))
    lines += _listed("Skipped", messages(outcome, "skipped"))
    lines += _listed("Not readable", messages(outcome, "failed"))
    if outcome.written.kept:
        kept = ", ".join(path.name for path in outcome.written.kept)
        lines += ["", f"Edited since the last run, kept beside the new files: {kept}"]
    if outcome.written.removed:
        gone = [path.relative_to(out).as_posix() for path in outcome.written.removed]
        more = f" and {len(gone) - _SHOWN} more" if len(gone) > _SHOWN else ""
        lines += ["", f"Removed, of an earlier run and not written now: {', '.join(gone[:_SHOWN])}{more}"]
    summaries = [
        path for path in outcome.written.files if path.parent.name == "summaries" and path.suffix == ".md"
    ]
    names = {path.name for path in outcome.written.files}
    lines += ["", *(f"Page:      {out / name}" for name in ("report.html",) if name in names)]
    lines.append(f"Tables:    {out}")
    lines += [f"Workbook:  {out / name}" for name in ("runda.xlsx",) if name in names]
    lines += [
        f"New:       {out / name} (what the latest round brought)"
        for name in ("digest.docx",)
        if name in names
    ]
    if summaries:
        lines.append(
            f"Summaries: {out / 'summaries'} ({', '.join(path.name for path in summaries[:_SHOWN])})"
        )
    return "\n".join(lines)


def _many(number: int, what: str) -> str:
    """``1 document``, ``2 documents``."""
    return f"{number} {_plural(what, number)}"


def _plural(what: str, number: int) -> str:
    if number == 1:
        return what
    return f"{what}es" if what.endswith("ch") else f"{what}s"


def _listed(heading: str, messages: list[tuple[str, str]]) -> list[str]:
    if not messages:
        return []
    more = len(messages) - _SHOWN
    tail = [f"  and {more} more: see messages in the table documents"] if more > 0 else []
    return ["", f"{heading}:", *(f"  {source}: {message}" for source, message in messages[:_SHOWN]), *tail]
