"""The record stage beside the plain SQL that an analyst would write, at a share of national size.

    .venv/bin/python benchmarks/records.py [--scale 0.01] [--reformatted] [--memory GIGABYTES]
        [--only NAME] [--runs 1]

Scale 1 is the case: 279,000,000 rows against 222,400,000 members, eleven compared columns beside
the card number, both sides in Parquet and shuffled. Nine rows in ten are members', a fifth of them
repeated, one in twenty altered in a column, one in ten nobody's. ``--reformatted`` writes the
dump's text in small letters with blanks around, its dates day first. Each contestant runs in a
process of its own, in turn, under the same limits: seconds, processor seconds, memory, spill, and
the counts that must be equal.

* ``telusur``: link, decoys and settling, as ``verify`` runs them.
* ``plain sql``: one LEFT JOIN on the normalised card number, agreement counted column by column.
* ``raw sql``: the same without any normalisation; right only where nothing was reformatted.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import threading
import time
from pathlib import Path

import duckdb

from telusur.drill import make_drill
from telusur.engine.duckdb.engine import DuckDBEngine
from telusur.engine.protocol import FileKind, Keep, Limits, Scan, Step
from telusur.model.register import RegisterFacts
from telusur.model.tables import ColumnPair, DumpTable, Mapping, RegisterTable
from telusur.records import link, settle, try_decoys

MEMBERS, ROWS = 222_400_000, 279_000_000
TYPES = {
    "psnoka": "id.noka", "nama": "person_name", "jenkel": "sex", "tempat_lahir": "text",
    "tgl_lahir": "birth_date", "nik": "id.nik", "no_hp": "phone", "tmt": "date",
    "email": "email", "kdhubkel": "text", "kdstatuspst": "text", "kdkantor": "text",
}  # fmt: skip
NAMES = tuple(TYPES)
DATES = ("tgl_lahir", "tmt")
REFORMATTED = {
    **dict.fromkeys(DATES, "strftime(CAST({c} AS DATE), '%d/%m/%Y')"),
    "nama": "'  ' || lower({c}) || ' '", "tempat_lahir": "lower({c}) || '  '",
    "email": "upper({c})", "no_hp": "regexp_replace({c}, '^0', '+62 ')",
}  # fmt: skip


def make(folder: Path, scale: float, *, reformatted: bool) -> None:
    """Register and dump as Parquet."""
    drill = make_drill(folder / "drill", int(MEMBERS * scale * 0.65), seed=7, sample_rows=100)
    con = duckdb.connect()
    con.execute(f"SET temp_directory = '{folder}'; SET memory_limit = '16GB'")
    columns = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in NAMES)
    source = f"read_parquet('{drill.register_toml.parent}/members/*.parquet')"
    # the version that is valid now; where the drill has fewer members, numbers are taken on
    con.execute(
        f"COPY (SELECT {columns} FROM {source} WHERE valid_to IS NULL "
        f"ORDER BY hash(psnoka) LIMIT {int(MEMBERS * scale)}) "
        f"TO '{folder}/register.parquet' (COMPRESSION zstd)"
    )
    members = con.execute(f"SELECT count(*) FROM '{folder}/register.parquet'").fetchone()[0]
    rows = int(members * ROWS / MEMBERS)
    written = ", ".join(
        f"{REFORMATTED[name].format(c=name)} AS {name}" if reformatted and name in REFORMATTED
        else name for name in NAMES
    )  # fmt: skip
    altered = ", ".join(
        f"CASE WHEN h % 20 = 0 THEN '01' ELSE {name} END AS {name}" if name == "kdkantor"
        else f"CASE WHEN h % 10 = 7 THEN '9' || substr({name}, 2) ELSE {name} END AS {name}"
        if name == "psnoka" else name for name in NAMES
    )  # fmt: skip
    con.execute(
        f"COPY (SELECT {written} FROM (SELECT {altered}, h FROM ("
        f"SELECT *, hash(psnoka || x) AS h FROM (SELECT *, unnest(CASE WHEN hash(psnoka) % 5 < 2 "
        f"THEN ['a', 'b'] ELSE ['a'] END) AS x FROM '{folder}/register.parquet'))) "
        f"ORDER BY h LIMIT {rows}) TO '{folder}/dump.parquet' (COMPRESSION zstd)"
    )
    con.close()


def telusur(folder: Path, work: Path, memory: int) -> dict[str, int]:
    """Link, decoys, settling."""
    limits = Limits(work=work, reads=(folder,), threads=2, memory_bytes=memory)
    engine = DuckDBEngine(limits)
    engine.scan_numbered("dump_raw", folder / "dump.parquet")
    engine.scan("register_raw", Scan(FileKind.PARQUET, (folder / "register.parquet",)))
    of_dump = ", ".join(f"{name} AS c{at}" for at, name in enumerate(NAMES))
    of_register = ", ".join(f"{name} AS r{at}" for at, name in enumerate(NAMES))
    engine.run(
        Step("dump", f"SELECT row_, 0 AS file_, {of_dump} FROM dump_raw", Keep.VIEW),
        Step(
            "reg",
            "SELECT psnoka AS entity_, CAST(NULL AS BIGINT) AS from_us, "
            f"CAST(NULL AS BIGINT) AS to_us, {of_register} FROM register_raw",
            Keep.VIEW,
        ),
    )
    rows = engine.collect("SELECT count(*) AS n FROM dump")["n"][0].as_py()
    facts = RegisterFacts(name="reg", holder="h", history="none", keys=(("psnoka",),))
    register = RegisterTable(spec=None, facts=facts, columns=NAMES, relation="reg", sample=None)
    raw = engine.collect("SELECT c4 FROM dump WHERE c4 IS NOT NULL LIMIT 1")["c4"][0].as_py()
    order = "dmy" if "/" in raw else "ymd"
    pairs = tuple(
        ColumnPair(
            at, at, name, name, kind,
            order if name in DATES else None, "ymd" if name in DATES else None, 1.0,
        )
        for at, (name, kind) in enumerate(TYPES.items())
    )  # fmt: skip
    mapping = Mapping("reg", pairs, ((0,),))
    dump = DumpTable("dump", "dump", NAMES, rows)
    took = {}
    began = time.monotonic()
    links = link(engine, dump, register, mapping, "v_")
    took["link"] = round(time.monotonic() - began, 1)
    decoys = try_decoys(engine, links, register, mapping, "v_", 0)
    took["decoys"] = round(time.monotonic() - began, 1)
    records = settle(engine, dump, links, "reg", "v_", None, decoys)
    took["settled"] = round(time.monotonic() - began, 1)
    engine.close()
    print(took)
    found = records.outcome
    return {
        "rows": rows, "found": found.identical + found.changed, "identical": found.identical,
        **{one.register_: one.agree for one in records.agreement},
    }  # fmt: skip


def _plain(name: str, side: str, *, normalised: bool) -> str:
    value = f"{side}.{name}"
    if not normalised:
        return value
    tidy = f"nullif(upper(trim(regexp_replace({value}, '\\s+', ' ', 'g'))), '')"
    if name in DATES:
        return f"coalesce(try_strptime({tidy}, ['%Y-%m-%d', '%d/%m/%Y'])::DATE::VARCHAR, {tidy})"
    if name == "no_hp":
        return f"regexp_replace(regexp_replace({tidy}, '[^0-9+]', '', 'g'), '^[+]?62', '0')"
    return tidy


def plain_sql(folder: Path, *, normalised: bool) -> str:
    """What an analyst would write."""
    sides = {
        side: ", ".join(f"{_plain(name, 't', normalised=normalised)} AS {name}" for name in NAMES)
        for side in ("dump", "register")
    }
    agree = ", ".join(
        f"count(*) FILTER (WHERE r.psnoka IS NOT NULL AND d.{name} IS NOT DISTINCT FROM r.{name}) "
        f"AS {name}" for name in NAMES
    )  # fmt: skip
    every = " AND ".join(f"d.{name} IS NOT DISTINCT FROM r.{name}" for name in NAMES)
    return (
        f"SELECT count(*) AS rows, count(r.psnoka) AS found, "
        f"count(*) FILTER (WHERE r.psnoka IS NOT NULL AND {every}) AS identical, {agree} "
        f"FROM (SELECT {sides['dump']} FROM '{folder}/dump.parquet' AS t) AS d LEFT JOIN "
        f"(SELECT {sides['register']} FROM '{folder}/register.parquet' AS t) AS r "
        "ON d.psnoka = r.psnoka"
    )


def analyst(folder: Path, work: Path, memory: int, *, normalised: bool) -> dict[str, int]:
    """Run it."""
    con = duckdb.connect()
    con.execute(f"SET temp_directory = '{work}'; SET memory_limit = '{memory}B'; SET threads = 2")
    con.execute("SET enable_progress_bar = false")
    answer = con.execute(plain_sql(folder, normalised=normalised)).fetchone()
    return dict(zip(["rows", "found", "identical", *NAMES], answer, strict=True))


CONTESTANTS = {
    "telusur": telusur,
    "plain sql": lambda *given: analyst(*given, normalised=True),
    "raw sql": lambda *given: analyst(*given, normalised=False),
}


def _spill(work: Path, stop: threading.Event, most: list[int]) -> None:
    while not stop.wait(0.5):
        sizes = []
        for path in work.rglob("*"):
            try:
                sizes.append(path.stat().st_blocks * 512)
            except OSError:
                continue
        most[0] = max(most[0], sum(sizes))


def contend(name: str, folder: Path, memory: int, answers: multiprocessing.Queue) -> None:
    """One contestant, measured."""
    with tempfile.TemporaryDirectory(dir=folder) as work:
        stop, most = threading.Event(), [0]
        watch = threading.Thread(target=_spill, args=(Path(work), stop, most))
        watch.start()
        wall, processor = time.monotonic(), time.process_time()
        try:
            counts = CONTESTANTS[name](folder, Path(work), memory)
        except Exception as error:  # noqa: BLE001 - how it ended is the result
            counts = {"failed": type(error).__name__}
        wall, processor = time.monotonic() - wall, time.process_time() - processor
        stop.set()
        watch.join()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    answers.put((wall, processor, peak, most[0] / 1e9, counts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=float(os.environ.get("SCALE", "0.01")))
    parser.add_argument("--reformatted", action="store_true")
    parser.add_argument("--memory", type=float, default=12.0)
    parser.add_argument("--only", choices=CONTESTANTS)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the data, made there or used again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "dump.parquet").exists():
            make(folder, given.scale, reformatted=given.reformatted)
        sizes = {name: (folder / f"{name}.parquet").stat().st_size / 1e6
                 for name in ("dump", "register")}  # fmt: skip
        print(f"load before: {os.getloadavg()[0]:.1f}; dump {sizes['dump']:,.0f} MB, "
              f"register {sizes['register']:,.0f} MB")  # fmt: skip
        print("| contestant | seconds | CPU seconds | peak GiB | spill GB | rows | identical |")
        print("|---|---|---|---|---|---|---|")
        told = {}
        for _ in range(given.runs):
            for name in [given.only] if given.only else CONTESTANTS:
                answers = multiprocessing.get_context("spawn").Queue()
                worker = multiprocessing.get_context("spawn").Process(
                    target=contend, args=(name, folder, int(given.memory * 2**30), answers)
                )
                worker.start()
                wall, processor, peak, spill, counts = answers.get()
                worker.join()
                told.setdefault(name, counts)
                print(
                    f"| {name} | {wall:.1f} | {processor:.1f} | {peak:.2f} | {spill:.2f} "
                    f"| {counts.get('rows', 0):,} | {counts.get('identical', counts)} |",
                    flush=True,
                )
        distinct = {json.dumps(counts) for name, counts in told.items()
                    if "failed" not in counts
                    and not (given.reformatted and name == "raw sql")}  # fmt: skip
        print("counts equal" if len(distinct) == 1 else f"counts differ: {told}")


if __name__ == "__main__":
    main()
