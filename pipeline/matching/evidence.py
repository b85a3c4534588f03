"""What members have said: statements as matching sees them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline import carrier
from pipeline.identifiers import id_of, statement_id

_WORD = re.compile(r"\w")
#: ``2. ``, ``b) ``, ``(3) ``, behind a bullet or not.
_NUMBER = re.compile(r"[\s>•*–-]*\(?(\d{1,2}|[a-hA-H](?=\)))[.):]\)?\s+(?=\S)")
#: ``Svar till Växjö om skolgårdar:``, ``@Sara``, ``Angående Lunds fråga``; ``Växjö, vi har …``.
_ADDRESS = re.compile(
    r"[\s>•*–(-]*(?:@\s?[\w-]+(?: [A-ZÅÄÖ][\w-]+)?"
    r"|(?:(?i:svar\w*|kommentar|återkoppling|hälsning|tips|apropå|ang|angående|gällande|beträffande|till|på|om"
    r"|vad gäller|för|åt)\b[.]?)[^:,.!?]{2,60})"
)
_VOCATIVE = re.compile(r"[\s>•*–(-]*(?P<who>[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)?)(?:\s?[,!]|:)\s+(?=\S)")
#: A speaker's tag is no longer than this.
_TAG = 80


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement.

    Attributes
    ----------
    id, document_id, date, line, text
        Where and when it was said, and its words.
    index, turn, block
        Indices of the statement, its turn and its block in the Doc.
    member, persons, reply_to
        Who says it, and in whose block.
    words
        Its words and signs, lower case.
    topics, stages, stage
        Topics, the stage that the speaker states on each, and on the whole.
    request, offer
        Whether it asks, and whether it gives.
    names
        Members that it names, or whose persons it addresses.
    asks_by, gives_by
        With what probability it asks and gives, where a fitted model said; None where a rule decided.
    act
        See `pipeline.acts.Act`: what answers nothing.
    tagged
        Whether its line opens with its speaker's name.
    number
        Number or letter that its line or its first words give it ("2.", "b)"), from 1; 0 for none.
    told
        Topics that its own words show, not only those around it.
    addresses
        Members that its first words speak to ("Svar till Lund:", "@Sara", "Växjö, vi har …").
    """

    id: str
    document_id: str
    date: str
    line: int
    text: str
    index: int
    turn: int
    block: int
    member: str
    persons: tuple[str, ...]
    reply_to: str
    words: tuple[str, ...]
    topics: frozenset[str]
    stages: Mapping[str, str]
    stage: str
    request: bool
    offer: bool
    names: frozenset[str]
    asks_by: float | None = None
    gives_by: float | None = None
    act: str = ""
    tagged: bool = False
    number: int = 0
    told: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    @property
    def asking(self) -> float:
        """How likely it is that the statement asks."""
        return float(self.request) if self.asks_by is None else self.asks_by

    @property
    def giving(self) -> float:
        """How likely it is that the statement gives."""
        return float(self.offer) if self.gives_by is None else self.gives_by


def evidence(doc: Doc) -> list[Evidence]:
    """Every statement of a document, in order."""
    document, date = id_of(doc), doc._.date
    names, lines = _Names(doc), carrier.Lines(doc.text)
    found = []
    source = doc.text
    for index, span in enumerate(doc.spans.get(carrier.STATEMENTS, ())):
        opening = _opening(source, span.start_char)
        found.append(
            Evidence(
                id=statement_id(doc, span),
                document_id=document,
                date=date,
                line=lines.at(span.start_char),
                text=span.text,
                index=index,
                turn=span._.turn,
                block=span._.block,
                member=span._.speaker,
                persons=tuple(span._.persons),
                reply_to=span._.reply_to,
                words=words(span),
                topics=frozenset(span._.topics),
                stages=dict(span._.stages),
                stage=span._.stage,
                request=bool(span._.request),
                offer=bool(span._.offer),
                names=names.find(span.text) - {span._.speaker},
                asks_by=span._.probability.get("request"),
                gives_by=span._.probability.get("offer"),
                act=span._.act,
                tagged=opening.tagged,
                number=opening.number,
                told=frozenset(hit["topic"] for hit in span._.mentions if hit["method"] != "context"),
                addresses=names.addressed(span.text) - {span._.speaker},
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class _Opening:
    """What stands before a statement on its line."""

    tagged: bool
    number: int


def _opening(source: str, start: int) -> _Opening:
    before = source[source.rfind("\n", 0, start) + 1 : start]
    number = _NUMBER.match(source, start) or (_NUMBER.match(before) if len(before) < _TAG else None)
    tag = _NUMBER.sub("", before, count=1)
    return _Opening(
        tagged=len(before) < _TAG and any(char.isalpha() for char in tag),
        number=_value(number[1]) if number else 0,
    )


def _value(label: str) -> int:
    return int(label) if label.isdigit() else ord(label.lower()) - ord("a") + 1


def words(span: Span) -> tuple[str, ...]:
    """A statement's words and signs, lower case, without a leading bullet."""
    found = [token.lower_ for token in span if not token.is_space]
    start = 0
    while start < len(found) and not _WORD.search(found[start]):
        start += 1
    return tuple(found[start:])


class _Names:
    """The members of a document by their names, and by first names that only one of them has."""

    def __init__(self, doc: Doc) -> None:
        owners: dict[str, set[str]] = defaultdict(set)
        members = set()
        for block in doc.spans.get(carrier.BLOCKS, ()):
            members.add(block._.owner)
            for person in block._.owner_persons:
                owners[person.split()[0]].add(block._.owner)
        for statement in doc.spans.get(carrier.STATEMENTS, ()):
            members.add(statement._.speaker)
        self._members: dict[str, str] = {}
        for member in sorted(members - {""}):
            for name in {member, member.removeprefix("Region ")}:
                self._members[name] = member
                self._members[name if name.endswith("s") else f"{name}s"] = member
        for person, places in owners.items():
            if len(places) == 1 and len(person) > 2 and person not in self._members:
                self._members[person] = next(iter(places))
        forms = sorted(self._members, key=len, reverse=True)
        self._pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, forms)) + r")\b") if forms else None

    def addressed(self, text: str) -> frozenset[str]:
        """Members that the opening words speak to."""
        head = _ADDRESS.match(text)
        if head and (found := self.find(head[0])):
            return found
        first = _VOCATIVE.match(text)
        return self.find(first["who"]) if first else frozenset()

    def find(self, text: str) -> frozenset[str]:
        if self._pattern is None:
            return frozenset()
        return frozenset(self._members[form] for form in self._pattern.findall(text))
