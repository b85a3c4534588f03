import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import OutputError
from pipeline.publish import folder as writing
from pipeline.publish.folder import MANIFEST, Made, made_of, recover, write_folder

OLD = {"a.csv": b"old a", "summaries/x.md": b"old x"}
NEW = {"a.csv": b"new a", "summaries/y.md": b"new y"}


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def test_writes_what_it_is_given_and_nothing_else(tmp_path):
    written = write_folder(tmp_path / "out", OLD)
    assert contents(tmp_path / "out") == OLD
    assert {path.name for path in written.files} == {"a.csv", "x.md"}
    assert written.kept == ()


def test_second_output_replaces_the_first_and_removes_what_it_no_longer_has(tmp_path):
    write_folder(tmp_path, OLD)
    assert write_folder(tmp_path, NEW).kept == ()
    assert contents(tmp_path) == NEW


def test_files_of_the_users_own_stay(tmp_path):
    (tmp_path / "summaries").mkdir()
    (tmp_path / "mine.xlsx").write_bytes(b"mine")
    (tmp_path / "summaries" / "mine.md").write_bytes(b"mine")
    write_folder(tmp_path, OLD)
    write_folder(tmp_path, NEW)
    assert contents(tmp_path) == {**NEW, "mine.xlsx": b"mine", "summaries/mine.md": b"mine"}


def test_a_file_edited_since_is_kept_beside_the_new_one(tmp_path):
    write_folder(tmp_path, OLD)
    (tmp_path / "a.csv").write_bytes(b"edited a")
    written = write_folder(tmp_path, NEW)
    assert [path.name for path in written.kept] == ["a.edited-1.csv"]
    assert contents(tmp_path) == {**NEW, "a.edited-1.csv": b"edited a"}


def test_an_edited_file_that_is_no_longer_written_stays_where_it_is(tmp_path):
    write_folder(tmp_path, OLD)
    (tmp_path / "summaries" / "x.md").write_bytes(b"edited x")
    write_folder(tmp_path, NEW)
    assert contents(tmp_path) == {**NEW, "summaries/x.md": b"edited x"}


def test_a_file_of_that_name_that_runda_never_wrote_is_kept(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"somebody's")
    assert [path.name for path in write_folder(tmp_path, NEW).kept] == ["a.edited-1.csv"]


@pytest.mark.parametrize("crash_at", range(3))
def test_a_crash_while_writing_leaves_the_old_output_whole(tmp_path, monkeypatch, crash_at):
    write_folder(tmp_path, OLD)
    calls = []
    write = writing._write

    def failing(path, content):
        calls.append(path)
        if len(calls) > crash_at:
            raise OSError(28, "No space left on device")
        write(path, content)

    monkeypatch.setattr(writing, "_write", failing)
    with pytest.raises(OutputError, match="No space left"):
        write_folder(tmp_path, NEW)
    assert contents(tmp_path) == OLD


@pytest.mark.parametrize("crash_at", range(4))
def test_a_crash_among_the_renames_is_completed_by_the_next_run(tmp_path, monkeypatch, crash_at):
    write_folder(tmp_path, OLD)
    calls = []
    real = type(tmp_path).replace

    class Killed(BaseException):
        pass

    def replace(path, target):
        calls.append(path)
        if len(calls) > crash_at:
            raise Killed
        return real(path, target)

    monkeypatch.setattr(type(tmp_path), "replace", replace)
    with contextlib.suppress(Killed):
        write_folder(tmp_path, NEW)
    monkeypatch.undo()
    assert recover(tmp_path) == ()
    assert contents(tmp_path) == NEW


def test_a_manifest_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"precious")
    out = tmp_path / "out"
    write_folder(out, OLD)
    digest = writing._digest(b"precious")
    listed = {"../outside.txt": digest, str(outside): digest}
    (out / MANIFEST).write_text(json.dumps({"files": listed}), encoding="utf-8")
    write_folder(out, NEW)
    assert outside.read_bytes() == b"precious"


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot write"):
        write_folder(tmp_path / "file" / "out", NEW)


def made(content, calls, recipe="same"):
    return Made(recipe, lambda: calls.append(content) or content)


def test_what_has_the_same_recipe_is_not_made_again(tmp_path):
    calls = []
    write_folder(tmp_path, {"a.csv": made(b"a", calls)}, version="1")
    first = (tmp_path / "a.csv").stat()
    write_folder(tmp_path, {"a.csv": made(b"never", calls)}, version="1")
    assert calls == [b"a"] and contents(tmp_path) == {"a.csv": b"a"}
    assert (tmp_path / "a.csv").stat().st_ino == first.st_ino


@pytest.mark.parametrize("version, recipe", [("2", "same"), ("1", "other")])
def test_another_version_or_recipe_makes_it_again(tmp_path, version, recipe):
    write_folder(tmp_path, {"a.csv": made(b"a", [])}, version="1")
    write_folder(tmp_path, {"a.csv": made(b"b", [], recipe)}, version=version)
    assert contents(tmp_path) == {"a.csv": b"b"}


def test_an_edited_or_lost_file_is_made_again_whatever_its_recipe(tmp_path):
    write_folder(tmp_path, {"a.csv": made(b"a", []), "b.csv": made(b"b", [])})
    (tmp_path / "a.csv").write_bytes(b"edited")
    (tmp_path / "b.csv").unlink()
    written = write_folder(tmp_path, {"a.csv": made(b"a", []), "b.csv": made(b"b", [])})
    assert contents(tmp_path) == {"a.csv": b"a", "b.csv": b"b", "a.edited-1.csv": b"edited"}
    assert [path.name for path in written.kept] == ["a.edited-1.csv"]


def test_a_file_with_the_bytes_that_it_has_is_left_where_it_lies(tmp_path):
    write_folder(tmp_path, OLD)
    before = (tmp_path / "a.csv").stat().st_ino
    write_folder(tmp_path, {"a.csv": b"old a"})
    assert (tmp_path / "a.csv").stat().st_ino == before


def test_a_fault_while_making_leaves_the_old_output_whole(tmp_path):
    write_folder(tmp_path, OLD)
    with pytest.raises(ZeroDivisionError):
        write_folder(tmp_path, {"a.csv": b"new a", "b.csv": Made("r", lambda: 1 / 0)})
    assert contents(tmp_path) == OLD
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".runda-new")]


def test_it_tells_what_it_removed(tmp_path):
    write_folder(tmp_path, OLD)
    assert [path.name for path in write_folder(tmp_path, NEW).removed] == ["x.md"]


def test_recipes_tell_parts_apart():
    assert made_of("ab", "c") != made_of("a", "bc")
    assert made_of(b"x") != made_of("x")


names = st.text("abc", min_size=1, max_size=3).map(lambda name: f"{name}.csv")


@settings(deadline=None)  # disks differ
@given(st.lists(st.dictionaries(names, st.binary(max_size=4), max_size=4), min_size=1, max_size=4))
def test_whatever_came_before_the_last_output_is_what_lies_there(tmp_path_factory, outputs):
    folder = tmp_path_factory.mktemp("out")
    for files in outputs:
        assert write_folder(folder, files).kept == ()
    assert contents(folder) == outputs[-1]
