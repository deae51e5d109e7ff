"""A clean CSV into tables, beside DuckDB's own reader on the same file.

    .venv/bin/python benchmarks/reading.py [--rows 4000000] [--columns 30] [--runs 3] [--large]

Every run is a process of its own, in turn: DuckDB's ``read_csv`` into a table in memory, the same
into Parquet, and Telusur, whose tables are Parquet too, and which starts a confined process, finds
encoding and dialect, and accounts for every line. Hashing the evidence is timed by itself. The best
time of each is taken; memory is the peak of the process that reads, at its highest. ``--large``
leaves DuckDB's table in memory out: the file may be larger than that.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

BLOCK = 1_000_000
READERS = ("memory", "parquet", "telusur")


def write(path: Path, rows: int, columns: int) -> None:
    """Values of eight signs; beyond a million rows the same ones come again."""
    values = ", ".join(f"md5(CAST(i * {c + 1} AS VARCHAR))[:8] AS c{c}" for c in range(columns))
    block = path.with_suffix(".block")
    duckdb.sql(f"COPY (SELECT {values} FROM range({min(rows, BLOCK)}) r(i)) TO '{block}' (HEADER)")
    with path.open("wb") as out, block.open("rb") as lines:
        header = lines.readline()
        out.write(header)
        for _ in range(max(1, rows // BLOCK)):
            lines.seek(len(header))
            shutil.copyfileobj(lines, out, 1 << 24)
    block.unlink()


def memory(path: Path, folder: Path) -> dict[str, float]:  # noqa: ARG001
    began = time.monotonic()
    duckdb.connect().execute(
        "CREATE TABLE t AS SELECT * FROM read_csv(?, all_varchar = true)", [str(path)]
    )
    return {"seconds": time.monotonic() - began}


def parquet(path: Path, folder: Path) -> dict[str, float]:
    began = time.monotonic()
    duckdb.connect().execute(
        f"COPY (SELECT * FROM read_csv('{path}', all_varchar = true)) TO '{folder}/t.parquet'"
    )
    return {"seconds": time.monotonic() - began}


def telusur(path: Path, folder: Path) -> dict[str, float]:
    from telusur import evidence, reading  # noqa: PLC0415 - not to be counted to DuckDB's memory
    from telusur.engine.duckdb import DuckDBEngine  # noqa: PLC0415
    from telusur.engine.protocol import Limits  # noqa: PLC0415

    work = folder / "work"
    work.mkdir()
    engine = DuckDBEngine(Limits(work=work, reads=(path,)))
    began = time.monotonic()
    taken = evidence.take_in([path])
    hashed = time.monotonic()
    reading.read_dump(engine, taken, work, reading.Overrides())
    return {"hash": hashed - began, "seconds": time.monotonic() - hashed}


def run(reader: str, path: Path) -> dict[str, float]:
    """One reader in a process of its own: seconds, and peak MiB."""
    os.sync()  # what was written before is not written beside it
    told = subprocess.run(
        [sys.executable, __file__, "--run", reader, "--file", str(path)],
        check=True,
        capture_output=True,
        text=True,
    )
    result: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return result


def alone(reader: str, path: Path) -> None:
    """What the process of its own does."""
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        told = {"memory": memory, "parquet": parquet, "telusur": telusur}[reader](path, Path(name))
    whose = resource.RUSAGE_CHILDREN if reader == "telusur" else resource.RUSAGE_SELF
    told["MiB"] = resource.getrusage(whose).ru_maxrss / 1024
    print(json.dumps(told))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=4_000_000)
    arguments.add_argument("--columns", type=int, default=30)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--large", action="store_true")
    arguments.add_argument("--run", choices=READERS, help=argparse.SUPPRESS)
    arguments.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.run:
        alone(given.run, given.file)
        return
    readers = READERS[1:] if given.large else READERS
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "clean.csv"
        write(path, given.rows, given.columns)
        size, load = path.stat().st_size / 2**20, os.getloadavg()[0]
        runs = [{reader: run(reader, path) for reader in readers} for _ in range(given.runs)]
    print(f"{given.rows:,} rows, {given.columns} columns, {size:,.0f} MiB; load {load:.1f}")
    best = {one: min(each[one]["seconds"] for each in runs) for one in readers}
    for reader in readers:
        peak = max(each[reader]["MiB"] for each in runs)
        print(f"{reader:8} {best[reader]:7.2f} s  peak {peak:6,.0f} MiB")
    print(f"hashing  {min(each['telusur']['hash'] for each in runs):7.2f} s")
    for reader in readers[:-1]:
        print(f"speed of telusur over {reader}: {best[reader] / best['telusur']:.2f}")


if __name__ == "__main__":
    main()
