"""Words as search sees them: dictionary forms, parts of compounds, and letters without dots."""

from __future__ import annotations

import re
import unicodedata

from pipeline import words

_WORD = re.compile(r"[\w-]+")


def folded(text: str) -> str:
    """Lower case without dots, rings and accents: ``Malmö`` → ``malmo``."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in apart if not unicodedata.combining(char))


def forms_of(word: str) -> tuple[str, ...]:
    """A word's dictionary form and, of a compound, its parts: ``klimatkraven`` → klimatkrav, klimat, krav."""
    base = words.lemma(word)
    parts = words.parts(base or word)
    return tuple(dict.fromkeys(form for form in (base, *(parts if len(parts) > 1 else ())) if form))


def searched(text: str) -> str:
    """All forms of a text's words, to be searched beside the words themselves."""
    return " ".join(form for word in _WORD.findall(text) for form in forms_of(word))


def match_expression(text: str, *, every: bool = True) -> str:
    """What to ask of the full-text table for words typed by hand; empty where there are none.

    A word is found in any inflection, inside a compound, and typed without å, ä and ö. ``"a phrase"``
    in quotation marks is found as it is written, ``word*`` wherever a word begins so.

    Parameters
    ----------
    text
        What was typed.
    every
        Whether every word must be there, or any of them.
    """
    asked: list[str] = []
    for phrase, word, star in re.findall(r'"([^"]+)"|([\w-]+)(\*?)', text):
        if phrase:
            asked.append(f"text : {_quoted(phrase)}")
        elif star:
            asked.append(f"{_quoted(word)} *")
        else:
            base = forms_of(word)[:1] or (word,)
            choices = [
                f"text : {_quoted(word)}",
                f"forms : {_quoted(base[0])}",
                f"plain : {_quoted(folded(word))}",
            ]
            parts = forms_of(word)[1:]
            if len(parts) > 1:
                choices.append("(" + " AND ".join(f"forms : {_quoted(part)}" for part in parts) + ")")
            asked.append("(" + " OR ".join(choices) + ")")
    return (" AND " if every else " OR ").join(asked)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
