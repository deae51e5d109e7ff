"""What of a register's values structure needs beside the members: prepared once, as keyed hashes.

The sample is drawn as for a run with the default seed, so that a prepared register and the same
register read where it lies are told alike.
"""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from telusur.structure.signals.spread import register_spread
from telusur.vocabulary.keyed import keyed64
from telusur.vocabulary.transforms import bare

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts, RegisterTable

SEED = 0


def spread_sketch(
    engine: Engine, register: RegisterTable, facts: tuple[ColumnFacts, ...], key: str
) -> tuple[str, dict[int, tuple[float, float, float, float]]]:
    """SELECT of how often hashed values recur in the register's sample; its own halves' likeness.

    Args:
        engine: where the register lies.
        register: as opened, plain.
        facts: of its columns.
        key: relation of the key.
    """
    counts, own = register_spread(engine, register, facts, SEED)
    sql = (
        f"SELECT form, col, {keyed64('x')} AS x, n, total FROM {counts} AS c CROSS JOIN {key} AS k "
        "ORDER BY form, col, x"
    )
    return sql, {at: astuple(shares) for at, shares in own.items()}


def lists_sketch(register: RegisterTable, key: str) -> str | None:
    """SELECT of the hashed code lists; None where the register has none."""
    at = {name: place for place, name in enumerate(register.columns)}
    lists = [
        f"SELECT CAST({at[column]} AS BIGINT) AS col, {keyed64('upper(trim(code))')} AS code, "
        f"{keyed64('upper(trim(label))')} AS label, {keyed64(bare('label'))} AS a, "
        f"{keyed64(bare('code'))} AS b FROM {codes} AS c CROSS JOIN {key} AS k"
        for column, codes in sorted(register.code_lists.items())
        if column in at
    ]
    if not lists:
        return None
    return f"SELECT * FROM ({' UNION ALL '.join(lists)}) AS l ORDER BY col, code, label, a, b"
