"""Where words stand in the minutes, for the page: it holds each text once and cuts quotations from it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.rows import Row
from pipeline.telling import spoken_from

#: A place as the page has it: document's number, first character, end, line; and the words
#: themselves where they cannot be cut from the document's text.
Place = list[Any]


class Sources:
    """The documents' texts, and places in them.

    JavaScript counts UTF-16 units where Python counts characters; they differ after an emoji, so
    places are told in units.

    Parameters
    ----------
    documents
        Rows of the table `documents`; a document's number is its place among them.
    texts
        Document id -> decoded text.
    """

    def __init__(self, documents: Sequence[Row], texts: Mapping[str, str]) -> None:
        self.texts = [texts.get(row["document_id"], "") for row in documents]
        self.dates = [row.get("date", "") for row in documents]
        self._numbers = {row["document_id"]: number for number, row in enumerate(documents)}
        self._wide = [[at for at, char in enumerate(text) if ord(char) > 0xFFFF] for text in self.texts]

    def number(self, document_id: str) -> int:
        """The document's number."""
        return self._numbers[document_id]

    def unit(self, number: int, char: int) -> int:
        """The UTF-16 unit of a character of document `number`."""
        wide = self._wide[number]
        return char + bisect_left(wide, char) if wide else char

    def place(self, row: Row, speakers: Sequence[str] = ()) -> Place:
        """The place of a row that has `text` and its characters.

        Parameters
        ----------
        row
            A row with document_id, line, char_start, char_end and text.
        speakers
            Names; where the words open with one of them ("Yasmin, Uppsala:"), it is left out.
        """
        return self.span(
            row["document_id"], row["char_start"], row["char_end"], row["line"], row["text"], speakers
        )

    def span(
        self,
        document_id: str,
        start: int,
        end: int,
        line: int,
        words: str,
        speakers: Sequence[str] = (),
    ) -> Place:
        """The place of `words`, said to be characters ``[start, end)`` of a document."""
        number = self._numbers[document_id]
        cut = spoken_from(words, speakers)
        if not words[cut:].strip():  # nothing but a name and a marker: shown whole
            cut = 0
        if self.texts[number][start:end] != words:
            return [number, -1, -1, line, words[cut:]]
        return [number, self.unit(number, start + cut), self.unit(number, end), line]
