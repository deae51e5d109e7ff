"""What values look like: the commonest shapes, and masked examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import comma, quoted
from telusur.vocabulary.masking import mask

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import DumpTable

# Shapes kept of a column, the commonest; and the characters of one.
SHAPES, SHAPE_LENGTH = 5, 32

# Masked examples of a column; drawn among this many values, as several may look alike.
EXAMPLES, DRAWN = 3, 40


def shapes(engine: Engine, tall: str, columns: int) -> tuple[tuple[tuple[str, float], ...], ...]:
    """The commonest shapes of each column: letters as x, digits as 9, the rest as it is.

    Only ASCII signs stay: a shape holds nothing that a column's values could smuggle in.
    """
    shape = (
        "regexp_replace(regexp_replace(regexp_replace("
        f"left(v, {SHAPE_LENGTH}), '[^ -~]|[A-Za-z]', 'x', 'g'), '[0-9]', '9', 'g'), "
        "'[^x9 .,:/@()+-]', '?', 'g')"
    )
    found = engine.collect(
        f"""WITH shaped AS (
          SELECT col, {shape} AS shape, CAST(sum(n) AS BIGINT) AS n FROM {quoted(tall)}
          GROUP BY col, shape
        ), ranked AS (
          SELECT col, shape, n, row_number() OVER (PARTITION BY col ORDER BY n DESC, shape) AS nth,
            CAST(sum(n) OVER (PARTITION BY col) AS BIGINT) AS of FROM shaped
        )
        SELECT col, shape, n, of FROM ranked WHERE nth <= {SHAPES} ORDER BY col, nth"""
    ).to_pylist()
    kept: list[list[tuple[str, float]]] = [[] for _ in range(columns)]
    for row in found:
        kept[row["col"]].append((row["shape"], row["n"] / row["of"]))
    return tuple(tuple(one) for one in kept)


def examples(engine: Engine, tall: str, columns: int, seed: int) -> tuple[tuple[str, ...], ...]:
    """Masked examples of each column, drawn by a hash keyed with the seed."""
    found = engine.collect(
        f"""WITH keyed AS (
          SELECT col, v, md5('{int(seed)}:' || v) AS h FROM {quoted(tall)}
        ), ranked AS (
          SELECT col, v, h, row_number() OVER (PARTITION BY col ORDER BY h) AS nth FROM keyed
        ), masked AS (
          SELECT col, {mask("v")} AS m, min(h) AS h FROM ranked WHERE nth <= {DRAWN}
          GROUP BY col, m
        ), chosen AS (
          SELECT col, m, row_number() OVER (PARTITION BY col ORDER BY h) AS nth FROM masked
        )
        SELECT col, m FROM chosen WHERE nth <= {EXAMPLES} ORDER BY col, nth"""
    ).to_pylist()
    kept: list[list[str]] = [[] for _ in range(columns)]
    for row in found:
        kept[row["col"]].append(row["m"])
    return tuple(tuple(one) for one in kept)


def first_rows(engine: Engine, table: DumpTable, rows: int) -> tuple[tuple[str | None, ...], ...]:
    """The first rows of a table, masked: enough to see that its columns were told wrong."""
    if table.relation is None or not table.columns:
        return ()
    values = comma([f"{mask(f'c{at}')} AS c{at}" for at in range(len(table.columns))])
    found = engine.collect(
        f"SELECT row_, {values} FROM {quoted(table.relation)} WHERE row_ <= {int(rows)}"
    ).to_pylist()
    found.sort(key=lambda row: row["row_"])
    return tuple(tuple(row[f"c{at}"] for at in range(len(table.columns))) for row in found)
