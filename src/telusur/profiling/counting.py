"""Counts over all rows: values present, distinct values, repeats, lengths.

Up to ``EXACT_ROWS`` rows each column is grouped by its value as written, and what is asked of a
value (was anything written, how long is it) is asked once for each distinct one. Beyond, the groups
would take memory that grows with the dump: then all rows are looked at one by one, and distinct
values are counted among a hash-drawn share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telusur.engine.protocol import comma, quoted
from telusur.vocabulary.drawing import below
from telusur.vocabulary.normalise import NULL_TOKENS, light

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine

EXACT_ROWS = 5_000_000

# Values drawn beyond that: the estimate is within half a percent (99 %).
DRAWN_VALUES = 1_000_000

# Columns of one query beyond that: more make its text slow to parse.
COLUMNS_AT_ONCE = 12

EXACT, ESTIMATED = "exact", "values of a hash-drawn share counted"


@dataclass(frozen=True)
class Counted:
    """One column over all rows.

    Attributes:
        present: values that are neither NULL, blank nor a word for nothing.
        distinct: distinct ones among them, as written.
        method: ``EXACT`` or ``ESTIMATED``.
        most: rows that carry the commonest value, 0 when nothing is present; None when estimated.
        min_length: in characters, as written; None when nothing is present.
        max_length: the same.
    """

    present: int
    distinct: int
    method: str
    most: int | None
    min_length: int | None
    max_length: int | None


def count_rows(engine: Engine, relation: str) -> int:
    """Rows of a relation."""
    rows: int = engine.collect(f"SELECT count(*) AS n FROM {quoted(relation)}")["n"][0].as_py()
    return rows


def count_columns(
    engine: Engine, relation: str, columns: Sequence[str], rows: int
) -> tuple[Counted, ...]:
    """Counts of each column."""
    if rows <= EXACT_ROWS:
        return tuple(_grouped(engine, relation, column) for column in columns)
    counted: list[Counted] = []
    for start in range(0, len(columns), COLUMNS_AT_ONCE):
        some = columns[start : start + COLUMNS_AT_ONCE]
        counted += _scanned(engine, relation, some, DRAWN_VALUES / rows)
    return tuple(counted)


def _grouped(engine: Engine, relation: str, column: str) -> Counted:
    row = engine.collect(
        f"""SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS present, count(*) AS distinct_values,
          coalesce(max(n), 0) AS most, min(length(v)) AS shortest, max(length(v)) AS longest
        FROM (SELECT {column} AS v, count(*) AS n FROM {quoted(relation)} GROUP BY {column}) AS g
        WHERE {_written("v")}"""
    ).to_pylist()[0]
    return Counted(
        present=row["present"],
        distinct=row["distinct_values"],
        method=EXACT,
        most=row["most"],
        min_length=row["shortest"],
        max_length=row["longest"],
    )


def _scanned(engine: Engine, relation: str, columns: Sequence[str], share: float) -> list[Counted]:
    asked = []
    for at in range(len(columns)):
        drawn = f"CASE WHEN stable_hash64(v{at}) < {below(share)} THEN v{at} END"
        asked += [
            f"count(v{at}) AS p{at}",
            f"count(DISTINCT {drawn}) AS d{at}",
            f"min(length(v{at})) AS s{at}",
            f"max(length(v{at})) AS l{at}",
        ]
    values = [
        f"CASE WHEN {_written(column)} THEN {column} END AS v{at}"
        for at, column in enumerate(columns)
    ]
    row = engine.collect(
        f"SELECT {comma(asked)} FROM (SELECT {comma(values)} FROM {quoted(relation)}) AS tidy"
    ).to_pylist()[0]
    return [_estimated(row, at, share) for at in range(len(columns))]


def _estimated(row: dict[str, Any], at: int, share: float) -> Counted:
    return Counted(
        present=row[f"p{at}"],
        distinct=min(row[f"p{at}"], round(row[f"d{at}"] / share)),
        method=ESTIMATED,
        most=None,
        min_length=row[f"s{at}"],
        max_length=row[f"l{at}"],
    )


def _written(value: str) -> str:
    """BOOLEAN: something is written in ``value``, what ``light`` makes no NULL of.

    Most values show it by their length and first character, at a tenth of the price.
    """
    longest = max(map(len, NULL_TOKENS))
    plainly = f"length({value}) > {longest} AND {value} >= '!' AND {value} < '\x7f'"
    return f"(({plainly}) OR {light(value)} IS NOT NULL)"
