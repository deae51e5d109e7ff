"""Polluted CSV: what is read of each file, against its clean twin; beside DuckDB and CleverCSV.

    .venv/bin/python benchmarks/messy.py [--singles] [--every N] [--show N] [--by-hand]

How it is scored stands in tests/support/scoring.py. ``--folder`` takes pairs ``NAME`` and
``NAME.clean.csv`` (RFC 4180, first row names) in place of the invented corpus
(tests/support/pollution.py), ``--by-hand`` the files of tests/support/by_hand.
"""

from __future__ import annotations

import argparse
import csv
import io
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import clevercsv
import clevercsv.encoding
import duckdb
import pyarrow.parquet as pq

from telusur import evidence
from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.errors import TelusurError
from telusur.model.evidence import Quarantine
from telusur.reading.files import read_file
from telusur.reading.interface import Bench, Overrides
from telusur.reading.writing import Tables

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))
import pollution  # the corpora are shared with the tests
from by_hand import CASES
from scoring import Answer, Score, score, unaccounted

BATCH = 200  # files after which the engine is made anew


class Telusur:
    """The reader of this project, in this process."""

    name = "Telusur"

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.files = 0
        self._open()

    def _open(self) -> None:
        self.engine = DuckDBEngine(Limits(work=self.folder, reads=(Path(tempfile.gettempdir()),)))

    def __call__(self, path: Path) -> Answer:
        """One file."""
        self.files += 1
        if self.files % BATCH == 0:
            self.engine.close()
            self._open()
        work = Path(tempfile.mkdtemp(dir=self.folder))
        try:
            (taken,) = evidence.take_in([path])
            bench = Bench(self.engine, Tables(work), work, Overrides())
            read = read_file(taken, bench, Quarantine())
        except TelusurError as error:
            return Answer([], refused=f"{error.code}: {error.message}")
        tables, accounted = [], 0
        raw = path.read_bytes()
        for file in read:
            for table in file.tables:
                names = table.receipt.columns if file.receipt.header else None
                values = pq.read_table(table.path).to_pydict()
                columns = [values[f"c{at}"] for at in range(len(table.receipt.columns))]
                tables.append((names, [*zip(*columns, strict=True)]))
                accounted += table.receipt.rows_rejected
                accounted += sum(one.lines for one in table.receipt.left_out)
            if file.receipt.kind == "delimited" and (lines := unaccounted(raw, file.receipt)):
                print(f"{path.name}: {lines} lines unaccounted for", file=sys.stderr)
                accounted -= lines
        shutil.rmtree(work)
        return Answer(tables, accounted)


def duck(path: Path, options: str) -> Answer:
    try:
        connection = duckdb.connect(config={"threads": 1})
        found = connection.execute(
            f"SELECT * FROM read_csv(?, all_varchar = true{options})", [str(path)]
        )
        names = tuple(one[0] for one in found.description)
        rows = found.fetchall()
    except duckdb.Error as error:
        return Answer([], refused=type(error).__name__)
    unnamed = all(name == f"column{at}" for at, name in enumerate(names)) or all(
        name == f"column{at:0{len(str(len(names) - 1))}}" for at, name in enumerate(names)
    )
    return Answer([(None if unnamed else names, rows)])


def duckdb_sniffer(path: Path) -> Answer:
    return duck(path, "")


def duckdb_ignoring(path: Path) -> Answer:
    return duck(path, ", ignore_errors = true")


def clever(path: Path) -> Answer:
    try:
        text = path.read_text(encoding=clevercsv.encoding.get_encoding(str(path)) or "utf-8")
        dialect = clevercsv.Sniffer().sniff(text)
        rows = [tuple(row) for row in clevercsv.reader(io.StringIO(text, newline=""), dialect)]
    except Exception as error:  # noqa: BLE001  # another's reader: whatever it says is a refusal
        return Answer([], refused=type(error).__name__)
    try:
        header = clevercsv.Sniffer().has_header(text)
    except Exception:  # noqa: BLE001  # the rows stand without it
        header = False
    rows = [row for row in rows if row]
    return Answer([(rows[0], rows[1:])] if header and rows else [(None, rows)])


