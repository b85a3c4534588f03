"""Put the page together: data, words, styles, scripts and charts in one file that fetches nothing.

What the minutes say is data throughout: it stands in a JSON block that cannot be left, and the
scripts show it with text nodes alone. A policy in the head forbids the browser to fetch anything
and to run any script but the one that is there, by its digest.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.publish.locale import DEFAULT, Catalogue, load_catalogue
from pipeline.publish.report.data import Data, page_data
from pipeline.publish.report.drawings import drawings
from pipeline.publish.report.sources import Place
from pipeline.quoting import shorten
from pipeline.tables import Tables
from pipeline.topics import Topic
from pipeline.values import DocumentKind

_PACKAGE: Final = "pipeline.publish.report"
#: Characters that could end the JSON block or a line in it, or that UTF-8 has no bytes for.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")

#: Characters of a quotation in the table that is read without scripts.
_QUOTED: Final = 240


def report_page(
    tables: Tables, texts: Mapping[str, str], topics: Sequence[Topic], language: str = DEFAULT
) -> bytes:
    """The page, as UTF-8.

    Parameters
    ----------
    tables
        The tables of a run.
    texts
        Document id -> decoded text of the source.
    topics
        The topics, in the order of the page.
    language
        Language of the interface; quotations stay as they are.

    Raises
    ------
    ResourceError
        Where there is no catalogue for the language.
    """
    catalogue = load_catalogue(language)
    data = page_data(tables, texts, topics, catalogue)
    style, script = _style(), _script()
    page = (
        _environment()
        .get_template("page.html.j2")
        .render(
            t=catalogue,
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
            data=Markup(json_block(data)),
            counts=_counts(data, catalogue),
            rows=_table(data, catalogue),
            drawings=drawings(tables, topics, catalogue),
        )
    )
    return page.encode("utf-8", "replace")


def json_block(data: Any) -> str:
    """JSON that may stand inside ``<script type="application/json">`` whatever it holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(_PACKAGE, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    return "\n" + "".join(_read(f"css/{name}.css") for name in ("base", "views", "memory", "print"))


@cache
def _script() -> str:
    """The scripts in the order of their names, in one function, so that nothing is global."""
    folder = files(_PACKAGE) / "js"
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".js"))
    return '\n(function () {\n"use strict";\n' + "".join(_read(f"js/{name}") for name in names) + "})();\n"


def _read(name: str) -> str:
    return (files(_PACKAGE) / name).read_text(encoding="utf-8")


def _counts(data: Data, catalogue: Catalogue) -> str:
    """How questions, rounds and needs go together, as the first view says it."""
    rounds = catalogue("help.rounds", n=sum(doc["kind"] == DocumentKind.ROUND for doc in data["docs"]))
    asked, needs = sum(doc["asked"] for doc in data["docs"]), len(data["needs"])
    if asked == needs:
        return catalogue("help.count_same", n=asked, rounds=rounds)
    asking = catalogue("help.asked", n=asked)
    return catalogue("help.count", asked=asking, rounds=rounds, needs=catalogue("help.found", n=needs))


def _age(need: Mapping[str, Any], catalogue: Catalogue) -> str:
    return next((catalogue(f"help.{mark}") for mark in ("late", "old") if need.get(mark)), "")


def _table(data: Data, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Rows of the table that is read where scripts are switched off."""
    texts = [doc["text"].encode("utf-16-le", "surrogatepass") for doc in data["docs"]]

    def words(row: Mapping[str, Any]) -> str:
        places = [row["lead"], row["at"]] if "lead" in row else [row["at"]]
        return " ".join(shorten(cut(place), _QUOTED) for place in places)

    def cut(place: Place) -> str:
        if len(place) > 4:
            return str(place[4])
        units: bytes = texts[place[0]]
        return units[2 * place[1] : 2 * place[2]].decode("utf-16-le", "replace")

    def date(place: Place) -> str:
        return catalogue.date(str(data["docs"][place[0]]["date"]))

    return [
        {
            "member": need["member"] or catalogue("page.unknown_member"),
            "persons": ", ".join(need.get("persons", ())),
            "words": words(need),
            "date": date(need["at"]),
            "source": f"{data['docs'][need['at'][0]]['source']}, {catalogue('source.link', n=need['at'][3])}",
            "status": catalogue(f"status.{need['detail']}"),
            "age": _age(need, catalogue),
            "helpers": [
                {
                    "member": helper["member"],
                    "persons": ", ".join(helper.get("persons", ())),
                    "reasons": ", ".join(catalogue(f"reason.{reason}") for reason in helper["reasons"][:2]),
                    "words": words(helper),
                    "date": date(helper["at"]),
                }
                for helper in need["helpers"][:3]
            ],
        }
        for need in data["needs"]
    ]
