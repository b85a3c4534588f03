"""The main job: what bad input gets, and that the same input gets the same output."""

import shutil

import pytest

from pipeline.errors import OutputError, RundaError
from pipeline.job import run

ROUND = """Runda 3 maj 2022

Malin, Malmö

Vi har en koldioxidbudget sedan 2021.

Hjälp: hur följer ni upp koldioxidbudgeten per nämnd?

Sara, Örebro: Vi rapporterar vår koldioxidbudget varje kvartal, mejlar dig mallen!

Sara, Örebro

Håller på att ta fram en solkarta.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def put(folder, name, text=ROUND):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def documents(outcome):
    return {row["source"]: row for row in outcome.tables.documents.to_dict("records")}


def contents(folder):
    """The output; the store beside it is how it was made."""
    files = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".runda-store"))
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_a_round_becomes_tables_and_a_summary(folder, tmp_path):
    put(folder, "x.txt")
    outcome = run([folder], tmp_path / "out")
    tables = outcome.tables
    assert documents(outcome)["x.txt"]["date"] == "2022-05-03"
    assert list(tables.blocks["member"]) == ["Malmö", "Örebro"]
    assert list(tables.requests["member"]) == ["Malmö"]
    assert list(tables.requests["answered_by"]) == [["Örebro"]]
    assert (tmp_path / "out" / "summaries" / "2022-05-03.md").exists()
    assert outcome.failed == 0


def test_the_same_input_gives_the_same_bytes(examples, tmp_path):
    run([examples], tmp_path / "a")
    run([examples], tmp_path / "b")
    before = contents(tmp_path / "a")
    assert before == contents(tmp_path / "b")
    run([examples], tmp_path / "a")
    assert contents(tmp_path / "a") == before


def test_ids_depend_neither_on_names_nor_on_other_files(folder, tmp_path):
    alone = put(folder, "x.txt")
    first = run([alone], tmp_path / "a").tables
    alone.rename(folder / "renamed.txt")
    put(folder, "a.txt", ROUND.replace("2022", "2020"))
    put(folder, "z.txt", ROUND.replace("2022", "2023"))
    second = run([folder / "z.txt", folder / "renamed.txt", folder / "a.txt"], tmp_path / "b").tables
    assert set(first.statements["statement_id"]) < set(second.statements["statement_id"])
    assert set(first.blocks["block_id"]) < set(second.blocks["block_id"])


def test_order_of_inputs_does_not_matter(folder, tmp_path):
    paths = [put(folder, f"{n}.txt", ROUND.replace("3 maj", f"{n} maj")) for n in (1, 2, 3)]
    run(paths, tmp_path / "a")
    run(paths[::-1], tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_folder_without_documents(folder, tmp_path):
    with pytest.raises(RundaError, match=r"no documents in .*put minutes there"):
        run([folder], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_input_that_is_not_there(tmp_path):
    with pytest.raises(RundaError, match="missing"):
        run([tmp_path / "missing"], tmp_path / "out")


def test_an_unknown_form_is_told_before_anything_is_read(folder, tmp_path):
    with pytest.raises(RundaError, match="'xlsx' is no form of tables; known are: csv, parquet, both"):
        run([folder], tmp_path / "out", form="xlsx")
    assert not (tmp_path / "out").exists()


def test_output_that_is_a_file(folder, tmp_path):
    put(folder, "x.txt")
    put(tmp_path, "out", "mine")
    with pytest.raises(OutputError, match="is a file"):
        run([folder], tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_file_without_a_single_header(folder, tmp_path):
    put(folder, "x.txt")
    put(folder, "prosa.txt", "Det var en gång en katt. Den gick hem.\n\nSlut på sagan.\n")
    outcome = run([folder], tmp_path / "out")
    row = documents(outcome)["prosa.txt"]
    assert (row["kind"], row["status"], row["n_statements"]) == ("skipped", "skipped", 0)
    assert any("header" in message for message in row["messages"])
    assert outcome.failed == 0
    assert set(outcome.tables.statements["document_id"]) == {documents(outcome)["x.txt"]["document_id"]}


def test_document_without_a_date(folder, tmp_path):
    put(folder, "runda.txt", ROUND.replace("Runda 3 maj 2022", "Runda"))
    outcome = run([folder], tmp_path / "out")
    row = documents(outcome)["runda.txt"]
    assert (row["date"], row["status"]) == ("", "warning")
    assert any("date" in message for message in row["messages"])
    assert [p.name for p in (tmp_path / "out" / "summaries").glob("*.md")] == ["utan-datum-runda.md"]


def test_two_documents_of_one_date(folder, tmp_path):
    put(folder, "förmiddag.txt")
    put(folder, "eftermiddag.txt", ROUND.replace("2021", "2020"))
    outcome = run([folder], tmp_path / "out")
    rows = documents(outcome)
    assert rows["förmiddag.txt"]["document_id"] != rows["eftermiddag.txt"]["document_id"]
    assert "eftermiddag.txt has the same date 2022-05-03" in " ".join(rows["förmiddag.txt"]["messages"])
    assert rows["eftermiddag.txt"]["status"] == "warning"
    names = sorted(p.name for p in (tmp_path / "out" / "summaries").glob("*.md"))
    assert names == ["2022-05-03-eftermiddag.md", "2022-05-03-formiddag.md"]


def test_two_documents_of_one_name(folder, tmp_path):
    for sub, year in (("a", "2021"), ("b", "2020")):
        (folder / sub).mkdir()
        put(folder / sub, "x.txt", ROUND.replace("2021", year))
    outcome = run([folder], tmp_path / "out")
    assert outcome.tables.documents["document_id"].nunique() == 2
    assert len(list((tmp_path / "out" / "summaries").glob("*.md"))) == 2


def test_the_same_content_twice(folder, tmp_path):
    put(folder, "b.txt")
    put(folder, "a.txt")
    outcome = run([folder], tmp_path / "out")
    rows = documents(outcome)
    assert (rows["a.txt"]["status"], rows["b.txt"]["status"]) == ("ok", "skipped")
    assert "the same content as a.txt" in rows["b.txt"]["messages"][0]
    assert rows["a.txt"]["document_id"] != rows["b.txt"]["document_id"]
    assert set(outcome.tables.statements["document_id"]) == {rows["a.txt"]["document_id"]}


def test_unknown_place(folder, tmp_path):
    put(
        folder,
        "x.txt",
        ROUND + "\nKalle, Ankeborg\n\nVi bygger en damm.\n\nEva, Tierp\n\nVi har en solpark.\n",
    )
    outcome = run([folder], tmp_path / "out")
    blocks = outcome.tables.blocks.set_index("member")["member_kind"]
    assert blocks["Ankeborg"] == "unknown"
    row = documents(outcome)["x.txt"]
    assert row["status"] == "warning"
    assert any("Ankeborg" in message and "15" in message for message in row["messages"])


def test_empty_block(folder, tmp_path):
    put(folder, "x.txt", ROUND.replace("Sara, Örebro\n\nHåller", "Eva, Tierp\n\nSara, Örebro\n\nHåller"))
    outcome = run([folder], tmp_path / "out")
    assert "Tierp" in set(outcome.tables.blocks["member"])
    assert "Tierp" not in set(outcome.tables.statements["member"])
    messages = [m for m in documents(outcome)["x.txt"]["messages"] if "Tierp" in m]
    assert messages and "empty" in messages[0] and "11" in messages[0]


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("tom.txt", b"", "skipped"),
        ("bild.png", b"\x89PNG\r\n\x1a\n\x00\x00", "skipped"),
        ("trasig.docx", b"PK\x03\x04 not a document", "failed"),
        ("binär.txt", bytes(range(256)) * 8, "failed"),
    ],
)
def test_unreadable_documents_do_not_stop_the_others(folder, tmp_path, name, content, status):
    put(folder, "x.txt")
    (folder / name).write_bytes(content)
    outcome = run([folder], tmp_path / "out")
    row = documents(outcome)[name]
    assert (row["kind"], row["status"]) == ("skipped", status)
    assert row["messages"] and name not in row["messages"][0]
    assert outcome.failed == (status == "failed")
    assert len(outcome.tables.statements)


def test_a_fault_on_one_document_does_not_stop_the_others(folder, tmp_path, monkeypatch):
    from pipeline import job

    put(folder, "x.txt")
    put(folder, "y.txt", ROUND.replace("2022", "2023"))
    real = job.parse

    def parse(nlp, source):
        if source.source == "x.txt":
            raise TypeError("odd")
        return real(nlp, source)

    monkeypatch.setattr(job, "parse", parse)
    outcome = run([folder], tmp_path / "out")
    assert outcome.failed == 1
    assert "TypeError: odd" in documents(outcome)["x.txt"]["messages"][0]
    assert documents(outcome)["y.txt"]["n_statements"] > 0


def test_too_large(folder, tmp_path):
    put(folder, "x.txt")
    outcome = run([folder], tmp_path / "out", max_bytes=10)
    assert outcome.failed == 1
    assert "too large" in documents(outcome)["x.txt"]["messages"][0]


def test_own_output_is_not_read_again(folder, tmp_path):
    put(folder, "x.txt")
    out = folder / "out"
    run([folder], out)
    before = contents(out)
    outcome = run([folder], out)
    assert list(documents(outcome)) == ["x.txt"]
    assert contents(out) == before


def test_a_crash_leaves_the_old_output_whole(folder, tmp_path, monkeypatch):
    put(folder, "x.txt")
    out = tmp_path / "out"
    run([folder], out)
    before = contents(out)
    put(folder, "y.txt", ROUND.replace("2022", "2023"))
    monkeypatch.setattr("pipeline.job.report_page", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run([folder], out)
    assert contents(out) == before


def test_topics_of_ones_own(folder, tmp_path):
    put(folder, "x.txt", ROUND + "\nVi bygger en ny lekplats.\n")
    topics = put(
        tmp_path,
        "mine.toml",
        '[[topic]]\nid = "play"\nswedish = "Lek"\nenglish = "Play"\narea = "planning"\n'
        'words = ["lekplats"]\n',
    )
    outcome = run([folder], tmp_path / "out", topics=topics)
    assert "play" in set(outcome.tables.mentions["topic"])
    assert (tmp_path / "out" / "topics" / "lek.md").read_text(encoding="utf-8").startswith("# Lek")


def test_progress_tells_each_document(folder, tmp_path):
    put(folder, "x.txt")
    put(folder, "y.txt", ROUND.replace("2022", "2023"))
    told = []
    run([folder], tmp_path / "out", progress=lambda *step: told.append(step))
    assert [(number, total, path.name) for number, total, path in told] == [(1, 2, "x.txt"), (2, 2, "y.txt")]


def test_hostile_text_is_shown_as_text(folder, tmp_path):
    text = ROUND.replace("en solkarta", "<script>alert(1)</script> *fet* [x](javascript:y) solceller")
    put(folder, "x.txt", text)
    run([folder], tmp_path / "out")
    page = (tmp_path / "out" / "summaries" / "2022-05-03.md").read_text(encoding="utf-8")
    assert "<script" not in page.replace(r"\<script", "")
    assert "](" not in page.replace(r"\](", "")


def test_output_can_be_removed_and_made_again(folder, tmp_path):
    put(folder, "x.txt")
    run([folder], tmp_path / "out")
    before = contents(tmp_path / "out")
    shutil.rmtree(tmp_path / "out")
    run([folder], tmp_path / "out")
    assert contents(tmp_path / "out") == before
