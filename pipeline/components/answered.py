"""Which statement a reply answers.

Minutes put replies right under what they answer, or gather them behind the block. So the owner's
statements before the reply are weighed: a request, words in common, nearness, and what the reply
before this one answered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Span

from pipeline.answering import FIGURES, Profile, kinds_asked, of_answer

#: Statements of the owner that a reply is held against.
_REACH: Final = 30

#: Statements in a paragraph that may still be about one matter only.
_SHORT_PARAGRAPH: Final = 4

#: Weights, set by hand on the constructed rounds; the figures hardly move with any of them.
REQUEST, OVERLAP, NEARNESS, TOPIC, SAME_AS_LAST, DIRECTLY_BEFORE, HELP = 2.0, 2.5, 0.3, 0.5, 1.0, 0.5, 0.5
#: The kind of answer that this question asks for and not all do; how much was asked and no number given.
KIND, NO_FIGURE, ABOUT = 1.5, -1.5, 4.0
#: A reply that opens with "we too" takes up what the owner has told, where it shares a matter with that.
ALSO: Final = 1.5
_ALSO: Final = frozenset({"också", "även", "likaså", "oxå"})


@dataclass(slots=True)
class Said:
    """A statement as the components that look at its neighbours see it.

    Attributes
    ----------
    span
        The statement.
    forms
        Its words, lower-cased, without the speaker's name before a colon.
    own
        Topics that its own words show.
    matter
        Dictionary forms of what it is about, aspect words left out.
    prefixed
        Whether a speaker's name stands before it.
    indent
        Columns before it on its line.
    pieces
        Compound parts of its matter, the short ones left out: "retorikkurs" and
        "retorikutbildning" share one.
    topics
        Topics after context.
    answered
        The statement that it answers, where it is a reply.
    """

    span: Span
    forms: list[str]
    own: list[str]
    matter: frozenset[str]
    prefixed: bool = False
    indent: int = 0
    pieces: frozenset[str] = frozenset()
    topics: list[str] = field(default_factory=list)
    answered: Said | None = None

    # Copies of the span's values: spaCy's look-ups cost more than all else here.
    block: int = field(init=False)
    turn: int = field(init=False)
    speaker: str = field(init=False)
    reply_to: str = field(init=False)
    request: str = field(init=False)

    def __post_init__(self) -> None:
        """Read from the span what is asked for again and again."""
        values = self.span._
        self.block, self.turn = values.block, values.turn
        self.speaker, self.reply_to, self.request = values.speaker, values.reply_to, values.request


def answered_by(here: Said, said: Sequence[Said]) -> Said | None:
    """The statement that a reply answers, None where there is no likely one.

    Parameters
    ----------
    here
        The reply.
    said
        All statements before it, in order.
    """
    last, owner = said[-1], here.reply_to
    same_owner = last.reply_to == owner
    if same_owner and last.answered and last.speaker == here.speaker:
        return last.answered  # the reply goes on
    theirs = [
        other for other in said if other.speaker == owner and other.block == here.block and not other.reply_to
    ]
    if not theirs:  # a chat, or an e-mail after the meeting: what was said in the owner's own block
        theirs = [other for other in said if other.speaker == owner]
    best: Said | None = None
    best_score = 0.0
    turns = 0
    tells = of_answer([] if here.span._.act else here.forms, here.span.text)
    asked = {id(other): kinds_asked(other.forms) for other in theirs[-_REACH:] if other.request}
    common = frozenset.intersection(*asked.values()) if asked else frozenset()
    also = not _ALSO.isdisjoint(here.forms[:6])
    for place, other in enumerate(reversed(theirs[-_REACH:])):
        if place and other.turn != theirs[-place].turn:
            turns += 1
        shared = (here.matter & other.matter) | (here.pieces & other.pieces)
        score = (
            REQUEST * bool(other.request)
            + HELP * (other.span._.marker == "help")
            + OVERLAP * min(3, len(shared))
            + ALSO * bool(also and shared and not other.request)
            + TOPIC * bool(other.topics)
            + SAME_AS_LAST * (same_owner and last.answered is other)
            + DIRECTLY_BEFORE * (other.turn == last.turn)
            + _kind(tells, asked.get(id(other)), common)
            + ABOUT * bool(tells.about & (other.matter | other.pieces))
            - NEARNESS * turns
            - 0.01 * place
        )
        if best is None or score > best_score:
            best, best_score = other, score
    return best


def _kind(tells: Profile, asked: frozenset[str] | None, common: frozenset[str]) -> float:
    """How far the reply is of the kind that a request asks for, where not all requests ask for it."""
    if asked is None:
        return 0.0
    missing = bool(asked & FIGURES) and not common & FIGURES and not tells.kinds & FIGURES
    return KIND * min(2, len(tells.kinds & (asked - common))) + NO_FIGURE * missing


def topics_answered(
    answered: Said, said: Sequence[Said], named: Callable[[Sequence[str]], list[str]]
) -> list[str]:
    """Topics that a reply takes from what it answers.

    Parameters
    ----------
    answered
        The statement that is answered.
    said
        All statements so far.
    named
        Picks the topics worth carrying from a list.

    Returns
    -------
    list of str
        The statement's topics; where it names none (``Hur har ni gjort?``), those of its paragraph
        if that is about one matter only.
    """
    own = named(answered.topics)
    if own:
        return own
    paragraph = [other for other in said if other.turn == answered.turn]
    if len(paragraph) > _SHORT_PARAGRAPH:
        return []
    around = {topic for other in paragraph for topic in named(other.topics)}
    return sorted(around) if len(around) == 1 else []
