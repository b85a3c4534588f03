"""Which words of a statement stand in a question, or a wish, that is put to others."""

from __future__ import annotations

from pipeline.components.stage_words import BULLETS, stage_words


def asked_words(words: list[str], sentence: list[int], *, sought: bool) -> list[bool]:
    """Which words stand in a question to others.

    In a sentence that ends in a question mark, that is the part from the word that opens the
    question; what the asker tells before it ("Har en budget, hur gör ni?") is told, not asked.
    """
    asked = [False] * len(words)
    if not words:
        return asked
    starts = [at for at in range(len(words)) if at == 0 or sentence[at] != sentence[at - 1]]
    for begin, stop in zip(starts, [*starts[1:], len(words)], strict=True):
        part = words[begin:stop]
        opened = _opening(part) if "?" in part else _wished(part)
        if opened is None and sought and "?" in part and not _tells(part):
            opened = 0
        if opened is not None:
            for at in range(begin + opened, stop):
                asked[at] = True
    return asked


def _tells(part: list[str]) -> bool:
    """Whether a sentence has the speaker as its subject, or opens with a verb as notes do."""
    opens = next((word for word in part if word.isalpha() and word not in stage_words("markers")), "")
    return opens in stage_words("telling") or any(word in stage_words("self") for word in part)


def _wished(part: list[str]) -> int | None:
    """Where a wish to hear of others opens, in a sentence that is no question by its sign."""
    for at, word in enumerate(part):
        following = part[at + 1] if at + 1 < len(part) else ""
        if word in stage_words("question-openers") | {"om"} and following in {
            "ni",
            "någon",
            "nån",
            "ngn",
            "andra",
            "fler",
        }:
            return at
        if following == "som" and word in {"ni", "er", "någon", "nån", "ngn", "andra"}:
            return at
        if (
            word == "som"
            and any(who in stage_words("sought") for who in part[max(0, at - 5) : at])
            and _seeks(part[:at])
        ):
            return at
    return None


def _seeks(words: list[str]) -> bool:
    return any(word in stage_words("seeking") for word in words)


def _opening(part: list[str]) -> int | None:
    """Where in a sentence the question to others opens; None where it is put to oneself."""
    candidates = [
        at
        for at, word in enumerate(part)
        if word in stage_words("question-openers")
        and (at == 0 or part[at - 1] in stage_words("clause-breaks") | BULLETS | {",", "och", "så", "("})
    ]
    for at in candidates:
        rest = part[at:]
        if rest[0] in stage_words("question-verbs") and not any(
            word in stage_words("question-addressed") for word in rest[1:3]
        ):
            continue
        if any(word in stage_words("question-others") for word in rest):
            return at
        if rest[0] in stage_words("question-words") and not any(word in stage_words("self") for word in rest):
            return at
    for at, word in enumerate(part):
        if word in {"ni", "er", "nån", "någon", "ngn"}:
            return at if at > 3 else 0
    return None
