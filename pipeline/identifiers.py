"""Ids that stay: made of a document's content and of places in it, of nothing else.

The same bytes give the same ids on every machine, in every run, whatever the file is called and
whatever other files are read beside it. An id starts with a letter, so that no spreadsheet takes
it for a number.
"""

from __future__ import annotations

import hashlib

from spacy.tokens import Doc, Span


def document_id(sha256: str) -> str:
    """Id of a document from the digest of its bytes: ``d`` and twelve hex digits."""
    return f"d{sha256[:12]}"


def id_of(doc: Doc) -> str:
    """Id of a Doc; one made from bare text (without a file) gets it from that text."""
    if not doc._.sha256:
        doc._.sha256 = hashlib.sha256(doc.text.encode("utf-8")).hexdigest()
    return document_id(doc._.sha256)


def block_id(doc: Doc, block: Span) -> str:
    """Id of a speaker's block: the document's and the character it starts at."""
    return f"{id_of(doc)}-b{block.start_char}"


def statement_id(doc: Doc, statement: Span) -> str:
    """Id of a statement: the document's and the character it starts at."""
    return f"{id_of(doc)}-s{statement.start_char}"
