"""Web pages (.html) → the article's text, without menus, banners, footers and other furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import ReadingError, SkippedError
from pipeline.lexicon import RESOURCES, Entry, load_entries
from pipeline.reading.decoding import decode
from pipeline.reading.layout import Piece, PieceKind, on_one_line, table_pieces, text_of
from pipeline.reading.word import address_beside

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)

#: Elements that begin a line of their own.
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section
    summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905
)
_LISTS = frozenset({"ul", "ol", "menu"})
_INVISIBLE = dict.fromkeys(map(ord, "\xad\u200b\u2060\ufeff"))

#: Ways in which a page says where its article is, the surest first.
_ARTICLE = ("main", "[role=main]", "article", "#content", "#main", ".article", ".content")


@dataclass(frozen=True, slots=True)
class FurnitureEntry(Entry):
    """One kind of furniture in `webpage.toml`; the file's head explains the keys."""

    tags: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (self.tags or self.roles or self.names):
            raise ValueError(f"furniture {self.id!r} has neither tags, roles nor names")


@cache
def load_furniture(path: Path = RESOURCES / "webpage.toml") -> tuple[FurnitureEntry, ...]:
    """Kinds of furniture, in the order of the file."""
    return tuple(load_entries(path, {"furniture": FurnitureEntry})["furniture"])


def is_furniture_name(name: str, path: Path = RESOURCES / "webpage.toml") -> bool:
    """Whether a class or id (``cookie-banner``) names furniture."""
    return bool(_name_pattern(path).search(name))


@cache
def _name_pattern(path: Path) -> re.Pattern[str]:
    """A name's parts are what stands between ``-``, ``_`` and capitals: ``site-nav``, ``siteNav``."""
    words = sorted({word for entry in load_furniture(path) for word in entry.names}, key=len, reverse=True)
    either = "|".join(re.escape(word) for word in words) or r"(?!)"
    return re.compile(rf"(?:^|[\s_-])(?:{either})(?:$|[\s_-])", re.IGNORECASE)


def html_text(data: bytes, name: str) -> tuple[str, list[str]]:
    """Text of a web page's article, and warnings.

    Raises
    ------
    ReadingError
        Where the bytes are no text.
    SkippedError
        Where the page shows none.
    """
    import bs4

    charset = _CHARSET.search(data[:4096])
    decoded = decode(data, name, declared=charset[1].decode("ascii") if charset else "")
    try:
        soup = bs4.BeautifulSoup(decoded.text, "lxml")
        _remove_furniture(soup, bs4.Tag)
        text = text_of(_Walker(bs4, soup).pieces(_article(soup))).translate(_INVISIBLE)
    except RecursionError:
        raise ReadingError(f"{name}: the page is nested too deeply; save its text as .txt") from None
    if not text.strip():
        raise SkippedError(f"{name}: the page shows no text of its own; save the article's text as .txt")
    return text, list(decoded.messages)


def _article(soup: Any) -> Any:
    """The element that holds the article; the body where the page does not say, or says it of a scrap."""
    body = soup.body or soup
    whole = len(body.get_text(strip=True))
    for selector in _ARTICLE:
        found = body.select(selector)
        if len(found) > 1 and selector == "article":  # a page of several articles: all of them
            continue
        if found:
            best = max(found, key=lambda element: len(element.get_text(strip=True)))
            if len(best.get_text(strip=True)) >= 0.4 * whole:
                return best
    return body


def _remove_furniture(soup: Any, tag_type: Any) -> None:
    tags = {tag for entry in load_furniture() for tag in entry.tags}
    roles = {role for entry in load_furniture() for role in entry.roles}
    open_elements = [soup]
    while open_elements:
        for child in list(open_elements.pop().children):
            if not isinstance(child, tag_type):
                if type(child).__name__ not in {"NavigableString", "CData"}:  # comments and the like
                    child.extract()
            elif child.name not in {"html", "body", "main"} and _is_furniture(child, tags, roles):
                child.extract()
            else:
                open_elements.append(child)


def _is_furniture(element: Any, tags: set[str], roles: set[str]) -> bool:
    names = " ".join([*element.get("class", []), str(element.get("id", ""))])
    return (
        (element.name in tags and not _is_title_of_article(element))
        or str(element.get("role", "")).lower() in roles
        or element.has_attr("hidden")
        or str(element.get("aria-hidden", "")).lower() == "true"
        or _is_hidden_style(str(element.get("style", "")))
        or (bool(names.strip()) and is_furniture_name(_parts(names)) and not _holds_article(element))
    )


