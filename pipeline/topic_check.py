"""Whether the sentences of a topic file hold: a topic is found in its own, and not in those it must leave."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pipeline.components.topics import TopicMatcher
from pipeline.patterns import words_of
from pipeline.topics import TopicSet, load_topics


def unkept(topics: TopicSet) -> Iterator[str]:
    """A line for each `match` sentence without its topic, and each `no_match` sentence that has it.

    Only entries of one's own are looked at: the shipped ones are for Runda's own tests.
    """
    matcher = TopicMatcher(topics)
    shipped = {*load_topics().topics, *load_topics().ambiguous}
    entries = chain(
        ((topic.id, topic) for topic in topics.topics),
        ((entry.topic, entry) for entry in topics.ambiguous),
    )
    for topic_id, entry in entries:
        if entry in shipped:
            continue
        for sentence in (*entry.match, *entry.no_match):
            hits = [hit.term for hit in matcher.match(words_of(sentence)) if hit.topic == topic_id]
            if sentence in entry.match and not hits:
                yield f"{topic_id}: match: nothing is found in “{sentence}”"
            elif sentence in entry.no_match and hits:
                yield f"{topic_id}: no_match: “{hits[0]}” is found in “{sentence}”"
