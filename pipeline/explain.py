"""How a line was understood: its block, who speaks, the labels, and what decided them."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.errors import RundaError
from pipeline.identifiers import statement_id
from pipeline.matching.features import Corpus
from pipeline.matching.replies import answered
from pipeline.rows import signal_text
from pipeline.values import DocumentKind

#: Requests shown that a reply may answer, and the share that one must have to be shown.
_SHOWN = 3
_LEAST = 0.1


def explain_line(doc: Doc, line: int) -> str:
    """Explain one line of a parsed document.

    Raises
    ------
    RundaError
        Where the document could not be read, or has no such line.
    """
    lines = doc.text.split("\n")
    if not doc.text:
        raise RundaError(f"{doc._.source}: {'; '.join(doc._.messages) or 'nothing was read'}")
    if line > len(lines):
        raise RundaError(f"{doc._.source} has {len(lines)} lines, so there is no line {line}")
    start = sum(len(text) + 1 for text in lines[: line - 1])
    end = start + len(lines[line - 1])
    told = [f"{doc._.source}, line {line}: {lines[line - 1].strip() or '(blank)'}", ""]
    told.append(_fact("document", f"{doc._.kind} {doc._.date}".strip()))
    if doc._.kind == DocumentKind.SKIPPED:
        return "\n".join([*told, *(_fact("message", message) for message in doc._.messages)])
    told += [_fact("block", _block(block)) for block in _on(doc, carrier.BLOCKS, start, end)]
    for group, name in (
        (carrier.TITLE, "title"),
        (carrier.HEADERS, "header"),
        (carrier.FURNITURE, "furniture"),
    ):
        told += [_fact(name, _quote(span)) for span in _on(doc, group, start, end)]
    replies = _Replies(doc)
    for statement in _on(doc, carrier.STATEMENTS, start, end):
        told += ["", *_statement(doc, statement), *replies.about(statement)]
    return "\n".join(told)


def _on(doc: Doc, group: str, start: int, end: int) -> list[Span]:
    """Spans of a group that share characters with a stretch."""
    if group not in doc.spans:
        return []
    return [span for span in doc.spans[group] if span.start_char < end and start < span.end_char]


def _block(block: Span) -> str:
    persons = ", ".join(block._.owner_persons) or "no person named"
    return f"{block._.owner} ({persons}), header at line {block._.header_line}"


def _statement(doc: Doc, statement: Span) -> Iterable[str]:
    yield _fact("statement", _quote(statement))
    yield _fact("id", statement_id(doc, statement))
    persons = f" ({', '.join(statement._.persons)})" if statement._.persons else ""
    reply = f", in reply to {statement._.reply_to}" if statement._.reply_to else ""
    yield _fact("speaker", f"{statement._.speaker or 'nobody known'}{persons}{reply}")
    for label in ("topics", "request", "offer", "stage"):
        value = getattr(statement._, label)
        likely = statement._.probability.get(label)
        said = ", ".join(value) if isinstance(value, list) else str(value)
        yield _fact(label, (said or "none") + (f" (probability {likely:.2f})" if likely is not None else ""))
    for topic, stage in statement._.stages.items():
        if stage:
            yield _fact("stage", f"{stage} on {topic}")
    for figure in statement._.figures:
        qualifier = f" ({figure['qualifier']})" if figure["qualifier"] else ""
        yield _fact("figure", f"{figure['value']:g} {figure['unit']}{qualifier}, {figure['kind']}")
    for when in statement._.when:
        until = f" to {when['last']}" if when["last"] != when["first"] else ""
        yield _fact("time", f"{when['text']}: {when['first']}{until}")
    for signal in statement._.signals:
        yield _fact("signal", signal_text(signal))
    for hit in statement._.mentions:
        yield _fact("mention", f"{hit['topic']}: “{doc.text[hit['start'] : hit['end']]}” ({hit['method']})")


class _Replies:
    """What replies answer, worked out where it is asked for."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._corpus: Corpus | None = None

    def about(self, statement: Span) -> Iterable[str]:
        """Which request a statement answers and why, or who has answered it."""
        if statement._.act:
            yield _fact("act", f"{statement._.act}: answers nothing")
        corpus = self._corpus = self._corpus or Corpus([self._doc])
        needs, said, why = corpus.needs[0], corpus.said[0], corpus.why_replies(0)
        at = next(one.index for one in said if one.id == statement_id(self._doc, statement))
        for n, (share, points) in sorted(why.get(at, {}).items(), key=lambda item: -item[1][0])[:_SHOWN]:
            if share >= _LEAST:
                signals = ", ".join(f"{name} {value:+.1f}" for name, value in points.items())
                line = said[needs[n].statements[0]].line
                yield _fact("answers", f"line {line}, share {share:.2f} ({signals})")
        linked = corpus.candidates(0).linked
        known = answered(linked, said)
        for n, need in enumerate(needs):
            if at in need.statements:
                lines = [f"{said[i].member} (line {said[i].line})" for i in known[n].nonzero()[0]]
                yield _fact("answered by", ", ".join(lines) or "nobody, as far as is known")
        if any(share >= _LEAST for share, _ in why.get(at, {}).values()) and not known[:, at].any():
            yield _fact("answers", "not known which, or nothing that the seeker can use")


def _fact(name: str, value: str) -> str:
    return f"{name:<10} {value}"


def _quote(span: Span) -> str:
    return f"“{' '.join(span.text.split())}”"
