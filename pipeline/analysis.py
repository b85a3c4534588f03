"""What analysts ask of the tables again and again: who is how far on what, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.errors import RundaError
from pipeline.topics import load_topics
from pipeline.values import STAGE_ORDER

if TYPE_CHECKING:
    from pipeline.tables import Tables

_STAGES = [stage.value for stage in STAGE_ORDER if stage.value]


def _checked(topics: Sequence[str], tables: Tables) -> list[str]:
    """The topics; stop at one that nobody knows: nothing found would say that no member has it."""
    topics = [topics] if isinstance(topics, str) else list(topics)  # one topic, not its letters
    known = {
        *load_topics().order,
        *tables.positions["topic"],
        *tables.statements["topics"].explode().dropna(),
    }
    for topic in topics:
        if topic not in known:
            near = get_close_matches(topic, sorted(known), n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(sorted(known))}"
            raise RundaError(f"unknown topic {topic!r}; {hint}")
    return topics


def matrix(tables: Tables, *, topics: Sequence[str] | None = None, until: str = "") -> pd.DataFrame:
    """Stage of each member on each topic, as last stated; see `Tables.matrix`."""
    stated = tables.typed().positions.sort_values(["date", "document_id"], kind="stable")
    if until:
        stated = stated[stated["date"] <= pd.Timestamp(until)]
    if topics is not None:
        topics = _checked(topics, tables)
    last = stated.drop_duplicates(["member", "topic"], keep="last")
    found = last.astype({"member": str, "topic": str, "stage": str}).pivot(
        index="member", columns="topic", values="stage"
    )
    found = found.reindex(columns=topics if topics is not None else sorted(found.columns))
    dtype = pd.CategoricalDtype(_STAGES, ordered=True)
    return pd.DataFrame(
        {topic: found[topic].astype(object).astype(dtype) for topic in found.columns}
    ).rename_axis(columns="topic")


def timeline(
    tables: Tables, *, topics: Sequence[str] | None = None, member: str | None = None
) -> pd.DataFrame:
    """What was said and stated in each round; see `Tables.timeline`."""
    from pipeline.query.find import member_of  # it reads tables, which read this

    said = tables.statements[["date", "member", "topics", "request", "offer"]].explode("topics")
    said = said.rename(columns={"topics": "topic"}).dropna(subset=["topic"])
    held = tables.positions[["date", "member", "topic", "stage"]]
    if topics is not None:
        topics = _checked(topics, tables)
        said, held = said[said["topic"].isin(topics)], held[held["topic"].isin(topics)]
    if member is not None:
        member = member_of(tables, member)
        said, held = said[said["member"] == member], held[held["member"] == member]
    found = (
        said.assign(request=said["request"] != "", offer=said["offer"] != "")
        .groupby(["date", "topic"])
        .agg(
            statements=("member", "size"),
            members=("member", "nunique"),
            requests=("request", "sum"),
            offers=("offer", "sum"),
        )
    )
    stages = pd.crosstab([held["date"], held["topic"]], held["stage"]).reindex(columns=_STAGES, fill_value=0)
    whole = found.join(stages, how="outer").fillna(0).astype("int64").reset_index()
    whole["date"] = pd.to_datetime(whole["date"].where(whole["date"] != ""), format="%Y-%m-%d")
    return whole.sort_values(["date", "topic"], ignore_index=True)
