"""Rows to look at closely: all of them, or a hash-drawn part that depends on nothing but content.

The hash is of the row's own text, so the same rows are drawn whatever their order, the
number of threads or the engine; a row and its repeats are drawn together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Step, comma, quoted
from telusur.vocabulary.drawing import below
from telusur.vocabulary.normalise import light
from telusur.vocabulary.repeats import row_hash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine

# Types are measured on this many rows: a share of them is within 0.4 percentage points (99 %).
SAMPLE_ROWS = 100_000

# Every type is tried on this many; those that fit some value go on to the larger sample. A type
# that fits one value in a thousand is missed with probability e^-10.
TRIAL_ROWS = 10_000


def draw_rows(engine: Engine, name: str, relation: str, columns: Sequence[str], rows: int) -> None:
    """Table ``name`` of at most about ``SAMPLE_ROWS`` rows: ``h_``, then ``v0…`` as light text."""
    values = [f"{light(column)} AS v{at}" for at, column in enumerate(columns)]
    drawn = relation
    if rows > SAMPLE_ROWS:
        # drawn first and tidied then: tidying costs more than the hash
        drawn = f"{name}_raw"
        chosen = f"{row_hash(columns)} < {below(SAMPLE_ROWS / rows)}"
        engine.run(Step(drawn, f"SELECT {comma(columns)} FROM {quoted(relation)} WHERE {chosen}"))
    engine.run(
        Step(name, f"SELECT {row_hash(columns)} AS h_, {comma(values)} FROM {quoted(drawn)}")
    )
    engine.drop(f"{name}_raw")


def tall(engine: Engine, name: str, sample: str, columns: Sequence[int], rows: int) -> None:
    """Table ``name`` from ``rows`` rows of ``sample``: a row for each distinct value of a column.

    Shape: ``col`` INTEGER (position), ``v`` VARCHAR, ``n`` BIGINT (rows that carry it). What is
    then asked of all columns is one expression, whatever their number.
    """
    held = engine.collect(f"SELECT count(*) AS n FROM {quoted(sample)}")["n"][0].as_py()
    chosen = ""
    if held > rows:
        # h_ is uniform over the range that the sample was drawn from: order decides, not size
        cut = engine.collect(
            f"SELECT max(h_) AS h FROM (SELECT h_ FROM {quoted(sample)} ORDER BY h_ LIMIT {rows})"
            " AS lowest"
        )["h"][0].as_py()
        chosen = f"AND h_ <= {cut}"
    each = [
        f"SELECT CAST({at} AS INTEGER) AS col, v{at} AS v, count(*) AS n FROM {quoted(sample)} "
        f"WHERE v{at} IS NOT NULL {chosen} GROUP BY v{at}"
        for at in columns
    ]
    engine.run(Step(name, "\nUNION ALL\n".join(each)))
