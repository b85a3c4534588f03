"""Charts of the tables, for the report page and for notebooks; each says in words what it shows.

A `Chart` knows its title, its description (the text alternative) and its numbers as a table; it is
drawn with Matplotlib when asked to. In a notebook, writing its name shows it::

    from pipeline.publish.charts import needs_chart
    needs_chart(pipeline.read_tables("data/processed"))
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from pipeline.publish.locale import Catalogue, load_catalogue
from pipeline.tables import Tables
from pipeline.topics import Topic, load_topics
from pipeline.values import STAGE_ORDER, DocumentKind, Stage

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Colours by what they stand for; the page replaces them by its own, which know dark mode.
COLOURS: Final[Mapping[str, str]] = {
    "ink": "#222222",
    "soft": "#666666",
    "line": "#dddddd",
    "surface": "#fffffe",
    "done": "#1d6b50",
    "ongoing": "#3f7fb5",
    "planned": "#d9a62e",
    "considering": "#b5aea0",
    "answered": "#1d6b51",
    "proposed": "#7fb89f",
    "open": "#c4553c",
    "dot": "#2f7d62",
}
#: A row of a chart's table.
Cells = tuple[str | int, ...]

_STAGES: Final = [stage for stage in reversed(STAGE_ORDER) if stage is not Stage.NONE]
#: Numbers on the light colour, which stays light in dark mode.
_DARK: Final = "#0d2118"
_WIDTH: Final = 12.0  # inches
#: More rounds than this leave no room for a number in a dot, or for a gap between columns.
_MANY: Final = 40
_MOST_TOPICS: Final = 12
_PANELS: Final = 6
#: More rounds than this, and only some of the dates are written.
_LABELS: Final = 12
_ASKING: Final = frozenset({"asked", "asked_again"})


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that can be drawn, read as words, or read as a table.

    Attributes
    ----------
    name
        Short name, unique among charts.
    title, description
        What it shows, in words.
    header, rows
        Its numbers.
    draw
        Draws it on an empty figure.
    """

    name: str
    title: str
    description: str
    header: tuple[str, ...]
    rows: tuple[Cells, ...]
    draw: Callable[[Figure], None]

    def figure(self) -> Figure:
        """The chart as a Matplotlib figure."""
        from matplotlib import rc_context
        from matplotlib.figure import Figure

        with rc_context(
            {
                "font.size": 10.5,
                "text.color": COLOURS["ink"],
                "axes.edgecolor": COLOURS["line"],
                "axes.facecolor": "none",
            }
        ):
            figure = Figure(figsize=(_WIDTH, 3.6), layout="constrained")
            figure.patch.set_alpha(0)
            self.draw(figure)
        return figure

    def table(self) -> pd.DataFrame:
        """Its numbers."""
        return pd.DataFrame(list(self.rows), columns=list(self.header))

    def _repr_svg_(self) -> str:
        from pipeline.publish.svg import svg_of

        return svg_of(self)


@dataclass(frozen=True, slots=True)
class _Round:
    """A round: its document, and what stands under its column."""

    document_id: str
    date: str
    label: str


def _rounds(tables: Tables) -> list[_Round]:
    rounds = [row for row in _rows(tables, "documents") if row["kind"] == DocumentKind.ROUND]
    rounds.sort(key=lambda row: (row["date"], row["source"]))
    return [_Round(row["document_id"], row["date"], row["date"] or row["source"]) for row in rounds]


def _rows(tables: Tables, name: str) -> list[dict[str, Any]]:
    frame: pd.DataFrame = getattr(tables, name)
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def needs_chart(tables: Tables, catalogue: Catalogue | None = None) -> Chart:
    """Requests a round: answered at the table, with proposals, with none."""
    t = catalogue or load_catalogue()
    proposed = set(tables.matches["request_id"])
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in _rows(tables, "requests"):
        state = "answered" if row["answered_by"] else "proposed" if row["request_id"] in proposed else "open"
        counts[row["document_id"]][state] += 1
    rounds = _rounds(tables)
    states = ("answered", "proposed", "open")
    rows: list[Cells] = [(r.label, *(counts[r.document_id][state] for state in states)) for r in rounds]

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        values = {state: [counts[r.document_id][state] for r in rounds] for state in states}
        _stack(axes, values, {state: t(f"help.{state}") for state in states}, numbers=True)
        _dates(axes, rounds)
        _legend(axes, len(states))

    return Chart(
        "needs",
        t("time.needs_title"),
        t("time.needs_desc"),
        (t("time.round"), *(t(f"help.{state}") for state in states)),
        tuple(rows),
        draw,
    )


