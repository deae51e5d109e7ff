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

    Also ``{prefix}plain_all``, a view of the normalised values before hashing: ``row_``, ``d0…``.
    From these the patterns of keys are learned.
    """
    before = [replace(pair, hashed=None) for pair in pairs]
    plain = plain_columns(
        engine,
        str(dump.relation),
        [(dump_column(pair), pair.type) for pair in as_they_stand(before)],
    )
    values = ", ".join(f"{of_dump(pair, plain)} AS d{at}" for at, pair in enumerate(before))
    keys, beside = hashed(prepared, [f"p.d{at}" for at in range(len(pairs))])
    columns = ", ".join(
        f"{key} AS {dump_column(pair)}" for key, pair in zip(keys, pairs, strict=True)
    )
    engine.run(
        Step(f"{prefix}plain_all", f"SELECT row_, {values} FROM {dump.relation}", Keep.VIEW),
        Step(f"{prefix}hashed", f"SELECT p.row_, {columns} FROM {prefix}plain_all AS p{beside}"),
    )
    return replace(dump, relation=f"{prefix}hashed")
