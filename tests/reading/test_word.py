import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from pipeline.errors import ReadingError, SkippedError
from pipeline.reading import read, read_bytes


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_of(document) -> str:
    return read_bytes(saved(document), "a.docx").text


def test_paragraphs_lists_and_headings_in_order():
    document = docx.Document()
    document.add_paragraph("Runda 3 maj 2022", style="Title")
    document.add_heading("Måns, Åmål", 2)
    document.add_paragraph("Vi håller på.\nNästa rad")
    document.add_paragraph("Hjälp:")
    document.add_paragraph("hur räknar ni?", style="List Bullet")
    document.add_paragraph("på resor", style="List Bullet 2")
    document.add_paragraph("")
    document.add_paragraph("först", style="List Number")
    document.add_paragraph("sedan", style="List Number")
    document.add_paragraph("Slut\xa0här – “klart”")
    assert text_of(document) == (
        "# Runda 3 maj 2022\n\n## Måns, Åmål\n\nVi håller på.\nNästa rad\n\nHjälp:\n• hur räknar ni?\n"
        "• på resor\n\n\n1. först\n2. sedan\n\nSlut\xa0här – “klart”"
    )


def numbered(document, *levels, start=1):
    """A list definition made by hand: (format, text) per level; returns its number id."""
    root = document.part.numbering_part.element
    abstract, number = str(90 + len(root)), str(90 + len(root))
    xml = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'  # noqa: E501
        for i, (form, text) in enumerate(levels)
    )
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}">{xml}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>')
    )
    return number


def item(document, text, number, level):
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph


def test_numbers_are_counted_as_word_does():
    document = docx.Document()
    number = numbered(document, ("decimal", "%1."), ("lowerLetter", "%2)"), ("decimal", "%1.%3"))
    for text, level in [("ett", 0), ("a", 1), ("b", 1), ("två", 0), ("a igen", 1), ("djupt", 2)]:
        item(document, text, number, level)
    assert text_of(document) == "1. ett\n\ta) a\n\tb) b\n2. två\n\ta) a igen\n\t\t2.1 djupt"


def test_bullets_nest_behind_tabs_and_a_number_of_zero_is_no_list():
    document = docx.Document()
    number = numbered(document, ("bullet", ""), ("bullet", "o"))
    item(document, "ute", number, 0)
    item(document, "inne", number, 1)
    document.add_paragraph("fri", style="List Bullet")._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="0"/></w:numPr>')
    )
    assert text_of(document) == "• ute\n\t• inne\n\nfri"


def test_roman_and_letters():
    document = docx.Document()
    for form, shown in (("upperRoman", "IV. x"), ("lowerRoman", "iv. x"), ("upperLetter", "D. x")):
        document = docx.Document()
        item(document, "x", numbered(document, (form, "%1."), start=4), 0)
        assert text_of(document) == shown


def table(document, *rows):
    made = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            made.cell(r, c).text = text
    return made


def test_a_table_of_data_stands_in_its_place_row_by_row():
    document = docx.Document()
    document.add_paragraph("före")
    table(document, ("Åmål", "400 kr"), ("Orust", "300 kr"))
    document.add_paragraph("efter")
    assert text_of(document) == "före\n\nÅmål | 400 kr\nOrust | 300 kr\n\nefter"


LONG = "Vi håller på att ta fram en ny plan för hela kommunen och den blir snart klar."


def test_a_table_with_a_member_a_row_reads_as_blocks_with_markers():
    document = docx.Document()
    made = table(
        document,
        ("Kommun", "Vad händer?", "Hjälp"),
        ("Måns, Åmål", LONG, "hur räknar ni?"),
        ("Åsa, Orust", LONG, "ett\ntvå"),
    )
    made.cell(2, 2).text = "ett"
    made.cell(2, 2).add_paragraph("två")
    assert text_of(document) == (
        f"Måns, Åmål\n\nVad händer? {LONG}\n\nHjälp: hur räknar ni?\n\n\n"
        f"Åsa, Orust\n\nVad händer? {LONG}\n\nHjälp:\n• ett\n• två"
    )


def test_a_layout_table_is_as_if_it_were_not_there():
    document = docx.Document()
    table(document, (LONG,), ("kort",))
    assert text_of(document) == f"{LONG}\n\nkort"


