"""Compare rows with gold: the contract's figures, the counts behind them, and every miss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet

from pipeline.rows import Row, Rows
from pipeline.scoring.gold import MEASURED, GoldRound, Place, Unit
from pipeline.scoring.tally import Figure, Mean, Miss, Pairs, ndcg
from pipeline.values import STAGE_ORDER

#: A place that no unit has: statements outside all units count there.
_NOWHERE: Place = (-1, 0)
_MARKS = ("request", "offer")
_STAGES = tuple(stage.value for stage in reversed(STAGE_ORDER) if stage)

F1_FIGURES = (
    "topics",
    *(f"topic_{topic}" for topic in MEASURED),
    "request",
    "request_explicit",
    "offer",
    "offer_explicit",
    "positions",
    "positions_topic",
    "facts",
)
#: Finer than the contract's: one a class.
CLASS_FIGURES = ("request_phrased", "offer_phrased", *(f"stage_{stage}" for stage in _STAGES))


class Comparison:
    """Figures and misses over several rounds; call `add` for each, then `figures`."""

    def __init__(self) -> None:
        self.misses: list[Miss] = []
        self._pairs: dict[str, Pairs] = defaultdict(Pairs)
        self._means: dict[str, Mean] = defaultdict(Mean)

    def figures(self) -> dict[str, Figure]:
        """All figures by name, the contract's first."""
        figures = {name: self._pairs[name].figure() for name in ("blocks", "persons")}
        figures |= {name: self._means[name].figure() for name in ("coverage", "attribution", "furniture")}
        figures |= {name: self._pairs[name].figure() for name in F1_FIGURES}
        matching = ("match_ndcg5", "match_p1", "match_p3", "match_abstain")
        figures |= {name: self._means[name].figure() for name in matching}
        return figures | {name: self._pairs[name].figure() for name in CLASS_FIGURES}

    def add(self, gold: GoldRound, rows: Rows) -> None:
        """Compare one round's rows (of all tables, that document's only) with its gold."""
        _Round(self, gold, rows).compare()


