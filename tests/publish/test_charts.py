"""Charts: numbers that agree with the tables, pictures that carry their words."""

import pytest
from lxml import etree

from pipeline.publish.charts import needs_chart, stages_chart, topics_chart, waiting_chart
from pipeline.publish.locale import load_catalogue
from pipeline.publish.svg import svg_of

CHARTS = (needs_chart, waiting_chart, topics_chart, stages_chart)


@pytest.fixture(scope="module")
def tables(example_run):
    return example_run[0].tables


def test_requests_are_all_counted(tables):
    table = needs_chart(tables).table()
    rounds = tables.documents[tables.documents["kind"] == "round"]["document_id"]
    assert table.iloc[:, 1:].to_numpy().sum() == tables.requests["document_id"].isin(rounds).sum()
    assert len(table) == len(rounds)


def test_needs_that_wait_end_as_the_page_counts_them(tables):
    rows = tables.rows()
    helped = {match["request_id"] for match in rows["matches"]}
    waiting = [
        need
        for need in rows["needs"]
        if need["status"] == "open" and not helped & set(need["request_ids"]) and need["asked"]
    ]
    counts = waiting_chart(tables).table().iloc[:, 1].tolist()
    assert counts[-1] == len(waiting)
    assert all(count >= 0 for count in counts) and max(counts) > 0


def test_a_picture_holds_nothing_that_nobody_sees(tables):
    for make in CHARTS:
        picture = svg_of(make(tables), themed=True)
        assert "clip" not in picture and "<g/>" not in picture and "rotate(-0" not in picture
        assert len(picture) < 60_000


def test_members_at_a_stage_never_become_fewer_in_all(tables):
    table = stages_chart(tables).table()
    for _, rows in table.groupby(table.columns[0], sort=False):
        sums = rows.iloc[:, 2:].sum(axis=1).tolist()
        assert sums == sorted(sums)


@pytest.mark.parametrize("make", CHARTS)
@pytest.mark.parametrize("themed", [False, True])
def test_a_picture_says_what_it_shows(tables, make, themed):
    chart = make(tables)
    root = etree.fromstring(svg_of(chart, themed=themed))
    assert root[0].tag.endswith("title") and root[0].text == chart.title
    assert root[1].tag.endswith("desc") and root[1].text == chart.description
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"
    assert not [
        element for element in root.iter() if element.get("style") or str(element.tag).endswith("}style")
    ]
    assert ("var(--chart-" in etree.tostring(root, encoding="unicode")) == themed


def test_a_picture_is_the_same_each_time(tables):
    assert svg_of(needs_chart(tables)) == svg_of(needs_chart(tables))
    assert needs_chart(tables)._repr_svg_().startswith("<svg")


def test_charts_speak_english_too(tables):
    assert needs_chart(tables, load_catalogue("en")).title == "Requests per round"
