"""SQL dumps of invented people, read at what speed and in how much memory.

    .venv/bin/python benchmarks/sql_dumps.py
    .venv/bin/python benchmarks/sql_dumps.py write FOLDER [--megabytes 500]
    .venv/bin/python benchmarks/sql_dumps.py read FILE...
    .venv/bin/python benchmarks/sql_dumps.py psql FILE --host SOCKETS

``write`` makes ``mysql.sql`` (extended INSERTs of a megabyte, as mysqldump writes them) and
``postgresql.sql`` (COPY, as pg_dump does) of twelve columns, some with quotes, backslashes, line
ends and letters that are not ASCII. ``read`` reads each in a process of its own. ``psql`` loads one
into a running PostgreSQL, into a new table of its own, for comparison. With no command two dumps of
500 MB are written, read and removed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import subprocess
import tempfile
import time
from pathlib import Path

from telusur.evidence import take_in
from telusur.reading.interface import Bench, Content, Overrides
from telusur.reading.sql.reader import read_raw
from telusur.reading.writing import Tables

COLUMNS = (
    "id", "nik", "name", "mother", "birth", "email", "phone", "street", "city", "postcode",
    "balance", "note",
)  # fmt: skip
GIVEN = ("Budi", "Siti", "Agus", "Dewi", "Eko", "Rina", "Nur'aini", "José", "Ayu", "Wahyu", "Zoë")
FAMILY = ("Santoso", "Wijaya", "Ma'ruf", "Siregar", "Nasution", "Gunawan", "O'Hara", "Łukaszewicz")
NOTES = (None, "", "ok", 'said "later"', "two\nlines", "C:\\temp\\x", "tab\there", "lunas; 100%")
CITIES = ("Bandung", "Surabaya", "Kota Batu", "Medan", "Makassar")
BLOCK_ROWS = 4_000


def people(seed: int, first: int) -> list[tuple[str | None, ...]]:
    draw = random.Random(seed)  # noqa: S311 - invented people
    rows = []
    for at in range(first, first + BLOCK_ROWS):
        given, family = draw.choice(GIVEN), draw.choice(FAMILY)
        rows.append((
            str(at), f"{draw.randrange(10**16):016d}", f"{given} {family}", draw.choice(GIVEN),
            f"{draw.randrange(1940, 2010)}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}",
            f"user{draw.randrange(10**7)}@example.com", f"+62 8{draw.randrange(10**9):09d}",
            f"Jl. Mawar No. {draw.randrange(300)}, RT {draw.randrange(20):02d}",
            draw.choice(CITIES), f"{draw.randrange(10_000, 99_999)}",
            f"{draw.randrange(10**6)}.{draw.randrange(100):02d}", draw.choice(NOTES),
        ))  # fmt: skip
    return rows


def mysql(rows: list[tuple[str | None, ...]]) -> str:
    table = str.maketrans({"\\": "\\\\", "'": "\\'", '"': '\\"', "\n": "\\n", "\t": "\t"})
    tuples = ",".join(
        "(" + ",".join(
            "NULL" if value is None else value if at in {0, 10} else f"'{value.translate(table)}'"
            for at, value in enumerate(row)
        ) + ")"
        for row in rows
    )  # fmt: skip
    return f"INSERT INTO `people` VALUES {tuples};\n"


def postgresql(rows: list[tuple[str | None, ...]]) -> str:
    table = str.maketrans({"\\": "\\\\", "\n": "\\n", "\t": "\\t"})
    return "".join(
        "\t".join("\\N" if value is None else value.translate(table) for value in row) + "\n"
        for row in rows
    )


def write(folder: Path, size: int) -> None:
    types = ", ".join(f"{name} text" for name in COLUMNS)
    ticked = ",\n  ".join(f"`{name}` text" for name in COLUMNS)
    before_mysql = (
        "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n"
        f"CREATE TABLE `people` (\n  {ticked}\n) ENGINE=InnoDB;\n"
    )
    before_postgresql = (
        "-- PostgreSQL database dump\nSET client_encoding = 'UTF8';\n"
        f"CREATE TABLE people ({types});\nCOPY people ({', '.join(COLUMNS)}) FROM stdin;\n"
    )
    makers = (
        ("mysql.sql", mysql, before_mysql, "-- Dump completed on 2026-11-24  1:00:00\n"),
        ("postgresql.sql", postgresql, before_postgresql, "\\.\n"),
    )
    for name, make, before, after in makers:
        # thirty different blocks, over and over: what is measured is reading, not inventing
        blocks = [make(people(seed, 1 + seed * BLOCK_ROWS)).encode() for seed in range(30)]
        with (folder / name).open("wb") as file:
            file.write(before.encode())
            at = 0
            while file.tell() < size:
                file.write(blocks[at % len(blocks)])
                at += 1
            file.write(after.encode())


def read(path: str) -> None:
    with tempfile.TemporaryDirectory(dir=Path(path).parent) as name:
        (evidence,) = take_in([Path(path)])
        bench = Bench(None, Tables(Path(name)), Path(name), Overrides())  # type: ignore[arg-type]
        began, spent = time.monotonic(), time.process_time()
        found = read_raw(Content(evidence, Path(path), None), bench)
        took, spent = time.monotonic() - began, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = sum(table.rows_read for table in found.receipt.tables)
    rejected = sum(table.rows_rejected for table in found.receipt.tables)
    size = Path(path).stat().st_size / 1e6
    print(
        f"{Path(path).name:16} {size:7.0f} MB {rows:12,} rows {rejected} rejected {took:7.2f} s "
        f"{spent:7.2f} CPU s {size / took:6.0f} MB/s  peak {peak:6.0f} MiB"
    )


def read_each(paths: list[str]) -> None:
    for path in paths:
        worker = multiprocessing.get_context("spawn").Process(target=read, args=(path,))
        worker.start()
        worker.join()


def psql(path: Path, host: str) -> None:
    run = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", host, "-d", "postgres"]
    subprocess.run([*run, "-c", "DROP TABLE IF EXISTS people"], check=True)
    began = time.monotonic()
    subprocess.run([*run, "-f", str(path)], check=True)
    took = time.monotonic() - began
    size = path.stat().st_size / 1e6
    print(f"{path.name:16} {size:7.0f} MB into PostgreSQL {took:7.2f} s {size / took:6.0f} MB/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command")
    writing = commands.add_parser("write")
    writing.add_argument("folder", type=Path)
    writing.add_argument("--megabytes", type=int, default=500)
    commands.add_parser("read").add_argument("files", nargs="+")
    loading = commands.add_parser("psql")
    loading.add_argument("file", type=Path)
    loading.add_argument("--host", required=True)
    given = parser.parse_args()
    if given.command == "write":
        write(given.folder, given.megabytes * 10**6)
    elif given.command == "psql":
        psql(given.file, given.host)
    elif given.command == "read":
        read_each(given.files)
    else:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), 500 * 10**6)
            read_each([f"{folder}/mysql.sql", f"{folder}/postgresql.sql"])


if __name__ == "__main__":
    main()
