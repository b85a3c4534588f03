import sys

import pytest

from pipeline.errors import ReadingError, SkippedError
from pipeline.reading import SUPPORTED, find_documents, read, read_bytes


def touch(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("hej", encoding="utf-8")


def test_folders_are_searched_and_sorted(tmp_path):
    touch(
        tmp_path, "b.txt", "A.docx", "år/c.md", "år/d.xlsx", "README.md", "readme.txt", ".gitkeep", ".gitignore",  # noqa: E501
        "~$b.docx", "b.txt~", "x.tmp", "b.gold.json", ".dold/e.txt", "__pycache__/x.pyc", "Thumbs.db", "x.json",  # noqa: E501
    )  # fmt: skip
    found = [path.relative_to(tmp_path).as_posix() for path in find_documents([tmp_path])]
    assert found == ["A.docx", "b.txt", "x.json", "år/c.md", "år/d.xlsx"]


def test_each_file_once_in_the_order_given(tmp_path):
    touch(tmp_path, "a.txt", "b.txt", "README.md")
    given = [tmp_path / "b.txt", tmp_path, tmp_path / "README.md", tmp_path / "." / "b.txt"]
    assert [path.name for path in find_documents(given)] == ["b.txt", "a.txt", "README.md"]
    assert find_documents([]) == []


def test_an_empty_folder_has_no_documents_and_a_missing_one_is_an_error(tmp_path):
    assert find_documents([tmp_path]) == []
    with pytest.raises(ReadingError, match="no such file or folder"):
        find_documents([tmp_path / "borta"])


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_that_leads_back_ends(tmp_path):
    touch(tmp_path, "x/a.txt")
    (tmp_path / "x" / "runt").symlink_to(tmp_path)
    assert len(find_documents([tmp_path])) == 1


@pytest.mark.parametrize("name", ["a.xlsx", "a.doc", "a.odt", "a.jpg", "a", "a.zip"])
def test_unknown_kinds_are_skipped_with_advice(tmp_path, name):
    touch(tmp_path, name)
    with pytest.raises(SkippedError, match=r"are not read .*; (save|export)"):
        read(tmp_path / name)


@pytest.mark.parametrize("suffix", SUPPORTED)
def test_empty_files_are_skipped(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    for content in (b"", b" \n"):
        path.write_bytes(content)
        with pytest.raises(SkippedError, match="empty"):
            read(path)


def test_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"hej " * 10)
    with pytest.raises(ReadingError, match=r"too large \(40 bytes; the limit is 39\)"):
        read(path, max_bytes=39)
    assert read(path, max_bytes=40).text == "hej " * 10


def test_what_is_not_there_or_no_file(tmp_path):
    with pytest.raises(ReadingError, match="no such file"):
        read(tmp_path / "a.txt")
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(ReadingError, match="cannot be opened"):
        read(tmp_path / "b.txt")


def test_suffixes_in_any_case_and_names_composed(tmp_path):
    path = tmp_path / "Mo\u0308te.TXT"
    path.write_bytes("\ufeffHej på dig\r\n".encode())
    source = read(path)
    assert (source.text, source.source, source.encoding) == ("Hej på dig\n", "Möte.TXT", "utf-8-sig")


MAIL = """From: Eva Ek <eva@exempel.se>
To: alla@exempel.se
Subject: =?utf-8?q?Runda_3_maj_=E2=80=93_anteckningar?=
Date: Tue, 3 May 2022 10:00:00 +0200
MIME-Version: 1.0
Content-Type: {kind}; charset={charset}
Content-Transfer-Encoding: 8bit

{text}
"""


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_mail(charset):
    data = MAIL.format(kind="text/plain", charset=charset, text="Måns, Åmål\n\nVi håller på.").replace(
        "\n", "\r\n"
    )
    source = read_bytes(data.encode(charset), "a.eml")
    assert source.text == "Runda 3 maj – anteckningar\n\nMåns, Åmål\n\nVi håller på."
    assert source.encoding == "eml"


def test_mail_in_html_and_none():
    data = MAIL.format(kind="text/html", charset="utf-8", text="<p>Måns, Åmål</p><p>Hej</p>")
    assert read_bytes(data.encode(), "a.eml").text == "Runda 3 maj – anteckningar\n\nMåns, Åmål\n\nHej"
    with pytest.raises(ReadingError, match="no e-mail"):
        read_bytes(b"bara text", "a.eml")
    with pytest.raises(SkippedError):
        read_bytes(MAIL.format(kind="image/png", charset="x", text="x").encode(), "a.eml")


def test_attachments_are_told():
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"] = "Anteckningar"
    message.set_content("Se bilagan")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="runda.pdf")
    source = read_bytes(message.as_bytes(), "a.eml")
    assert source.text == "Anteckningar\n\nSe bilagan"
    assert source.messages == ("attachments are not read: runda.pdf; save those that matter by themselves",)
