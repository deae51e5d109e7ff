"""A dump in which no key of the register stands: every row is left, and has no key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step, comma
from telusur.model.tables import LinkTable
from telusur.records.comparable import of_dump

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import DumpTable, Mapping


def without_key(engine: Engine, dump: DumpTable, mapping: Mapping, prefix: str) -> LinkTable:
    """What ``link`` makes of a dump with keys, as far as ``link_left`` asks for it."""
    values = comma([f"{of_dump(pair)} AS d{i}" for i, pair in enumerate(mapping.pairs)])
    engine.run(
        Step(f"{prefix}dump", f"SELECT row_, {values} FROM {dump.relation}"),
        Step(
            f"{prefix}found",
            "SELECT row_, CAST(NULL AS VARCHAR) AS entity_, 0 AS key_, true AS consistent "
            f"FROM {dump.relation} WHERE false",
        ),
        Step(f"{prefix}unusable", f"SELECT row_ FROM {dump.relation}", Keep.VIEW),
    )
    return LinkTable(
        links="",
        found=f"{prefix}found",
        unusable=f"{prefix}unusable",
        values=f"{prefix}dump",
        versions="",
        pairs=mapping.pairs,
        keys=(),
        rows=dump.rows,
        found_rows=0,
        weighed=False,
        by_chance=(None,) * len(mapping.pairs),
    )
