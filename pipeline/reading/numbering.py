"""What Word puts before a paragraph by itself: bullets and numbers, which are not in its text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_BULLET = "• "
_OFF = "0"  # the number id that takes a paragraph out of its style's list
#: Heading styles by their built-in ids and names; Word keeps the names English in a Swedish file,
#: other programs do not.
_HEADING = re.compile(r"(?:heading|rubrik)\s*([1-9])$", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|rubrik|titel)$", re.IGNORECASE)
_LIST_STYLE = re.compile(r"(?:list bullet|punktlista)\s*([2-5]?)$", re.IGNORECASE)
_NUMBER_STYLE = re.compile(r"(?:list number|numrerad lista)\s*([2-5]?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph's style says of it.

    Attributes
    ----------
    name
        Its name.
    heading
        1-6 for a heading (1 for the title), 0 otherwise.
    """

    name: str = ""
    heading: int = 0


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int


class Numbering:
    """Counts a document's lists as Word does.

    Parameters
    ----------
    numbering
        Root of ``numbering.xml``, or None.
    styles
        Root of ``styles.xml``, or None.
    """

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._styles = (
            {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")} if styles is not None else {}
        )
        self._default = next(
            (key for key, s in self._styles.items() if _is_default_paragraph(s)),
            "",
        )
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._seen: set[str] = set()
        if numbering is not None:
            self._read(numbering)

    def _read(self, root: Any) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            self._levels[abstract.get(f"{W}abstractNumId")] = {
                int(level.get(f"{W}ilvl", "0")): _Level(
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    _int(_value(level, "start", "1")),
                )
                for level in abstract.iter(f"{W}lvl")
            }
        for number in root.iter(f"{W}num"):
            key = number.get(f"{W}numId")
            self._abstract[key] = _value(number, "abstractNumId", "")
            for override in number.iter(f"{W}lvlOverride"):
                start = _value(override, "startOverride", "")
                if start:
                    self._starts[key, int(override.get(f"{W}ilvl", "0"))] = _int(start)

    def style_of(self, paragraph: Any) -> Style:
        """The paragraph's style, looking through the styles that it is based on for a heading."""
        first = ""
        for style in self._lineage(paragraph):
            name = _value(style, "name", "") or style.get(f"{W}styleId", "")
            first = first or name
            for text in (name, style.get(f"{W}styleId", "")):
                heading = _HEADING.match(text)
                if heading:
                    return Style(first, min(int(heading[1]), 6))
                if _TITLE.match(text):
                    return Style(first, 1)
        return Style(first)

    def _lineage(self, paragraph: Any) -> list[Any]:
        key = _path_value(paragraph, "pPr", "pStyle") or self._default
        chain: list[Any] = []
        while key in self._styles and len(chain) < 10:
            style = self._styles[key]
            chain.append(style)
            key = _value(style, "basedOn", "")
        return chain

    def label_of(self, paragraph: Any) -> tuple[str, int]:
        """What stands before a list item (``"• "``, ``"2. "``) and its depth; an empty label for none.

        Must be called once per paragraph, in order: it counts.
        """
        number, level = self._number_of(paragraph)
        if number == _OFF:
            return "", 0
        if not number:
            return self._label_by_name(paragraph)
        abstract = self._abstract.get(number, "")
        levels = self._levels.get(abstract, {})
        here = levels.get(level)
        if here is None:
            return _BULLET, level
        if here.format == "bullet":
            return _BULLET, level
        if here.format == "none" or not here.text:
            return "", level
        counts = self._counts[abstract]
        if number not in self._seen:
            self._seen.add(number)
            for (key, depth), start in self._starts.items():
                if key == number:
                    counts[depth] = start - 1
        for deeper in [depth for depth in counts if depth > level]:
            del counts[deeper]
        counts[level] = counts.get(level, here.start - 1) + 1

        def shown(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            at = levels.get(depth, here)
            return _numeral(counts.get(depth, at.start), at.format)

        return re.sub(r"%([1-9])", shown, here.text).strip() + " ", level

    def _number_of(self, paragraph: Any) -> tuple[str, int]:
        """Number id and depth, from the paragraph or from its style; an empty id for no list."""
        depth = ""
        for holder in [paragraph, *self._lineage(paragraph)]:
            properties = holder.find(f"{W}pPr/{W}numPr")
            if properties is None:
                continue
            depth = depth or _value(properties, "ilvl", "")
            number = _value(properties, "numId", "")
            if number:
                return number, min(_int(depth or "0"), 8)
        return "", 0

    def _label_by_name(self, paragraph: Any) -> tuple[str, int]:
        """A list style without numbering behind it, as simple programs write."""
        for style in self._lineage(paragraph):
            name = _value(style, "name", "")
            bullet = _LIST_STYLE.match(name)
            if bullet:
                return _BULLET, int(bullet[1] or 1) - 1
            if _NUMBER_STYLE.match(name):
                return "- ", 0
        return "", 0


def _is_default_paragraph(style: Any) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}


def _value(element: Any, child: str, default: str) -> str:
    found = element.find(f"{W}{child}")
    return str(found.get(f"{W}val", default)) if found is not None else default


def _path_value(element: Any, *path: str) -> str:
    found = element.find("/".join(f"{W}{name}" for name in path))
    return str(found.get(f"{W}val", "")) if found is not None else ""


def _int(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 1


def _numeral(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    return str(number)


def _roman(number: int) -> str:
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
             (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    out = ""
    for value, sign in signs:
        times, number = divmod(number, value)
        out += sign * times
    return out