class _Round:
    """The comparison of one round."""

    def __init__(self, whole: Comparison, gold: GoldRound, rows: Rows) -> None:
        self._whole, self._gold, self._rows = whole, gold, rows
        self._statements: dict[str, Row] = {row["statement_id"]: row for row in rows["statements"]}
        self._unit_of: dict[str, Unit] = {}
        for row in rows["statements"]:
            shared = [(unit.overlap(*_span(row)), unit) for unit in gold.units]
            most = max(shared, key=lambda pair: pair[0], default=None)
            if most is not None and most[0]:
                self._unit_of[row["statement_id"]] = most[1]

    def compare(self) -> None:
        self._structure()
        self._speakers()
        found = self._labels()
        self._positions()
        self._facts()
        self._matches(found)

    def _pair(self, figure: str, predicted: AbstractSet[Hashable], wanted: AbstractSet[Hashable]) -> None:
        self._whole._pairs[figure].add(self._gold.source, predicted, wanted)

    def _miss(
        self, figure: str, line: int, wanted: object, got: object, rows: Sequence[Row] = (), text: str = ""
    ) -> None:
        signals = tuple(dict.fromkeys(signal for row in rows for signal in row["signals"]))
        words = text or " ".join(row["text"] for row in rows)
        self._whole.misses.append(
            Miss(
                figure,
                self._gold.source,
                line,
                str(wanted or ""),
                str(got or ""),
                " ".join(words.split()),
                signals,
            )
        )

    def _structure(self) -> None:
        said = {(row["line"], row["member"]) for row in self._rows["blocks"]}
        want = {(line, member) for line, member, _ in self._gold.blocks}
        self._pair("blocks", said, want)
        for line, member in sorted(said ^ want):
            self._miss(
                "blocks",
                line,
                member if (line, member) in want else "",
                member if (line, member) in said else "",
            )
        said_persons = {
            (row["line"], row["member"], p) for row in self._rows["blocks"] for p in row["persons"]
        }
        want_persons = {(line, member, p) for line, member, persons in self._gold.blocks for p in persons}
        self._pair("persons", said_persons, want_persons)
        for line, member, person in sorted(said_persons ^ want_persons):
            item = f"{person}, {member}"
            wanted = item if (line, member, person) in want_persons else ""
            self._miss("persons", line, wanted, "" if wanted else item)

    def _speakers(self) -> None:
        means = self._whole._means
        for unit in self._gold.units:
            over = [row for row in self._rows["statements"] if unit.overlap(*_span(row))]
            right = bool(over) and all(
                (row["member"], row["reply_to"]) == (unit.speaker, unit.reply_to) for row in over
            )
            means["coverage"].values.append(bool(over))
            means["attribution"].values.append(right)
            if not right:
                said = sorted({_speaks(row["member"], row["reply_to"]) for row in over})
                self._miss(
                    "attribution",
                    unit.place[0],
                    _speaks(unit.speaker, unit.reply_to),
                    "; ".join(said),
                    over,
                    unit.text,
                )
        for row in self._rows["statements"]:
            inside = any(unit.overlap(*_span(row)) for unit in self._gold.units)
            means["furniture"].values.append(inside)
            if not inside:
                self._miss(
                    "furniture", row["line"], "no statement", _speaks(row["member"], row["reply_to"]), [row]
                )

    def _labels(self) -> set[Place]:
        """Compare topics, requests and offers; return the places where a request was found."""
        mine: dict[Place, list[Row]] = defaultdict(list)
        for identifier, unit in self._unit_of.items():
            mine[unit.place].append(self._statements[identifier])
        predicted: dict[str, set[tuple[object, ...]]] = defaultdict(set)
        wanted: dict[str, set[tuple[object, ...]]] = defaultdict(set)
        for unit in self._gold.units:
            rows, here = mine[unit.place], unit.place
            topics = {topic for row in rows for topic in row["topics"] if topic in MEASURED}
            predicted["topics"] |= {(here, topic) for topic in topics}
            wanted["topics"] |= {(here, topic) for topic in unit.topics}
            for topic in sorted(topics ^ unit.topics):
                self._miss(
                    "topics",
                    here[0],
                    topic * (topic in unit.topics),
                    topic * (topic in topics),
                    rows,
                    unit.text,
                )
            for kind in _MARKS:
                want, got = getattr(unit, kind), {row[kind] for row in rows} - {""}
                for name, marks in (
                    (kind, got),
                    *((f"{kind}_{mark}", {mark} & got) for mark in ("explicit", "phrased")),
                ):
                    if marks:
                        predicted[name].add((here,))
                if want:
                    wanted[kind].add((here,))
                    wanted[f"{kind}_{want}"].add((here,))
                if bool(want) != bool(got) or (want == "explicit") != ("explicit" in got):
                    self._miss(kind, here[0], want, ", ".join(sorted(got)), rows, unit.text)
        for name in (
            "topics",
            *(f"{kind}{mark}" for kind in _MARKS for mark in ("", "_explicit", "_phrased")),
        ):
            self._pair(name, predicted[name], wanted[name])
        for topic in MEASURED:
            self._pair(
                f"topic_{topic}",
                {item for item in predicted["topics"] if item[1] == topic},
                {item for item in wanted["topics"] if item[1] == topic},
            )
        return {place for (place,) in predicted["request"]}  # type: ignore[misc]

    def _positions(self) -> None:
        rows = {(r["member"], r["topic"]): r for r in self._rows["positions"] if r["topic"] in MEASURED}
        said = {place: row["stage"] for place, row in rows.items()}
        want = self._gold.positions
        self._pair("positions", {(*p, s) for p, s in said.items()}, {(*p, s) for p, s in want.items()})
        self._pair("positions_topic", set(said), set(want))
        for stage in _STAGES:
            self._pair(
                f"stage_{stage}",
                {place for place, s in said.items() if s == stage},
                {place for place, s in want.items() if s == stage},
            )
        for place in sorted(said.keys() | want.keys()):
            if said.get(place) != want.get(place):
                row = self._statements.get(rows[place]["statement_id"]) if place in rows else None
                who = f"{place[0]}, {place[1]}: "
                wanted, got = (who + s if s else "" for s in (want.get(place, ""), said.get(place, "")))
                self._miss("positions", row["line"] if row else 0, wanted, got, [row] if row else ())

    def _facts(self) -> None:
        line_of = {
            line: unit.place[0]
            for unit in self._gold.units
            for line in range(unit.place[0], unit.line_end + 1)
        }
        said: dict[tuple[object, ...], Row] = {}
        for row in self._rows["facts"]:
            if row["kind"] != "year":
                unit = self._unit_of.get(row["statement_id"])
                said[(unit.place[0] if unit else _NOWHERE[0], _number(row["value"]), row["unit"])] = row
        want = {(line_of.get(line, line), _number(value), unit) for line, value, unit in self._gold.facts}
        self._pair("facts", set(said), set(want))
        for item in sorted(said.keys() ^ want, key=str):
            line, value, measure = item
            stated = self._statements.get(said[item]["statement_id"]) if item in said else None
            figure = f"{value} {measure}"
            wanted = figure if item in want else ""
            place = stated["line"] if stated else int(str(line))
            self._miss("facts", place, wanted, "" if wanted else figure, [stated] if stated else ())

    def _matches(self, found: set[Place]) -> None:
        proposals: dict[Place, list[tuple[int, float, str]]] = defaultdict(list)
        for row in self._rows["matches"]:
            if row["evidence_date"] and row["evidence_date"] != self._gold.date:
                continue  # help found in another round: this gold knows its own document only
            unit = self._unit_of.get(row["request_id"])
            proposals[unit.place if unit else _NOWHERE].append(
                (row["rank"], -(row["score"] or 0.0), row["helper"])
            )
        ranking = {
            place: list(dict.fromkeys(h for *_, h in sorted(rows))) for place, rows in proposals.items()
        }
        means, texts = self._whole._means, {unit.place: unit.text for unit in self._gold.units}
        for place, ranked in ranking.items():
            helpers = self._gold.helpers.get(place, {})
            means["match_p3"].values.extend(helper in helpers for helper in ranked[:3])
            if place not in self._gold.helpers:
                self._miss("match", place[0], "no request", ", ".join(ranked[:5]), text=texts.get(place, ""))
        for place, helpers in self._gold.helpers.items():
            ranked = ranking.get(place, [])
            if not helpers:
                right = place in found and not ranked
                means["match_abstain"].values.append(right)
                got = ", ".join(ranked[:5]) if place in found else "request not found"
            else:
                gain = ndcg(ranked, dict(helpers))
                means["match_ndcg5"].values.append(gain)
                means["match_p1"].values.append(bool(ranked) and ranked[0] in helpers)
                right, got = gain > 0.999, ", ".join(ranked[:5])
            if not right:
                wanted = ", ".join(f"{helper} {grade}" for helper, grade in helpers.items()) or "nobody"
                self._miss("match", place[0], wanted, got, text=texts.get(place, ""))


def _span(row: Row) -> tuple[int, int]:
    return row["char_start"], row["char_end"]


def _speaks(member: str, reply_to: str) -> str:
    return f"{member} to {reply_to}" if reply_to else member or "nobody"


def _number(value: float) -> str:
    return f"{value:g}"
