"""Cut turns into statements: a sentence each, or a whole turn under a marker.

The splitter knows what office minutes look like: abbreviations without a following capital
(``t ex``, ``bl.a.``, ``kl.``), numbers, ordinals, web addresses, ``(?)`` and ``(!)`` inside a
sentence, and hard-wrapped paragraphs. It never splits inside brackets or a quotation's tail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import carrier
from pipeline.structure.markers import leading_marker

#: Abbreviations after which a full stop does not end a sentence, even before a capital.
NEVER_ENDS = frozenset(
    [
        "nr",
        "dr",
        "prof",
        "enl",
        "ca",
        "resp",
        "ev",
        "inkl",
        "exkl",
        "ang",
        "jfr",
        "jmf",
        "kl",
        "tel",
        "t.ex",
        "tex",
        "dvs",
        "d.v.s",
        "p.g.a",
        "pga",
        "s.k",
        "f.d",
        "fr.o.m",
        "t.o.m",
        "bl.a",
        "f.n",
        "t.f",
        "o.s.v",
        "st",
    ]
)
_END = re.compile(r"(?:\.{1,3}|…|[!?]+[.!?]*)[\"”’')\]]*(?=\s|$)")

#: A list item's number, whose full stop ends nothing.
_NUMBERED = re.compile(r"[\s\-–*•]*\d{1,2}")


def sentence_ends(text: str) -> Iterator[int]:
    """Offsets in `text` just behind each sentence, the last one included."""
    depth_at = _bracket_depths(text)
    start = 0
    for found in _END.finditer(text):
        end = found.end()
        rest = text[end:].lstrip()
        if not rest:
            break
        if depth_at[end - 1] or _NUMBERED.fullmatch(text[start : found.start()]):
            continue
        sign = found.group()[0]
        following = rest.lstrip("\"”'([-–*• ")[:1]
        if sign in ".…":
            word = re.split(r"[^\w.\-]", text[max(0, found.start() - 24) : found.start()])[-1].lower()
            if word in NEVER_ENDS or (re.fullmatch(r"\d{1,2}", word) and following.islower()):
                continue
            if following.islower():
                continue
            if len(word) == 1 and text[found.start() - 1].isupper():  # an initial
                continue
        elif following.islower() and found.group().endswith((")", '"', "”")):
            continue
        marker = leading_marker(text[start:end])
        if marker and marker.alone:  # "Tips!" opens the sentence that follows
            continue
        start = end
        yield end
    yield len(text)


def _bracket_depths(text: str) -> list[int]:
    """Bracket depth at each character; unbalanced brackets count as none."""
    depths, depth, opened = [], 0, []
    for at, char in enumerate(text):
        if char in "([":
            opened.append(at)
            depth += 1
        depths.append(depth)
        if char in ")]" and depth:
            depth -= 1
            opened.pop()
            depths[-1] = depth
    for start in opened:  # never closed: only a sign
        for at in range(start, len(text)):
            depths[at] = max(0, depths[at] - 1)
    return depths


def _marked_ends(text: str, marker: str) -> Iterator[int]:
    """Ends of the statements of a marked turn: one, unless another marker opens a later sentence."""
    for end in sentence_ends(text):
        hit = leading_marker(text[end:].lstrip()) if end < len(text) else None
        if end == len(text) or (hit and not hit.alone and hit.marker != marker):
            yield end


class Statements:
    """The component ``runda_statements``: fills ``doc.spans["statements"]``."""

    def __call__(self, doc: Doc) -> Doc:
        """Cut the turns of `doc`."""
        spans = []
        for index, turn in enumerate(doc.spans[carrier.TURNS]):
            text = turn.text
            cuts = list(_marked_ends(text, turn._.marker) if turn._.marker else sentence_ends(text))
            start = 0
            for end in cuts:
                if text[start:end].strip():
                    span = carrier.char_span(doc, turn.start_char + start, turn.start_char + end)
                    marker = turn._.marker
                    if start:
                        hit = leading_marker(span.text)
                        marker = hit.marker.value if hit and not hit.alone else marker
                    spans.append((span, turn, index, marker))
                start = end
        for span, turn, index, marker in spans:
            for name in ("speaker", "persons", "reply_to", "block"):
                setattr(span._, name, getattr(turn._, name))
            span._.turn = index
            span._.marker = marker
        doc.spans[carrier.STATEMENTS] = [span for span, *_ in spans]
        return doc


@Language.factory("runda_statements")
def create_statements(nlp: Language, name: str) -> Statements:
    """Make the component; it has no settings."""
    return Statements()
