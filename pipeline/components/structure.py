"""The component ``runda_structure``: who speaks, written on the Doc."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.structure.model import Structure
from pipeline.structure.parse import parse
from pipeline.values import DocumentKind


class StructureParser:
    """Fills the groups title, headers, blocks, turns and furniture, and the Doc's own facts."""

    def __call__(self, doc: Doc) -> Doc:
        """Parse the Doc's text; a kind that is already set (an evaluation page) is left alone."""
        if doc._.kind == DocumentKind.EVALUATION:  # nobody speaks there
            for group in (carrier.TITLE, carrier.HEADERS, carrier.BLOCKS, carrier.TURNS):
                doc.spans[group] = []
            doc.spans[carrier.FURNITURE] = [carrier.char_span(doc, 0, len(doc.text), label="evaluation")]
            return doc
        found = parse(doc.text, doc._.source)
        self._write(doc, found)
        messages = [*doc._.messages]
        if found.title:
            doc._.title = found.title.text
        doc._.date = doc._.date or found.date
        if doc._.kind in ("", DocumentKind.ROUND.value, DocumentKind.SKIPPED.value):
            doc._.kind = (DocumentKind.ROUND if found.blocks or found.turns else DocumentKind.SKIPPED).value
            messages += found.messages
        doc._.messages = messages
        return doc

    def _write(self, doc: Doc, found: Structure) -> None:
        title = [found.title] if found.title else []
        doc.spans[carrier.TITLE] = list(_spans(doc, title))
        doc.spans[carrier.HEADERS] = list(_spans(doc, found.headers))
        blocks = list(_spans(doc, found.blocks))
        for span, block in zip(blocks, found.blocks, strict=True):
            span._.owner = block.owner.name
            span._.owner_code = block.owner.code
            span._.owner_kind = block.owner.kind.value
            span._.owner_persons = list(block.persons)
            span._.header_line = block.header_line
        doc.spans[carrier.BLOCKS] = blocks
        turns = list(_spans(doc, found.turns))
        for span, turn in zip(turns, found.turns, strict=True):
            span._.speaker = turn.speaker
            span._.persons = list(turn.persons)
            span._.reply_to = turn.reply_to
            span._.block = turn.block
            span._.marker = turn.marker.value
        doc.spans[carrier.TURNS] = turns
        doc.spans[carrier.FURNITURE] = [
            carrier.char_span(doc, item.start, item.end, label=item.kind) for item in found.furniture
        ]


def _spans(doc: Doc, items: Iterable[object]) -> Iterable[Span]:
    for item in items:
        yield carrier.char_span(doc, item.start, item.end)  # type: ignore[attr-defined]


@Language.factory("runda_structure")
def create_structure(nlp: Language, name: str) -> StructureParser:
    """Make the component; it has no settings."""
    return StructureParser()
