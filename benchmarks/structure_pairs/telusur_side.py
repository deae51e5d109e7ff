"""Telusur on one pair: what every signal says, through the product's own steps."""

from __future__ import annotations

import importlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from benchmarks.structure_pairs.score import Told
from telusur.engine.duckdb.engine import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.model.register import RegisterFacts, RegisterHead, RegisterSpec, Source
from telusur.model.tables import DumpTable, RegisterTable
from telusur.profiling import profile_columns
from telusur.structure import StructureOverrides

if TYPE_CHECKING:
    from benchmarks.structure_pairs.make import Pair
    from benchmarks.structure_pairs.values import Column
    from telusur.model.tables import ColumnFacts

# the package gives the function of this name; the steps are the module's
steps = importlib.import_module("telusur.structure.match")


def tell(pair: Pair) -> Told:
    """Read, profile and weigh; nothing but columns and values is handed over."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        engine = DuckDBEngine(Limits(work=folder, reads=(folder,)))
        register, dump = _register(engine, pair), _dump(engine, pair)
        dump_facts = _profiled(engine, str(dump.relation), dump.columns, "c")
        facts = _profiled(engine, str(register.sample), register.columns, "r")
        drawn = steps.Drawn(engine, dump, dump_facts, 0)
        sides = steps._sides(  # noqa: SLF001 - step by step, as match takes them
            dump, dump_facts, register, facts, StructureOverrides()
        )
        signals, linked = steps._signals(engine, sides, drawn.plain, 0)  # noqa: SLF001
        engine.close()
    return Told(
        pair.name, pair.base, pair.scenario, pair.seed, pair.rename, pair.held_out, pair.truth,
        sides, signals, linked.rows,
    )  # fmt: skip


def _columns(letter: str, columns: list[Column]) -> dict[str, pa.Array]:
    return {
        f"{letter}{at}": pa.array([value or None for value in values], pa.string())
        for at, values in enumerate(columns)
    }


def _register(engine: DuckDBEngine, pair: Pair) -> RegisterTable:
    columns, rows = tuple(pair.register), len(next(iter(pair.register.values())))
    since = pa.nulls(rows, pa.int64())
    engine.load(
        "register",
        pa.table(
            {
                "entity_": pa.array([str(at) for at in range(rows)]),
                "from_us": since,
                "to_us": since,
                **_columns("r", list(pair.register.values())),
            }
        ),
    )
    head = RegisterHead(name=pair.base, holder=pair.base)
    spec = RegisterSpec(register=head, source=Source(path="register"), inferred=True)
    facts = RegisterFacts(
        name=pair.base, holder=pair.base, columns=columns, versions=rows, members=rows
    )
    return RegisterTable(spec, facts, columns, "register", "register")


def _dump(engine: DuckDBEngine, pair: Pair) -> DumpTable:
    rows = len(pair.other[0][1])
    engine.load(
        "dump",
        pa.table(
            {
                "row_": pa.array(range(1, rows + 1), pa.int64()),
                "file_": pa.array([0] * rows, pa.int32()),
                "line_": pa.nulls(rows, pa.int64()),
                **_columns("c", [values for _, values in pair.other]),
            }
        ),
    )
    return DumpTable("dump", "other", tuple(name for name, _ in pair.other), rows)


def _profiled(
    engine: DuckDBEngine, relation: str, columns: tuple[str, ...], letter: str
) -> tuple[ColumnFacts, ...]:
    return profile_columns(
        engine, relation, [(name, f"{letter}{at}") for at, name in enumerate(columns)]
    )
