"""Bounded samples of both sides in the common form, one row a value.

What is drawn depends on the values alone: not on the order of rows, files or threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import Step, comma, literal
from telusur.structure.canonical import canonical_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts, DumpTable, RegisterTable

# Rows looked at on each side, and by how much a share measured on them may be off at 99 %, whatever
# the share: Hoeffding (JASA 58, 1963), which holds for draws without replacement too.
SAMPLE_ROWS = 4000
SAMPLE_ERROR = 0.026
# Columns whose values decide which rows are drawn: the most distinct ones tell rows apart.
DRAWN_BY = 3

DUMP, REGISTER = "structure_dump", "structure_register"


@dataclass(frozen=True)
class Sample:
    """Sampled rows of one side.

    Attributes:
        long: relation of ``place`` (0-based, in hash order), ``col``, ``v``, ``u``, ``x``,
            ``n``, ``dated``; see ``canonical_values``.
        rows: how many were drawn.
    """

    long: str
    rows: int


def dump_sample(engine: Engine, dump: DumpTable, facts: Sequence[ColumnFacts], seed: int) -> Sample:
    """Distinct rows of the dump, drawn by the hash of their most distinct columns."""
    telling = sorted(facts, key=lambda each: (-each.distinct, each.position))[:DRAWN_BY]
    by = " || ".join(f"coalesce(c{each.position}, '') || '/'" for each in telling)
    mark = f"stable_hash64({literal(f'structure {seed} ')} || {by})"
    columns = comma([f"c{each.position}" for each in facts])
    source = (
        f"SELECT DISTINCT {mark} AS mark, {columns} FROM {dump.relation} "
        f"WHERE {_below(mark, SAMPLE_ROWS, dump.rows)}"
    )
    order = f"mark, {columns}"
    return _made(engine, DUMP, source, order, facts, "c")


def register_sample(
    engine: Engine, register: RegisterTable, facts: Sequence[ColumnFacts], seed: int
) -> Sample:
    """Versions of the register's own sample of members, drawn by hash."""
    versions = int((register.facts.versions or 0) * register.sample_share)
    mark = (
        f"stable_hash64({literal(f'structure {seed} ')} || entity_ || '/' || "
        "coalesce(CAST(from_us AS VARCHAR), ''))"
    )
    columns = comma([f"r{each.position}" for each in facts])
    source = (
        f"SELECT {mark} AS mark, {columns} FROM {register.sample} "
        f"WHERE {_below(mark, SAMPLE_ROWS, versions)}"
    )
    order = f"mark, {columns}"
    return _made(engine, REGISTER, source, order, facts, "r")


def _below(mark: str, wanted: int, rows: int) -> str:
    """Rows whose hash lies in the lowest part, twice as many as wanted to be sure of enough."""
    if rows <= 2 * wanted:
        return "1 = 1"
    return f"{mark} < {-(2**63) + 2**64 * 2 * wanted // rows}"


def _made(
    engine: Engine,
    name: str,
    source: str,
    order: str,
    facts: Sequence[ColumnFacts],
    letter: str,
) -> Sample:
    engine.run(
        Step(
            f"{name}_rows",
            f"SELECT * FROM (SELECT {order}, row_number() OVER (ORDER BY {order}) - 1 AS place "
            f"FROM ({source}) s) n WHERE place < {SAMPLE_ROWS}",
        )
    )
    canonical_values(engine, name, f"{name}_rows", letter, facts)
    rows = engine.collect(f"SELECT count(*) AS n FROM {name}_rows")["n"][0].as_py()
    engine.drop(f"{name}_rows")
    return Sample(name, rows)
