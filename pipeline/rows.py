"""Docs → rows: the tables' content, derived from Docs and from nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.carrier import Lines
from pipeline.components.times import due
from pipeline.doubt import doubtful
from pipeline.identifiers import block_id, id_of, statement_id
from pipeline.matching import match, needs
from pipeline.matching.features import candidates
from pipeline.matching.replies import answered
from pipeline.positions import positions
from pipeline.schema import REASONS, TABLES
from pipeline.sources import sources_in
from pipeline.values import DocumentKind, Mark, MemberKind, Status

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def document_order(doc: Doc) -> tuple[str, str, str]:
    """Sort key that puts documents in one order, however they were given."""
    return (doc._.date or "9999", doc._.source, id_of(doc))


def rows_of(docs: Iterable[Doc], *, rules_only: bool = False) -> Rows:
    """Every table's rows.

    Parameters
    ----------
    docs
        Docs that went through the pipeline, each content once; their order does not matter.
    rules_only
        Match by the readable rules alone, without a fitted ranking.
    """
    ordered = sorted(docs, key=document_order)
    rounds = [doc for doc in ordered if doc._.kind != DocumentKind.SKIPPED]
    rows: Rows = {name: [] for name in TABLES}
    rows["documents"] = _documents(ordered)
    for doc in rounds:
        lines = Lines(doc.text)
        rows["blocks"] += _blocks(doc, lines)
        rows["statements"] += _statements(doc, lines)
        rows["mentions"] += _mentions(doc)
        rows["positions"] += _positions(doc, lines)
        rows["requests"] += _requests(doc, lines)
        rows["offers"] += _offers(doc, lines)
        rows["facts"] += _facts(doc, lines)
        rows["evaluations"] += _evaluations(doc, lines)
    rows["matches"] = _matches(rounds, rules_only)
    return rows


def _place(span: Span, lines: Lines) -> Row:
    return {"line": lines.at(span.start_char), "char_start": span.start_char, "char_end": span.end_char}


def _documents(docs: Sequence[Doc]) -> list[Row]:
    rows: list[Row] = []
    seen: Counter[str] = Counter()
    for doc in docs:
        own = id_of(doc)
        seen[own] += 1
        messages = list(doc._.messages)
        rows.append(
            {
                "document_id": own if seen[own] == 1 else f"{own}-{seen[own]}",
                "source": doc._.source,
                "sha256": doc._.sha256,
                "kind": doc._.kind or DocumentKind.ROUND.value,
                "date": doc._.date,
                "title": doc._.title,
                "encoding": doc._.encoding,
                "n_lines": len(doc.text.splitlines()),
                "n_blocks": len(_group(doc, carrier.BLOCKS)),
                "n_statements": len(_group(doc, carrier.STATEMENTS)),
                "status": doc._.status or (Status.WARNING if messages else Status.OK).value,
                "messages": messages,
            }
        )
    return rows


def _group(doc: Doc, name: str) -> list[Span]:
    return list(doc.spans[name]) if name in doc.spans else []


def _blocks(doc: Doc, lines: Lines) -> list[Row]:
    return [
        {
            "block_id": block_id(doc, block),
            "document_id": id_of(doc),
            "order": order,
            "member": block._.owner,
            "member_code": block._.owner_code,
            "member_kind": block._.owner_kind or MemberKind.UNKNOWN.value,
            "persons": list(block._.owner_persons),
            "line": block._.header_line or lines.at(block.start_char),
            "line_end": lines.at(block.end_char - 1),
        }
        for order, block in enumerate(_group(doc, carrier.BLOCKS), 1)
    ]


def _statements(doc: Doc, lines: Lines) -> list[Row]:
    blocks = _group(doc, carrier.BLOCKS)
    rows = []
    for span in _group(doc, carrier.STATEMENTS):
        inside = 0 <= span._.block < len(blocks)
        rows.append(
            {
                "statement_id": statement_id(doc, span),
                "document_id": id_of(doc),
                "date": doc._.date,
                "block_id": block_id(doc, blocks[span._.block]) if inside else "",
                "member": span._.speaker,
                "persons": list(span._.persons),
                "reply_to": span._.reply_to,
                **_place(span, lines),
                "line_end": lines.at(span.end_char - 1),
                "text": span.text,
                "topics": list(span._.topics),
                "request": span._.request,
                "offer": span._.offer,
                "stage": span._.stage,
                "signals": [signal_text(signal) for signal in span._.signals],
                "doubtful": doubtful(span._.probability),
            }
        )
    return rows


def signal_text(signal: Mapping[str, str]) -> str:
    """A signal in one line: ``request: marker (hjälp)``."""
    detail = f" ({signal['detail']})" if signal.get("detail") else ""
    return f"{signal['label']}: {signal['name']}{detail}"


def _mentions(doc: Doc) -> list[Row]:
    text = doc.text  # put together anew at each call
    return [
        {
            "statement_id": statement_id(doc, span),
            "topic": hit["topic"],
            "char_start": hit["start"],
            "char_end": hit["end"],
            "text": text[hit["start"] : hit["end"]],
            "method": hit["method"],
            "score": round(float(hit["score"]), 4),
            "term": hit.get("term", ""),
            "document_id": id_of(doc),
        }
        for span in _group(doc, carrier.STATEMENTS)
        for hit in span._.mentions
    ]


def _said(doc: Doc, span: Span, lines: Lines) -> Row:
    """What rows that rest on one statement have in common."""
    return {
        "statement_id": statement_id(doc, span),
        "document_id": id_of(doc),
        "date": doc._.date,
        "member": span._.speaker,
        "persons": list(span._.persons),
        "topics": list(span._.topics),
        "text": span.text,
        **_place(span, lines),
    }


def _only(table: str, row: Row) -> Row:
    return {name: row[name] for name in TABLES[table].names}


def _positions(doc: Doc, lines: Lines) -> list[Row]:
    statements = _group(doc, carrier.STATEMENTS)
    return [
        _only(
            "positions",
            {
                **_said(doc, statements[found.statement], lines),
                "topic": found.topic,
                "stage": found.stage.value,
            },
        )
        for found in positions(doc)
    ]


def _requests(doc: Doc, lines: Lines) -> list[Row]:
    statements = _group(doc, carrier.STATEMENTS)
    rows = []
    if not needs(doc):
        return []
    found = candidates(doc)
    known = answered(found.linked, found.said)
    for need, replies in zip(found.needs, known, strict=True):
        asking = [statements[index] for index in need.statements]
        dates = [pair for pair in (due(span, doc._.date) for span in asking) if pair[0]]
        answers = [said.member for said, answers_it in zip(found.said, replies, strict=True) if answers_it]
        explicit = any(span._.request == Mark.EXPLICIT for span in asking)
        rows.append(
            {
                "request_id": need.id,
                "document_id": id_of(doc),
                "date": doc._.date,
                "member": need.seeker,
                "persons": list(need.persons),
                "topics": list(need.topics),
                "text": need.text,
                "request": (Mark.EXPLICIT if explicit else Mark.PHRASED).value,
                "due": dates[0][0] if dates else "",
                "due_text": dates[0][1] if dates else "",
                "answered_by": list(dict.fromkeys(answers)),
                "line": lines.at(need.start),
                "char_start": need.start,
                "char_end": need.end,
                "statement_ids": [statement_id(doc, span) for span in asking],
            }
        )
    return rows


def _offers(doc: Doc, lines: Lines) -> list[Row]:
    return [
        _only(
            "offers",
            {
                **_said(doc, span, lines),
                "offer_id": statement_id(doc, span),
                "offer": span._.offer,
                "resources": sources_in(span.text),
                "reply_to": span._.reply_to,
            },
        )
        for span in _group(doc, carrier.STATEMENTS)
        if span._.offer
    ]


def _facts(doc: Doc, lines: Lines) -> list[Row]:
    text = doc.text
    return [
        _only(
            "facts",
            {
                **_said(doc, span, lines),
                "topic": figure["topic"],
                "kind": figure["kind"],
                "value": float(figure["value"]),
                "unit": figure["unit"],
                "qualifier": figure["qualifier"],
                "figure": text[figure["start"] : figure["end"]],
            },
        )
        for span in _group(doc, carrier.STATEMENTS)
        for figure in span._.figures
    ]


def _evaluations(doc: Doc, lines: Lines) -> list[Row]:
    found = doc._.evaluation
    return [
        {
            "document_id": id_of(doc),
            "date": doc._.date,
            "member": found["member"],
            "points": found["points"],
            "max_points": found["max_points"],
            "percent": found["percent"],
            "area": rated["area"],
            "rating": rated["rating"],
            "text": doc.text[rated["start"] : rated["end"]],
            "area_points": rated["points"],
            "area_max_points": rated["max_points"],
            "line": lines.at(rated["start"]),
            "char_start": rated["start"],
            "char_end": rated["end"],
        }
        for rated in found.get("rows", ())
    ]


def _matches(docs: Sequence[Doc], rules_only: bool) -> list[Row]:
    rows = []
    for found in match(docs, rules_only=rules_only):
        row = asdict(found)
        for name in ("helper_persons", "topics"):
            row[name] = list(row[name])
        # A ranking may know finer reasons than the contract's.
        row["reasons"] = [reason for reason in found.reasons if reason in REASONS] or ["similar"]
        row |= {"note": "", "helper_load": None}  # known when all rounds are (pipeline.memory)
        rows.append(row)
    return rows
