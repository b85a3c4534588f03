"""SQL over the tables, words found, needs answered: on the example rounds."""

import asyncio
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.errors import RundaError
from pipeline.query.database import VIEWS, connect, metadata, rows_of, save
from pipeline.query.find import find
from pipeline.query.folding import folded, match_expression
from pipeline.schema import TABLES


@pytest.fixture(scope="module")
def tables(example_run):
    return example_run[0].tables


@pytest.fixture(scope="module")
def database(tables):
    return connect(tables)


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_database_holds_what_the_tables_hold(database, tables):
    for name, frame in tables:
        names, rows = rows_of(database, f'SELECT * FROM "{name}"')
        assert tuple(names) == TABLES[name].names and len(rows) == len(frame)
    assert rows_of(database, "SELECT count(*) FROM statements_topics")[1] == [
        (int(tables.statements["topics"].map(len).sum()),)
    ]


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_views_have_rows(database, view):
    assert rows_of(database, f"SELECT * FROM {view}")[1]


def test_latest_positions_are_those_of_the_matrix(database, tables):
    matrix = tables.matrix()
    for member, topic, stage in rows_of(database, "SELECT member, topic, stage FROM latest_positions")[1]:
        assert matrix.loc[member, topic] == stage


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM statements",
        "DROP TABLE statements",
        "CREATE TABLE mine (a)",
        "ATTACH 'other.db' AS other",
        "PRAGMA query_only = OFF",
        "SELECT 1; SELECT 2",
        "selct",
        "SELECT nothing FROM statements",
    ],
)
def test_only_questions_are_answered(database, query):
    with pytest.raises(RundaError, match="SQL: "):
        rows_of(database, query)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("klimatkravet entreprenader", "klimatkrav"),
        ("koldioxidbudgetarna", "oldioxidbudget"),
        ('"antogs i januari"', "antogs i januari"),
        ("solcell*", "solcell"),
        ("flygresor", "flyg"),
    ],
)
def test_words_are_found_in_any_inflection(tables, typed, word):
    hits = find(tables, typed)
    assert hits and all(word in " ".join(hit.text.lower().split()) for hit in hits[:2])


def test_words_are_found_without_dots_and_rings(tables):
    dotted, plain = find(tables, "våtmark*"), find(tables, "vatmark*")
    assert dotted and {hit.statement_id for hit in dotted} <= {hit.statement_id for hit in plain}
    assert folded("Malmö Åmål Idé") == "malmo amal ide"


@pytest.mark.parametrize(
    "typed", ['"', "*", "AND", 'a" OR "b', "NEAR(", "-", "", "text:klimat", "{a b}", "Östra'"]
)
def test_nothing_typed_breaks_the_search(tables, typed):
    assert isinstance(find(tables, typed), list)
    assert match_expression("   ") == ""


def test_filters_hold(tables):
    hits = find(tables, "", member="vaxjo", topic="co2_budget", stage="done", since="2020", most=3)
    assert 0 < len(hits) <= 3
    assert all((h.member, h.stage) == ("Växjö", "done") and h.date >= "2020" for h in hits)
    assert all("co2_budget" in hit.topics for hit in hits)
    for wrong in ({"member": "Atlantis"}, {"topic": "horses"}, {"since": "i fjol"}):
        with pytest.raises(RundaError):
            find(tables, "klimat", **wrong)


def test_commands(example_run, tmp_path):
    out = example_run[1]
    found = run("find", "koldioxidbudget", "--out", out, "--json", "--most", 2)
    assert len(json.loads(found.output)) == 2
    assert "line " in run("find", "koldioxidbudget", "--out", out).output
    asked = run("who", "hur följer ni upp koldioxidbudgeten?", "--out", out)
    assert asked.output.startswith("1. ") and "”" in asked.output
    answers = json.loads(run("who", "klimatkrav i entreprenader", "--out", out, "--json").output)
    assert answers[0]["rank"] == 1 and answers[0]["statement_id"]
    assert "Ingenting" in run("who", "hästar", "på", "månen", "--out", out).output
    assert run("sql", "SELECT count(*) FROM statements", "--out", out, "--csv").output.startswith(
        "count(*)\n"
    )
    assert "latest_positions" in run("sql", "--out", out).output
    refused = run("sql", "DELETE FROM statements", "--out", out)
    assert refused.exit_code == 2 and "only questions" in refused.output
    assert run("who", "klimat", "--seeker", "Atlantis", "--out", out).exit_code == 2
    saved = run("sql", "--save", tmp_path / "runda.db", "--out", out)
    assert saved.exit_code == 0 and (tmp_path / "runda.metadata.json").exists()


def test_saved_database_opens_in_datasette(tables, tmp_path):
    app = pytest.importorskip("datasette.app")
    path = tmp_path / "runda.db"
    described = json.loads(save(tables, path).read_text(encoding="utf-8"))
    with sqlite3.connect(path) as connection:
        existing = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert set(described["databases"]["runda"]["tables"]) <= existing
    served = app.Datasette([str(path)], metadata=described)

    def get(address):
        # A thread of its own: the browser tests leave a running event loop in this one.
        async def fetched():
            return await served.client.get(address)

        with ThreadPoolExecutor(max_workers=1) as one:
            return one.submit(asyncio.run, fetched()).result()

    page = get("/runda/statements")
    assert page.status_code == 200 and "One row per statement" in page.text
    found = get("/runda/find.json?words=koldioxidbudget&_shape=array").json()
    assert "oldioxidbudget" in found[0]["text"]


def test_metadata_names_every_column():
    described = metadata("x")["databases"]["x"]["tables"]
    for name, table in TABLES.items():
        assert set(described[name]["columns"]) == set(table.names)
