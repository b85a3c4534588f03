"""Links, named documents and places of knowledge: who pointed to them, when, on what."""

from __future__ import annotations

import re
from typing import Final

from pipeline.memory.record import Record, Row, place
from pipeline.schema_memory import ResourceKind

_LINK = re.compile(r"https?://|www\.|@|\.(?:se|com|org|net|eu|nu|no|dk|fi|info|io)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"bank(?:en|s)?(?:/|$)|sidor(?:na)?|hemsida|webb|portal|bibliotek|nyhetsbrev|databas|kanal|podd|wiki",
    re.IGNORECASE,
)
#: "vår mall", "deras checklista": a document that is somebody's, without a name of its own.
_THINGS: Final = (
    "mall mallen mallar|kravtext kravtexten kravtexter kravtexterna|checklista checklistan checklistor|"
    "lathund lathunden|rapport rapporten rapporter|kalkyl kalkylen|kalkylark kalkylarket|presentation "
    "presentationen|bildserie bildserien|enkät enkäten|startguide startguiden|guide guiden|handledning "
    "handledningen|vägledning vägledningen|policy policyn|riktlinje riktlinjen riktlinjer|avtal avtalet|"
    "uppdragsbeskrivning uppdragsbeskrivningen|underlag underlaget|bilaga bilagan|broschyr broschyren|"
    "manual manualen|film filmen|kurs kursen|plan planen|program programmet|strategi strategin|upplägg "
    "upplägget|frågor frågorna|karta kartan|material materialet|excelark excelarket|mallen|kravspec "
    "kravspecen|kravspecifikation|avtalsmall|rutin rutinen|rutiner|formulär formuläret|instruktion "
    "instruktionen|ritning ritningen ritningar ritningarna|regler reglerna|utredning utredningen|"
    "tjänsteskrivelse tjänsteskrivelsen|"
    "affisch affischen affischer|folder foldern|blankett blanketten|lista listan|text texten|sammanställning "
    "sammanställningen|inspelning inspelningen|uppföljning uppföljningen|redovisning redovisningen|"
    "beräkning beräkningen|analys analysen|modell modellen|metod metoden"
)
_FORMS: Final = frozenset(re.split(r"[\s|]+", _THINGS))
_ENDINGS: Final = tuple(sorted((form for form in _FORMS if len(form) > 4), key=len, reverse=True))
_OWN = re.compile(
    r"\b(?:vår|vårt|våra|en|ett|vår egen|[A-ZÅÄÖ][\w-]+s)\s+(?:[a-zåäö-]+\s+)?(?P<thing>[a-zåäö-]{4,})\b"
)
_WORD = re.compile(r"[A-ZÅÄÖa-zåäö][a-zåäö-]{3,}")


def named_documents(text: str) -> list[str]:
    """Documents that an offer speaks of by what they are: "vår mall", "kravtexterna", "lathunden om …"."""
    found: dict[str, None] = {}
    for match in _OWN.finditer(text):
        if _is_document(match["thing"]):
            found.setdefault(" ".join(match.group().split()))
    taken = " ".join(found).lower()
    for match in _WORD.finditer(text):
        word = match.group()
        definite = word.lower().endswith(("en", "an", "et", "na", "erna", "orna", "rna", "yn", "in"))
        if definite and _is_document(word.lower()) and word.lower() not in taken:
            found.setdefault(word)
    return list(found)


def _is_document(word: str) -> bool:
    return word in _FORMS or any(word.endswith(ending) and len(word) > len(ending) + 2 for ending in _ENDINGS)


def kind_of(resource: str) -> ResourceKind:
    """What a named resource is."""
    if _LINK.search(resource):
        return ResourceKind.LINK
    return ResourceKind.PLACE if _PLACE.search(resource) else ResourceKind.DOCUMENT


def resource_rows(record: Record) -> list[Row]:
    """The table ``resources``, in order of time and place, each resource of a statement once."""
    found = []
    for offer in record.in_order(record.rows["offers"]):
        named = list(offer["resources"])
        named += [words for words in named_documents(offer["text"]) if not _within(words, named)]
        for resource in named:
            found.append(
                {
                    "resource": resource,
                    "kind": kind_of(resource).value,
                    "member": offer["member"],
                    "persons": list(offer["persons"]),
                    "date": offer["date"],
                    "topics": list(offer["topics"]),
                    "answers": offer["reply_to"],
                    "statement_id": offer["offer_id"],
                    "document_id": offer["document_id"],
                    "text": offer["text"],
                    **place(offer),
                }
            )
    return found


def _within(words: str, named: list[str]) -> bool:
    return any(words.lower() in other.lower() or other.lower() in words.lower() for other in named)
