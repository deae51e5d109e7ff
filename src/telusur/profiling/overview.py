"""All tables of a dump at a glance: which hold people, how they join, which to look at closely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.profiling.joins import find_joins
from telusur.profiling.people import kinds_of, tables_of_people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.findings.profile import JoinProposal, TableProfile
    from telusur.model.findings.receipt import Receipt
    from telusur.model.tables import DumpTable


@dataclass(frozen=True)
class Overview:
    """What is told of the tables before one of them is looked at closely."""

    tables: tuple[TableProfile, ...]
    joins: tuple[JoinProposal, ...]
    closely: DumpTable

    def marked(self, table: DumpTable) -> tuple[TableProfile, ...]:
        """The tables, with ``table`` as the one that is looked at closely."""
        return tuple(
            one.model_copy(update={"verified": one.name == table.name}) for one in self.tables
        )


def look_over(engine: Engine, tables: Sequence[DumpTable], receipt: Receipt) -> Overview:
    """The tables, those of people first, and how they hang together.

    Args:
        engine: where the tables lie.
        tables: at least one; a table without rows is told of and never chosen before another.
        receipt: for the keys that the files declare.
    """
    kinds = kinds_of(engine, tables)
    told, closely = tables_of_people(kinds)
    joins = find_joins(engine, kinds, receipt) if len(tables) > 1 else ()
    return Overview(told, joins, closely)
