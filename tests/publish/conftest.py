"""Rows of the example rounds and of a hostile one."""

import pytest

from pipeline.publish.ledger import Ledger
from pipeline.topics import load_topics
from tests.publish.office_material import hostile_text


@pytest.fixture(scope="session")
def ledger(example_run):
    return Ledger(example_run[0].tables.rows(), load_topics().topics)


@pytest.fixture(scope="session")
def hostile(nlp):
    from pipeline.job import judge
    from pipeline.language import parse
    from pipeline.tables import Tables
    from pipeline.values import SourceText

    doc = judge(parse(nlp, SourceText(hostile_text(), "=ond.txt", "ab" * 32)))
    made = Ledger(Tables.from_docs([doc]).rows(), load_topics().topics)
    assert len(made.table("requests")) >= 8 and made.table("matches"), "the round must reach every form"
    return made
