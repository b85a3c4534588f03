"""A pasted chat: who writes, and whom a line answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.members import gazetteer
from pipeline.structure.lists import Roster

_LINE = re.compile(
    r"\s*(?:[-•*]\s*)?\[?(?P<clock>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)\]?\s+(?:(?:Från|From|Av)\s+)?(?P<who>[^:\n]{1,50}?)"
    r"(?:\s+(?:till|to)\s+(?:alla|everyone|[^:\n]{1,20}))?\s*:\s+(?P<said>\S.*)"
)
_DEVICE = re.compile(
    r"(?i)(?:.*\b(?:iphone|ipad|galaxy|android|samsung|huawei|telefon|mobil)\b.*|gäst|guest|\+?[\d ]{6,})"
)
_ADDRESS = re.compile(
    r"\W*@?(?P<who>[A-ZÅÄÖ][\w’-]+(?: [A-ZÅÄÖ][\w’-]+)?)"
    r"(?P<sign>\s*[,:!–-]\s|\s+(?=vi |ni |jag |du |har |det |hur |kan |vill ))"
)
#: ``Heby får ta vår``: a member named first and spoken to; of one who "har" or "är" something is told.
_NAMED = re.compile(
    r"\W*(?P<who>[A-ZÅÄÖ][\w’-]+(?: [A-ZÅÄÖ][\w’-]+)?)\s+(?!har|är|ska|hade|kör|gör|vill)(?=[a-zåäö])"
)
_AT = re.compile(r"@(?P<who>[A-ZÅÄÖ][\w’-]+)")
_SHORT = re.compile(
    r"(?i)\W*(?:tack\w*|ja|jo|nej|ok|okej|okay|haha\w*|toppen|super|bra|perfekt|kul|mm|jajamän|absolut|javisst|visst|gärna|ring\w*|👍|🙏|❤)"
)
_ANSWERS = re.compile(
    r"\b(?:vi har|har vi|också|kolla|prova|testa|ring|mejla|skickar|"
    r"tipsa\w*|fråga|titta|hos oss|vår|vårt|våra)\b"
)
_COMMON = frozenset(
    [
        "också",
        "finns",
        "ligger",
        "första",
        "andra",
        "gången",
        "någon",
        "något",
        "några",
        "sedan",
        "vilken",
        "vilket",
        "skulle",
        "mycket",
        "kanske",
        "behöver",
        "tycker",
        "använder",
        "kolla",
        "skicka",
        "skickar",
        "hälsa",
        "kommer",
        "kommun",
        "kommunen",
        "frågan",
        "gärna",
        "måste",
        "rätt",
        "länken",
    ]
)
_WORD = re.compile(r"[^\W\d_]{4,}")


def chat_line(text: str) -> tuple[str, int] | None:
    """Writer as written, and where the words begin; None where the line is no chat line.

    Examples
    --------
    >>> chat_line("10:52:30 Från Emma Lund : Anders, vi har en plan")
    ('Emma Lund', 26)
    """
    found = _LINE.match(text[:2000])
    return (found["who"].strip(), found.start("said")) if found else None


def is_device(who: str) -> bool:
    """Whether a writer's name is a telephone's, not a person's."""
    return bool(_DEVICE.fullmatch(who))


def addressed(text: str, speaker: str, roster: Roster) -> str:
    """Member that the opening of a chat line speaks to: ``Anders, vi har …``, ``@Lovisa``."""
    for found in (_AT.search(text[:80]), _ADDRESS.match(text[:80])):
        if not found:
            continue
        who = found["who"]
        member = gazetteer().exact(who)
        name = member.name if member and member.name in roster.persons else roster.member_of(who)
        if name and name != speaker:
            return name
    if named := _NAMED.match(text[:80]):
        member = gazetteer().exact(named["who"])
        if member and member.name in roster.persons and member.name != speaker:
            return member.name
    return ""


def is_short(text: str) -> bool:
    """Whether a line only takes up the one before (``haha ring``, ``TACK``)."""
    return bool(_SHORT.match(text)) and len(text.split()) <= 6


def _akin(word: str, other: str) -> bool:
    length = 0
    for a, b in zip(word, other, strict=False):
        if a != b:
            break
        length += 1
    return length >= 6 or (length >= 5 and abs(len(word) - len(other)) <= 4)


def about(text: str, speaker: str, blocks: Sequence[tuple[str, str]], common: Mapping[str, int]) -> str:
    """Owner of the one block that shares a rare word with a chat line, empty where it is not plain."""
    scores: Counter[str] = Counter()
    text = re.sub(r"\S*(?:://|www\.)\S*", " ", text.casefold())
    if not _ANSWERS.search(text):
        return ""
    words = [w for w in _WORD.findall(text) if common.get(w, 0) <= 2 and len(w) >= 5 and w not in _COMMON]
    for owner, said in blocks:
        if owner == speaker:
            continue
        theirs = set(_WORD.findall(said))
        for word in words:
            if word in theirs:
                scores[owner] += 3
            elif any(_akin(word, other) for other in theirs):
                scores[owner] += 1
    ranked = scores.most_common(2)
    if ranked and ranked[0][1] >= 3 and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return ranked[0][0]
    return ""
