"""Bytes of a text file → text, whatever encoding they were saved in.

What is promised of ordinary UTF-8 text: only the byte order mark goes and line ends become
a line feed; every other character, no-break spaces and curly quotes too, keeps its place.

Line ends
    CR LF and a lone CR become a line feed. So do the rarer signs that some program takes for
    a line end (vertical tab, form feed, U+0085, U+2028, U+2029, file/group/record separators),
    one character for one, so that a line feed is the only line end there is and `str.splitlines`
    counts as an editor does. Where such a sign stands beside a real line end it would add an
    empty line and becomes a space instead. Offsets never move by this.
Letters
    Decomposed letters (o + ¨) are composed (NFC). Offsets refer to the composed text.
Mojibake
    Text that was decoded wrongly once (``Ã¶`` for ö) is mended line by line, only in lines that
    hold it, and reported.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from pipeline.errors import ReadingError, SkippedError

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Encodings of one byte a letter that Swedish text has been saved in; the first wins a tie.
_LEGACY = ("cp1252", "mac_roman", "cp850")
_LETTERS = frozenset("åäöÅÄÖéÉüÜ")
_SIGNS = frozenset("–—‘’‚“”„…•·§°²³½¼€£»«´¨ \xa0àáèêëçñóøæØÆÈÀß×±©®")

_OTHER_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_OTHER_LINE_END = re.compile(f"[{_OTHER_LINE_ENDS}]")

# Signs of text that was decoded wrongly: a UTF-8 letter read as Windows-1252, Latin-1 or Mac Roman.
_CP1252_TAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(
    rf"Ã[{_CP1252_TAIL}]|â[€\x80][{_CP1252_TAIL}]|â‚¬|Â[\xa0-\xbf]|Ì[ˆŠ\x88\x8a]|√[∂§•Ö†Ñ©∏º]|‚Ä[ìîúùô¢¶]"
)
_LOST = "\ufffd"

#: Beginnings of files that are no text, with what they are.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF; name it .pdf"),
    (b"PK\x03\x04", "a zip archive (a Word file is one); name it .docx if it is a Word file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file; save it as .docx"),
    (b"{\\rtf", "rich text (RTF); save it as .docx or .txt"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding that it was in, and what there is to say about it."""

    text: str
    encoding: str
    messages: tuple[str, ...] = field(default=())


def decode(data: bytes, name: str, *, declared: str = "") -> Decoded:
    """Decode the bytes of a text file and normalise the text (see the module).

    Parameters
    ----------
    data
        The whole file.
    name
        File name, for messages.
    declared
        Encoding that the file says of itself (a web page does), tried when it is no UTF-8.

    Raises
    ------
    SkippedError
        Where the file has no text.
    ReadingError
        Where the bytes are no text.
    """
    if not data.strip():
        raise SkippedError(f"{name}: the file is empty; nothing to read")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ReadingError(f"{name}: this is no text but {what}")
    text, encoding, messages = _text_of(data, name, declared)
    decoded = normalise(text, encoding)
    if not decoded.text.strip():
        raise SkippedError(f"{name}: the file has only blank characters; nothing to read")
    return Decoded(decoded.text, encoding, (*messages, *decoded.messages))


def normalise(text: str, encoding: str = "") -> Decoded:
    """Mend mojibake, compose letters, and let every line end in a line feed."""
    messages: list[str] = []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, mended = _mend(text)
    if mended:
        messages.append(
            f"mojibake (such as 'Ã¶' for 'ö') was mended in {_count(len(mended), 'line')}, "
            f"first at line {mended[0]}; save the file as UTF-8 to be rid of this warning"
        )
    text = unicodedata.normalize("NFC", text)
    text, separators = _single_line_end(text)
    if separators:
        messages.append(
            f"{_count(separators, 'unusual line separator')} (such as U+2028) read as line ends or spaces"
        )
    if _LOST in text:
        line = text.count("\n", 0, text.index(_LOST)) + 1
        messages.append(
            f"{_count(text.count(_LOST), 'character')} were lost before the file was saved (shown as "
            f"{_LOST}), first at line {line}; get the original if you can"
        )
    return Decoded(text, encoding, tuple(messages))


