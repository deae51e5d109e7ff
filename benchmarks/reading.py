"""A clean CSV into the engine's tables, beside DuckDB's own reader on the same file.

    .venv/bin/python benchmarks/reading.py [--rows 1000000] [--columns 30]

Both make a table of text; Telusur's also hashes the file, finds its dialect, numbers the rows and
counts every line. The best of three runs each, in turn.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import duckdb

from telusur import evidence, reading
from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits

RUNS = 3


def write(path: Path, rows: int, columns: int) -> None:
    values = ", ".join(f"md5(CAST(i * {c + 1} AS VARCHAR))[:8] AS c{c}" for c in range(columns))
    duckdb.sql(f"COPY (SELECT {values} FROM range({rows}) r(i)) TO '{path}' (HEADER)")


def plain(path: Path) -> float:
    connection = duckdb.connect()
    began = time.monotonic()
    connection.execute(
        "CREATE TABLE t AS SELECT * FROM read_csv(?, all_varchar = true)", [str(path)]
    )
    return time.monotonic() - began


def ours(path: Path, folder: Path) -> float:
    work = Path(tempfile.mkdtemp(dir=folder))
    engine = DuckDBEngine(Limits(work=work, reads=(path,)))
    began = time.monotonic()
    taken = evidence.take_in([path])
    reading.read_dump(engine, taken, work, reading.Overrides())
    took = time.monotonic() - began
    engine.close()
    return took


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--columns", type=int, default=30)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "clean.csv"
        write(path, given.rows, given.columns)
        size = path.stat().st_size / 2**20
        times = [(plain(path), ours(path, folder)) for _ in range(RUNS)]
    alone, whole = (min(column) for column in zip(*times, strict=True))
    print(f"{given.rows:,} rows, {given.columns} columns, {size:.0f} MiB")
    print(f"DuckDB read_csv      {alone:6.2f} s")
    print(f"telusur, all counted {whole:6.2f} s")
    print(f"speed ratio          {alone / whole:6.2f}")


if __name__ == "__main__":
    main()
