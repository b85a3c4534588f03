"""The tables as analysts want them: dates that are dates, stages in order, closed sets as categories.

The tables themselves hold plain texts, as the files do, so that a row says the same everywhere.
`Tables.typed` gives frames whose dtypes a notebook can count, sort and plot by.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from pipeline.columns import Column, Kind, Table
from pipeline.values import STAGE_ORDER

#: Columns that hold ISO dates, in whatever table they stand.
DATES: Final = frozenset(
    {
        "answered_date", "asked", "before_date", "date", "due", "evidence_date", "first_seen", "from",
        "known_since", "last_answered", "last_asked", "last_seen", "since", "to",
    }
)  # fmt: skip
#: Columns of names that come again and again; as categories they take less room and group faster.
NAMES: Final = frozenset({"helper", "member", "seeker", "topic", "unit"})
_STAGES: Final = [stage.value for stage in STAGE_ORDER if stage.value]


def dtype_of(column: Column) -> str:
    """Name of a column's dtype in a typed table.

    Returns
    -------
    str
        ``date`` (``datetime64``), ``stage`` (ordered category), ``category``, ``str``, ``Int64``,
        ``Float64`` or ``list``.
    """
    if column.kind is Kind.LIST:
        return "list"
    if column.kind is Kind.INTEGER:
        return "Int64"
    if column.kind is Kind.NUMBER:
        return "Float64"
    if column.name in DATES:
        return "date"
    if column.name == "stage":
        return "stage"
    if column.values is not None or column.name in NAMES:
        return "category"
    return "str"


def typed_frame(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """A table's frame with the dtypes of `dtype_of`; what is not known is missing (`NaT`, `NaN`)."""
    columns = {column.name: _typed(column, frame[column.name]) for column in table.columns}
    return pd.DataFrame(columns, index=frame.index)


def _typed(column: Column, values: pd.Series[Any]) -> pd.Series[Any]:
    dtype = dtype_of(column)
    if dtype == "date":
        return pd.to_datetime(values.where(values != ""), format="%Y-%m-%d", errors="coerce")
    if dtype in ("stage", "category"):
        known = values.astype(object).where(values != "", None)
        if dtype == "stage":
            return known.astype(pd.CategoricalDtype(_STAGES, ordered=True))
        names = column.values if column.values is not None else set(known.dropna())
        return known.astype(pd.CategoricalDtype(sorted(names - {""})))
    if dtype == "Int64":
        return values.astype(pd.Int64Dtype())
    if dtype == "Float64":
        return values.astype(pd.Float64Dtype())
    return values


def plain_text(value: Any) -> str:
    """A cell of a typed text column as the plain text that it was."""
    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):
        return ""
    return str(value.date().isoformat()) if isinstance(value, pd.Timestamp) else str(value)
