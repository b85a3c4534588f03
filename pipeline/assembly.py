"""Documents one by one → all tables: what a run, an addition and a notebook have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.identifiers import id_of
from pipeline.matching import across
from pipeline.matching.links import Item, Linker
from pipeline.memory import of_one, remember
from pipeline.memory.people import Contact
from pipeline.memory.telling_links import telling_links
from pipeline.rows import Row, Rows, rows_of
from pipeline.schema import TABLES
from pipeline.store.packing import Analysis
from pipeline.values import DocumentKind, Status

#: Document of the need, document of the statement -> their links, packed.
Links = dict[tuple[str, str], bytes]


def analysis_of(doc: Doc, *, rules_only: bool = False) -> Analysis:
    """What one document gives by itself."""
    rows = rows_of([doc], rules_only=rules_only)
    rows |= of_one(rows)
    if doc._.kind != DocumentKind.ROUND and not rows["statements"]:
        return Analysis(rows, None, doc.text)
    needs, said, reading = across.read(doc)
    item = Item(
        document_id=id_of(doc),
        needs=tuple(need.id for need in needs),
        seekers=tuple(need.seeker for need in needs),
        said=tuple(statement.id for statement in said),
        speakers=tuple(statement.member for statement in said),
        replies=tuple(bool(statement.reply_to) for statement in said),
        reading=reading,
    )
    return Analysis(rows, item, doc.text)


def missing_links(analyses: Sequence[Analysis], known: Links) -> Links:
    """Links of every pair of documents that are not among the known ones."""
    items = {a.item.document_id: a.item for a in analyses if a.item is not None}
    new = [item for name, item in items.items() if (name, name) not in known]
    if not new:
        return {}
    found = Linker(list(items.values())).link(new)
    old = [item for name, item in items.items() if (name, name) in known]
    if old:
        found |= Linker(new).link(old)
    return found


def tables_of(analyses: Sequence[Analysis], links: Links, contacts: list[Contact] | None = None) -> Rows:
    """All tables of the documents together; the order in which they are given makes no difference.

    Parameters
    ----------
    analyses
        Each document once; see `note_copies`.
    links
        Links of every pair of documents, and perhaps of others.
    contacts
        Lines of a contacts file.
    """
    rows = merged(analyses)
    known = {row["document_id"] for row in rows["documents"]}
    items = {a.item.document_id: a.item for a in analyses if a.item is not None}
    used = {pair: found for pair, found in links.items() if known.issuperset(pair)}
    return remember(rows, telling_links(rows, items, used), contacts)


def tables_of_docs(docs: Iterable[Doc], *, rules_only: bool = False) -> Rows:
    """All tables of Docs that went through the pipeline."""
    analyses = [analysis_of(doc, rules_only=rules_only) for doc in docs]
    return tables_of(analyses, missing_links(analyses, {}))


def merged(analyses: Sequence[Analysis]) -> Rows:
    """The documents' rows in one order: by date, name and content."""
    rows: Rows = {name: [] for name in TABLES}
    seen: Counter[str] = Counter()
    for analysis in sorted(analyses, key=_order):
        (document,) = analysis.rows["documents"]
        own = document["document_id"]
        seen[own] += 1
        for name, table in analysis.rows.items():
            if name != "documents":
                rows.setdefault(name, []).extend(table)
        rows["documents"].append(document | ({"document_id": f"{own}-{seen[own]}"} if seen[own] > 1 else {}))
    return rows


def _order(analysis: Analysis) -> tuple[str, str, str]:
    row = analysis.rows["documents"][0]
    return (row["date"] or "9999", row["source"], row["document_id"])


def note_copies(analyses: Sequence[Analysis]) -> list[Analysis]:
    """Keep the first of several files with the same bytes (first by name), skip the others."""
    first: dict[str, Analysis] = {}
    for analysis in sorted(analyses, key=lambda a: str(a.rows["documents"][0]["source"])):
        first.setdefault(analysis.rows["documents"][0]["document_id"], analysis)
    noted = []
    for analysis in analyses:
        row = analysis.rows["documents"][0]
        original = first[row["document_id"]]
        if analysis is original or row["kind"] == DocumentKind.SKIPPED:
            noted.append(analysis)
            continue
        reason = f"the same content as {original.rows['documents'][0]['source']}, which is read instead"
        skipped = row | {
            "kind": DocumentKind.SKIPPED.value, "date": "", "title": "", "n_lines": 0, "n_blocks": 0,
            "n_statements": 0, "status": Status.SKIPPED.value, "messages": [reason],
        }  # fmt: skip
        noted.append(Analysis({name: [] for name in TABLES} | {"documents": [skipped]}, None))
    return noted


def note_same_dates(analyses: Sequence[Analysis]) -> list[Analysis]:
    """Tell where two rounds have the same date: both are kept, but it may be a mistake."""
    by_date: dict[str, list[Row]] = {}
    for analysis in analyses:
        row = analysis.rows["documents"][0]
        if row["kind"] == DocumentKind.ROUND and row["date"]:
            by_date.setdefault(row["date"], []).append(row)
    noted = []
    for analysis in analyses:
        row = analysis.rows["documents"][0]
        same = by_date.get(row["date"], []) if row["kind"] == DocumentKind.ROUND else []
        others = sorted(other["source"] for other in same if other is not row)
        if others:
            message = (
                f"{', '.join(others)} has the same date {row['date']}; both are kept, check that it is right"
            )
            told = row | {"messages": [*row["messages"], message], "status": Status.WARNING.value}
            noted.append(replace(analysis, rows=analysis.rows | {"documents": [told]}))
        else:
            noted.append(analysis)
    return noted
