"""Put the spaCy `Language` together: a blank Swedish one with Runda's components in order."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components import (  # noqa: F401  (importing registers the factories)
    context,
    evaluation,
    facts,
    fitted,
    offers,
    replying,
    requests,
    stages,
    statements,
    structure,
    times,
)
from pipeline.components import topics as topics_component  # noqa: F401
from pipeline.plugins import Plug, names
from pipeline.values import SourceText

#: The components' factories in the order that they need.
COMPONENTS: Final = (
    "runda_evaluation",
    "runda_structure",
    "runda_statements",
    "runda_topics",
    "runda_requests",
    "runda_offers",
    "runda_fitted",
    "runda_replying",
    "runda_context",
    "runda_stages",
    "runda_facts",
    "runda_times",
)
#: Those that go by the topic file.
_TAKE_TOPICS = {"runda_topics", "runda_context"}
#: Those that decide by fitted models.
_FITTED = {"runda_fitted"}


def load(*, topics: Path | str | None = None, rules_only: bool = False) -> Language:
    """Make the Language that reads minutes.

    Parameters
    ----------
    topics
        A file with topics of one's own, read after the shipped ones.
    rules_only
        Leave fitted models out and decide by the readable rules alone.

    Returns
    -------
    spacy.language.Language
        ``nlp(text)`` gives a Doc whose `doc.spans` and extensions hold everything found; their
        names stand in `pipeline.carrier`.
    """
    nlp = spacy.blank("sv")
    nlp.max_length = 1 << 30  # no component's need of memory grows faster than the text
    return add_to(nlp, topics=topics, rules_only=rules_only)


def add_to(nlp: Language, *, topics: Path | str | None = None, rules_only: bool = False) -> Language:
    """Put Runda's components last in a pipeline of one's own, and give it back.

    Runda reads the Doc's tokens and writes span groups and extensions of its own, so that what the
    host's components do (tags, entities, sentences) is left as it is. Components that others
    registered (see *Plug points* in the documentation) come after Runda's.

    Parameters
    ----------
    nlp
        A Swedish pipeline: a blank one, or one with a tagger, an entity recogniser and so on.
    topics, rules_only
        As for `load`.
    """
    for name in (*COMPONENTS, *names(Plug.COMPONENT)):
        if rules_only and name in _FITTED:
            continue
        config: dict[str, object] = {"fitted": True} if name == "runda_stages" and not rules_only else {}
        if topics is not None and name in _TAKE_TOPICS:
            config["path"] = str(topics)
        nlp.add_pipe(name, config=config)
    return nlp


def parse(nlp: Language, source: SourceText) -> Doc:
    """Read one document: what its file told is put on the Doc before the components run."""
    doc = nlp.make_doc(source.text)
    doc._.source = source.source
    doc._.sha256 = source.sha256
    doc._.encoding = source.encoding
    doc._.messages = list(source.messages)
    return nlp(doc)
