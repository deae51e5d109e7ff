"""The dump as the values of a prepared register stand: hashed with its key, then compared as any.

The register's side needs no normalising: that was done once, when it was prepared.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step
from telusur.records.comparable import as_they_stand, dump_column, of_dump
from telusur.vocabulary.keyed import keyed64
from telusur.vocabulary.unchanged import plain_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnPair, DumpTable, Prepared


def hashed(prepared: Prepared, values: Sequence[str]) -> tuple[list[str], str]:
    """The values as the register's stand, and what a FROM needs beside its relation for that."""
    return [keyed64(value) for value in values], f" CROSS JOIN {prepared.key} AS k"


def hashed_dump(
    engine: Engine, dump: DumpTable, prepared: Prepared, pairs: tuple[ColumnPair, ...], prefix: str
) -> DumpTable:
    """Make ``{prefix}hashed``: ``row_`` and the columns that ``of_dump`` names.

    Where few different values recur, each is normalised and hashed once and the rows look it up.
    Also ``{prefix}plain_all``, a view of the normalised values before hashing: ``row_``, ``d0…``.
    From these the patterns of keys are learned.
    """
    before = [replace(pair, hashed=None) for pair in pairs]
    once = {at for at, pair in enumerate(before) if pair.few}
    typed = [
        (dump_column(pair), pair.type)
        for pair in as_they_stand([pair for pair in before if not pair.few])
    ]
    plain = plain_columns(engine, str(dump.relation), typed)
    values = [of_dump(pair, plain) for pair in before]
    each = ", ".join(f"{value} AS d{at}" for at, value in enumerate(values))
    keys, beside = hashed(prepared, [f"p.d{at}" for at in range(len(pairs))])
    for at in sorted(once):
        column = dump_column(before[at])
        (key,), _ = hashed(prepared, ["n"])
        engine.run(
            Step(
                f"{prefix}once{at}",
                f"SELECT x, {key} AS h FROM (SELECT {column} AS x, {values[at]} AS n FROM "
                f"(SELECT DISTINCT {column} FROM {dump.relation}) AS c) AS w{beside} "
                "WHERE x IS NOT NULL",
            )
        )
    columns = ", ".join(
        f"{f'w{at}.h' if at in once else keys[at]} AS {dump_column(pair)}"
        for at, pair in enumerate(pairs)
    )
    raw = "".join(f", {dump_column(before[at])} AS x{at}" for at in sorted(once))
    rest = "".join(f", {value} AS d{at}" for at, value in enumerate(values) if at not in once)
    looked_up = "".join(
        f" LEFT JOIN {prefix}once{at} AS w{at} ON w{at}.x = p.x{at}" for at in sorted(once)
    )
    engine.run(
        Step(f"{prefix}plain_all", f"SELECT row_, {each} FROM {dump.relation}", Keep.VIEW),
        Step(
            f"{prefix}hashed",
            f"SELECT p.row_, {columns} FROM (SELECT row_{raw}{rest} FROM {dump.relation}) AS p"
            f"{beside}{looked_up}",
        ),
    )
    engine.drop(*(f"{prefix}once{at}" for at in once))
    return replace(dump, relation=f"{prefix}hashed")
