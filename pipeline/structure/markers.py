"""Find the marker (Hjälp, Tips …) that opens a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.lexicon import RESOURCES, Entry, load_entries
from pipeline.values import Marker

#: What may stand before a marker: blanks, bullets, Markdown, brackets, pictures, a number, an ``o``.
_LEAD = re.compile(
    r"(?:[^\w\n]|_)*(?:o\s+)?(?:\d{1,2}(?:[.)]|(?:\.\d{1,2}){1,2}[.)]?)\s+|[a-h]\)\s+)?(?:[^\w\n]|_)*"
)
#: Signs behind a marker; a hyphen only where a blank follows, a full stop not inside a word.
_SIGN = r"\s*(?:[:–—!;|=→…]|->|-(?=\s)|\.+(?=\s|$))+"
#: The same where the marker's words could as well open a sentence.
_COLON = r"\s*(?:[:–—|→]|->|!(?=\s*$))+"
#: Whose or which: "Hjälp (från er):", "Tips 2:", "Tips till Kalmar:".
_ASIDE = (
    r"(?:\s*\([^()\n]{1,40}\)|\s+(?:nr\s*)?\d{1,2}|"
    r"\s+(?:från|fr|fr\.|till|för)\s+(?:er|oss|dig|mig|alla|andra|övriga|nätverket|gruppen|(?-i:[A-ZÅÄÖ])[\w-]+)"
    r"(?:\s+[\w-]+){0,5})"
)
#: What may stand between a marker's words and its sign.
_BEHIND = rf"(?![\w/&]|\s+(?:inte|ej)\b)(?P<close>[\])\"”*_]*)(?:{_ASIDE}(?=\s*[:–—!]))?[*_]*"


@dataclass(frozen=True, slots=True)
class MarkerEntry(Entry):
    """One marker in `markers.toml`; the file's head explains the keys."""

    marker: str = ""
    words: tuple[str, ...] = ()
    bare: bool = False
    colon: bool = False
    then: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.marker not in {m.value for m in Marker if m}:
            raise ValueError(f"marker must be help, tips, want or give, not {self.marker!r}")
        if not self.words:
            raise ValueError(f"marker {self.id!r} has no words")
        if self.bare and self.colon:
            raise ValueError(f"marker {self.id!r} cannot be bare and need a colon")


@dataclass(frozen=True, slots=True)
class MarkerHit:
    """A marker at the start of a text.

    Attributes
    ----------
    marker
        Which one.
    entry
        Id of the entry that found it.
    end
        Offset in the text just behind the marker and its sign.
    alone
        Nothing but the marker stands there: a heading over what follows.
    """

    marker: Marker
    entry: str
    end: int
    alone: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    """An entry as it is looked for."""

    entry: MarkerEntry
    any_of: re.Pattern[str]
    phrases: tuple[re.Pattern[str], ...]
    sign: re.Pattern[str]
    then: re.Pattern[str] | None


@cache
def load_markers(path: Path = RESOURCES / "markers.toml") -> tuple[MarkerEntry, ...]:
    """The markers, in the order of the file."""
    return tuple(load_entries(path, {"marker": MarkerEntry})["marker"])


def phrase_pattern(phrase: str) -> str:
    """A regular expression for a marker's words: ``a|b`` is either, ``(a)`` may be left out.

    Examples
    --------
    >>> bool(re.fullmatch(phrase_pattern("(vi) behöver|önskar hjälp"), "önskar hjälp"))
    True
    """
    parts: list[str] = []
    begun = False  # whether a word that may not be left out has come
    for word in phrase.split():
        optional = word.startswith("(") and word.endswith(")")
        choice = "|".join(re.escape(form) for form in word.strip("()" if optional else "").split("|"))
        if optional:
            parts.append(rf"(?:\s+(?:{choice}))?" if begun else rf"(?:(?:{choice})\s+)?")
        else:
            parts.append((r"\s+" if begun else "") + f"(?:{choice})")
            begun = True
    return "".join(parts)


@cache
def _compiled() -> tuple[_Pattern, ...]:
    compiled = []
    for entry in load_markers():
        phrases = [phrase_pattern(phrase) for phrase in sorted(entry.words, key=len, reverse=True)]
        sign = _COLON if entry.colon else _SIGN
        if entry.marker == Marker.HELP and not entry.colon:
            sign = sign.replace("[:", "[?:")  # "Hjälp? Vi ska mäta resor"; but "Tips?" asks for one
        then = "|".join(re.escape(word) for word in entry.then)
        compiled.append(
            _Pattern(
                entry,
                re.compile("|".join(phrases), re.I),
                tuple(re.compile(f"(?P<words>{phrase}){_BEHIND}", re.I) for phrase in phrases),
                re.compile(sign + r"[\"”*_]*"),
                re.compile(rf"[^.!]*(?:{then})", re.I) if then else None,
            )
        )
    return tuple(compiled)


def leading_marker(text: str) -> MarkerHit | None:
    """The marker that `text` opens with; bullets, numbers, signs and pictures before it aside.

    Examples
    --------
    >>> leading_marker("Hjälp: hur gör ni?").marker
    <Marker.HELP: 'help'>
    >>> leading_marker("TIPS").alone
    True
    >>> leading_marker("Hjälpmedlen är slut.") is None
    True
    """
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    for pattern in _compiled():
        if pattern.any_of.match(text, start):
            for phrase in pattern.phrases:
                if (found := phrase.match(text, start)) and (hit := _hit(text, pattern, found)):
                    return hit
    return None


def _hit(text: str, pattern: _Pattern, found: re.Match[str]) -> MarkerHit | None:
    """The marker, where what stands behind its words shows that they are one."""
    entry, word, rest = pattern.entry, found["words"], text[found.end() :]
    sign = pattern.sign.match(rest)
    end = found.end() + (sign.end() if sign else 0)
    alone = not text[end:].strip(' *_:!?.–—-)]"”')
    plain = bool(sign) or alone or entry.bare or word.isupper() or found["close"][:1] in ("]", ")")
    capital = " " not in word and word[0].isupper() and bool(re.match(r"\s+[A-ZÅÄÖ]", rest))
    if plain or (capital and not entry.colon) or (pattern.then and pattern.then.match(rest)):
        return MarkerHit(Marker(entry.marker), entry.id, end, alone)
    return None
