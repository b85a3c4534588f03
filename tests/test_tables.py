import csv
import io
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.publish.files import Format, table_files
from pipeline.schema import REASONS, TABLES, Kind
from pipeline.tables import Tables, check, from_cell, read_tables, to_cell

#: The contract's columns, in its order; Runda's own may follow.
CONTRACT = {
    "documents": "document_id source sha256 kind date title encoding n_lines n_blocks n_statements status "
    "messages",
    "blocks": "block_id document_id order member member_code member_kind persons line line_end",
    "statements": "statement_id document_id date block_id member persons reply_to line line_end char_start "
    "char_end text topics request offer stage",
    "mentions": "statement_id topic char_start char_end text method score",
    "positions": "document_id date member topic stage statement_id text",
    "requests": "request_id document_id date member persons topics text request due due_text answered_by",
    "offers": "offer_id document_id date member persons topics text offer resources",
    "matches": "request_id document_id seeker helper helper_persons rank score topics reasons evidence_id "
    "evidence_text evidence_date explanation",
    "facts": "statement_id document_id date member topic kind value unit qualifier text",
    "evaluations": "document_id date member points max_points percent area rating text",
}


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_are_the_contracts(name):
    fixed = CONTRACT[name].split()
    assert list(TABLES[name].names[: len(fixed)]) == fixed


def test_the_contracts_tables_come_first():
    assert list(TABLES)[: len(CONTRACT)] == list(CONTRACT)


def test_reasons_are_the_contracts():
    assert {"replied", "offered", "done", "ongoing", "similar", "evaluated"} == REASONS


def test_every_column_says_what_it_means():
    for table in TABLES.values():
        assert len(set(table.names)) == len(table.names)
        assert all(len(column.description) > 3 for column in table.columns)


def source_texts(example_run, examples):
    documents = example_run[0].tables.documents.to_dict("records")
    return {row["document_id"]: (examples / row["source"]).read_text(encoding="utf-8") for row in documents}


@pytest.mark.parametrize(
    "name", ["statements", "mentions", "positions", "requests", "offers", "facts", "evaluations"]
)
def test_text_is_the_source_at_its_characters(example_run, examples, name):
    texts = source_texts(example_run, examples)
    rows = getattr(example_run[0].tables, name).to_dict("records")
    assert rows
    for row in rows:
        text = texts[row["document_id"]]
        assert row["text"] == text[row["char_start"] : row["char_end"]]
        if "line" in row:
            assert row["line"] == text.count("\n", 0, row["char_start"]) + 1


def test_ids_refer_to_rows_that_are_there(example_run):
    tables = example_run[0].tables
    documents, statements = set(tables.documents["document_id"]), set(tables.statements["statement_id"])
    blocks = set(tables.blocks["block_id"]) | {""}
    for name, frame in tables:
        assert set(frame.get("document_id", [])) <= documents, name
    assert set(tables.statements["block_id"]) <= blocks
    for frame, column in [
        (tables.mentions, "statement_id"),
        (tables.positions, "statement_id"),
        (tables.requests, "request_id"),
        (tables.offers, "offer_id"),
        (tables.facts, "statement_id"),
        (tables.matches, "request_id"),
        (tables.matches, "evidence_id"),
    ]:
        assert set(frame[column]) <= statements, column


def test_nobody_helps_itself_and_ranks_count_from_one(example_run):
    matches = example_run[0].tables.matches
    assert len(matches)
    assert (matches["seeker"] != matches["helper"]).all()
    for _, proposals in matches.groupby("request_id"):
        assert sorted(proposals["rank"]) == list(range(1, len(proposals) + 1))
        assert proposals.sort_values("rank")["score"].is_monotonic_decreasing


def test_csv_and_parquet_hold_the_same(example_run, tmp_path):
    _, out = example_run
    for form in ("csv", "parquet"):
        (tmp_path / form).mkdir()
        for path in out.glob(f"*.{form}"):
            (tmp_path / form / path.name).write_bytes(path.read_bytes())
    from_csv, from_parquet = read_tables(tmp_path / "csv"), read_tables(tmp_path / "parquet")
    for (name, ours), (_, theirs) in zip(from_csv, from_parquet, strict=True):
        lists = [column.name for column in TABLES[name].columns if column.kind is Kind.LIST]
        for column in lists:  # in CSV a semicolon inside an item has become a comma
            theirs[column] = theirs[column].map(lambda items: [item.replace(";", ",") for item in items])
        assert ours.equals(theirs), name


def test_missing_table_is_told(tmp_path):
    with pytest.raises(OutputError, match="documents"):
        read_tables(tmp_path)


def test_tables_make_a_round_trip_through_rows(example_run):
    tables = example_run[0].tables
    for (name, before), (_, after) in zip(tables, Tables.from_rows(tables.rows()), strict=True):
        assert before.equals(after), name


@pytest.mark.parametrize("form", list(Format))
def test_forms(example_run, form):
    names = {Path(name).suffix for name in table_files(example_run[0].tables, form)}
    assert (
        names == {Format.CSV: {".csv"}, Format.PARQUET: {".parquet"}, Format.BOTH: {".csv", ".parquet"}}[form]
    )


def hostile(text):
    row = dict.fromkeys(TABLES["offers"].names, "")
    return row | {
        "offer_id": "s",
        "text": text,
        "offer": "phrased",
        "persons": [],
        "topics": [],
        "resources": [],
        "line": 1,
        "char_start": 0,
        "char_end": len(text),
    }


@pytest.mark.parametrize(
    "text", ['=1+1"', "a,b;c\nd", "\N{RIGHT-TO-LEFT MARK}ö\N{GRINNING FACE}", " x ", "NA", "null"]
)
def test_csv_keeps_text_as_it_is(text):
    files = table_files(Tables.from_rows({"offers": [hostile(text)]}), Format.CSV)
    cells = list(csv.DictReader(io.StringIO(files["offers.csv"].decode("utf-8"), newline="")))
    assert cells[0]["text"] == text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"offer": "perhaps"}, "offer is 'perhaps'"),
        ({"offer": ""}, "offer is ''"),
        ({"line": "1"}, "line must be integer"),
        ({"line": True}, "line must be integer"),
        ({"persons": "Malin"}, "persons must be list"),
        ({"persons": [1]}, "persons must hold texts"),
        ({"extra": 1}, "columns do not fit"),
    ],
)
def test_rows_that_the_schema_forbids(change, told):
    with pytest.raises(OutputError, match=r"table offers, row 1: ") as caught:
        check(TABLES["offers"], [hostile("x") | change])
    assert told in str(caught.value)


def test_two_rows_of_one_key():
    with pytest.raises(OutputError, match="second row"):
        check(TABLES["offers"], [hostile("x"), hostile("y")])


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        (Kind.NUMBER, 400.0, "400"),
        (Kind.NUMBER, 1.5, "1.5"),
        (Kind.LIST, ["a", "b"], "a; b"),
        (Kind.LIST, [], ""),
        (Kind.INTEGER, 7, "7"),
        (Kind.TEXT, "", ""),
    ],
)
def test_cells(kind, value, cell):
    from pipeline.schema import Column

    column = Column("x", kind, "", nullable=True)
    assert to_cell(column, value) == cell
    assert from_cell(column, cell) == value
