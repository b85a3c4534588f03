"""Headings of a template that each member filled in: the same short line in block after block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.structure.candidates import Candidate
from pipeline.structure.lines import Line
from pipeline.structure.markers import leading_marker
from pipeline.structure.vocabulary import heading_kind

#: Words of the longest heading, and the blocks that must have it: this many, and this share of all.
_LONGEST, _FEWEST, _SHARE = 6, 3, 0.5
#: Blocks that are enough where the words are those of a heading anyway.
_KNOWN = 2


def template_headings(
    lines: Sequence[Line], headers: Sequence[Candidate], listed: Mapping[int, str]
) -> dict[int, str]:
    """Lines that are a template's headings; markers (``Tips``) are left to whoever reads those."""
    found: dict[str, list[int]] = defaultdict(list)
    bounds = [header.line for header in headers] + [len(lines)]
    blocks: dict[str, set[int]] = defaultdict(set)
    for number, (first, last) in enumerate(pairwise(bounds)):
        for index in range(first + 1, last):
            line = lines[index]
            words = line.words.strip(" *_#:").casefold()
            if line.blank or line.bullet or index in listed or not 0 < len(words.split()) <= _LONGEST:
                continue
            # A heading stands over something, and is no sentence.
            over = index + 1 < last and not lines[index + 1].blank
            if over and words[-1] not in ".!?…" and words[0].isalpha() and not leading_marker(line.words):
                found[words].append(index)
                blocks[words].add(number)
    headings: dict[int, str] = {}
    for words, where in found.items():
        often = len(blocks[words]) >= max(_FEWEST, _SHARE * len(headers))
        if often or (len(blocks[words]) >= _KNOWN and heading_kind(words) == "aside"):
            headings |= dict.fromkeys(where, "heading")
    return headings
