"""Who can help whom: needs against what other members have said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.areas import Rating
from pipeline.matching.evidence import Evidence
from pipeline.matching.explanations import explain
from pipeline.matching.features import Candidates, Corpus
from pipeline.matching.planes import COLUMN
from pipeline.matching.ranking import Ranking, ranking
from pipeline.matching.replies import answered
from pipeline.topics import load_topics
from pipeline.values import DocumentKind


@dataclass(frozen=True, slots=True)
class Match:
    """A member that can help with a need (a row of ``matches``).

    Attributes
    ----------
    request_id, document_id, seeker
        The need, and who has it.
    helper, helper_persons
        Who can help, and whom to call there.
    rank, score
        1 is best; 0 to 1.
    topics
        Topics of the request.
    reasons
        Why: ``replied``, ``offered``, ``done``, ``ongoing``, ``planned``, ``similar``, ``evaluated``
        (strong, by its evaluation, in the area of the request's topic); strongest first.
    evidence_id, evidence_text, evidence_date, evidence_line
        The statement that speaks for the helper.
    explanation
        One Swedish sentence.
    """

    request_id: str
    document_id: str
    seeker: str
    helper: str
    helper_persons: tuple[str, ...]
    rank: int
    score: float
    topics: tuple[str, ...]
    reasons: tuple[str, ...]
    evidence_id: str
    evidence_text: str
    evidence_date: str
    evidence_line: int
    explanation: str


def match(docs: Sequence[Doc], *, across_rounds: bool = False, rules_only: bool = False) -> list[Match]:
    """Propose helpers for every need in `docs`.

    Parameters
    ----------
    docs
        Docs that went through the pipeline.
    across_rounds
        Let what was said in earlier rounds be evidence as well.
    rules_only
        Use the weights set by hand instead of the fitted ones.

    Returns
    -------
    list of Match
        By document as given, need as asked, and rank. A need that nothing speaks for has no row.
    """
    rounds = [
        doc for doc in docs if doc._.kind != DocumentKind.EVALUATION and doc._.kind != DocumentKind.SKIPPED
    ]
    corpus = Corpus(rounds)
    rules = ranking(rules_only=rules_only)
    strong = strong_areas(docs)
    found: list[Match] = []
    for number, doc in enumerate(rounds):
        if not corpus.needs[number]:
            continue
        earlier = [
            other
            for other, candidate in enumerate(rounds)
            if across_rounds and other != number and "" < candidate._.date < doc._.date
        ]
        found += propose(corpus.candidates(number, earlier), rules, strong)
    return found


def strong_areas(docs: Sequence[Doc]) -> dict[str, frozenset[str]]:
    """Member -> areas (full names) that its latest evaluation among `docs` calls strong."""
    pages = sorted((doc for doc in docs if doc._.kind == DocumentKind.EVALUATION), key=lambda d: d._.date)
    found: dict[str, frozenset[str]] = {}
    for page in pages:
        told = page._.evaluation
        if told.get("member"):
            rows = told.get("rows", ())
            found[told["member"]] = frozenset(r["area"] for r in rows if r["rating"] == Rating.STRONG)
    return found


def propose(
    candidates: Candidates, rules: Ranking, strong: Mapping[str, frozenset[str]] | None = None
) -> list[Match]:
    """The matches of one document.

    Parameters
    ----------
    candidates
        Needs, members and signals.
    rules
        Weights and thresholds.
    strong
        See `strong_areas`. An evaluation is a further reason to call one who is proposed anyway: a
        whole area is too wide a thing to propose anyone on.
    """
    persons: dict[str, tuple[str, ...]] = {}
    for statement in candidates.said:
        if statement.persons:
            persons.setdefault(statement.member, statement.persons)
    scores, known = rules.scores(candidates.signals), load_topics()
    replied = answered(candidates.linked, candidates.said)
    found = []
    for n, need in enumerate(candidates.needs):
        open_members = [m for m in range(len(candidates.members)) if candidates.best[n, m] >= 0]
        chosen = rules.choose([float(scores[n, m]) for m in open_members])
        answerers = {candidates.said[at].member for at in replied[n].nonzero()[0]}
        asked = tuple(word for at in need.statements for word in candidates.said[at].words)
        asked_areas = {known.area(topic).swedish for topic in need.topics if topic in known}
        for rank, at in enumerate(chosen, 1):
            m = open_members[at]
            given = candidates.said[candidates.best[n, m]]
            why = _reasons(candidates, n, m, given, replied=candidates.members[m] in answerers)
            areas = (strong or {}).get(candidates.members[m], frozenset())
            if areas & asked_areas:
                why = (*why, "evaluated")
            found.append(
                Match(
                    request_id=need.id,
                    document_id=need.document_id,
                    seeker=need.seeker,
                    helper=candidates.members[m],
                    helper_persons=given.persons or persons.get(given.member, ()),
                    rank=rank,
                    score=round(float(scores[n, m]), 3),
                    topics=need.topics,
                    reasons=why,
                    evidence_id=given.id,
                    evidence_text=given.text,
                    evidence_date=given.date,
                    evidence_line=given.line,
                    explanation=explain(need, asked, given, why),
                )
            )
    return found


def _reasons(candidates: Candidates, n: int, m: int, given: Evidence, *, replied: bool) -> tuple[str, ...]:
    signals = candidates.signals[n, m]
    reasons = []
    if replied:
        reasons.append("replied")
    if given.offer:
        reasons.append("offered")
    reasons += [stage for stage in ("done", "ongoing", "planned") if signals[COLUMN[f"topic_{stage}"]] > 0]
    if not reasons or signals[COLUMN["likeness"]] >= 0.2:
        reasons.append("similar")
    return tuple(reasons)
