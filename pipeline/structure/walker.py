"""Walk down the lines and give each stretch to the one who says it."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.structure.candidates import Candidate
from pipeline.structure.chat import chat_line, is_device
from pipeline.structure.context import Context
from pipeline.structure.directed import directed
from pipeline.structure.draft import Draft, Reply
from pipeline.structure.furniture import furniture_of
from pipeline.structure.introductions import named_below
from pipeline.structure.lines import Line, continues, is_sign
from pipeline.structure.markers import leading_marker
from pipeline.structure.model import Furniture, Turn
from pipeline.structure.scope import Scope
from pipeline.structure.splits import Voices
from pipeline.structure.vocabulary import heading_kind
from pipeline.values import Marker

_OFFICE = "Kansliet"
_NEXT = re.compile(r"(?i)(nästa (?:runda|möte|gång|träff)\b[^.!?]*[.!?])\s+(?=\S)")
_AFTER_NEXT = re.compile(
    r"(?i)(?:då|vi (?:ses|hörs)|samma|kl|anteckn|inbjudan|kallelse|väl mött|tack|länk)\b"
)
_SIGNED = re.compile(r"\s/\s?([A-ZÅÄÖ][\w-]+)\s*$")
_TIPPED = re.compile(r"(?i)\btips(?:ar)?\b")  # "Tips från Ekby (Nils): boka tåget"
_EMPTY = re.compile(r"[:–—-]\s*(?:[–—-]+|\?+|…|\.+|x|n/a|inget|nix|/)\s*$")


class Walker:
    """One walk through one document."""

    def __init__(self, at: Context) -> None:
        self.at = at
        self.lines, self.candidates, self.roster = at.lines, at.candidates, at.roster
        self.headers = {candidate.line: candidate for candidate in at.election.headers}
        self.last_header = at.last_header
        self.voices = Voices(at.roster, at.owners)
        self.draft = Draft()
        self.block = -1
        self.owner = ""
        self.owner_persons: tuple[str, ...] = ()
        self.wrapped, self.width = at.wrapped, at.width
        self.mode = "front"  # front, block, office, chat, closing, rest
        self.gap = True
        self.reply: Reply | None = None
        self.scope: Scope | None = None
        self.bullets: set[str] = set()  # forms of the owner's own lists in this block
        self.open = False  # the last turn may still grow
        self.before: Line | None = None
        self.anchor: Line | None = None  # the bullet that the last turn hangs on

    def walk(self) -> Draft:
        """Do it."""
        for index, line in enumerate(self.lines):
            if line.blank:
                self.gap, self.open = True, False
                continue
            if index in self.headers:
                self._header(self.headers[index], line)
            else:
                self._line(index, line)
            self.gap, self.before = False, line
        return self.draft

    # -- kinds of line ---------------------------------------------------------------------------

    def _header(self, candidate: Candidate, line: Line) -> None:
        self.block += 1
        assert candidate.head.member is not None
        self.owner, self.owner_persons = candidate.head.member.name, self.at.block_persons[self.block]
        self.mode, self.reply, self.scope, self.open = "block", None, None, False
        self.bullets = set()
        width = self.at.letters.wraps.get(candidate.line, 0)
        self.wrapped, self.width = (True, width) if width else (self.at.wrapped, self.at.width)
        if candidate.line in self.at.rows:
            self._row(candidate.line, line)
        elif candidate.tail.strip():
            self._turn(line, line.start + candidate.end, self.owner, self.owner_persons, "")

    def _row(self, index: int, line: Line) -> None:
        """A table's row: each of its cells is said by itself."""
        self.reply = self.scope = None
        for cell in self.at.rows[index].cells:
            self._turn(line, line.start + cell.start, self.owner, self.owner_persons, "", end=cell.end)
            if cell.marker and self.draft.turns and not self.draft.turns[-1].marker:
                self.draft.turns[-1] = replace(self.draft.turns[-1], marker=cell.marker)
        self.open = False

    def _line(self, index: int, line: Line) -> None:
        words = line.words
        if index in self.at.lists.lines:
            self._furnish(line, self.at.lists.lines[index])
            return
        if index in self.at.rows and self.owner:
            self._row(index, line)
            return
        if tail := self.at.tails.get(index):
            self._turn(line, line.start, tail.member, tail.persons, "", block=-1, end=tail.end)
            return
        if to := self.at.letters.answers.get(index):
            if not self._grows(index, line):
                self._turn(line, line.start, self.owner, self.owner_persons, to, block=-1)
            return
        if self.mode != "front" and self._directed(line):
            return
        if self.mode in ("rest", "closing") and not self._reopens(index, line):
            self._furnish(line, self.mode)
            return
        heading = heading_kind(words) if len(words) <= 60 else ""
        if heading and self._heading(heading, line):
            return
        if self._grows(index, line):
            return
        if self._is_furniture(index, line):
            return
        if self.mode == "front":
            self._furnish(line, "front matter")
            return
        untagged = chat_line(line.text) and self.block >= 0 and index not in self.candidates
        if (self.mode == "chat" or untagged) and self._chat(index, line):
            return
        if self._is_marker(line):
            return
        candidate = self.candidates.get(index)
        if candidate and self._tagged(candidate, line):
            return
        if signed := _SIGNED.search(words):
            member = self.roster.member_of(signed[1])
            if member and member != self.owner:
                self.reply = Reply(member, (signed[1],), line)
                self._turn(line, line.start, member, (signed[1],), self.owner)
                return
        self._plain(line)

    def _directed(self, line: Line) -> bool:
        """A reply that says itself who answers whom; False where the owner does so in its own block."""
        found = directed(line.words, self.voices)
        if found is None or (found.speaker == self.owner and found.end == len(line.words)):
            return False
        start = line.start + line.body + found.said
        if found.said:
            self.draft.furniture.append(Furniture(line.start + line.body, start, "speaker"))
        self.reply = Reply(found.speaker, found.persons, line)
        block = self.block if found.to == self.owner else -1
        end = line.body + found.end
        self._turn(line, start, found.speaker, found.persons, found.to, block=block, end=end)
        return True

    def _is_furniture(self, index: int, line: Line) -> bool:
        words, places = line.words, self._places(index)
        entry = furniture_of(words, places) or furniture_of(line.text.strip(), places)
        if entry is None:
            signed = self.gap and self.mode != "front" and not line.bullet and index not in self.candidates
            if signed and self.at.near_end(index, below=3) and named_below(words):
                self._furnish(line, "signature")
                return True
            return False
        if entry.id == "next-meeting" and (found := _NEXT.match(words)) and self.owner:
            rest = words[found.end() :]
            if len(rest) > 40 and not _AFTER_NEXT.match(rest):  # more is said behind the date
                end = line.start + line.body + found.end()
                self.draft.furniture.append(Furniture(line.start, end, entry.kind))
                self._turn(line, end, self.owner, self.owner_persons, "")
                return True
        self._furnish(line, entry.kind)
        if entry.rest and self.mode != "front" and self.at.near_end(index):
            self.mode = "rest"
        return True

    def _is_marker(self, line: Line) -> bool:
        """A marker on a line of its own, or one that says it is empty (``Vill ha: –``)."""
        words = line.words
        marker = leading_marker(words)
        if marker is None or len(words) >= 60:
            return False
        empty = bool(_EMPTY.search(words)) and not re.search(r"\w", words[marker.end :])
        if not (marker.alone or empty):
            return False
        self._furnish(line, "marker")
        self.scope = None if _EMPTY.search(words) else Scope(marker.marker, line)
        self.reply = None
        return True

    def _heading(self, kind: str, line: Line) -> bool:
        """A heading that names no member; False where it is text after all."""
        words = line.words.strip()
        plain = (
            not words.endswith(":") and not words.isupper() and not line.text.lstrip().startswith(("#", "*"))
        )
        if kind == "aside":
            if self.mode == "front" or (plain and (line.bullet or not self.gap)):
                return False
            self._furnish(line, "heading")
            return True
        if kind == "chat":
            self._furnish(line, "heading")
            self.mode = "chat"
            self._outside()
            return True
        deco, dressed = self.at.election.deco, line.text.lstrip()
        ranked = line.ordinal >= 0 if deco == "1." else deco in ("#", "**") and dressed.startswith(deco)
        if kind == "office":
            if ranked or (not plain and self.mode != "front" and not line.bullet):
                self._furnish(line, "heading")
                if ranked and (self.mode == "front" or line.number > self.last_header):
                    self._outside()
                    self.owner, self.mode = _OFFICE, "office"
                    self.owner_persons = tuple(self.roster.persons.get(_OFFICE, ()))
                return True
            return False
        if kind == "closing" and line.number > self.last_header:
            if line.bullet and line.ordinal < 0:
                return False
            self._furnish(line, "heading")
            self.mode = "closing" if self.mode != "front" else self.mode
            return True
        if kind in ("round", "closing", "contents", "attendance", "absence") and not (
            line.bullet and line.ordinal < 0
        ):
            self._furnish(line, "heading")
            return True
        return False

    def _outside(self) -> None:
        self.scope, self.reply, self.open = None, None, False
        self.bullets = set()

    def _chat(self, index: int, line: Line) -> bool:
        candidate = self.candidates.get(index)
        written = chat_line(line.text)
        if candidate and candidate.sep == "colon":
            end = line.start + candidate.end
            who, persons = self.at.who(candidate, self.owner)
            name = candidate.head.persons[0] if candidate.head.persons else who
        elif written:
            name, offset = written
            end, who, persons = line.start + offset, "", (name,)
        else:
            return False
        if not who and is_device(name):
            self._furnish(line, "chat")
            return True
        self.draft.furniture.append(Furniture(line.start, end, "speaker"))
        inside = self.mode != "chat"
        speaker = who or name
        reply = self.owner if inside and speaker != self.owner else ""
        self._turn(line, end, speaker, persons, reply, block=self.block if inside else -1)
        if not inside:
            self.draft.chat.append(
                (len(self.draft.turns) - 1, speaker, line.text[end - line.start :].strip())
            )
        return True

    def _tagged(self, candidate: Candidate, line: Line) -> bool:
        """A line that opens with a speaker's tag; False where the tag is no tag."""
        member, persons = self.at.who(candidate, self.owner)
        if not member or not self.at.believed(candidate, member, self.owner):
            return False
        own = member == self.owner
        start = line.start + candidate.end
        said = furniture_of(candidate.tail, ("end",))
        if said and said.id == "next-meeting" and self.at.near_end(candidate.line, below=3):
            self._furnish(line, said.kind)
            return True
        if candidate.sep == "bare":
            start = line.start + candidate.start
        if candidate.sep == "alone":
            self._furnish(line, "speaker")
            self.reply = None if own else Reply(member, persons, line)
            return True
        if start > line.start + candidate.start:
            self.draft.furniture.append(Furniture(line.start, start, "speaker"))
        if own:
            self.reply = None
            if line.bullet:
                self.bullets.add(line.bullet)
            self._turn(line, start, member, persons, "", scoped=True)
            return True
        self.reply = Reply(member, persons, line)
        self._turn(line, start, member, persons, self.owner)
        if _TIPPED.search(line.text[: start - line.start]) and self.draft.turns:
            self.draft.turns[-1] = replace(self.draft.turns[-1], marker=Marker.TIPS)
        return True

    def _plain(self, line: Line) -> None:
        if self.reply and self._goes_on(self.reply, line):
            self._turn(line, line.start, self.reply.speaker, self.reply.persons, self.owner)
            return
        self.reply = None
        if line.bullet:
            self.bullets.add(line.bullet)
        self._turn(line, line.start, self.owner, self.owner_persons, "", scoped=True)

    def _goes_on(self, reply: Reply, line: Line) -> bool:
        last = self.draft.turns[-1] if self.draft.turns else None
        return reply.goes_on(line, last, gap=self.gap, lists=self.bullets, wrapped=self.wrapped)

    # -- places and growth ----------------------------------------------------------------------

    def _places(self, index: int) -> tuple[str, ...]:
        if self.mode == "front":
            return ("anywhere", "edges", "end")
        last = index + 1 >= len(self.lines) or self.lines[index + 1].blank
        if index > self.last_header and (
            self.gap or (last and not self.lines[index].bullet) or self.mode in ("chat", "closing", "rest")
        ):
            return ("anywhere", "edges", "end")
        return ("anywhere",)

    def _reopens(self, index: int, line: Line) -> bool:
        """Whether something is said again below the closing words."""
        if heading_kind(line.words) == "chat":
            return True
        candidate = self.candidates.get(index)
        return bool(candidate and candidate.head.member and candidate.sep == "colon" and self.gap)

    def _grows(self, index: int, line: Line) -> bool:
        """Let the last turn go on over this line where it is the same paragraph."""
        if not self.open or self.gap or self.before is None or not self.draft.turns:
            return False
        candidate = self.candidates.get(index)
        wrap = self.wrapped
        if not continues(self.before_bullet(), line, wrapped=wrap, width=self.width):
            return False
        if candidate and candidate.sep in ("colon", "alone") and not self._full(self.before):
            return False
        marker = leading_marker(line.words)
        if marker and not self._full(self.before):
            return False
        last = self.draft.turns[-1]
        self.draft.turns[-1] = replace(last, end=line.start + len(line.text.rstrip()))
        return True

    def before_bullet(self) -> Line:
        """The line above; under a bullet's second line still seen as the bullet's."""
        assert self.before is not None
        if self.before.bullet or self.anchor is None:
            return self.before
        return replace(
            self.before, bullet=self.anchor.bullet, indent=min(self.before.indent, self.anchor.indent)
        )

    def _full(self, line: Line) -> bool:
        """Whether a line is so long that the next one may be its wrapped rest."""
        return self.wrapped and len(line.text.rstrip()) > self.width * 0.8

    def _turn(
        self,
        line: Line,
        start: int,
        speaker: str,
        persons: tuple[str, ...],
        reply_to: str,
        *,
        block: int | None = None,
        scoped: bool = False,
        end: int | None = None,
    ) -> None:
        end = line.start + (len(line.text.rstrip()) if end is None else end)
        if start >= end:
            return
        if is_sign(line.text[start - line.start : end - line.start]):
            self.draft.furniture.append(Furniture(start, end, "layout"))
            return
        if not speaker:  # words that stand in nobody's block
            self._furnish(line, "text")
            return
        said = line.text[max(start - line.start, line.body if start <= line.start + line.body else 0) :]
        hit = leading_marker(said)
        marker = hit.marker if hit and not hit.alone else Marker.NONE
        if scoped:
            marker = self._scoped(line, marker)
        self.anchor = line if line.bullet else None
        number = self.block if block is None else block
        if self.mode == "office":
            number = -1
        self.draft.turns.append(Turn(start, end, speaker, persons, reply_to, number, marker))
        self.open = True

    def _scoped(self, line: Line, own: Marker) -> Marker:
        """Marker of an owner's turn: its own, else the one it stands under."""
        scope = self.scope
        if scope is not None and not (own and not line.bullet) and scope.covers(line, gap=self.gap):
            return own or scope.marker
        self.scope = None
        if own in (Marker.HELP, Marker.TIPS):
            self.scope = Scope(own, line, opens=True, seen=frozenset(self.bullets))
        return own

    def _furnish(self, line: Line, kind: str) -> None:
        start = line.start + len(line.text) - len(line.text.lstrip())
        self.draft.furniture.append(Furniture(start, line.start + len(line.text.rstrip()), kind))
        self.open = False
        if kind == "heading":  # what stood above reaches no further
            self.scope = self.reply = None