def waiting_chart(tables: Tables, catalogue: Catalogue | None = None) -> Chart:
    """Needs that wait after each round: unanswered, and nobody has said anything that could help."""
    t = catalogue or load_catalogue()
    needs = _rows(tables, "needs")
    own = {request: row["need_id"] for row in needs for request in row["request_ids"]}
    told = [
        (row["need_id"], row["date"]) for row in _rows(tables, "need_steps") if row["step"] not in _ASKING
    ]
    told += [
        (own[row["request_id"]], row["evidence_date"])
        for row in _rows(tables, "matches")
        if row["request_id"] in own
    ]
    over: dict[str, str] = {}  # need -> when it was first answered or could be
    for need, day in told:
        over[need] = min(day, over.get(need, day))
    spans = [(row["asked"], over.get(row["need_id"], "9999")) for row in needs]
    dated = [r for r in _rounds(tables) if r.date]
    counts = [sum(asked <= r.date < ended for asked, ended in spans if asked) for r in dated]

    def draw(figure: Figure) -> None:
        from matplotlib.ticker import MaxNLocator

        axes = figure.subplots()
        places = range(len(counts))
        axes.fill_between(places, counts, color=COLOURS["open"], alpha=0.12, lw=0)
        axes.plot(places, counts, color=COLOURS["open"], lw=2, marker="o", ms=4)
        for place, count in zip(places, counts, strict=True):
            if len(counts) <= _LABELS:
                axes.annotate(str(count), (place, count), (0, 7), textcoords="offset points", ha="center")
        axes.set_ylim(0, max(counts, default=1) * 1.2 + 1)
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.grid(axis="y", color=COLOURS["line"], lw=0.6)
        axes.set_axisbelow(True)
        _dates(axes, dated)
        _bare(axes)

    return Chart(
        "waiting",
        t("time.waiting_title"),
        t("time.waiting_desc"),
        (t("time.round"), t("time.waiting")),
        tuple((r.label, count) for r, count in zip(dated, counts, strict=True)),
        draw,
    )


def topics_chart(
    tables: Tables, topics: Sequence[Topic] | None = None, catalogue: Catalogue | None = None
) -> Chart:
    """How many members spoke of each topic at each round."""
    t = catalogue or load_catalogue()
    rounds = _rounds(tables)
    spoke: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in _rows(tables, "statements"):
        for topic in row["topics"]:
            spoke[topic, row["document_id"]].add(row["member"])
    totals: Counter[str] = Counter()
    for (topic, _), members in spoke.items():
        totals[topic] += len(members)
    names = _names(topics, t)
    shown = sorted((topic for topic in names if totals[topic]), key=lambda topic: -totals[topic])[
        :_MOST_TOPICS
    ]
    counts = {topic: [len(spoke[topic, r.document_id]) for r in rounds] for topic in shown}

    def draw(figure: Figure) -> None:
        figure.set_size_inches(_WIDTH, 1.0 + 0.42 * max(1, len(shown)))
        axes = figure.subplots()
        largest = max((max(row) for row in counts.values() if row), default=1)
        room = min(720.0, (_WIDTH * 44 / max(1, len(rounds))) ** 2)
        least = 60 if len(rounds) <= _MANY else 4  # dots that hold a number, or none
        for height, topic in enumerate(shown):
            spoken = [(place, count) for place, count in enumerate(counts[topic]) if count]
            sizes = [room * count / largest + least for _, count in spoken]
            level = [height] * len(spoken)
            axes.scatter([at for at, _ in spoken], level, s=sizes, color=COLOURS["dot"], lw=0, zorder=3)
            for place, count in spoken if len(rounds) <= _MANY else ():
                axes.text(
                    place, height, str(count), ha="center", va="center_baseline", size=8, color="#ffffff"
                )
        axes.set_yticks(range(len(shown)), [names[topic] for topic in shown])
        axes.set_ylim(len(shown) - 0.4, -0.6)
        axes.grid(axis="y", color=COLOURS["line"], lw=0.6)
        axes.set_axisbelow(True)
        _dates(axes, rounds, at_most=8)
        _bare(axes)

    return Chart(
        "topics",
        t("time.topics_title"),
        t("time.topics_desc"),
        (t("time.topic"), *(r.label for r in rounds)),
        tuple((names[topic], *counts[topic]) for topic in shown),
        draw,
    )