def _text_of(data: bytes, name: str, declared: str) -> tuple[str, str, list[str]]:
    if data.startswith(codecs.BOM_UTF8):
        text, encoding, messages = _text_of(data.removeprefix(codecs.BOM_UTF8), name, "utf-8")
        return text, f"{encoding}-sig" if encoding == "utf-8" else encoding, messages
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(_strict(data, encoding, name), name), encoding, []
    wide = _wide_encoding(data)
    if wide:
        return _checked(_strict(data, wide, name), name), wide, []
    if b"\x00" in data:
        raise ReadingError(f"{name}: the file is binary (it holds NUL bytes); save it as text, .docx or .pdf")
    try:
        return _checked(data.decode("utf-8"), name), "utf-8", []
    except UnicodeDecodeError:
        pass
    if _is_mostly_utf8(data):
        return _mixed(data, name)
    encoding = _known(declared) or _legacy_encoding(data)
    return _checked(_lenient(data, encoding), name), encoding, []


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadingError(
            f"{name}: the file begins as {encoding} but is broken at byte {error.start}; "
            "save it anew as UTF-8"
        ) from None


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Swedish text is then NUL."""
    sample = data[: 1 << 16]
    if len(sample) < 4 or len(data) % 2:
        return ""
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


_MULTIBYTE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether UTF-8 letters outnumber stray bytes: pieces of differing encodings were put together."""
    letters = _MULTIBYTE.findall(data)
    strays = len(_HIGH.findall(data)) - sum(map(len, letters))
    return len(letters) > strays


def _mixed(data: bytes, name: str) -> tuple[str, str, list[str]]:
    def as_cp1252(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        strays.append(error.start)
        return _lenient(error.object[error.start : error.start + 1], "cp1252"), error.start + 1

    strays: list[int] = []
    handler = "runda-cp1252"
    codecs.register_error(handler, as_cp1252)
    text = data.decode("utf-8", errors=handler)
    line = data.replace(b"\r\n", b"\n").count(b"\n", 0, strays[0]) + 1
    message = (
        f"{_count(len(strays), 'byte')} are not UTF-8 as the rest is and were read as Windows-1252, "
        f"first at about line {line}; check those letters"
    )
    return _checked(text, name), "utf-8", [message]


def _legacy_encoding(data: bytes) -> str:
    """The one of the old encodings in which the bytes above 127 look most like Swedish."""
    counts: dict[int, int] = {}
    for byte in _HIGH.findall(data):
        counts[byte[0]] = counts.get(byte[0], 0) + 1

    def plausibility(encoding: str) -> float:
        total = 0.0
        for byte, count in counts.items():
            char = _lenient(bytes([byte]), encoding)
            total += count * (1 if char in _LETTERS else 0.6 if char in _SIGNS else -1)
        return total

    return max(_LEGACY, key=plausibility)


def _lenient(data: bytes, encoding: str) -> str:
    """Decode; the five bytes that Windows-1252 leaves undefined are taken as Latin-1 takes them."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return "".join(_byte(encoding)(byte) for byte in data)


@cache
def _byte(encoding: str) -> Callable[[int], str]:
    def decode_one(byte: int) -> str:
        try:
            return bytes([byte]).decode(encoding)
        except UnicodeDecodeError:
            return chr(byte)

    return decode_one


def _known(encoding: str) -> str:
    """The codec's name where Python has it and it decodes text; Latin-1 is Windows-1252 in practice."""
    try:
        info = codecs.lookup(encoding.strip()) if encoding.strip() else None
    except LookupError:
        return ""
    if info is None or not getattr(info, "_is_text_encoding", True) or info.name.startswith("utf"):
        return ""
    return "cp1252" if info.name in {"iso8859-1", "ascii"} else info.name


def _checked(text: str, name: str) -> str:
    """Raise where control characters say that this is no text."""
    if "\x00" in text:
        raise ReadingError(f"{name}: the file is binary (it holds NUL characters); save it as text or .docx")
    controls = sum(1 for char in text if char < " " and char not in "\t\n\r\x0b\x0c\x1c\x1d\x1e")
    if controls > 8 and controls > 0.01 * len(text):
        raise ReadingError(
            f"{name}: the file is binary ({controls} control characters); save it as text or .docx"
        )
    return text


def _mend(text: str) -> tuple[str, list[int]]:
    """Mend mojibake line by line; return the text and the 1-based lines that changed."""
    if not _MOJIBAKE.search(text):
        return text, []
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=True,
        replace_lossy_sequences=True,
        decode_inconsistent_utf8=True,
        fix_c1_controls=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )
    lines = text.split("\n")
    mended = []
    for number, line in enumerate(lines, 1):
        found = len(_MOJIBAKE.findall(line))
        if not found:
            continue
        better = ftfy.fix_encoding(line, config)
        if len(_MOJIBAKE.findall(better)) < found and "\n" not in better:
            lines[number - 1] = better
            mended.append(number)
    return "\n".join(lines), mended


def _single_line_end(text: str) -> tuple[str, int]:
    def replacement(match: re.Match[str]) -> str:
        before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
        return " " if before in ("", "\n") or after in ("", "\n") else "\n"

    return _OTHER_LINE_END.subn(replacement, text)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
