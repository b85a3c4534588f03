"""Who can help whom: needs, evidence, what speaks for whom, and when to say nobody."""

from pipeline.matching.matcher import Match, match
from pipeline.matching.needs import Need, needs

__all__ = ["Match", "Need", "match", "needs"]
