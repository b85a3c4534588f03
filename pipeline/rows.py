"""Docs → rows: the tables' content, derived from Docs and from nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.identifiers import block_id, id_of, statement_id
from pipeline.schema import TABLES
from pipeline.sources import sources_in
from pipeline.values import DocumentKind, MemberKind, Status

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def document_order(doc: Doc) -> tuple[str, str, str]:
    """Sort key that puts documents in one order, however they were given."""
    return (doc._.date or "9999", doc._.source, id_of(doc))


def rows_of(docs: Iterable[Doc]) -> Rows:
    """Every table's rows.

    Parameters
    ----------
    docs
        Docs that went through the pipeline, each content once; their order does not matter.
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
        rows["evaluations"] += _evaluations(doc)
    rows["matches"] = _matches(rounds)
    return rows


class Lines:
    """Line numbers of a text's characters, found quickly."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        for at, char in enumerate(text):
            if char == "\n":
                self._starts.append(at + 1)

    def at(self, char: int) -> int:
        """1-based line that a character stands on."""
        return bisect_right(self._starts, char)


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
            }
        )
    return rows


def signal_text(signal: Mapping[str, str]) -> str:
    """A signal in one line: ``request: marker (hjälp)``."""
    detail = f" ({signal['detail']})" if signal.get("detail") else ""
    return f"{signal['label']}: {signal['name']}{detail}"


def _mentions(doc: Doc) -> list[Row]:
    return [
        {
            "statement_id": statement_id(doc, span),
            "topic": hit["topic"],
            "char_start": hit["start"],
            "char_end": hit["end"],
            "text": doc.text[hit["start"] : hit["end"]],
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
    return [
        _only(
            "positions",
            {
                **_said(doc, found.statement, lines),
                "member": found.member,
                "topic": found.topic,
                "stage": found.stage,
            },
        )
        for found in positions(doc)
    ]


def _requests(doc: Doc, lines: Lines) -> list[Row]:
    rows = []
    for need in needs(doc):
        first = need.statements[0]
        when = [found for found in map(due, need.statements) if found]
        rows.append(
            _only(
                "requests",
                {
                    **_said(doc, first, lines),
                    "request_id": statement_id(doc, first),
                    "topics": list(need.topics),
                    "request": first._.request,
                    "due": when[0][0] if when else "",
                    "due_text": when[0][1] if when else "",
                    "answered_by": list(need.answered_by),
                    "statement_ids": [statement_id(doc, span) for span in need.statements],
                },
            )
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
                "figure": doc.text[figure["start"] : figure["end"]],
            },
        )
        for span in _group(doc, carrier.STATEMENTS)
        for figure in span._.figures
    ]
