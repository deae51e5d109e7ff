"""Facts of columns: what structure compares and records normalise by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import comma, quoted
from telusur.model.tables import ColumnFacts
from telusur.profiling.counting import count_columns, count_rows
from telusur.profiling.kinds import choose, measure_types
from telusur.profiling.sampling import draw_rows
from telusur.profiling.shapes import shapes
from telusur.vocabulary.dates import date_order_votes, decide_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.profiling.counting import Counted

# Types whose values have an order of day and month.
DATED = frozenset({"date", "birth_date", "datetime"})


def profile_columns(
    engine: Engine, relation: str, columns: Sequence[tuple[str, str]]
) -> tuple[ColumnFacts, ...]:
    """Facts of ``columns``, pairs of (name as given, column of ``relation``).

    Counts are over all rows; types, shapes and date orders over at most about 100,000 rows, drawn
    by a hash of their content.
    """
    work = f"{relation}_profile"
    try:
        facts, _ = measure(engine, relation, columns, work)
    finally:
        forget(engine, work)
    return facts


def measure(
    engine: Engine, relation: str, columns: Sequence[tuple[str, str]], work: str
) -> tuple[tuple[ColumnFacts, ...], tuple[Counted, ...]]:
    """As :func:`profile_columns`; leaves ``{work}_…`` to the caller to use and to forget."""
    if not columns:
        return (), ()
    rows = count_rows(engine, relation)
    sql = [column for _, column in columns]
    counts = count_columns(engine, relation, sql, rows)
    draw_rows(engine, f"{work}_rows", relation, sql, rows)
    types = measure_types(engine, f"{work}_rows", len(columns), work)
    looks = shapes(engine, f"{work}_trial", len(columns))
    chosen = [
        choose(name, count.present, shares)
        for (name, _), count, shares in zip(columns, counts, types, strict=True)
    ]
    dated = [at for at, (kind, _) in enumerate(chosen) if kind in DATED]
    orders = _date_orders(engine, f"{work}_tall", dated)
    facts = tuple(
        ColumnFacts(
            position=at,
            name=name,
            type=chosen[at][0],
            valid_share=chosen[at][1],
            rows=rows,
            present=counts[at].present,
            distinct=counts[at].distinct,
            date_order=orders.get(at),
            min_length=counts[at].min_length,
            max_length=counts[at].max_length,
            shapes=looks[at],
            types=tuple(sorted(types[at].items(), key=lambda one: (-one[1], one[0]))),
        )
        for at, (name, _) in enumerate(columns)
    )
    return facts, counts


def forget(engine: Engine, work: str) -> None:
    """Drop what :func:`measure` made."""
    engine.drop(*(f"{work}_{part}" for part in ("rows", "trial", "tall")))


def _date_orders(engine: Engine, tall: str, dated: Sequence[int]) -> dict[int, str | None]:
    """Order of day and month of each column in ``dated``; distinct values vote."""
    if not dated:
        return {}
    votes = date_order_votes("v")
    rows = engine.collect(
        f"SELECT col, {comma([f'{sql} AS {name}' for name, sql in votes.items()])} "
        f"FROM {quoted(tall)} WHERE col IN ({', '.join(map(str, dated))}) GROUP BY col"
    ).to_pylist()
    return {row["col"]: decide_order({name: row[name] for name in votes}) for row in rows}
