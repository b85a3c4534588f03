"""The page's charts: drawn where Matplotlib is there, and always as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.publish.charts import Chart, needs_chart, stages_chart, topics_chart, waiting_chart
from pipeline.publish.locale import Catalogue
from pipeline.tables import Tables
from pipeline.topics import Topic

#: A line needs two rounds.
_FEWEST = {"waiting": 2}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart and its picture, empty where it could not be drawn."""

    chart: Chart
    svg: Markup


def drawings(tables: Tables, topics: Sequence[Topic], catalogue: Catalogue) -> list[Drawing]:
    """The charts of the view over time."""
    charts = (
        needs_chart(tables, catalogue),
        waiting_chart(tables, catalogue),
        topics_chart(tables, topics, catalogue),
        stages_chart(tables, topics, catalogue),
    )
    return [
        Drawing(chart, _picture(chart)) for chart in charts if len(chart.rows) >= _FEWEST.get(chart.name, 1)
    ]


def _picture(chart: Chart) -> Markup:
    try:
        from pipeline.publish.svg import svg_of

        return Markup(svg_of(chart, themed=True))
    except ImportError:
        return Markup("")
