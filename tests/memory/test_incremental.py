"""Order makes no difference, and adding one by one gives what a full run gives."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.assembly import analysis_of, missing_links, tables_of
from pipeline.commands.memory import add, forget_person, news_text
from pipeline.errors import RundaError
from pipeline.job import run

ROUNDS = {
    "2019-03-05.txt": """Runda 5 mars 2019

Eva, Skara

Hjälp: hur försäkrar ni lådcyklar som lånas ut till invånarna?

Har fått i uppdrag att ta fram en koldioxidbudget.

Bo, Tibro

Funderar på Panorama. Hjälp: söker kravtext för eldrivna sopbilar.
""",
    "2020-03-03.txt": """Runda 3 mars 2020

Eva, Skara

Frågar igen om försäkring av lådcyklar som lånas ut.

Koldioxidbudgeten är på remiss.

Stina, Hjo

Har lånat ut lådcyklar i två år, försäkringen av lådcyklarna går på kommunens vanliga. Skickar gärna avtalet.

Klimatväxlingen ligger på 3 kr per kg sedan 1 januari 2020.
""",
    "2021-03-02.txt": """Runda 2 mars 2021

Eva, Skara

Tack Stina för hjälpen med försäkringen av lådcyklarna!

Koldioxidbudgeten antogs i juni.

Bo, Tibro

Panorama blev det inget av. Har ingen koldioxidbudget.

Ida, Hjo

Klimatväxlingen höjs till 4 kr per kg från 1 juli.
""",
}


@pytest.fixture(scope="module")
def analyses(nlp):
    found = []
    for name, text in ROUNDS.items():
        doc = nlp(text)
        doc._.source = name
        found.append(analysis_of(doc))
    return found


@pytest.fixture(scope="module")
def whole(analyses):
    return tables_of(analyses, missing_links(analyses, {}))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(ROUNDS))))
def test_order_and_steps_make_no_difference(analyses, whole, order):
    known, have = {}, []
    for at in order:
        have.append(analyses[at])
        known |= missing_links(have, known)
    assert tables_of(have, known) == whole


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(left_out=st.integers(0, len(ROUNDS) - 1))
def test_a_document_taken_away_leaves_nothing(analyses, whole, left_out):
    rest = [analysis for at, analysis in enumerate(analyses) if at != left_out]
    links = missing_links(analyses, {})
    assert tables_of(rest, links) == tables_of(rest, missing_links(rest, {}))


def contents(folder):
    files = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".runda-store"))
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


@pytest.fixture
def minutes(tmp_path):
    folder = tmp_path / "minutes"
    folder.mkdir()
    for name, text in ROUNDS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


BARE = {"documents": False, "report": False, "form": "csv"}


def test_added_one_by_one_or_run_at_once_the_output_is_the_same(minutes, tmp_path):
    run([minutes], tmp_path / "once", **BARE)
    paths = sorted(minutes.iterdir())
    random.Random(3).shuffle(paths)
    first, *others = paths
    run([first], tmp_path / "steps", **BARE)
    for path in others:
        assert add([path], tmp_path / "steps").read == 1
    assert contents(tmp_path / "steps") == contents(tmp_path / "once")


def test_only_what_changed_is_read(minutes, tmp_path):
    out = tmp_path / "out"
    assert run([minutes], out, **BARE).read == 3
    assert run([minutes], out, **BARE).read == 0
    changed = minutes / "2021-03-02.txt"
    changed.write_text(
        changed.read_text(encoding="utf-8") + "\nGun, Borås\n\nHar Panorama.\n", encoding="utf-8"
    )
    assert run([minutes], out, **BARE).read == 1
    run([minutes], tmp_path / "anew", **BARE)
    assert contents(out) == contents(tmp_path / "anew")
    changed.unlink()
    assert run([minutes], out, **BARE).read == 0
    assert set(run([minutes], out, **BARE).tables.documents["source"]) == set(ROUNDS) - {changed.name}
    assert run([minutes], out, rules_only=True, **BARE).read == 2


def test_a_file_that_is_gone_stays_when_another_is_added(minutes, tmp_path):
    out = tmp_path / "out"
    first, second, third = sorted(minutes.iterdir())
    run([first, second], out, **BARE)
    first.unlink()
    assert len(add([third], out).tables.documents) == 3


def test_news_are_told(minutes, tmp_path):
    first, second, _ = sorted(minutes.iterdir())
    run([first], tmp_path / "out", **BARE)
    add([second], tmp_path / "out")
    told = news_text(tmp_path / "out")
    assert "Skara frågade" in told and "Hjo" in told and "lådcyklar" in told


def test_a_person_is_forgotten_everywhere_and_stays_so(minutes, tmp_path):
    out = tmp_path / "out"
    run([minutes], out)
    with pytest.raises(RundaError, match="known are"):
        forget_person(out, "Hjo", "Eva")
    told = forget_person(out, "Hjo", "Stina")
    assert any("2020-03-03.txt" in line for line in told)
    text_files = [p for p in out.rglob("*") if p.suffix in {".csv", ".md", ".html"}]
    assert not [p.name for p in text_files if "Stina" in p.read_text(encoding="utf-8")]
    assert not any(b"Stina" in p.read_bytes() for p in out.iterdir() if p.name.startswith(".runda-store"))
    tables = run([minutes], out, rules_only=True).tables  # read anew, by other rules
    assert "Stina" not in str(tables.rows())
    assert "█████" in str(tables.rows()["statements"])
    assert {"Ida"} == {row["person"] for row in tables.rows()["people"] if row["member"] == "Hjo"}
