"""Links that are left out make no difference: the tables are those of all links."""

import numpy as np
import pytest

from pipeline.assembly import analysis_of, merged, missing_links
from pipeline.matching.links import KINDS, PACKED, Link
from pipeline.memory import remember
from pipeline.memory.telling_links import telling_links


@pytest.fixture(scope="module")
def series(nlp):
    from tests.memory.test_incremental import ROUNDS

    found = []
    for name, text in ROUNDS.items():
        doc = nlp(text)
        doc._.source = name
        found.append(analysis_of(doc))
    # Said again and again, as in a long series: many links of each need and member.
    for number, (name, text) in enumerate(sorted(ROUNDS.items())):
        doc = nlp(text.replace("20", "21", 1) + f"\nSlut {number}.\n")
        doc._.source = f"again-{name}"
        found.append(analysis_of(doc))
    return found


def every(items, links):
    found = [
        Link(items[a].needs[need], items[s].said[said], str(KINDS[kind]), score / 10_000)
        for (a, s), packed in links.items()
        for need, said, kind, score in np.frombuffer(packed, PACKED).tolist()
    ]
    return sorted(found, key=lambda link: (link.need_id, link.statement_id, link.kind))


def test_all_links_or_the_telling_ones_give_the_same_tables(series):
    items = {analysis.item.document_id: analysis.item for analysis in series}
    links = missing_links(series, {})
    everything, telling = every(items, links), telling_links(merged(series), items, links)
    assert set(telling) < set(everything)
    assert remember(merged(series), telling) == remember(merged(series), everything)
    assert telling == sorted(telling, key=lambda link: (link.need_id, link.statement_id, link.kind))


def test_without_links_there_are_none(series):
    items = {analysis.item.document_id: analysis.item for analysis in series}
    assert telling_links(merged(series), items, {}) == []
    assert telling_links(merged([]), {}, {}) == []
