"""The spaCy Doc as carrier: names of the span groups and the registered extensions.

Everything that Runda finds is kept on the Doc, in `doc.spans` and in the extensions below,
as plain strings, numbers, lists and dicts, so that `DocBin` can store it. Tables are derived
from Docs and from nothing else.

=============  ===================================================================
group          one span per
=============  ===================================================================
``title``      title line (at most one)
``headers``    header that opens a block (the header's own characters only)
``blocks``     speaker's block, from its header to its last character
``turns``      paragraph, bullet or part of a paragraph said by one speaker
``furniture``  stretch that nobody said: attendance, agenda, banners, bare markers
``statements`` statement: a sentence, or a whole turn that stands under a marker
``topics``     topic hit inside a statement (label = topic id)
``facts``      figure stated (label = kind)
``times``      time expression (label = grain)
=============  ===================================================================

Title, headers, turns and furniture together cover every non-blank character of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, Final

from spacy.tokens import Doc, Span

TITLE: Final = "title"
HEADERS: Final = "headers"
BLOCKS: Final = "blocks"
TURNS: Final = "turns"
FURNITURE: Final = "furniture"
STATEMENTS: Final = "statements"
TOPICS: Final = "topics"
FACTS: Final = "facts"
TIMES: Final = "times"

GROUPS: Final = (TITLE, HEADERS, BLOCKS, TURNS, FURNITURE, STATEMENTS, TOPICS, FACTS, TIMES)

#: Extensions of the Doc: name -> default.
DOC_EXTENSIONS: Final[dict[str, Any]] = {
    "source": "",  # file name
    "sha256": "",
    "encoding": "",
    "kind": "",  # DocumentKind
    "date": "",  # ISO date of the round or page, "" where unknown
    "title": "",
    "status": "",  # Status, set where a file's reading has been judged (pipeline.job)
    "messages": [],  # warnings in English, in the order they arose
    "evaluation": {},  # what an evaluation page says (see pipeline.evaluations)
}

#: Extensions of spans. Spans that share their characters share the values (spaCy keys them by
#: offsets), so each name belongs to one group only, or has the same meaning in all.
SPAN_EXTENSIONS: Final[dict[str, Any]] = {
    # blocks
    "owner": "",  # canonical member name
    "owner_code": "",
    "owner_kind": "",
    "owner_persons": [],
    "header_line": 0,  # 1-based line of the header
    # turns, and the statements cut from them (same values)
    "speaker": "",  # canonical member that speaks
    "persons": [],  # persons who speak, as written
    "reply_to": "",  # member whose block or words are answered, else ""
    "block": -1,  # index in doc.spans["blocks"], -1 outside any
    "marker": "",  # Marker the turn stands under or opens with
    # statements
    "turn": -1,  # index in doc.spans["turns"]
    "topics": [],  # topic ids, sorted as in topics.toml
    "mentions": [],  # dicts: topic, start, end (characters), method, score, term
    "request": "",  # Mark
    "offer": "",  # Mark
    "act": "",  # Act: said to somebody without answering anything (thanks, agreement, a time call)
    "stage": "",  # Stage of the statement as a whole
    "stages": {},  # topic id -> Stage the speaker states for itself
    "figures": [],  # dicts: topic, kind, value, unit, qualifier, start, end
    "when": [],  # dicts: text, start, end, first, last (ISO), grain
    "signals": [],  # dicts: label, name, detail; what decided a label
    "probability": {},  # label -> probability, where a fitted model decided
}


def register() -> None:
    """Register all extensions; harmless when they already are."""
    for name, default in DOC_EXTENSIONS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    for name, default in SPAN_EXTENSIONS.items():
        if not Span.has_extension(name):
            Span.set_extension(name, default=default)


def add_signal(span: Span, label: str, name: str, detail: str = "") -> None:
    """Note on a statement that signal `name` spoke for (or against) `label`."""
    span._.signals = [*span._.signals, {"label": label, "name": name, "detail": detail}]


def char_span(doc: Doc, start: int, end: int, label: str = "") -> Span:
    """Return the span of the tokens that cover characters ``[start, end)``.

    White space at either end is left out. Raises `ValueError` where nothing is left.
    """
    span = doc.char_span(start, end, label=label, alignment_mode="expand") if end > start else None
    first, last = (span.start, span.end) if span is not None else (0, 0)
    while first < last and doc[first].is_space:
        first += 1
    while last > first and doc[last - 1].is_space:
        last -= 1
    if first == last:
        raise ValueError(f"no text at characters {start}-{end}")
    return Span(doc, first, last, label=label)


class Lines:
    """Line numbers of a text's characters, worked out once.

    spaCy puts `doc.text` together anew at every call, so neither it nor `line_of` has a place in a
    loop: make one of these instead.
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]

    def at(self, char: int) -> int:
        """1-based line of a character."""
        return bisect_right(self._starts, char)


def line_of(doc: Doc, char: int) -> int:
    """1-based line of a character."""
    return Lines(doc.text).at(char)


register()
