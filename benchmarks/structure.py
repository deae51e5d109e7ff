"""One-to-one F1 of the column matching on the 21 outside pairs of tables, by scenario.

    .venv/bin/python benchmarks/structure.py [DATA]      DATA: ../shared/data by default

``other.csv.gz`` is read as a dump and ``register.csv.gz`` as a register, through the same stages as
``telusur verify``. Run with ``--no-names`` every dump column is renamed ``column_N``.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from telusur import evidence, reading
from telusur.engine.duckdb.engine import DuckDBEngine
from telusur.engine.protocol import Engine, Limits, Step
from telusur.model.register import RegisterFacts, RegisterHead, RegisterSpec, Source
from telusur.model.tables import RegisterTable
from telusur.profiling import profile_columns
from telusur.structure import StructureOverrides, match


@dataclass(frozen=True)
class Result:
    """One pair of tables."""

    scenario: str
    name: str
    f1: float
    seconds: float


def measure(folder: Path, scenario: str, *, names: bool = True) -> Result:
    """Match one pair and compare with its truth; positions tell columns apart, not names."""
    truth = json.loads((folder / "truth.json").read_text())
    with tempfile.TemporaryDirectory() as work:
        engine = DuckDBEngine(Limits(work=Path(work), reads=(folder,)))
        # the register first: reading the dump takes the same relation names
        register = _register(engine, folder / "register.csv.gz", truth["base"], Path(work))
        _, (dump, *_) = reading.read_dump(
            engine,
            evidence.take_in([folder / "other.csv.gz"]),
            Path(work) / "dump",
            reading.Overrides(no_header=truth["rename"] == "none"),
        )
        if not names:
            dump = replace(dump, columns=tuple(f"column_{i}" for i in range(len(dump.columns))))
        dump_facts = profile_columns(engine, str(dump.relation), numbered(dump.columns, "c"))
        facts = profile_columns(engine, str(register.sample), numbered(register.columns, "r"))
        started = time.perf_counter()
        _, (mapping,) = match(engine, dump, dump_facts, [register], [facts], StructureOverrides())
        seconds = time.perf_counter() - started
        engine.close()
    found = {(pair.dump, pair.register_name) for pair in mapping.pairs} if mapping else set()
    true = {
        (pair["other_index"], pair["register_column"])
        for pair in truth["mapping"]
        if pair["register_column"] is not None
    }
    f1 = 2 * len(found & true) / (len(found) + len(true))
    return Result(scenario, folder.name, f1, seconds)


def _register(engine: Engine, path: Path, name: str, work: Path) -> RegisterTable:
    """The table as a register of its rows: several of these have no column that is a key."""
    _, (table, *_) = reading.read_dump(engine, evidence.take_in([path]), work / "register")
    columns = ", ".join(f"c{i} AS r{i}" for i in range(len(table.columns)))
    engine.run(
        Step(
            "register",
            "SELECT CAST(row_ AS VARCHAR) AS entity_, CAST(NULL AS BIGINT) AS from_us, "
            f"CAST(NULL AS BIGINT) AS to_us, {columns} FROM {table.relation}",
        )
    )
    spec = RegisterSpec(
        register=RegisterHead(name=name, holder=name), source=Source(path=path.name), inferred=True
    )
    facts = RegisterFacts(
        name=name, holder=name, columns=table.columns, versions=table.rows, members=table.rows
    )
    return RegisterTable(spec, facts, table.columns, "register", "register")


def numbered(columns: tuple[str, ...], letter: str) -> list[tuple[str, str]]:
    """Names with the positional columns that they stand for."""
    return [(name, f"{letter}{i}") for i, name in enumerate(columns)]


def pairs(data: Path) -> list[tuple[Path, str]]:
    """Folders of the pairs with their scenario."""
    with (data / "structure" / "index.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (
            data / "structure" / f"{int(row['pair']):03}_{row['base']}_{row['scenario']}",
            row["scenario"],
        )
        for row in rows
    ]


def main() -> None:
    names = "--no-names" not in sys.argv
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    data = Path(given[0] if given else "../shared/data")
    by_scenario: dict[str, list[Result]] = defaultdict(list)
    for folder, scenario in pairs(data):
        result = measure(folder, scenario, names=names)
        by_scenario[scenario].append(result)
        print(f"{result.name:42} {result.f1:.3f} {result.seconds:6.1f} s", flush=True)
    every = [result for results in by_scenario.values() for result in results]
    for scenario, results in [*by_scenario.items(), ("all", every)]:
        print(f"{scenario:42} {sum(r.f1 for r in results) / len(results):.3f}")


if __name__ == "__main__":
    main()
