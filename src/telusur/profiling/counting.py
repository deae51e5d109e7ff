"""Counts over all rows: values present, distinct values, lengths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telusur.engine.protocol import comma, quoted
from telusur.profiling.sampling import below
from telusur.vocabulary.normalise import light

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine

# Columns of one query: more make its text slow to parse and its distinct sets large at once.
COLUMNS_AT_ONCE = 12

# Up to this many rows distinct values are counted; beyond it the memory that this takes grows
# with the dump, so values of a hash-drawn share are counted and the count is scaled up.
EXACT_ROWS = 5_000_000

# Values drawn then: the estimate is within half a percent (99 %).
DRAWN_VALUES = 1_000_000

EXACT, ESTIMATED = "exact", "values of a hash-drawn share counted"


@dataclass(frozen=True)
class Counted:
    """One column over all rows.

    Attributes:
        present: values that are neither NULL, blank nor a word for nothing.
        distinct: distinct ones among them, as tidied.
        method: ``EXACT`` or ``ESTIMATED``.
        min_length: in characters, None when nothing is present.
        max_length: the same.
    """

    present: int
    distinct: int
    method: str
    min_length: int | None
    max_length: int | None


def count_rows(engine: Engine, relation: str) -> int:
    """Rows of a relation."""
    rows: int = engine.collect(f"SELECT count(*) AS n FROM {quoted(relation)}")["n"][0].as_py()
    return rows


def count_columns(
    engine: Engine, relation: str, columns: Sequence[str], rows: int
) -> tuple[Counted, ...]:
    """Counts of each column, in a scan for every ``COLUMNS_AT_ONCE`` of them."""
    share = 1.0 if rows <= EXACT_ROWS else DRAWN_VALUES / rows
    counted: list[Counted] = []
    for start in range(0, len(columns), COLUMNS_AT_ONCE):
        counted += _count(engine, relation, columns[start : start + COLUMNS_AT_ONCE], share)
    return tuple(counted)


def _count(engine: Engine, relation: str, columns: Sequence[str], share: float) -> list[Counted]:
    drawn = (
        "v{0}"
        if share >= 1.0
        else f"CASE WHEN stable_hash64(v{{0}}) < {below(share)} THEN v{{0}} END"
    )
    asked = [
        part
        for at in range(len(columns))
        for part in (
            f"count(v{at}) AS p{at}",
            f"count(DISTINCT {drawn.format(at)}) AS d{at}",
            f"min(length(v{at})) AS s{at}",
            f"max(length(v{at})) AS l{at}",
        )
    ]
    values = [f"{light(column)} AS v{at}" for at, column in enumerate(columns)]
    row = engine.collect(
        f"SELECT {comma(asked)} FROM (SELECT {comma(values)} FROM {quoted(relation)}) AS tidy"
    ).to_pylist()[0]
    return [_counted(row, at, share) for at in range(len(columns))]


def _counted(row: dict[str, Any], at: int, share: float) -> Counted:
    present, drawn = row[f"p{at}"], row[f"d{at}"]
    return Counted(
        present=present,
        distinct=drawn if share >= 1.0 else min(present, round(drawn / share)),
        method=EXACT if share >= 1.0 else ESTIMATED,
        min_length=row[f"s{at}"],
        max_length=row[f"l{at}"],
    )
