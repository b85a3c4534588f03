"""What a run did, in words for the terminal."""

from __future__ import annotations

from pathlib import Path

from pipeline.job import Outcome

#: More lines than this of one kind are counted, not listed.
_SHOWN = 20


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
    counts = [
        (
            len(documents),
            "documents",
            f"{kinds.get('round', 0)} rounds, {kinds.get('evaluation', 0)} evaluation "
            f"pages, {skipped} skipped, {failed} not readable",
        ),
        (len(tables.blocks), "blocks", f"{tables.blocks['member'].nunique()} members"),
        (
            len(tables.statements),
            "statements",
            f"{len(tables.positions)} positions, {len(tables.facts)} figures",
        ),
        (len(tables.requests), "requests", f"{answered} answered at the table"),
        (len(tables.needs), "needs", "a request that a member repeats counts once"),
        (len(tables.offers), "offers", ""),
        (len(tables.matches), "matches", f"helpers proposed for {helped} of {len(tables.requests)} requests"),
    ]
    lines = [
        f"{number:>6} {what:<11}{f' {detail}' if detail else ''}".rstrip() for number, what, detail in counts
    ]
    lines += _listed("Warnings", messages(outcome, "warning"))
    lines += _listed("Skipped", messages(outcome, "skipped"))
    lines += _listed("Not readable", messages(outcome, "failed"))
    if outcome.written.kept:
        kept = ", ".join(path.name for path in outcome.written.kept)
        lines += ["", f"Edited since the last run, kept beside the new files: {kept}"]
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


def _listed(heading: str, messages: list[tuple[str, str]]) -> list[str]:
    if not messages:
        return []
    more = len(messages) - _SHOWN
    tail = [f"  and {more} more: see messages in the table documents"] if more > 0 else []
    return ["", f"{heading}:", *(f"  {source}: {message}" for source, message in messages[:_SHOWN]), *tail]
