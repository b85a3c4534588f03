"""Replies that answer nothing: the component ``runda_replying``.

Thanks, agreement, time calls and "gärna, skicka!" give nobody anything, whatever words they use; so
they are no offers, and matching does not take them for answers. See `pipeline.acts`.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.acts import Act, Acts
from pipeline.components.offers import OFFICE
from pipeline.values import Mark, Marker

#: Said by the one who was asked, these are answers; said by the one who asked, mere thanks.
_ANSWERS_OR_THANKS = frozenset({Act.YES, Act.PROMISE})
#: What the office says in passing to whoever has the floor.
_CHAIRING = frozenset({Act.CLOCK, Act.THANKS})

#: "Samma fråga här, läser gärna" asks with the other.
_MAY_ASK = frozenset({Act.AGREE, Act.LACK})


class Replying:
    """Sets `_.act` on what is said to somebody without answering, and takes its offer away."""

    def __call__(self, doc: Doc) -> Doc:
        """Go through the statements that reply, and those that come back to a reply."""
        acts: Acts | None = None
        before: Span | None = None  # the last statement of the turn before
        last: Span | None = None
        for span in doc.spans[carrier.STATEMENTS]:
            if last is not None and last._.turn != span._.turn:
                before = last
            last = span
            values = span._
            returns = _returns(span, before)
            if not (values.reply_to or returns or values.speaker == OFFICE) or values.marker == Marker.TIPS:
                continue
            acts = acts or Acts(_names(doc))
            act = acts.of(span.text)
            if act in _ANSWERS_OR_THANKS:
                act = Act.THANKS if returns else Act.NONE
            if not act or (not values.reply_to and not returns and act not in _CHAIRING):
                continue
            values.act = act.value
            if values.request and act not in _MAY_ASK:
                values.request = Mark.NONE.value
                carrier.add_signal(span, "request", f"act:{act.value}", span.text)
            if values.offer:
                values.offer = Mark.NONE.value
                carrier.add_signal(span, "offer", f"act:{act.value}", span.text)
                values.probability = {name: p for name, p in values.probability.items() if name != "offer"}
        return doc


def _returns(span: Span, before: Span | None) -> bool:
    """Whether the speaker takes the word again after a reply to it."""
    return before is not None and not span._.reply_to and before._.reply_to == span._.speaker != ""


def _names(doc: Doc) -> Sequence[str]:
    """Members and first names at the table."""
    found: dict[str, None] = {}
    for block in doc.spans.get(carrier.BLOCKS, ()):
        found |= dict.fromkeys([block._.owner, *(person.split()[0] for person in block._.owner_persons)])
    for span in doc.spans[carrier.STATEMENTS]:
        found |= dict.fromkeys([span._.speaker, *(person.split()[0] for person in span._.persons)])
    return [name for name in found if name]


@Language.factory("runda_replying")
def create_replying(nlp: Language, name: str) -> Replying:
    """Make the component; it has no settings."""
    return Replying()