def _is_title_of_article(element: Any) -> bool:
    """A ``<header>`` inside the article holds its title and date, not the site's menu."""
    return element.name == "header" and element.find_parent(["main", "article"]) is not None


def _holds_article(element: Any) -> bool:
    """A wrapper named for what it has beside the article (``layout with-sidebar``)."""
    return element.name == "article" or element.find(["main", "article", "h1"]) is not None


def _is_hidden_style(style: str) -> bool:
    style = re.sub(r"\s", "", style.lower())
    return "display:none" in style or "visibility:hidden" in style


def _parts(names: str) -> str:
    """Cut ``cookieBanner`` into ``cookie-Banner``."""
    return re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", "-", names)


class _Walker:
    """Cuts an element into pieces."""

    def __init__(self, bs4: Any, soup: Any) -> None:
        self._text_type, self._tag_type = bs4.NavigableString, bs4.Tag
        #: Elements that are blocks or hold one, by identity; marked once, from the blocks upwards.
        self._blocks: set[int] = set()
        for block in soup.find_all(lambda tag: tag.name in _BLOCKS):
            element = block
            while element is not None and id(element) not in self._blocks:
                self._blocks.add(id(element))
                element = element.parent

    def pieces(self, element: Any, level: int = 0) -> Iterator[Piece]:
        """Pieces of a block element; loose text between its blocks is a paragraph of its own."""
        run: list[Any] = []
        for child in element.children:
            if isinstance(child, self._tag_type) and id(child) in self._blocks:
                yield from self._paragraph(run)
                run = []
                yield from self._block(child, level)
            else:
                run.append(child)
        yield from self._paragraph(run)

    def _block(self, element: Any, level: int) -> Iterator[Piece]:
        name = element.name
        if re.fullmatch("h[1-6]", name):
            yield Piece(on_one_line(self._inline(element)), PieceKind.HEADING, "#" * int(name[1]) + " ")
        elif name in _LISTS:
            yield from self._list(element, level)
        elif name == "table":
            yield from self._table(element)
        elif name == "pre":
            yield Piece(element.get_text().strip("\n"))
        else:
            yield from self.pieces(element, level)

    def _paragraph(self, run: list[Any]) -> Iterator[Piece]:
        text = "".join(self._inline(node) for node in run)
        text = re.sub(r" *\n *", "\n", text).strip()
        if text:
            yield Piece(text)

    def _list(self, element: Any, level: int) -> Iterator[Piece]:
        ordered = element.name == "ol"
        number = _int(element.get("start"), 1)
        for item in element.find_all(True, recursive=False):
            if item.name in _LISTS:  # a list put straight into a list: wrong but common
                yield from self._list(item, level + 1)
                continue
            number = _int(item.get("value"), number)
            label = f"{number}. " if ordered else "• "
            first = True
            for piece in self.pieces(item, level + 1):
                if piece.kind is PieceKind.ITEM:
                    yield piece
                else:  # a second paragraph of the item hangs under it as a line without a bullet
                    shown = label if first else "  "
                    yield Piece(piece.text, PieceKind.ITEM, shown, level)
                    first = False
            number += 1

    def _table(self, table: Any) -> Iterator[Piece]:
        rows = []
        for row in table.find_all("tr"):
            if row.find_parent("table") is table:
                rows.append([list(self.pieces(cell)) for cell in row.find_all(["td", "th"], recursive=False)])
        caption = table.find("caption")
        if caption is not None:
            yield from self.pieces(caption)
        yield from table_pieces(rows)

    def _inline(self, node: Any) -> str:
        if isinstance(node, self._text_type):
            return re.sub(r"[ \t\r\n\f]+", " ", str(node))
        if node.name == "br":
            return "\n"
        text = "".join(self._inline(child) for child in node.children)
        if node.name == "a":
            text += address_beside(text, str(node.get("href", ""))) if text.strip() else ""
        return text


def _int(value: Any, default: int) -> int:
    return int(value) if value is not None and re.fullmatch(r"-?\d{1,6}", str(value).strip()) else default
