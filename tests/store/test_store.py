"""The store: what it gives back, what it does with files that it cannot use, and migrations."""

import sqlite3

import pytest

from pipeline.assembly import analysis_of
from pipeline.schema import TABLES
from pipeline.store import STORE, Store, StoreError
from pipeline.store.database import MIGRATIONS, VERSION
from pipeline.store.packing import pack_item, unpack_item

TEXT = """Runda 5 maj 2020

Eva, Skara

Har en koldioxidbudget sedan 2018. Hjälp: hur följer ni upp den?

Bo, Tibro

Koldioxidbudgeten följs upp varje år, skickar gärna mallen.
"""


@pytest.fixture(scope="module")
def analysis(nlp):
    doc = nlp(TEXT)
    doc._.source = "2020-05-05.txt"
    return analysis_of(doc)


def test_what_is_put_comes_back(tmp_path, analysis):
    with Store(tmp_path) as store:
        store.put("k", tmp_path / "a.txt", "f", analysis)
        store.put_links("f", {("a", "b"): b"packed", ("a", "a"): b""})
    with Store(tmp_path) as store:
        back = store.get("k", tuple(analysis.rows))
        assert back.rows == analysis.rows and back.text == analysis.text
        assert store.links("f") == {("a", "b"): b"packed", ("a", "a"): b""}
        assert store.links("other rules") == {}
        assert store.get("other", tuple(TABLES)) is None


def test_an_item_is_packed_without_loss(analysis):
    back = unpack_item(pack_item(analysis.item))
    assert pack_item(back) == pack_item(analysis.item)
    assert back.needs == analysis.item.needs and back.said == analysis.item.said
    assert len(back.needs) >= 1


def test_a_run_that_fails_changes_nothing(tmp_path, analysis):
    with Store(tmp_path):
        pass
    with pytest.raises(ZeroDivisionError), Store(tmp_path) as store:
        store.put("k", tmp_path / "a.txt", "f", analysis)
        raise ZeroDivisionError
    with Store(tmp_path) as store:
        assert store.stored() == []


def test_a_damaged_store_is_left_alone_and_says_the_way_back(tmp_path, analysis):
    with Store(tmp_path) as store:
        store.put("k", tmp_path / "a.txt", "f", analysis)
    with Store(tmp_path):
        pass
    path = tmp_path / STORE
    good = path.read_bytes()
    path.write_bytes(good[:2000] + b"\x00garbage" * 300 + good[4400:])
    bad = path.read_bytes()
    with pytest.raises(StoreError, match=r"Way back: copy .*previous"):
        Store(tmp_path)
    assert path.read_bytes() == bad
    (tmp_path / f"{STORE}.previous").replace(path)
    with Store(tmp_path) as store:
        assert store.get("k", tuple(TABLES)) is not None


def test_no_store_at_all_but_some_other_file(tmp_path):
    (tmp_path / STORE).write_text("minnesanteckningar\n" * 200, encoding="utf-8")
    with pytest.raises(StoreError, match=r"damaged|not a store"):
        Store(tmp_path)
    assert (tmp_path / STORE).read_text(encoding="utf-8").startswith("minnes")


def test_a_database_of_somebody_elses_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / STORE) as other:
        other.execute("CREATE TABLE mine (x)")
    with pytest.raises(StoreError, match="not a store of Runda's"):
        Store(tmp_path)


def test_a_newer_store_is_refused(tmp_path):
    with Store(tmp_path):
        pass
    with sqlite3.connect(tmp_path / STORE) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(StoreError, match="newer Runda"):
        Store(tmp_path)


@pytest.mark.parametrize("version", range(1, VERSION))
def test_every_older_version_is_brought_up(tmp_path, version):
    with sqlite3.connect(tmp_path / STORE) as db:
        for step in MIGRATIONS[:version]:
            step(db)
        db.execute(f"PRAGMA user_version = {version}")
        db.execute("PRAGMA application_id = 1383427684")
    with Store(tmp_path) as store:
        assert store.forgotten() == [] and store.contacts() == [] and store.settings() == {}
    with sqlite3.connect(tmp_path / STORE) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_two_runs_at_once_are_told_of_each_other(tmp_path):
    with Store(tmp_path), pytest.raises(StoreError, match="in use"):
        Store(tmp_path)