def stages_chart(
    tables: Tables, topics: Sequence[Topic] | None = None, catalogue: Catalogue | None = None
) -> Chart:
    """How many members are at each stage after each round, for the topics most spoken of.

    A member keeps the stage that it last stated.
    """
    t = catalogue or load_catalogue()
    rounds = _rounds(tables)
    names = _names(topics, t)
    stated = Counter(tables.positions["topic"])
    shown = sorted((topic for topic in names if stated[topic]), key=lambda topic: -stated[topic])[:_PANELS]
    by_round: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in _rows(tables, "positions"):
        by_round[row["topic"], row["document_id"]][row["member"]] = row["stage"]
    after: dict[str, list[Counter[str]]] = {}
    for topic in shown:
        now: dict[str, str] = {}
        after[topic] = []
        for r in rounds:
            now |= by_round[topic, r.document_id]
            after[topic].append(Counter(now.values()))
    rows: list[Cells] = [
        (names[topic], r.label, *(after[topic][place][stage] for stage in _STAGES))
        for topic in shown
        for place, r in enumerate(rounds)
    ]

    def draw(figure: Figure) -> None:
        across = min(3, max(1, len(shown)))
        down = max(1, -(-len(shown) // across))
        figure.set_size_inches(_WIDTH, 0.5 + 2.1 * down)
        grid = figure.subplots(down, across, sharey=True, squeeze=False)
        for place, axes in enumerate(grid.flat):
            if place >= len(shown):
                axes.set_visible(False)
                continue
            topic = shown[place]
            values = {str(stage): [count[stage] for count in after[topic]] for stage in _STAGES}
            _stack(axes, values, {str(stage): t(f"stage.{stage}") for stage in _STAGES})
            axes.set_title(names[topic], size=10.5, loc="left", color=COLOURS["ink"])
            _dates(axes, rounds, at_most=3)
        if shown:
            handles, labels = grid.flat[0].get_legend_handles_labels()
            figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False)

    return Chart(
        "stages",
        t("time.stages_title"),
        t("time.stages_desc"),
        (t("time.topic"), t("time.round"), *(t(f"stage.{stage}") for stage in _STAGES)),
        tuple(rows),
        draw,
    )


def _names(topics: Sequence[Topic] | None, catalogue: Catalogue) -> dict[str, str]:
    english = catalogue.language == "en"
    listed = load_topics(None).topics if topics is None else topics
    return {topic.id: topic.english if english else topic.swedish for topic in listed}


def _stack(
    axes: Axes, values: Mapping[str, list[int]], names: Mapping[str, str], *, numbers: bool = False
) -> None:
    """Stacked bars, one a round; the keys of `values` are names of colours."""
    from matplotlib.ticker import MaxNLocator

    bottom = [0] * len(next(iter(values.values())))
    for key, heights in values.items():
        top = [low + height for low, height in zip(bottom, heights, strict=True)]
        if len(heights) > _MANY:  # one shape a stage: columns this narrow run into each other anyway
            axes.stairs(
                top,
                [place - 0.5 for place in range(len(top) + 1)],
                baseline=bottom,
                fill=True,
                label=names[key],
                color=COLOURS[key],
            )
            bottom = top
            continue
        bars = axes.bar(
            range(len(heights)),
            heights,
            0.66,
            bottom,
            label=names[key],
            color=COLOURS[key],
            edgecolor=COLOURS["surface"],
            linewidth=1,
        )
        if numbers and len(heights) <= _LABELS:
            written = [str(height) if height else "" for height in heights]
            colour = _DARK if key == "proposed" else "#ffffff"
            axes.bar_label(bars, written, label_type="center", size=8.5, color=colour)
        bottom = top
    axes.grid(axis="y", color=COLOURS["line"], lw=0.6)
    axes.set_axisbelow(True)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    _bare(axes)


def _bare(axes: Axes) -> None:
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0, labelcolor=COLOURS["soft"])


def _dates(axes: Axes, rounds: Sequence[_Round], at_most: int = _LABELS) -> None:
    """Dates under the columns, as many as there is room for."""
    step = max(1, -(-len(rounds) // at_most))
    places = range(0, len(rounds), step)
    axes.set_xticks(places, [rounds[place].label[:10] for place in places])
    axes.set_xlim(-0.6, max(0.6, len(rounds) - 0.4))


def _legend(axes: Axes, columns: int) -> None:
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, frameon=False, borderaxespad=0.2)
