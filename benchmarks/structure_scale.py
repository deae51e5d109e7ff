"""Seconds that structure takes on a large drill, beyond one scan of its rows.

    .venv/bin/python benchmarks/structure_scale.py [--rows 5000000]

The drill's dump and register are scanned where they lie; profiling is timed apart, as it serves
other stages too. One scan adds up the lengths of all values.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from telusur import evidence, reading, registers
from telusur.drill import make_drill
from telusur.engine.duckdb.engine import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.profiling import profile_columns
from telusur.structure import StructureOverrides, match

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def timed(what: str) -> Iterator[None]:
    wall, processor = time.perf_counter(), time.process_time()
    yield
    print(
        f"| {what} | {time.perf_counter() - wall:.1f} | {time.process_time() - processor:.1f} |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=5_000_000)
    rows = parser.parse_args().rows
    print(f"load before: {os.getloadavg()[0]:.1f}\n| step | seconds | CPU seconds |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        work.mkdir()
        with timed("drill"):
            paths = make_drill(Path(folder) / "drill", rows, seed=1, sample_rows=rows)
        engine = DuckDBEngine(Limits(work=work, reads=(Path(folder),)))
        with timed("reading the dump"):
            taken = evidence.take_in([paths.dump])
            _, (dump, *_) = reading.read_dump(engine, taken, work / "dump")
        with timed("opening the register"):
            register = registers.open_register(engine, paths.register_toml, work)
        hashed = " + ".join(f"length(coalesce(c{at}, ''))" for at in range(len(dump.columns)))
        with timed("one scan of the dump"):
            engine.collect(f"SELECT sum({hashed}) AS n FROM {dump.relation}")
        with timed("profiling the dump"):
            names = [(name, f"c{at}") for at, name in enumerate(dump.columns)]
            dump_facts = profile_columns(engine, str(dump.relation), names)
        with timed("profiling the register's sample"):
            names = [(name, f"r{at}") for at, name in enumerate(register.columns)]
            facts = profile_columns(engine, str(register.sample), names)
        with timed("structure"):
            structure, _ = match(
                engine, dump, dump_facts, [register], [facts], StructureOverrides()
            )
        engine.close()
    found = structure.candidates[0]
    print(f"\n{dump.rows:,} rows, {register.facts.versions or 0:,} versions in the register; "
          f"{len(found.columns)} pairs; {found.why}")  # fmt: skip


if __name__ == "__main__":
    main()
