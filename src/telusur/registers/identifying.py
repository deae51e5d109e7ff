"""Which columns identify a register's members: no row contradicts another of the same key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import quoted
from telusur.registers.canonical import entity_of, fingerprint, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Column, Engine

# Repeats that are slips (a version entered twice) rather than proof that a column is no key: the
# bound that `versions` holds the history to.
MAX_REPEATS = 0.01

# A table written out more often than this is taken for one whose column is no key.
MAX_COPIES = 4

# Start and end of a version, as SQL.
Span = tuple[str, str]


def identifies(
    engine: Engine,
    source: str,
    parts: Sequence[Column],
    values: Sequence[Column],
    span: Span | None,
    rows: int,
) -> bool:
    """Whether at most ``MAX_REPEATS`` of the rows contradict another of the same key.

    Another row of the same key (valid from the same moment) with other values, or valid while
    this one is.
    """
    entity = entity_of([text_of(column) for column in parts])
    moment = span[0] if span else "CAST(NULL AS BIGINT)"
    keyed = f"SELECT {entity} AS e, {moment} AS moment FROM {quoted(source)}"
    looked = engine.collect(
        f"""SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS n, count(*) AS groups,
          count(*) FILTER (WHERE e IS NULL) AS blank FROM (
          SELECT e, moment, count(*) AS n FROM ({keyed}) AS k GROUP BY e, moment) AS g"""
    ).to_pylist()[0]
    repeats, bound = looked["n"] - looked["groups"], MAX_REPEATS * rows
    if looked["blank"] or (repeats > bound and looked["groups"] < rows / MAX_COPIES):
        return False
    if repeats > bound and len(parts) == len(values):
        return False  # nothing beside the key could contradict
    if repeats > bound and _contradictions(engine, keyed, values) > bound:
        return False
    return span is None or _overlaps(engine, source, entity, span) <= bound


def _contradictions(engine: Engine, keyed: str, values: Sequence[Column]) -> int:
    """Keys (and moments) of which two rows differ: a table written out twice has none."""
    row = fingerprint([text_of(column) for column in values])
    keyed = keyed.replace(" FROM ", f", {row} AS f FROM ", 1)
    counted = engine.collect(
        f"SELECT count(*) AS n FROM (SELECT e, moment FROM ({keyed}) AS k GROUP BY e, moment "
        "HAVING min(f) <> max(f)) AS g"
    )
    return int(counted["n"][0].as_py())


def _overlaps(engine: Engine, source: str, entity: str, span: Span) -> int:
    """Versions that are still valid when the next one of the same key begins."""
    start, end = span
    counted = engine.collect(
        f"""SELECT count(*) AS n FROM (
          SELECT until, lead(since) OVER (PARTITION BY e ORDER BY since, until) AS following FROM (
            SELECT DISTINCT {entity} AS e, {start} AS since, {end} AS until FROM {quoted(source)}
          ) AS k) AS v WHERE following IS NOT NULL AND (until IS NULL OR until > following)"""
    )
    return int(counted["n"][0].as_py())
