"""Show a Doc in a notebook: who says what, with what was found in it marked."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from spacy.tokens import Doc, Span

from pipeline import carrier

_COLOURS = {"request": "#f4c7a1", "offer": "#bfe0c2", "topic": "#cfe0f5", "fact": "#f6e7a6"}
_STYLE = "border-radius:3px;padding:0 3px;color:#111;background:"
_LABEL = "font-size:75%;font-weight:600;margin-left:4px"


@dataclass(frozen=True, slots=True)
class Shown:
    """A Doc as a notebook shows it; `html` is what it shows.

    Attributes
    ----------
    doc
        A Doc that went through Runda's components.
    member
        Show only what that member says; all where it is empty.
    most
        Statements at most.
    """

    doc: Doc
    member: str = ""
    most: int = 200

    @property
    def html(self) -> str:
        """A table of statements: speaker, words with topics and figures marked, labels."""
        said = [s for s in self.doc.spans.get(carrier.STATEMENTS, ()) if self.member in ("", s._.speaker)]
        title = escape(self.doc._.title or self.doc._.source)
        rows = "".join(_row(statement) for statement in said[: self.most])
        left = len(said) - self.most
        more = f"<p>… and {left} more</p>" if left > 0 else ""
        return f"<div lang='sv'><strong>{title}</strong><table><tbody>{rows}</tbody></table>{more}</div>"

    def _repr_html_(self) -> str:
        return self.html


def show(doc: Doc, *, member: str = "", most: int = 200) -> Shown:
    """Show a Doc in a notebook, its statements marked with what was found in them.

    Parameters
    ----------
    doc
        A Doc that went through Runda's components.
    member
        Show only what that member says; all where it is left out.
    most
        Statements at most.
    """
    return Shown(doc, member, most)


def displacy_options(doc: Doc, group: str = carrier.TOPICS) -> dict[str, Any]:
    """Options that make ``displacy.render(doc, style="span", options=…)`` show a span group.

    Parameters
    ----------
    doc
        The Doc to show.
    group
        ``topics``, ``facts``, ``times``, ``furniture`` or any other group whose spans have labels.
    """
    labels = sorted({span.label_ for span in doc.spans[group]})
    wheel = ("#8ecae6", "#f4a261", "#90be6d", "#f9c74f", "#cdb4db", "#e5989b", "#a8dadc")
    colours = {label: wheel[at % len(wheel)] for at, label in enumerate(labels)}
    return {"spans_key": group, "colors": colours}


def _row(statement: Span) -> str:
    values = statement._
    who = escape(values.speaker) + (f" → {escape(values.reply_to)}" if values.reply_to else "")
    labels = [
        f"<mark style='{_STYLE}{_COLOURS[name]}'>{name}</mark>"
        for name in ("request", "offer")
        if getattr(values, name)
    ]
    labels += [f"<code>{escape(topic)} {escape(stage)}</code>" for topic, stage in values.stages.items()]
    return (
        f"<tr><td style='text-align:left;vertical-align:top'><strong>{who}</strong></td>"
        f"<td style='text-align:left'>{_marked(statement)}</td>"
        f"<td style='text-align:left;vertical-align:top'>{' '.join(labels)}</td></tr>"
    )


def _marked(statement: Span) -> str:
    """The statement's words with topic hits and figures marked; of hits that overlap, the first."""
    text, start = statement.text, statement.start_char
    hits = [(hit["start"], hit["end"], hit["topic"], "topic") for hit in statement._.mentions]
    hits += [(fact["start"], fact["end"], fact["unit"], "fact") for fact in statement._.figures]
    parts: list[str] = []
    at = 0
    for first, last, label, kind in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        low, high = first - start, last - start
        if low < at or high > len(text):
            continue
        parts.append(escape(text[at:low]))
        parts.append(
            f"<mark style='{_STYLE}{_COLOURS[kind]}'>{escape(text[low:high])}"
            f"<span style='{_LABEL}'>{escape(label)}</span></mark>"
        )
        at = high
    return "".join([*parts, escape(text[at:])])