def test_merged_cells_are_read_once():
    document = docx.Document()
    made = table(document, ("a", "b"), ("c", "d"))
    made.cell(0, 0).merge(made.cell(1, 0)).text = "ihop"
    made.cell(0, 1).text = "b"
    assert text_of(document) == "ihop | b\nd"


def test_a_table_in_a_cell_is_read_once():
    document = docx.Document()
    outer = table(document, ("",))
    outer.cell(0, 0).text = "ute"
    inner = outer.cell(0, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "in", "ne"
    assert text_of(document) == "ute\n\nin | ne"


def test_links_show_where_they_lead():
    document = docx.Document()
    paragraph = document.add_paragraph("Tips: ")
    for target, words in (("https://exempel.se/mall", "vår mall"), ("https://www.exempel.se/", "exempel.se")):
        relation = document.part.relate_to(
            target,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        )
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), relation)
        link.append(parse_xml(f'<w:r {nsdecls("w")}><w:t xml:space="preserve">{words} </w:t></w:r>'))
        paragraph._p.append(link)
    assert text_of(document) == "Tips: vår mall (https://exempel.se/mall)exempel.se"


def test_only_the_text_as_it_stands():
    document = docx.Document()
    paragraph = document.add_paragraph("Kvar")
    for xml in (
        "<w:ins {}><w:r><w:t> tillagt</w:t></w:r></w:ins>",
        "<w:del {}><w:r><w:delText>borta</w:delText></w:r></w:del>",
        "<w:moveFrom {}><w:r><w:t>flyttat</w:t></w:r></w:moveFrom>",
        "<w:r {}><w:rPr><w:vanish/></w:rPr><w:t>dolt</w:t></w:r>",
        "<w:r {}><w:noBreakHyphen/><w:t>x</w:t><w:tab/><w:t>y</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    assert text_of(document) == "Kvar tillagt-x y"


def test_text_boxes_and_content_controls_are_read():
    document = docx.Document()
    paragraph = document.add_paragraph("utanför")
    box = "<w:txbxContent><w:p><w:r><w:t>i rutan</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} {mc}><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>fält</w:t></w:r></w:p></w:sdtContent></w:sdt>"  # noqa: E501
        ),
    )
    assert text_of(document) == "fält\n\nutanför\n\ni rutan"


def test_decomposed_letters_are_composed():
    document = docx.Document()
    document.add_paragraph("A\u030amål")
    assert text_of(document) == "Åmål"


def test_what_is_said_of_the_file(tmp_path):
    document = docx.Document()
    document.add_paragraph("hej")
    path = tmp_path / "möte.docx"
    path.write_bytes(saved(document))
    source = read(path)
    assert (source.source, source.encoding, source.messages) == ("möte.docx", "docx", ())
    assert len(source.sha256) == 64


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old Word file"),
        (b"hej", "no Word file"),
        (b"PK\x03\x04hej", "no Word file, or a broken one"),
    ],
)
def test_what_is_no_word_file_fails(data, says):
    with pytest.raises(ReadingError, match=says) as caught:
        read_bytes(data, "a.docx")
    assert not isinstance(caught.value, SkippedError)


def zipped(**members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_zip_bomb_is_refused_unopened():
    with pytest.raises(ReadingError, match="unpacks to"):
        read_bytes(
            zipped(**{"[Content_Types].xml": "x", "word": "0" * 2_000_000}), "a.docx", max_bytes=100_000
        )


def test_another_zip_fails():
    with pytest.raises(ReadingError, match="no Word file"):
        read_bytes(zipped(text="hej"), "a.docx")
    with pytest.raises(ReadingError, match="broken"):
        read_bytes(zipped(**{"[Content_Types].xml": "<Types/>"}), "a.docx")


def test_a_broken_part_fails_whole():
    document = docx.Document()
    document.add_paragraph("hej")
    original = zipfile.ZipFile(io.BytesIO(saved(document)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in original.namelist():
            content = original.read(name)
            archive.writestr(name, content[: len(content) // 2] if name == "word/document.xml" else content)
    with pytest.raises(ReadingError, match="broken"):
        read_bytes(buffer.getvalue(), "a.docx")
    with pytest.raises(ReadingError, match="broken"):
        read_bytes(saved(document)[:-200], "a.docx")


def test_a_file_without_text_is_skipped():
    with pytest.raises(SkippedError, match="no text"):
        read_bytes(saved(docx.Document()), "a.docx")