def corpus(given: argparse.Namespace, folder: Path):
    """Pairs of a path and its twin."""
    if given.folder:
        for path in sorted(given.folder.iterdir()):
            twin = path.with_name(path.name + ".clean.csv")
            if twin.exists():
                rows = list(csv.reader(twin.open(encoding="utf-8", newline="")))
                yield path.name, path, [(tuple(rows[0]), [tuple(row) for row in rows[1:]])]
        return
    if given.by_hand:
        for at, (name, case) in enumerate(CASES.items()):
            if given.by_hand != "all" and case.later != (given.by_hand == "later"):
                continue
            path = folder / f"{at}.csv"
            path.write_bytes(case.raw)
            yield f"by hand: {name}", path, case.tables
        return
    for at, (name, doc) in enumerate(pollution.polluted()):
        if (given.singles and " + " in name) or at % given.every:
            continue
        path = folder / f"{at}.csv"
        path.write_bytes(doc.raw())
        yield name, path, doc.tables()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--singles", action="store_true", help="no pairs")
    arguments.add_argument("--every", type=int, default=1, help="only every Nth file")
    arguments.add_argument("--show", type=int, default=0, help="name N files that are not exact")
    arguments.add_argument("--folder", type=Path, help="pairs NAME and NAME.clean.csv")
    arguments.add_argument(
        "--by-hand", choices=("first", "later", "all"), help="the files typed by hand"
    )
    arguments.add_argument("--alone", action="store_true", help="without the others")
    arguments.add_argument("--kinds", action="store_true", help="mean F1 by pollution")
    given = arguments.parse_args()
    readers = {"Telusur": Telusur()}
    if not given.alone:
        readers |= {
            "DuckDB read_csv": duckdb_sniffer,
            "DuckDB, ignore_errors": duckdb_ignoring,
            "CleverCSV": clever,
        }
    scores: dict[str, list[tuple[str, Score, str]]] = defaultdict(list)
    seconds: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        for what, path, truth in corpus(given, Path(name)):
            for reader, read in readers.items():
                began = time.monotonic()
                answer = read(path)
                seconds[reader] += time.monotonic() - began
                scores[reader].append((what, score(truth, answer), answer.refused))
    print(f"{len(scores['Telusur'])} files")
    print(f"{'reader':24}{'mean F1':>9}{'exact':>7}{'named':>7}{'refused':>9}{'silent':>8}{'s':>7}")
    for reader, all_ in scores.items():
        mean = sum(one.f1 for _, one, _ in all_) / len(all_)
        exact, named = sum(one.exact for _, one, _ in all_), sum(one.named for _, one, _ in all_)
        silent = sum(one.silent for _, one, _ in all_)
        refused = sum(bool(why) for _, _, why in all_)
        row = f"{reader:24}{mean:9.4f}{exact:7}{named:7}{refused:9}{silent:8}"
        print(f"{row}{seconds[reader]:7.0f}")
    if given.kinds:
        by: dict[str, list[Score]] = defaultdict(list)
        for what, one, _ in scores["Telusur"]:
            for kind in what.split(": ", 1)[1].split(" + "):
                by[kind].append(one)
        for kind, all_ in sorted(by.items(), key=lambda x: sum(o.f1 for o in x[1]) / len(x[1])):
            mean = sum(one.f1 for one in all_) / len(all_)
            print(f"{mean:.4f} {sum(o.exact for o in all_):5}/{len(all_):5} {kind}")
    worst = sorted(scores["Telusur"], key=lambda one: (one[1].f1, one[1].named))
    for what, one, why in [one for one in worst if not one[1].named][: given.show]:
        print(f"{one.f1:.3f} {'exact' if one.exact else '     '} {what} {why}")


if __name__ == "__main__":
    main()
