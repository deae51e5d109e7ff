"""One dump matched with ten registers of 200 columns: read where they lie, and prepared.

    .venv/bin/python benchmarks/register_index.py [--registers 10] [--members 20000] [--keep DIR]

The registers are invented: every holder has its own members, its own keys and its own 190 columns
of codes, dates, names, numbers and texts; ten columns are of kinds that all of them have. The dump
holds 30 columns of the fourth, under other names, half of its values in another case. Opening the
registers, profiling and matching are timed apart; both ways are run one after the other, on the
same files. --keep leaves them in DIR, where they are found again; --prepared matches with the
prepared ones alone.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from telusur import registers
from telusur.engine.duckdb.engine import DuckDBEngine
from telusur.engine.protocol import FileKind, Limits, Scan, Step
from telusur.indexing import prepare
from telusur.model.tables import DumpTable
from telusur.profiling import profile_columns
from telusur.structure import StructureOverrides, match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.model.findings.structure import Structure
    from telusur.model.tables import ColumnFacts, RegisterTable

COLUMNS = 200
SOURCE = 3  # the register that the dump is of
DUMP_ROWS, DUMP_COLUMNS = 5_000, 30
SYLLABLES = np.array(["ba", "di", "ku", "la", "ma", "ne", "po", "ra", "su", "ti", "wa", "yo"])


@contextmanager
def timed(what: str) -> Iterator[None]:
    wall, processor = time.perf_counter(), time.process_time()
    yield
    print(
        f"| {what} | {time.perf_counter() - wall:.1f} | {time.process_time() - processor:.1f} |",
        flush=True,
    )


def words(rng: np.random.Generator, rows: int, distinct: int, syllables: int) -> np.ndarray:
    """Invented words, so many different ones at most, the first of them the commonest."""
    made = rng.choice(SYLLABLES, (distinct, syllables))
    joined = np.array(["".join(row) for row in made])  # a list of words, not of rows
    return joined[np.minimum(rng.geometric(min(0.5, 4 / distinct), rows) - 1, distinct - 1)]


def dates(rng: np.random.Generator, rows: int, years: int) -> np.ndarray:
    start = np.datetime64("1950-01-01") + np.timedelta64(int(rng.integers(0, 20_000)), "D")
    return (start + rng.integers(0, 365 * years, rows).astype("timedelta64[D]")).astype(str)


def column(kind: int, rng: np.random.Generator, rows: int) -> np.ndarray:
    """One column of a kind."""
    if kind == 0:
        return words(rng, rows, int(rng.integers(2, 12)), 1)
    if kind == 1:
        return dates(rng, rows, int(rng.integers(2, 40)))
    if kind == 2:
        names = [words(rng, rows, 400, 3), words(rng, rows, 900, 4)]
        return np.char.title(np.char.add(np.char.add(names[0], " "), names[1]))
    if kind == 3:
        return rng.integers(0, int(rng.integers(50, 5_000_000)), rows).astype(str)
    if kind == 4:
        return np.char.add(f"{int(rng.integers(10, 99))}", rng.integers(100, 999, rows).astype(str))
    street = np.char.add("Jl. ", words(rng, rows, 3_000, 4))
    return np.char.add(np.char.add(street, " No. "), rng.integers(1, 200, rows).astype(str))


def keys(rng: np.random.Generator, rows: int) -> dict[str, np.ndarray]:
    card = rng.permutation(np.arange(rows, dtype=np.int64) * 9_973 + 10**10)
    return {
        "no_kartu": np.char.add("000", (card % 10**10).astype(str)),
        "no_ref": np.char.add("R", rng.permutation(rows * 40)[:rows].astype(str)),
    }


def make_register(folder: Path, number: int, members: int) -> Path:
    """One invented register with its description."""
    rng = np.random.default_rng(1000 + number)
    data: dict[str, np.ndarray] = keys(rng, members)
    kinds = rng.integers(0, 6, COLUMNS - len(data))
    for at, kind in enumerate(kinds):
        label = "".join(rng.choice(SYLLABLES, 3))
        data[f"{label}_{at:03}"] = column(int(kind), rng, members)
    pq.write_table(pa.table(data), folder / f"r{number}.parquet")
    path = folder / f"r{number}.toml"
    path.write_text(
        f'[register]\nname = "r{number}"\nholder = "Pemegang {number} (rekaan)"\n'
        f'[source]\npath = "r{number}.parquet"\n[[key]]\ncolumns = ["no_kartu"]\n',
        encoding="utf-8",
    )
    return path


def make_dump(folder: Path, members: int) -> Path:
    """Rows and columns of the source, renamed, every other column in capitals."""
    table = pq.read_table(folder / f"r{SOURCE}.parquet")
    rng = np.random.default_rng(7)
    rows = rng.permutation(members)[: min(DUMP_ROWS, members)]
    chosen = ["no_kartu", *rng.choice(table.column_names[2:], DUMP_COLUMNS - 1, replace=False)]
    table = table.select(chosen).take(rows)
    arrays = [
        pc.utf8_upper(values) if at % 2 else values for at, values in enumerate(table.columns)
    ]
    path = folder / "dump.parquet"
    pq.write_table(pa.table(arrays, names=[f"F{at:02}" for at in range(len(arrays))]), path)
    (folder / "truth.txt").write_text("\n".join(chosen), encoding="utf-8")
    return path


def open_dump(engine: DuckDBEngine, path: Path) -> DumpTable:
    engine.scan("given", Scan(FileKind.PARQUET, (path.resolve(),)))
    names = tuple(one.name for one in engine.columns("given"))
    values = ", ".join(f"{name} AS c{at}" for at, name in enumerate(names))
    engine.run(
        Step(
            "dump",
            "SELECT row_number() OVER (ORDER BY F00) AS row_, CAST(0 AS INTEGER) AS file_, "
            f"CAST(NULL AS BIGINT) AS line_, {values} FROM given",
        )
    )
    rows = engine.collect("SELECT count(*) AS n FROM dump")["n"][0].as_py()
    return DumpTable("dump", "dump", names, rows)


def facts_of(engine: DuckDBEngine, register: RegisterTable) -> tuple[ColumnFacts, ...]:
    if register.prepared is not None:
        return register.prepared.facts
    named = [(name, f"r{at}") for at, name in enumerate(register.columns)]
    return profile_columns(engine, str(register.sample), named)


def matched(folder: Path, dump: Path, given: list[Path], what: str) -> Structure:
    """Open, profile, match; each timed."""
    with tempfile.TemporaryDirectory() as work:
        engine = DuckDBEngine(Limits(work=Path(work), reads=(folder,)))
        table = open_dump(engine, dump)
        names = [(name, f"c{at}") for at, name in enumerate(table.columns)]
        dump_facts = profile_columns(engine, "dump", names)
        with timed(f"{what}: opening"):
            opened = [
                registers.open_register(engine, one, Path(work), index=at)
                for at, one in enumerate(given)
            ]
        with timed(f"{what}: profiling"):
            facts = [facts_of(engine, one) for one in opened]
        with timed(f"{what}: matching"):
            found, _ = match(engine, table, dump_facts, opened, facts, StructureOverrides())
        engine.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--registers", type=int, default=10)
    parser.add_argument("--members", type=int, default=20_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--prepared", action="store_true")
    given = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f}\n| step | seconds | CPU seconds |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = given.keep or Path(name)
        plain, prepared = made(folder, given.registers, given.members)
        size = sum(file.stat().st_size for out in prepared for file in out.iterdir())
        source_size = sum((folder / f"r{at}.parquet").stat().st_size for at in range(len(plain)))
        dump = folder / "dump.parquet"
        found = {"prepared": matched(folder, dump, prepared, "prepared")}
        if not given.prepared:
            found["as they lie"] = matched(folder, dump, plain, "as they lie")
        truth = (folder / "truth.txt").read_text(encoding="utf-8").split("\n")
    print(f"\nprepared {size / 1e6:.0f} MB, registers {source_size / 1e6:.0f} MB (Parquet)")
    for what, one in found.items():
        best = max(one.candidates, key=lambda each: each.score)
        right = sum(each.register_ == truth[int(each.dump[1:])] for each in best.columns)
        others = max(each.score for each in one.candidates if each is not best)
        print(f"{what}: {best.register_} {best.score:.3f}, next {others:.3f}; "
              f"{right} of {DUMP_COLUMNS} pairs right, {len(best.columns)} given")  # fmt: skip
    told = [
        [each.model_dump(exclude={"not_tested"}) for each in one.candidates]
        for one in found.values()
    ]
    same = "equal" if all(each == told[0] for each in told) else "differ"
    print(f"findings {same}; load after: {os.getloadavg()[0]:.1f}")


def made(folder: Path, count: int, members: int) -> tuple[list[Path], list[Path]]:
    """The registers as they lie, and prepared; made where they are not there yet."""
    folder.mkdir(exist_ok=True)
    plain = [folder / f"r{at}.toml" for at in range(count)]
    prepared = [folder / f"r{at}.index" for at in range(count)]
    if not plain[-1].exists():
        for at in range(count):
            make_register(folder, at, members)
        make_dump(folder, members)
    missing = [at for at, out in enumerate(prepared) if not out.exists()]
    if missing:
        with timed(f"preparing {len(missing)} registers"):
            for at in missing:
                prepare(plain[at], prepared[at])
    return plain, prepared


if __name__ == "__main__":
    main()
