"""The closed sets and small values that every room of the house shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a file is (contract, *Documents*)."""

    ROUND = "round"
    EVALUATION = "evaluation"
    SKIPPED = "skipped"


class Status(StrEnum):
    """How the reading of a document went."""

    OK = "ok"
    WARNING = "warning"
    SKIPPED = "skipped"
    FAILED = "failed"


class MemberKind(StrEnum):
    """What kind of organisation speaks."""

    MUNICIPALITY = "municipality"
    REGION = "region"
    SECRETARIAT = "secretariat"
    UNKNOWN = "unknown"


class Mark(StrEnum):
    """How plainly a statement is a request or an offer; empty where it is none."""

    NONE = ""
    EXPLICIT = "explicit"
    PHRASED = "phrased"


class Marker(StrEnum):
    """The marker that a turn stands under, or opens with."""

    NONE = ""
    HELP = "help"
    TIPS = "tips"
    WANT = "want"
    GIVE = "give"


class Stage(StrEnum):
    """How far a member has come on a topic; empty where it has no position."""

    NONE = ""
    CONSIDERING = "considering"
    PLANNED = "planned"
    ONGOING = "ongoing"
    DONE = "done"


#: Stages from least to furthest; a member's position is the furthest that it states.
STAGE_ORDER: tuple[Stage, ...] = (
    Stage.NONE,
    Stage.CONSIDERING,
    Stage.PLANNED,
    Stage.ONGOING,
    Stage.DONE,
)


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation of the network, under its canonical name.

    Attributes
    ----------
    name
        Canonical name (``Malmö``, ``Region Skåne``, ``Kansliet``).
    code
        SCB's code: four digits for a municipality, two for a region, empty otherwise.
    kind
        What kind of organisation it is.
    """

    name: str
    code: str = ""
    kind: MemberKind = MemberKind.UNKNOWN


@dataclass(frozen=True, slots=True)
class SourceText:
    r"""A document's text as everything downstream sees it.

    Offsets anywhere in Runda are 0-based characters of `text`, end exclusive; lines are
    1-based and end at ``"\n"`` (other line ends are normalised when the file is read).

    Attributes
    ----------
    text
        Decoded, NFC-normalised text with ``"\n"`` line ends.
    source
        File name, without folders.
    sha256
        Hex digest of the file's bytes.
    encoding
        Encoding the bytes were decoded with; ``docx``, ``html``, ``pdf`` for other forms.
    messages
        Warnings for the user, in English.
    """

    text: str
    source: str = ""
    sha256: str = ""
    encoding: str = "utf-8"
    messages: tuple[str, ...] = field(default=())
