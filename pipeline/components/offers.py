"""Offers: where the speaker gives others something to use."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import carrier
from pipeline.components.cues import THRESHOLD, YOU, Reading, add_signals, cue_set, readings, sentences
from pipeline.components.requests import under_marker
from pipeline.values import Mark, Marker

LABEL = "offer"
#: The association's own office.
OFFICE = "Kansliet"
#: In a chat a reply answers what was asked within so many tokens.
NEAR = 600
#: Fewer words than this in a reply are an exclamation, not information.
INFORMATIVE = 4


def offer_signals(reading: Reading, reply: str = "") -> dict[str, str]:
    """Signals for and against an offer: name -> the words that gave it.

    A statement of several sentences (an item under a marker) is judged by its best one, so that
    a question in it does not speak against the document offered after it.

    Parameters
    ----------
    reading
        The statement.
    reply
        What kind of reply it is, see `reply_kind`.
    """
    cues = cue_set(LABEL)
    span = reading.span
    whole: dict[str, str] = {}
    if span._.marker in (Marker.GIVE, Marker.HELP, Marker.WANT):
        whole[f"marker:{span._.marker}"] = span._.marker
    if reply:
        whole[f"reply:{reply}"] = span._.reply_to or span._.speaker
        if reading.n_words >= INFORMATIVE:
            whole["reply:informative"] = f"{reading.n_words} ord"
    if span._.speaker == OFFICE:
        whole["office"] = span._.speaker
    best: dict[str, str] = {}
    for words in sentences(reading.words):
        signals = {f"cue:{name}": found for name, found in cues.found(words).items()}
        if any(word.startswith("?") for word in words):
            signals["question"] = "?"
        if YOU.intersection(words):
            signals["you"] = " ".join(word for word in words if word in YOU)
        if not best or cues.score(dict.fromkeys(signals, 1.0)) > cues.score(dict.fromkeys(best, 1.0)):
            best = signals
    return whole | best


def reply_kind(at: int, said: Sequence[Reading]) -> str:
    """What a statement answers: ``to-request``, ``other``, ``owner-answers``, or ``""``.

    A reply answers a request where the one it speaks to has asked something before it in the
    same block (in a chat: not long before). The block's owner answers where somebody else's
    reply, just before, has asked.
    """
    span = said[at].span
    block, answered, turn, speaker = span._.block, span._.reply_to, span._.turn, span._.speaker
    for index in range(at - 1, -1, -1):
        earlier = said[index].span
        if answered:
            near = earlier._.block == block if block != -1 else span.start - earlier.start < NEAR
            if not near:
                break
            asked = earlier._.request or (said[index].asks and said[index].replied)
            if earlier._.speaker == answered and asked:
                return "to-request"
        elif earlier._.turn != turn:
            to_owner = earlier._.block == block and earlier._.reply_to == speaker != ""
            return "owner-answers" if to_owner and said[index].asks and earlier._.request else ""
    return "other" if answered else ""


def explicit_offer(reading: Reading) -> str:
    """The marker's words where the statement stands under a Tips marker, else ``""``."""
    return under_marker(reading, Marker.TIPS)


class Offers:
    """The component ``runda_offers``: sets `_.offer` and says why. It runs after the requests."""

    def __call__(self, doc: Doc) -> Doc:
        """Label every statement of the document."""
        cues = cue_set(LABEL)
        said = list(readings(doc))
        for at, reading in enumerate(said):
            span = reading.span
            marker = explicit_offer(reading)
            if marker:
                span._.offer = Mark.EXPLICIT.value
                carrier.add_signal(span, LABEL, f"marker:{Marker.TIPS}", marker)
                continue
            if span._.marker == Marker.TIPS:
                carrier.add_signal(span, LABEL, "marker:empty", reading.whole)
                continue
            signals = offer_signals(reading, reply_kind(at, said))
            if cues.score(dict.fromkeys(signals, 1.0)) >= THRESHOLD:
                marks = [cues.cues[name[4:]].mark for name in signals if name.startswith("cue:")]
                explicit = Mark.EXPLICIT.value in marks
                span._.offer = Mark.EXPLICIT.value if explicit else Mark.PHRASED.value
            add_signals(span, LABEL, signals)
        return doc


@Language.factory("runda_offers")
def create_offers(nlp: Language, name: str) -> Offers:
    """Make the component; it has no settings."""
    return Offers()
