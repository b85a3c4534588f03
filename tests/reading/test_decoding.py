import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ReadingError, SkippedError
from pipeline.reading.decoding import _MOJIBAKE as MOJIBAKE
from pipeline.reading.decoding import decode, normalise

TEXT = "Runda 3 maj 2022\n\nMåns, Åmål\n\n• Söker någon – “gärna” nära oss… 12\xa0000 kr, 5 °C\n"


@pytest.mark.parametrize(
    ("codec", "bom", "reported"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32"),
        ("cp1252", b"", "cp1252"),
        ("mac_roman", b"", "mac_roman"),
    ],
)
def test_encodings_are_found_and_named(codec, bom, reported):
    decoded = decode(bom + TEXT.encode(codec), "a.txt")
    assert decoded.text == TEXT
    assert decoded.encoding == reported
    assert decoded.messages == ()


def test_dos_text_is_found():
    assert (
        decode("Möte på Åland: hjälp önskas".encode("cp850"), "a.txt").text == "Möte på Åland: hjälp önskas"
    )


ORDINARY = st.text(
    st.one_of(
        st.sampled_from("abcåäöÅÄÖé –—“”’…•·²§\xa0\t\n\n  .,:!?()/0123456789"),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")),
    ),
    max_size=200,
).filter(lambda text: text.strip() and not MOJIBAKE.search(text) and not text.startswith("{\\rtf"))


@given(ORDINARY)
def test_ordinary_utf8_passes_unchanged(text):
    text = unicodedata.normalize("NFC", text)
    for sent in (text, text.replace("\n", "\r\n")):
        for bom in ("", "\ufeff"):
            if not bom and sent.startswith("\ufeff"):
                continue
            assert decode((bom + sent).encode(), "a.txt").text == text


SWEDISH = st.lists(
    st.sampled_from("Åmål Örebro åtgärd möte – “nej” klimatväxling 400 kr/år förslag… é § •".split()),  # noqa: SIM905
    min_size=3,
).map(lambda words: "på " + " ".join(words) + "\n")


@given(
    SWEDISH, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
)
def test_swedish_survives_every_encoding(text, codec):
    assert decode(text.encode(codec), "a.txt").text == text


@given(SWEDISH)
def test_decomposed_letters_are_composed(text):
    assert decode(unicodedata.normalize("NFD", text).encode(), "a.txt").text == text


@given(st.text(st.sampled_from("ab \n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=40))
def test_a_line_feed_is_the_only_line_end(text):
    read = normalise(text).text
    assert len(read) == len(text.replace("\r\n", "\n"))
    assert read.count("\n") == len(read.splitlines()) - (bool(read) and not read.endswith("\n"))
    assert not set(read) & set("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a\u2028b", "a\nb"),
        ("a\x0bb", "a\nb"),
        ("slut\n\x0cMåns, Åmål", "slut\n Måns, Åmål"),  # a page break adds no line
        ("a\rb\r\nc", "a\nb\nc"),
    ],
)
def test_line_ends(text, read):
    assert normalise(text).text == read


def test_unusual_line_ends_are_told():
    assert "1 unusual line separator " in normalise("a\u2028b").messages[0]


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1", "mac_roman"])
def test_mojibake_is_mended_with_a_warning(wrong):
    text = "Söker tips på Åland\nVi är på väg, på allvar"
    decoded = decode(text.encode().decode(wrong).encode(), "a.txt")
    assert decoded.text == text
    assert "2 lines, first at line 1" in decoded.messages[0]


def test_mojibake_of_signs_is_mended():
    text = "Vi håller på – snart klart… “snart”"
    assert decode(text.encode().decode("cp1252", "replace").encode(), "a.txt").text.startswith(
        "Vi håller på – snart klart… “snart"
    )


def test_only_the_lines_with_mojibake_are_touched():
    decoded = normalise("“Hej” &amp; ﬁn ’text’ Ａ\nSÃ¶ker\n‘kvar’ &lt;")
    assert decoded.text == "“Hej” &amp; ﬁn ’text’ Ａ\nSöker\n‘kvar’ &lt;"
    assert "1 line, first at line 2" in decoded.messages[0]


def test_lost_letters_are_told():
    assert "2 characters were lost" in decode("S�ker\nf�rslag".encode(), "a.txt").messages[0]


def test_pieces_in_two_encodings_are_read_with_a_warning():
    data = "Måns från Åmål söker svar på frågan\n".encode() + "Åsa är på väg\n".encode("cp1252")
    decoded = decode(data, "a.txt")
    assert decoded.text == "Måns från Åmål söker svar på frågan\nÅsa är på väg\n"
    assert "line 2" in decoded.messages[0]


@pytest.mark.parametrize(
    "data", [b"", b"  \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + " \n".encode("utf-16-le")]
)
def test_empty_is_skipped(data):
    with pytest.raises(SkippedError, match=r"a\.txt: the file"):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"text\x00text", "binary"),
        (bytes(range(1, 32)) * 4, "binary"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"%PDF-1.4 ...", r"\.pdf"),
        (b"PK\x03\x04....", r"\.docx"),
        (b"{\\rtf1 hej}", "RTF"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "broken at byte"),
    ],
)
def test_what_is_no_text_fails(data, says):
    with pytest.raises(ReadingError, match=says) as caught:
        decode(data, "a.txt")
    assert not isinstance(caught.value, SkippedError)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        decoded = decode(data, "a.txt")
    except ReadingError:
        return
    assert decoded.text.strip()
    assert "\x00" not in decoded.text
