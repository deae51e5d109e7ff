"""Which table of a dump a run compares: the one whose columns fit a candidate's register best.

A database has many tables, and the largest that holds people need not be the holder's members.

1. tables are tried that share most names of columns with a register, and those that tell most of
   people; without either, the largest;
2. each is matched on its first rows with every register, as the whole of it will be later;
3. the first that fits surely, else the one with the best fit that structure does not rule out, is
   the one to compare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step, quoted
from telusur.model.tables import DumpTable
from telusur.profiling import profile_columns
from telusur.structure import StructureOverrides, match
from telusur.vocabulary.names import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts, RegisterTable
    from telusur.profiling import Overview

# Tables tried at most for either reason: each costs a second or two.
MOST_TRIED = 4
# Rows of each that are looked at: structure draws 4,000 of them.
TRIED_ROWS = 20_000
# A table that a register explains so far is its own: no other one is asked.
SURELY = 0.9
# A table of one column fits half of all registers.
FEWEST_COLUMNS = 2
RELATION = "choosing"


def best_table(
    engine: Engine,
    tables: Sequence[DumpTable],
    overview: Overview,
    opened: Sequence[RegisterTable],
    facts: Sequence[tuple[ColumnFacts, ...]],
    seed: int = 0,
) -> DumpTable:
    """The table to compare; ``overview.closely`` where there is no choice or nothing fits.

    Args:
        engine: where all of them lie.
        tables: of the dump, as read.
        overview: which of them hold people.
        opened: the candidates' registers.
        facts: of the columns of each register.
        seed: as of the run.
    """
    tried = _tried(tables, overview, opened)
    if len(tried) < 2:  # noqa: PLR2004  # no choice
        return overview.closely
    best, highest = overview.closely, (0.0, False, 0)
    for table in tried:
        score = _fit(engine, table, opened, facts, seed)  # (2)
        if score >= SURELY:  # (3)
            return table
        fit = (score, table is overview.closely, table.rows)
        if score > 0 and fit > highest:
            best, highest = table, fit
    return best


def _tried(
    tables: Sequence[DumpTable], overview: Overview, opened: Sequence[RegisterTable]
) -> list[DumpTable]:
    """Tables that could be a register's (1)."""
    told = {one.name: one for one in overview.tables}
    ours = [{bare(name) for name in register.columns} for register in opened]

    def shared(table: DumpTable) -> float:
        """The largest share of a register's names that the table has."""
        names = {bare(name) for name in table.columns}
        return max((len(names & those) / len(those) for those in ours if those), default=0.0)

    able = [
        one
        for one in tables
        if one.relation is not None and one.rows and len(one.columns) >= FEWEST_COLUMNS
    ]
    people = sorted(able, key=lambda one: (-told[one.name].score, -one.rows, one.name))
    named = sorted(able, key=lambda one: (-shared(one), -one.rows, one.name))
    tried = named[:MOST_TRIED] + people[:MOST_TRIED]
    return list({one.relation: one for one in tried}.values())


def _fit(
    engine: Engine,
    table: DumpTable,
    opened: Sequence[RegisterTable],
    facts: Sequence[tuple[ColumnFacts, ...]],
    seed: int,
) -> float:
    """The best score that a register gives the table's first rows; 0: all rule it out."""
    engine.run(
        Step(
            RELATION,
            f"SELECT * FROM {quoted(str(table.relation))} WHERE row_ <= {TRIED_ROWS}",
            keep=Keep.VIEW,
        )
    )
    first = DumpTable(RELATION, table.name, table.columns, min(table.rows, TRIED_ROWS))
    named = [(name, f"c{at}") for at, name in enumerate(table.columns)]
    try:
        seen = profile_columns(engine, RELATION, named)
        found, _ = match(engine, first, seen, opened, facts, StructureOverrides(), seed=seed)
    finally:
        engine.drop(RELATION)
    return max((one.score for one in found.candidates if not one.excluded), default=0.0)
