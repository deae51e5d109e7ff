"""What changed between two runs: another dump, a fuller one, a register that was refreshed.

Figures are compared as they stand in the findings. Where both runs read the same bytes, rows are
compared one by one as well: how many went from which outcome to which.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import FileKind, Limits, Scan
from telusur.model.findings.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from telusur.afterwards.runs import FinishedRun
    from telusur.model.base import Rate
    from telusur.model.findings import Findings

OUTCOMES = tuple(Outcome.model_fields)


@dataclass(frozen=True)
class Difference:
    """One finding that is not the same.

    Attributes:
        at: JSON pointer of the finding, in both documents where registers stand in one order.
        what: stable key of the figure, worded by whoever shows it.
        subject: register or column that it is about, or empty.
        before: value in the first run; None: not there.
        after: value in the second.
        beyond_intervals: of two rates, whether their intervals do not touch; else None.
    """

    at: str
    what: str
    subject: str
    before: Any
    after: Any
    beyond_intervals: bool | None = None


@dataclass(frozen=True)
class Moved:
    """Rows of one register that went from one outcome to another, or stayed."""

    register: str
    before: str
    after: str
    rows: int

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def differ(
    first: FinishedRun, second: FinishedRun, work: Path
) -> tuple[tuple[Difference, ...], tuple[Moved, ...] | None]:
    """Differences of the findings, and how rows moved; None where the dumps are not the same.

    Args:
        first: the run before.
        second: the run after.
        work: private directory of the engine that compares rows.
    """
    found = tuple(_findings(first.findings, second.findings))
    if _evidence(first.findings) != _evidence(second.findings):
        return found, None
    return found, tuple(_rows(first, second, work))


def _evidence(findings: Findings) -> list[str]:
    return [file.sha256 for file in findings.receipt.files]


def _findings(one: Findings, other: Findings) -> Iterator[Difference]:
    yield from _value("/verdict/grade", "grade", "", one.verdict.grade, other.verdict.grade)
    yield from _value("/verdict/holder", "holder", "", one.verdict.holder, other.verdict.holder)
    rows = one.receipt.rows_read, other.receipt.rows_read
    yield from _value("/receipt/rows_read", "rows_read", "", *rows)
    rejected = one.receipt.rows_rejected, other.receipt.rows_rejected
    yield from _value("/receipt/rows_rejected", "rows_rejected", "", *rejected)
    yield from _registers(one, other)
    yield from _structure(one, other)
    yield from _records(one, other)
    yield from _dating(one, other)


def _registers(one: Findings, other: Findings) -> Iterator[Difference]:
    before, after = ({r.name: r for r in each.registers} for each in (one, other))
    for at, name in enumerate(dict.fromkeys([*before, *after])):
        sides = [
            None if name not in each else (each[name].members, each[name].versions)
            for each in (before, after)
        ]
        for index, what in enumerate(("members", "versions")):
            values = [None if side is None else side[index] for side in sides]
            yield from _value(f"/registers/{at}/{what}", what, name, *values)


def _structure(one: Findings, other: Findings) -> Iterator[Difference]:
    before, after = ({c.register_: c for c in each.structure.candidates} for each in (one, other))
    for at, name in enumerate(dict.fromkeys([*before, *after])):
        pairs = [
            {match.dump: match.register_ for match in each[name].columns} if name in each else {}
            for each in (before, after)
        ]
        for column in dict.fromkeys([*pairs[0], *pairs[1]]):
            where = f"/structure/candidates/{at}/columns"
            values = [each.get(column) for each in pairs]
            yield from _value(where, "counterpart", f"{name}: {column}", *values)


def _records(one: Findings, other: Findings) -> Iterator[Difference]:
    before, after = ({r.register_: r for r in each.records} for each in (one, other))
    for at, name in enumerate(dict.fromkeys([*before, *after])):
        here = f"/records/{at}"
        left, right = before.get(name), after.get(name)
        if left is None or right is None:
            yield from _value(here, "compared", name, left is not None, right is not None)
            continue
        for outcome in OUTCOMES:
            counts = getattr(left.outcome, outcome), getattr(right.outcome, outcome)
            yield from _value(f"{here}/outcome/{outcome}", outcome, name, *counts)
        people = left.distinct_people, right.distinct_people
        yield from _value(f"{here}/distinct_people", "distinct_people", name, *people)
        yield from _rate(
            f"{here}/match_rate", "match_rate", name, left.match_rate, right.match_rate
        )
        columns = [{a.dump: a for a in each.agreement} for each in (left, right)]
        for column in columns[0].keys() & columns[1].keys():
            mine, theirs = columns[0][column], columns[1][column]
            apart = mine.low > theirs.high or theirs.low > mine.high
            if apart:
                yield Difference(
                    f"{here}/agreement", "agreement", f"{name}: {column}",
                    mine.rate, theirs.rate, beyond_intervals=True,
                )  # fmt: skip


def _dating(one: Findings, other: Findings) -> Iterator[Difference]:
    before, after = ({d.register_: d for d in each.dating} for each in (one, other))
    for at, name in enumerate(dict.fromkeys([*before, *after])):
        spans = [
            None
            if name not in each or each[name].earliest is None
            else f"{each[name].earliest:%Y-%m-%d} – {each[name].latest:%Y-%m-%d}"
            for each in (before, after)
        ]
        yield from _value(f"/dating/{at}", "dated", name, *spans)


def _value(at: str, what: str, subject: str, before: Any, after: Any) -> Iterator[Difference]:
    if before != after:
        was, became = (str(one) if isinstance(one, StrEnum) else one for one in (before, after))
        yield Difference(at, what, subject, was, became)


def _rate(at: str, what: str, subject: str, before: Rate, after: Rate) -> Iterator[Difference]:
    if before.value != after.value:
        apart = before.low > after.high or after.low > before.high
        yield Difference(at, what, subject, before.value, after.value, beyond_intervals=apart)


def _rows(first: FinishedRun, second: FinishedRun, work: Path) -> Iterator[Moved]:
    """Rows by their outcome in both runs, for each register that both compared."""
    engine = DuckDBEngine(
        Limits(work=work, reads=(first.folder.resolve(), second.folder.resolve()))
    )
    try:
        for name in [one for one in first.rows if one in second.rows]:
            engine.scan("before", Scan(FileKind.PARQUET, (first.rows[name].resolve(),)))
            engine.scan("after", Scan(FileKind.PARQUET, (second.rows[name].resolve(),)))
            counted = engine.collect(
                "SELECT b.outcome AS was, a.outcome AS became, count(*) AS n FROM before AS b "
                "JOIN after AS a ON a.row = b.row GROUP BY b.outcome, a.outcome "
                "ORDER BY b.outcome, a.outcome"
            ).to_pylist()
            yield from (Moved(name, row["was"], row["became"], row["n"]) for row in counted)
    finally:
        engine.close()
