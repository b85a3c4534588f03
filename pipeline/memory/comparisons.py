"""Fees and figures side by side: the latest of each member, earlier ones kept."""

from __future__ import annotations

import re

from pipeline.memory.record import Record, Row, place

#: Months, as they begin, for "från 1 juli" and "sedan årsskiftet".
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_SINCE = re.compile(
    r"(?P<text>\b(?:gäller|gällde|sedan|från|fr\.?\s?o\.?\s?m\.?|fom|from|infördes|höjdes|höjs|sänktes|sänks)"
    r"(?:\s+(?:och med|o m|sedan|från|fr o m|fom|den|i|med))*\s+"
    r"(?:(?:den\s+)?(?P<day>\d{1,2})\s+)?"
    r"(?P<what>årsskiftet|nyår|(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?|(?:19|20)\d\d)"
    r"(?:\s+(?P<year>(?:19|20)\d\d))?)",
    re.IGNORECASE,
)
_COMING = re.compile(r"\b(?:ska|skall|kommer|höjs|sänks|blir|införs|planeras)\b", re.IGNORECASE)


def since(text: str, date: str) -> tuple[str, str]:
    """Since when a figure holds by its words: (ISO date, the words); empty where they don't say."""
    found = _SINCE.search(" ".join(text.split()))
    if found is None or not date:
        return "", ""
    what, year = found["what"].lower().rstrip("."), int(date[:4])
    if what.isdigit():
        return f"{what}-01-01", found["text"]
    coming = bool(_COMING.search(text))
    month = 1 if what in ("årsskiftet", "nyår") else 1 + _MONTHS.index(what[:3])
    day = min(int(found["day"] or 1), 28) if int(found["day"] or 1) > 31 else int(found["day"] or 1)
    stated = found["year"]
    resolved = f"{stated or year:>04}-{month:02}-{day:02}"
    if not stated:
        if coming and resolved < date:
            resolved = f"{year + 1:04}{resolved[4:]}"
        elif not coming and resolved > date:
            resolved = f"{year - 1:04}{resolved[4:]}"
    return resolved, found["text"]


def comparison_rows(record: Record) -> list[Row]:
    """The table ``comparisons``, by topic, kind, unit and member, latest first."""
    facts = [row for row in record.in_order(record.rows["facts"]) if row["topic"]]
    latest: dict[tuple[str, ...], str] = {}
    for row in facts:
        key = _key(row)
        latest[key] = max(row["date"], latest.get(key, ""))
    found = []
    for row in facts:
        statement = record.statements[row["statement_id"]]
        held_since, words = since(row["text"], row["date"])
        found.append(
            {
                "topic": row["topic"],
                "kind": row["kind"],
                "member": row["member"],
                "value": row["value"],
                "unit": row["unit"],
                "qualifier": row["qualifier"],
                "since": held_since,
                "since_text": words,
                "date": row["date"],
                "current": "yes" if row["date"] == latest[_key(row)] else "no",
                "stage": statement["stage"],
                "statement_id": row["statement_id"],
                "document_id": row["document_id"],
                "text": row["text"],
                **place(row),
            }
        )
    order = {row["statement_id"]: number for number, row in enumerate(facts)}
    found.sort(key=lambda r: order[r["statement_id"]])
    found.sort(key=lambda r: r["date"], reverse=True)
    return sorted(found, key=lambda r: (r["topic"], r["kind"], r["unit"], r["member"]))


def _key(row: Row) -> tuple[str, ...]:
    return (row["member"], row["topic"], row["kind"], row["unit"])
