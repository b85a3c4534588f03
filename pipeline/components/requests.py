"""Requests: where the speaker asks the network for something."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import carrier
from pipeline.components.cues import (
    THRESHOLD,
    Reading,
    add_signals,
    cue_set,
    question_signals,
    readings,
)
from pipeline.components.statements import sentence_ends
from pipeline.structure.markers import leading_marker
from pipeline.values import Mark, Marker

LABEL = "request"
#: A word that every marker of the kind contains: a quick look before the slow one.
_MARKER_WORD = {Marker.HELP: "hjälp", Marker.TIPS: "tips"}
#: What an empty marker says ("inget just nu", "nej, inte denna gång", "–"): a word for nothing, and
#: only words for now, here and us after it. "Inga plastmuggar" is something.
_NOTHING = re.compile(
    r"\W*(?:(?:nej|inget|inga|ingenting|inte|ej|intet|nix|nä|näe|icke|noll|saknas|vet|passar?|pass|x|behövs)\b"
    r"(?:\W+(?:inte?|inget|ingenting|inga|ej|just|nu|idag|i|dag|denna|den|det|här|detta|gången?|gång|ggn|från|av|för|oss|"
    r"mig|vår|del|sida|att|rapportera|tillägga|melda|anmäla|be|om|nytt|speciellt|särskilt|längre|tack|ännu|än|"
    r"tillfället|närvarande|alls|på|det|rundan?|månaden?|vi|har|behov|som|jag|vet|kommer|tips|hjälp|behövs|mer|tyvärr)"
    r"\b)*|(?:se|enligt) (?:nedan|ovan|sist|förra|separat|mejl)\b.{0,30})?\W*$",
    re.I,
)


def is_empty(text: str) -> bool:
    """Whether what stands under a marker says that there is nothing ("inget just nu").

    Examples
    --------
    >>> is_empty("nej, inte denna gång")
    True
    >>> is_empty("inga siffror finns hos SCB, vet ni var man kan leta i stället?")
    False
    """
    return "?" not in text and bool(_NOTHING.match(text))


#: A marker inside a sentence: "bytte lampor i fjol, tips: köp ihop med grannen".
_INLINE = {
    Marker.HELP: re.compile(
        r"(?<!erbjuder )(?<!ger )(?<!fick )(?<!fått )(?<!får )(?<=[\s,;(–-])"
        r"hjälp(?: önskas| sökes| behövs)?(?: med)?\s*:(?=\s)",
        re.I,
    ),
    Marker.TIPS: re.compile(
        r"(?<!ha)(?<!få)(?<!behöver)(?<!önskar)(?<!söker)(?<!gärna)(?<=[\s,;(–-])(?:ett |vårt |mitt )?"
        r"(?<!ha )(?<!få )(?<!behöver )(?<!önskar )(?<!söker )(?<!era )tips(?: från oss)?\s*:(?=\s)",
        re.I,
    ),
}
#: A marker behind what it marks: "Siffror på resor – hjälp!", "Boka tåget i tid (tips)", "…, HJÄLP".
_TRAILING = {
    Marker.HELP: re.compile(
        r"(?i:[–—(\[-]\s*(?:hjälp|hjälp önskas|hjälp sökes)|\s+#hjälp)\W*$|[,;]\s+HJÄLP\W*$"
    ),
    Marker.TIPS: re.compile(r"(?i:[–—(\[-]\s*(?:ett |bra )?tips|\s+#tips)[^\w?]*$|[,;]\s+TIPS[^\w?]*$"),
}


def marker_in(text: str, marker: Marker, alone: bool = False) -> str:
    """Words of a marker that opens any sentence of `text`, where what follows is not empty.

    Parameters
    ----------
    alone
        Whether a marker with nothing behind it counts ("Har kört fast. Hjälp!").
    """
    if _MARKER_WORD[marker] not in text.lower():
        return ""
    start = 0
    for end in sentence_ends(text):
        hit = leading_marker(text[start:end].strip())
        if hit and hit.marker is marker:
            words = text[start:end].strip()[: hit.end].strip()
            rest = text[start:].strip()[hit.end :]
            if not is_empty(rest) or (hit.alone and (alone or start) and not rest.strip()):
                return words
        start = end
    for found in _INLINE[marker].finditer(text):
        if not is_empty(text[found.end() :]):
            return found.group().strip(" ,;(–-")
    if (trailing := _TRAILING[marker].search(text)) and trailing.start():
        return trailing.group().strip(" ,;()[]–—-")
    return ""


def request_signals(reading: Reading) -> dict[str, str]:
    """Signals for and against a request in a statement: name -> the words that gave it."""
    span = reading.span
    signals: dict[str, str] = {}
    marker = span._.marker
    if marker in (Marker.WANT, Marker.TIPS, Marker.GIVE):
        signals[f"marker:{marker}"] = marker
    if span._.reply_to:
        signals["reply"] = span._.reply_to
    asked = question_signals(reading)
    signals |= asked
    found = cue_set(LABEL).found(reading.words)
    signals |= {f"cue:{name}": words for name, words in found.items()}
    return signals


def explicit_request(reading: Reading) -> str:
    """The marker's words where the statement stands under a Hjälp marker, else ``""``."""
    return under_marker(reading, Marker.HELP)


def under_marker(reading: Reading, marker: Marker) -> str:
    """The words of `marker` that govern a statement and are not empty, else ``""``."""
    span, text = reading.span, reading.whole
    if span._.marker == marker:
        hit = leading_marker(text)
        body = text[hit.end :] if hit and hit.marker is marker else text
        return "" if is_empty(body) else (text[: hit.end].strip() if hit else str(marker))
    return marker_in(reading.text if reading.named else text, marker, alone=not reading.first)


def _nothing_wanted(reading: Reading) -> bool:
    hit = leading_marker(reading.whole)
    return is_empty(reading.whole[hit.end :] if hit else reading.whole)


class Requests:
    """The component ``runda_requests``: sets `_.request` and says why."""

    def __call__(self, doc: Doc) -> Doc:
        """Label every statement of the document."""
        cues = cue_set(LABEL)
        for reading in readings(doc):
            span = reading.span
            marker = explicit_request(reading)
            if marker:
                span._.request = Mark.EXPLICIT.value
                carrier.add_signal(span, LABEL, f"marker:{Marker.HELP}", marker)
                continue
            if span._.marker == Marker.HELP or (span._.marker == Marker.WANT and _nothing_wanted(reading)):
                carrier.add_signal(span, LABEL, "marker:empty", reading.whole)
                continue
            signals = request_signals(reading)
            if cues.score(dict.fromkeys(signals, 1.0)) >= THRESHOLD:
                span._.request = Mark.PHRASED.value
            add_signals(span, LABEL, signals)
        return doc


@Language.factory("runda_requests")
def create_requests(nlp: Language, name: str) -> Requests:
    """Make the component; it has no settings."""
    return Requests()
