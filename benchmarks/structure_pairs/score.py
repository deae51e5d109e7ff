"""F1, recall at the size of the truth, and how far the probabilities can be believed."""

from __future__ import annotations

import importlib
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import mean
from typing import TYPE_CHECKING

from benchmarks.structure_pairs import words_used
from benchmarks.structure_pairs.make import BASES
from telusur.structure.assign import assigned
from telusur.structure.candidate import Fit, candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from telusur.structure.interface import Sides, Signal, Weighed

steps = importlib.import_module("telusur.structure.match")

Columns = tuple[int, int]
BINS = 10
EXACT = 1e-4  # findings are rounded


@dataclass(frozen=True)
class Told:
    """What the signals say of one pair of tables."""

    name: str
    base: str
    scenario: str
    seed: int
    rename: str
    held_out: bool
    truth: dict[int, str]
    sides: Sides
    signals: list[Signal]
    rows: int

    @cached_property
    def true(self) -> set[Columns]:
        """The true pairs, by position."""
        return {(i, self.sides.register.columns.index(name)) for i, name in self.truth.items()}

    @cached_property
    def weighed(self) -> dict[Columns, Weighed]:
        """All pairs with their points."""
        pairs: dict[Columns, Weighed] = steps._weighed(self.signals)  # noqa: SLF001
        return pairs

    @cached_property
    def found(self) -> set[Columns]:
        """The pairs that the product reports."""
        return set(assigned(self.weighed, self.sides).items())

    @property
    def f1(self) -> float:
        """One-to-one F1."""
        return f1(self.found, self.true)

    @property
    def recall(self) -> float:
        """Of the pairs with the most points, as many as are true: the share that is."""
        ranked = sorted(self.weighed, key=lambda pair: -self.weighed[pair].points)
        return len(set(ranked[: len(self.true)]) & self.true) / len(self.true)

    @property
    def part(self) -> str:
        """What the pair may be used for."""
        if self.base not in BASES:
            return "public"
        return "held out" if self.held_out else "training"

    @property
    def header(self) -> bool:
        """Whether the names of the other table say anything."""
        return self.rename not in {"none", "opaque", "random"}

    def line(self) -> str:
        """One line of progress."""
        return f"{self.name:50} {self.f1:.3f} {self.rows:5} rows linked"


def f1(found: set[Columns], true: set[Columns]) -> float:
    """Of two sets of pairs."""
    return 2 * len(found & true) / (len(found) + len(true))


def table(rows: Sequence[tuple[str, str, float, float]], by: str) -> None:
    """Mean F1 and recall of (group, matcher, F1, recall)."""
    grouped: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(dict)
    for group, matcher, one, recall in rows:
        grouped[group].setdefault(matcher, []).append((one, recall))
        grouped["all"].setdefault(matcher, []).append((one, recall))
    matchers = list(dict.fromkeys(matcher for _, matcher, _, _ in rows))
    print(f"\n| {by} | pairs | " + " | ".join(matchers) + " |")
    print("|---|---|" + "---|" * len(matchers))
    every = grouped.pop("all")
    for group, found in [*grouped.items(), ("**all**", every)]:
        cells = [
            f"{mean(o for o, _ in found[m]):.3f}, {mean(r for _, r in found[m]):.3f}"
            for m in matchers
        ]
        print(f"| {group} | {len(found[matchers[0]])} | " + " | ".join(cells) + " |")


@dataclass(frozen=True)
class Bin:
    """Predictions of one tenth."""

    low: float
    number: int
    said: float
    came: float


def reliability(predictions: Iterable[tuple[float, bool]]) -> tuple[list[Bin], float]:
    """Bins of probabilities and what came true; the expected calibration error."""
    binned: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, true in predictions:
        binned[min(BINS - 1, int(score * BINS))].append((score, true))
    bins = [
        Bin(at / BINS, len(held), mean(s for s, _ in held), mean(float(t) for _, t in held))
        for at, held in sorted(binned.items())
    ]
    total = sum(each.number for each in bins)
    return bins, sum(each.number * abs(each.said - each.came) for each in bins) / total


def best_of_each(told: Told) -> list[tuple[float, bool]]:
    """For every column of the dump the likeliest counterpart, taken or not."""
    best: dict[int, tuple[float, bool]] = {}
    true = told.true
    for (i, j), weighed in told.weighed.items():
        if i not in best or weighed.score > best[i][0]:
            best[i] = (weighed.score, (i, j) in true)
    return list(best.values())


def reported(told: Told) -> list[tuple[float, bool]]:
    """The pairs that the product reports."""
    weighed, true = told.weighed, told.true
    return [(weighed[pair].score, pair in true) for pair in told.found]


def _covers(told: Told) -> bool:
    """Whether the score's interval holds the share of columns that have a counterpart."""
    bare = {pair: replace(weighed, basis=()) for pair, weighed in told.weighed.items()}
    fit = Fit(told.sides, dict(told.found), bare, present=())
    interval = candidate(fit).interval
    share = len(told.truth) / told.sides.shape[0]
    return interval is not None and interval.low - EXACT <= share <= interval.high + EXACT


def report(told: Sequence[Told], others: Sequence[dict[str, object]]) -> None:
    """Print every table."""
    named = {each.name: each for each in told}
    rows = [(each, "Telusur", each.f1, each.recall) for each in told]
    for other in others:
        each = named[str(other["pair"])]
        at = {name: i for i, name in enumerate(each.sides.dump.columns)}
        to = {name: j for j, name in enumerate(each.sides.register.columns)}
        single, ranked = (
            [(at[a], to[b]) for a, b in other[kind]]
            for kind in ("single", "ranked")  # type: ignore[attr-defined]
        )
        recall = len(set(ranked[: len(each.true)]) & each.true) / len(each.true)
        rows.append((each, str(other["matcher"]), f1(set(single), each.true), recall))
    for part in ("training", "held out", "public"):
        kept = [row for row in rows if row[0].part == part]
        if kept:
            print(f"\n## {part}: one-to-one F1, recall at the size of the truth")
            by: dict[str, Callable[[Told], str]] = {
                "scenario": lambda one: one.scenario, "base": lambda one: one.base,
                "header": lambda one: one.rename,
            }  # fmt: skip
            for what, of in by.items():
                table([(of(each), m, one, r) for each, m, one, r in kept], what)
            if part != "public":
                words_used.report([row[0] for row in kept if row[1] == "Telusur"])
            _calibration([each for each in told if each.part == part])


def _calibration(told: Sequence[Told]) -> None:
    for what, of in (("best of each dump column", best_of_each), ("reported pairs", reported)):
        bins, error = reliability(one for each in told for one in of(each))
        print(f"\n{what}: expected calibration error {error:.4f}")
        for each in bins:
            print(f"| {each.low:.1f} | {each.number} | {each.said:.3f} | {each.came:.3f} |")
    held = sum(_covers(each) for each in told)
    print(
        f"\ninterval of the score holds the true share of explained columns: {held} of {len(told)}"
    )
    none = sum(1 for t in told for i in range(t.sides.shape[0]) if i not in t.truth)
    said = [(t, i) for t in told for i in set(range(t.sides.shape[0])) - {i for i, _ in t.found}]
    right = sum(1 for t, i in said if i not in t.truth)
    print(f"\nno counterpart: said {len(said)}, right {right}; true {none}")
