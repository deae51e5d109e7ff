"""The second verification against one register: read where it lies, and prepared.

    .venv/bin/python benchmarks/prepared_register.py [--members 200000] [--rows 100000]

The drill's register and dump, verified against the register itself and against its prepared form,
one after the other in one process; then the index is refreshed, unchanged and with the last
thousandth of the register's rows gone. CPU seconds are those of this process and of its children.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from telusur.drill import make_drill
from telusur.indexing import prepare, refresh
from telusur.options import Options
from telusur.pipeline import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.model.findings import Findings

GONE = 0.001


def processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@contextmanager
def timed(what: str) -> Iterator[None]:
    wall, before = time.perf_counter(), processor()
    yield
    print(f"| {what} | {time.perf_counter() - wall:.1f} | {processor() - before:.1f} |", flush=True)


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def told(found: Findings) -> object:
    records = found.records[0]
    agreed = [(each.register_, each.agree) for each in records.agreement]
    outcome = records.outcome.model_dump()  # only plain values link rows without a key match
    outcome |= {"absent": outcome["absent"] + outcome["probable"], "probable": 0}
    return outcome, records.match_rate, agreed, found.dating[0], found.verdict.grade


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--members", type=int, default=200_000)
    parser.add_argument("--rows", type=int, default=100_000)
    given = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f}\n| step | seconds | CPU seconds |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        drill = make_drill(folder / "drill", given.members, seed=1, sample_rows=given.rows)
        index = folder / "ours.index"
        with timed("preparing"):
            made = prepare(drill.register_toml, index)
        found = {}
        for what, register in (("as it lies", drill.register_toml), ("prepared", index)):
            with timed(f"verify, register {what}"):
                found[what] = verify(
                    Options(
                        dump=(drill.dump,),
                        registers=(register,),
                        claim=drill.claim_toml,
                        out=folder / what,
                    )
                )
        with timed("refresh, nothing changed"):
            refresh(index)
        files = sorted(drill.register_toml.parent.glob("**/*.parquet"))
        held = size(drill.register_toml.parent)
        rows = pq.read_table(files[-1])
        gone = max(1, int(GONE * (made.facts.versions or 0)))
        pq.write_table(rows.slice(0, max(1, rows.num_rows - gone)), files[-1])
        with timed(f"refresh, {gone:,} versions gone"):
            done = refresh(index)
        prepared = size(index)
    stages = [*found["as it lies"].run.seconds]
    print("\n| stage | as it lies | prepared |\n|---|---|---|")
    for stage in stages:
        both = [found[what].run.seconds.get(stage, 0.0) for what in found]
        print(f"| {stage} | {both[0]:.1f} | {both[1]:.1f} |")
    print(
        f"\n{made.facts.members:,} members, {made.facts.versions:,} versions, {given.rows:,} rows; "
        f"register {held / 1e6:.0f} MB, prepared {prepared / 1e6:.0f} MB in {len(made.members)} "
        f"file(s), {done.written} of them written at the last refresh"
    )
    same = told(found["as it lies"]) == told(found["prepared"])
    print(f"findings {'equal' if same else 'differ'}; load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
