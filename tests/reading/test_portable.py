import builtins
import io

import pytest

from pipeline.errors import ReadingError, SkippedError
from pipeline.reading import read_bytes

pypdf = pytest.importorskip("pypdf")


def pdf(*pages: str, password: str = "", owner: str = "") -> bytes:
    """A PDF of Latin-1 text, a line an item, made by hand."""
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    for text in pages:
        page = writer.add_blank_page(600, 800)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        lines = b"".join(b"(" + line.encode("cp1252") + b") Tj T*\n" for line in text.split("\n"))
        stream.set_data(b"BT /F1 12 Tf 14 TL 50 700 Td\n" + lines + b"ET" if text else b"")
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password or owner:
        writer.encrypt(password, owner or None, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_the_text_layer_is_read():
    source = read_bytes(pdf("Runda 3 maj 2022\nMåns, Åmål", "Nästa sida"), "a.pdf")
    assert source.text == "Runda 3 maj 2022\nMåns, Åmål\nNästa sida"
    assert source.encoding == "pdf"
    assert source.messages == ()


def test_a_page_without_text_is_told():
    assert read_bytes(pdf("Hej", ""), "a.pdf").messages == ("no text on page 2",)


def test_no_text_layer_is_skipped():
    with pytest.raises(SkippedError, match="no text layer"):
        read_bytes(pdf(""), "a.pdf")


def test_a_password_is_asked_for_only_where_needed():
    with pytest.raises(ReadingError, match="password"):
        read_bytes(pdf("Hej", password="hemligt"), "a.pdf")
    assert read_bytes(pdf("Hej", owner="hemligt"), "a.pdf").text == "Hej"


@pytest.mark.parametrize("data", [b"hej", b"%PDF-1.7\nhej", pdf("Hej")[:300]])
def test_broken_files_fail(data):
    with pytest.raises(ReadingError, match="broken") as caught:
        read_bytes(data, "a.pdf")
    assert not isinstance(caught.value, SkippedError)


def test_without_the_extra_it_says_how_to_get_it(monkeypatch):
    original = builtins.__import__

    def without_pypdf(name, *args, **kwargs):
        if name.startswith("pypdf"):
            raise ImportError(name)
        return original(name, *args, **kwargs)

    data = pdf("Hej")
    monkeypatch.setattr(builtins, "__import__", without_pypdf)
    with pytest.raises(ReadingError, match=r"pip install 'runda\[pdf\]'"):
        read_bytes(data, "a.pdf")
