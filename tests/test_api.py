"""What a notebook uses: typed tables, questions, display, and spaCy's own conventions."""

import re
import subprocess
import sys
import warnings

import pandas as pd
import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import DocBin

import pipeline
from pipeline import carrier
from pipeline.errors import RundaError
from pipeline.schema import TABLES, Kind
from pipeline.tables import Tables
from pipeline.typed import DATES, dtype_of

ROUND = """Runda med kontaktpersoner 3 maj 2022

Malin, Malmö

Vi har en koldioxidbudget sedan 2021. Klimatväxlingen kostar 400 kr per flygresa.

Hjälp: hur följer ni upp budgeten per nämnd?

Sara, Örebro

Håller på att ta fram en koldioxidbudget. <b>Fet</b> stil & tecken.
"""


@pytest.fixture(scope="module")
def doc(nlp):
    return nlp(ROUND)


@pytest.fixture(scope="module")
def tables(example_run):
    return example_run[0].tables


def plain(value):
    """A value with tuples for lists: DocBin's msgpack knows only one of them."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return tuple(map(plain, value)) if isinstance(value, list | tuple) else value


def rows(docs):
    return Tables.from_docs(docs).rows()


# Typed tables


def test_typed_tables_say_the_same(tables):
    typed = tables.typed()
    assert typed.rows() == tables.rows()
    assert typed.typed().rows() == tables.rows()


def test_every_column_has_the_dtype_that_is_documented(tables):
    for name, frame in tables.typed():
        for column in TABLES[name].columns:
            dtype = frame[column.name].dtype
            documented = dtype_of(column)
            if documented == "date":
                assert pd.api.types.is_datetime64_dtype(dtype), column
            elif documented == "stage":
                assert (
                    list(dtype.categories) == ["considering", "planned", "ongoing", "done"] and dtype.ordered
                )
            elif documented == "category":
                assert isinstance(dtype, pd.CategoricalDtype)
            elif documented != "list":
                assert str(dtype) == documented


def test_texts_that_are_always_dates_are_typed_as_dates(tables):
    for name, frame in tables:
        for column in TABLES[name].columns:
            if column.kind is Kind.TEXT:
                filled = [value for value in frame[column.name] if value]
                dated = bool(filled) and all(re.fullmatch(r"\d{4}-\d\d-\d\d", value) for value in filled)
                assert not dated or column.name in DATES, (name, column.name)
                assert dated or not filled or column.name not in DATES, (name, column.name)


def test_matrix_shows_the_last_stage(tables):
    matrix = tables.matrix()
    last = tables.positions.sort_values(["date", "document_id"]).groupby(["member", "topic"])["stage"].last()
    assert {(m, t): s for m, row in matrix.iterrows() for t, s in row.dropna().items()} == last.to_dict()
    early = tables.matrix(until="2019-12-31", topics=["solar"])
    with pytest.raises(RundaError, match="unknown topic 'solarr'; did you mean 'solar'"):
        tables.matrix(topics=["solarr"])
    assert tables.matrix(topics="solar").equals(tables.matrix(topics=["solar"]))  # not its letters
    assert tables.matrix(topics=["parking"]).columns.tolist() == ["parking"]  # known, though unheard of
    assert list(early.columns) == ["solar"] and len(early) < len(matrix)


def test_timeline_counts_what_was_said(tables):
    line = tables.timeline(topics=["co2_budget"])
    topics = tables.statements["topics"].map(lambda found: "co2_budget" in found)
    assert line["statements"].sum() == topics.sum() > 0
    assert line["date"].is_monotonic_increasing
    assert tables.timeline(topics="co2_budget").equals(line)
    assert tables.timeline(member="Växjö")["members"].max() == 1
    assert tables.timeline(member="vaxjo").equals(tables.timeline(member="Växjö"))
    with pytest.raises(RundaError, match="unknown topic 'solarr'; did you mean 'solar'"):
        tables.timeline(topics=["solarr"])
    with pytest.raises(RundaError, match="no member 'Atlantis'"):
        tables.timeline(member="Atlantis")


def test_tables_show_how_long_they_are(tables):
    assert repr(tables).startswith(f"Tables(documents: {len(tables.documents)}, blocks: ")
    assert len(repr(tables)) < 1000


# Questions


def test_who_can_help_proposes_who_has_it_and_quotes(tables):
    found = tables.who_can_help("hur följer ni upp koldioxidbudgeten?")
    first = found.iloc[0]
    assert first["role"] == "help" and "koldioxidbudget" in first["text"].lower()
    quoted = tables.statements.set_index("statement_id").loc[first["statement_id"]]
    assert (quoted["text"], quoted["member"]) == (first["text"], first["member"])
    assert found["rank"].tolist() == list(range(1, len(found) + 1))
    without = tables.who_can_help("hur följer ni upp koldioxidbudgeten?", seeker=first["member"])
    assert first["member"] not in set(without["member"])
    small = tables.who_can_help("hur följer ni upp koldioxidbudgeten?", seeker=first["member"].lower())
    assert small.equals(without)
    for wrong in ({"seeker": "Atlantis"}, {"since": "i fjol"}):  # else they would be left out of account
        with pytest.raises(RundaError):
            tables.who_can_help("koldioxidbudget", **wrong)
    assert (tables.who_can_help("koldioxidbudget", since="2021-01-01")["date"] >= "2021-01-01").all()


@pytest.mark.parametrize("text", ["", "   ", "?!", "hästar på månen", "🌍", "x" * 10_000])
def test_nobody_helps_with_nothing(tables, text):
    assert tables.who_can_help(text).empty


def test_similar_finds_the_statement_itself(tables):
    said = tables.statements[tables.statements["text"].str.len() > 60].iloc[5]
    found = tables.similar(said["text"], most=3)
    assert found.iloc[0]["statement_id"] == said["statement_id"]
    assert found["score"].is_monotonic_decreasing


def test_questions_work_where_nothing_was_said():
    empty = Tables.from_rows({})
    assert empty.who_can_help("klimatbudget").empty and empty.similar("klimatbudget").empty
    assert empty.matrix().empty and empty.timeline().empty


# Display


def test_a_doc_is_shown_with_its_words_escaped(doc):
    shown = pipeline.show(doc)._repr_html_()
    assert "koldioxidbudget" in shown and "&lt;b&gt;Fet&lt;/b&gt; stil &amp; tecken" in shown
    assert "<b>" not in shown
    assert "Örebro" not in pipeline.show(doc, member="Malmö").html
    assert "more" in pipeline.show(doc, most=1).html


def test_displacy_shows_topics_and_figures(doc):
    for group in (carrier.TOPICS, carrier.FACTS):
        options = pipeline.displacy_options(doc, group)
        shown = displacy.render(doc, style="span", options=options, jupyter=False)
        assert all(label in shown for label in options["colors"]) and options["colors"]


# spaCy's conventions


def test_pipeline_survives_the_disk(nlp, doc, tmp_path):
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again.pipe_names == nlp.pipe_names
    assert rows([again(ROUND)]) == rows([doc])


def test_topic_file_of_ones_own_survives_the_disk(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(
        '[[topic]]\nid = "wolves"\nswedish = "Varg"\nenglish = "Wolves"\narea = "planning"\n'
        'words = ["varg"]\nmatch = ["Vi har en varg."]\n',
        encoding="utf-8",
    )
    nlp = pipeline.load(topics=file)
    nlp.to_disk(tmp_path / "model")
    moved = tmp_path / "moved.toml"
    file.rename(moved)
    names = ("runda_topics", "runda_context")
    again = spacy.load(
        tmp_path / "model", config={"components": {name: {"path": str(moved)} for name in names}}
    )
    doc = again(ROUND + "\nVi har en varg.\n")
    assert "wolves" in {topic for said in doc.spans["statements"] for topic in said._.topics}


def test_docbin_keeps_spans_and_extensions(nlp, doc, examples):
    docs = [doc, nlp((examples / "exempel-2021-03-23.txt").read_text(encoding="utf-8"))]
    stored = DocBin(docs=docs, store_user_data=True).to_bytes()
    again = list(DocBin(store_user_data=True).from_bytes(stored).get_docs(nlp.vocab))
    for before, after in zip(docs, again, strict=True):
        for group in carrier.GROUPS:
            spans = [[(s.start_char, s.end_char, s.label_) for s in d.spans[group]] for d in (before, after)]
            assert spans[0] == spans[1], group
        for name in carrier.DOC_EXTENSIONS:
            assert plain(getattr(before._, name)) == plain(getattr(after._, name)), name
        for left, right in zip(before.spans["statements"], after.spans["statements"], strict=True):
            for name in carrier.SPAN_EXTENSIONS:
                assert plain(getattr(left._, name)) == plain(getattr(right._, name)), name
    assert rows(again) == rows(docs)


@Language.component("shout")
def shout(doc):
    doc.user_data["shouted"] = doc.text.upper()
    return doc


def test_a_pipeline_of_ones_own_hosts_the_components(doc):
    host = spacy.blank("sv")
    host.add_pipe("sentencizer")
    host.add_pipe("shout")
    ruler = host.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "LOC", "pattern": "Malmö"}])
    ours = pipeline.add_to(host)(ROUND)
    assert rows([ours]) == rows([doc])
    assert [entity.text for entity in ours.ents] == ["Malmö"]
    assert len(list(ours.sents)) > 3 and ours.user_data["shouted"] == ROUND.upper()


def test_factories_are_found_without_importing_runda():
    code = (
        "import spacy; nlp = spacy.blank('sv'); "
        "[nlp.add_pipe(n) for n in ('runda_structure', 'runda_statements', 'runda_topics')]; "
        "doc = nlp('Runda 3 maj 2022\\n\\nMalin, Malmö\\n\\nVi har solceller.'); "
        "print(len(doc.spans['topics']))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stdout.strip() == "1", ran.stderr


def test_nothing_warns(tables):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tables.typed().matrix()
        tables.timeline()
