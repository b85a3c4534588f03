"""What the structure of a document is made of; every place is a range of characters."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.values import Marker, Member


@dataclass(frozen=True, slots=True)
class Title:
    """The title line, with the date found in or near it (ISO, empty where unknown)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """A header that opens a block: its own characters only."""

    start: int
    end: int
    line: int
    member: Member
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """What stands from one header to the next."""

    start: int
    end: int
    header_line: int
    owner: Member
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph, bullet or part of one, said by one speaker.

    Attributes
    ----------
    start, end
        Characters, without the speaker's tag (``Sara, Örebro:``).
    speaker
        Canonical name; for one who cannot be placed, the name as written.
    persons
        Persons who speak, as written.
    reply_to
        Member whose block or words are answered, else empty.
    block
        Number of the block, -1 outside any.
    marker
        Marker that it opens with or stands under.
    """

    start: int
    end: int
    speaker: str
    persons: tuple[str, ...] = ()
    reply_to: str = ""
    block: int = -1
    marker: Marker = Marker.NONE


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch that nobody said, and why it is held for such."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Structure:
    """The whole document. Its parts cover every character that is not white space."""

    title: Title | None = None
    date: str = ""
    headers: tuple[Header, ...] = ()
    blocks: tuple[Block, ...] = ()
    turns: tuple[Turn, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    messages: tuple[str, ...] = field(default=())
