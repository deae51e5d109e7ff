"""Linking without a key: precision, recall and F1 beside Splink with its stock settings.

    python benchmarks/linkage.py [--data DIR] [--only NAME] [--drill MEMBERS]

Four public sets (``TELUSUR_OUTSIDE_DATA`` or ``../shared/data``: ``linkage``), and a drill whose
key columns are left out. In each set the one side is the register and the other the dump, no key
is given, and each row may be one member's. A second line has every second member taken out of the
register, so that half the rows are nobody's. Nothing of Telusur was fitted to these files.

Splink's side is what its documentation begins with: its own comparisons for names, dates and
e-mail, Jaro-Winkler for text, one blocking rule a column, u by random sampling, m by EM, and each
row's best member above 0.99 or 0.5.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from telusur.drill import make_drill
from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.model.register import RegisterFacts
from telusur.model.tables import ColumnPair, DumpTable, Mapping, RegisterTable
from telusur.options import Options, Overrides
from telusur.pipeline import verify
from telusur.profiling import profile_columns
from telusur.records import link_left, without_key
from telusur.structure.mapping import common_type
from telusur.vocabulary.keyed import load_or_make_key

HERE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("TELUSUR_OUTSIDE_DATA", HERE.parent / "shared" / "data"))


@dataclass(frozen=True)
class Set:
    """Two tables of text with ``id`` and the same columns; ``truth``: row's id to member's."""

    dump: pa.Table
    register: pa.Table
    truth: dict[str, str]


def read(path: Path, delimiter: str = ",") -> pa.Table:
    with gzip.open(path, "rb") as file:
        data = file.read()
    names = [n.strip() for n in data.split(b"\n", 1)[0].decode().strip().split(delimiter)]
    options = pv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        strings_can_be_null=True,
        null_values=["", " "],
    )
    table = pv.read_csv(
        pa.py_buffer(data),
        read_options=pv.ReadOptions(column_names=names, skip_rows=1),
        parse_options=pv.ParseOptions(delimiter=delimiter),
        convert_options=options,
    )
    trimmed = [pc.utf8_trim_whitespace(table[name]) for name in names]
    return pa.table(dict(zip(names, trimmed, strict=True)))


def febrl(folder: Path, number: int) -> Set:
    table = read(folder / "febrl" / f"dataset{number}.csv.gz")
    table = table.rename_columns(["id", *table.column_names[1:]])
    original = pc.match_substring(table["id"], "-org")
    ids = table.filter(pc.invert(original))["id"].to_pylist()
    truth = {one: f"rec-{one.split('-')[1]}-org" for one in ids}
    return Set(table.filter(pc.invert(original)), table.filter(original), truth)


def fake_1000(folder: Path) -> Set:
    table = read(folder / "fake_1000" / "fake_1000.csv.gz")
    cluster = table["cluster"].to_pylist()
    ids = table["unique_id"].to_pylist()
    first = {}
    for one, of in zip(ids, cluster, strict=True):
        first.setdefault(of, one)
    table = table.drop_columns(["cluster"]).rename_columns(["id", *table.column_names[1:-1]])
    held = pa.array([first[of] == one for one, of in zip(ids, cluster, strict=True)])
    truth = {one: first[of] for one, of in zip(ids, cluster, strict=True) if first[of] != one}
    return Set(table.filter(pc.invert(held)), table.filter(held), truth)


def dblp_acm(folder: Path) -> Set:
    dblp, acm = (read(folder / "dblp_acm" / f"{name}.csv.gz", "%") for name in ("dblp", "acm"))
    gt = read(folder / "dblp_acm" / "gt.csv.gz", "%")
    truth = dict(zip(gt["D2"].to_pylist(), gt["D1"].to_pylist(), strict=True))
    if pc.max(pc.cast(gt["D1"], pa.int64())).as_py() >= dblp.num_rows:
        truth = {one: other for other, one in truth.items()}
    return Set(acm, dblp, truth)


def restaurants(folder: Path) -> Set:
    names = ("fodors", "zagats", "matches_fodors_zagats")
    dump, register, matches = (read(folder / "restaurants" / f"{n}.csv.gz") for n in names)
    pairs = zip(matches["fodors_id"].to_pylist(), matches["zagats_id"].to_pylist(), strict=True)
    return Set(dump, register, dict(pairs))


SETS = {
    "FEBRL 1": lambda folder: febrl(folder, 1),
    "FEBRL 2": lambda folder: febrl(folder, 2),
    "FEBRL 3": lambda folder: febrl(folder, 3),
    "fake_1000": fake_1000,
    "DBLP-ACM": dblp_acm,
    "restaurants": restaurants,
}


def halved(given: Set) -> Set:
    """Every second member taken out: about half of the rows are nobody's."""
    kept = given.register.filter(pa.array([at % 2 == 0 for at in range(given.register.num_rows)]))
    ids = set(kept["id"].to_pylist())
    return Set(given.dump, kept, {row: who for row, who in given.truth.items() if who in ids})


def telusur_links(given: Set) -> tuple[dict[str, str], object]:
    """What the product links, types told from the contents and names as they stand."""
    names = given.dump.column_names[1:]
    with tempfile.TemporaryDirectory() as folder:
        engine = DuckDBEngine(Limits(work=Path(folder)))
        for name, table, letter in (("held", given.register, "r"), ("given", given.dump, "c")):
            texts = {f"{letter}{i}": table[n] for i, n in enumerate(names)}
            if letter == "r":
                none = pa.nulls(table.num_rows, pa.int64())
                texts = {"entity_": table["id"], "from_us": none, "to_us": none, **texts}
            else:
                texts = {"row_": pa.array(range(1, table.num_rows + 1)), **texts}
            engine.load(name, pa.table(texts))
        held, dumped = (
            profile_columns(engine, name, [(n, f"{letter}{i}") for i, n in enumerate(names)])
            for name, letter in (("held", "r"), ("given", "c"))
        )
        pairs = tuple(
            ColumnPair(i, i, n, n, common_type(dumped[i], held[i]), dumped[i].date_order,
                       held[i].date_order, 1.0)
            for i, n in enumerate(names)
        )  # fmt: skip
        facts = RegisterFacts(name="held", holder="h", members=given.register.num_rows)
        register = RegisterTable(None, facts, tuple(names), "held", None)
        dump = DumpTable("given", "given", tuple(names), given.dump.num_rows)
        links = without_key(engine, dump, Mapping("held", pairs, ()), "v_")
        probable = link_left(engine, register, links, "v_", None, 0)
        rows = (
            engine.collect(f"SELECT row_, entity_ FROM {probable.relation}").to_pylist()
            if probable.relation
            else []
        )
        engine.close()
    ids = given.dump["id"].to_pylist()
    return {ids[row["row_"] - 1]: row["entity_"] for row in rows}, probable.finding


def stock(names: list[str]) -> list[object]:
    """Splink's ready comparisons, by what a column's name says."""
    ready = []
    for name in names:
        if "name" in name or name in ("authors", "surname"):
            ready.append(cl.NameComparison(name))
        elif "email" in name:
            ready.append(cl.EmailComparison(name))
        elif name in ("state", "type", "year", "venue", "city", "postcode", "street_number"):
            ready.append(cl.ExactMatch(name).configure(term_frequency_adjustments=True))
        elif name in ("dob", "date_of_birth", "soc_sec_id", "phone"):
            ready.append(cl.DamerauLevenshteinAtThresholds(name, [1, 2]))
        else:
            ready.append(cl.JaroWinklerAtThresholds(name, [0.9, 0.7]))
    return ready


def splink_links(given: Set, threshold: float) -> dict[str, str]:
    names = given.dump.column_names[1:]
    api = DuckDBAPI(duckdb.connect(config={"threads": 2}))
    rules = [block_on(name) for name in names if name not in ("state", "type", "year", "venue")]
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="id",
        comparisons=stock(names),
        blocking_rules_to_generate_predictions=rules,
    )
    tables = [
        api.register(t, dataset_display_name=n)
        for n, t in (("a", given.dump), ("b", given.register))
    ]
    linker = Linker(tables, settings, log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on(*names[:2])], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6 + 1, seed=1)
    for rule in rules[:3]:
        training.estimate_parameters_using_expectation_maximisation(rule)
    table = linker.inference.predict(threshold_match_probability=threshold)
    found = table.as_duckdbpyrelation().to_arrow_table()
    best: dict[str, tuple[float, str]] = {}
    for row, member, side, weight in zip(
        found["id_l"].to_pylist(), found["id_r"].to_pylist(),
        found["source_dataset_l"].to_pylist(), found["match_weight"].to_pylist(), strict=True,
    ):  # fmt: skip
        one, other = (row, member) if side == "a" else (member, row)
        best[one] = max(best.get(one, (float("-inf"), "")), (weight, other))
    return {row: member for row, (_, member) in best.items()}


def scored(links: dict[str, str], truth: dict[str, str]) -> str:
    right = sum(truth.get(row) == member for row, member in links.items())
    precision, recall = right / max(len(links), 1), right / max(len(truth), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"{precision:9.4f} {recall:8.4f} {f1:8.4f}"


def compare(name: str, given: Set) -> None:
    start = time.perf_counter()
    links, finding = telusur_links(given)
    seconds = time.perf_counter() - start
    label = f"{name} ({given.dump.num_rows:,} x {given.register.num_rows:,})"
    print(f"{label:<32} Telusur            {scored(links, given.truth)} {seconds:6.1f} s"
          f"{'' if finding.tried else '  not tried: ' + str(finding.why)}", flush=True)  # fmt: skip
    for threshold in (0.99, 0.5):
        start = time.perf_counter()
        try:
            told = scored(splink_links(given, threshold), given.truth)
        except Exception as error:  # noqa: BLE001  # its failure is a result, and is printed
            told = f"failed: {type(error).__name__}"
        seconds = time.perf_counter() - start
        print(f"{'':<32} Splink stock, {threshold:<5}{told} {seconds:6.1f} s", flush=True)


def drilled(members: int) -> None:
    """A drill without its card number and NIK: who is who is known, and who is nobody."""
    with tempfile.TemporaryDirectory() as folder:
        drill, out = Path(folder) / "drill", Path(folder) / "out"
        make_drill(drill, members)
        ignored = ("PSNOKA", "NIK", "NOKTP", "NOHP", "NPWP", "EMAIL")
        options = Options(
            dump=(drill / "dump" / "sample.csv",),
            registers=(drill / "register" / "register.toml",),
            out=out,
            overrides=Overrides(ignore=ignored),
        )
        found = verify(options).records[0]
        key = load_or_make_key(out / ".key").subkey("reference", found.register_)
        rows = (
            duckdb.sql(
                "SELECT t.member AS theirs, t.expected, v.outcome, v.member "
                f"FROM '{out}/rows.parquet' v JOIN '{drill}/truth/rows.parquet' t USING (line)"
            )
            .to_arrow_table()
            .to_pylist()
        )
    probable = [row for row in rows if row["outcome"] == "probable"]
    right = sum(bool(r["theirs"]) and key.reference(r["theirs"]) == r["member"] for r in probable)
    left = [row for row in rows if row["outcome"] in ("probable", "absent", "unusable")]
    theirs = sum(row["expected"] != "absent" for row in left)
    print(f"\ndrill of {members:,}, without {', '.join(ignored)}: {len(left):,} rows left, "
          f"{theirs:,} of them members'; {len(probable):,} probable, {right:,} right")  # fmt: skip
    print(json.dumps(found.linkage.model_dump(exclude={"compared", "rules"}), indent=1))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--only")
    parser.add_argument("--drill", type=int, default=20_000)
    given = parser.parse_args()
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    print(f"{os.cpu_count()} processors; load before the start: {os.getloadavg()[0]:.1f}")
    print(f"{'set (rows x members)':<32} {'':<18} precision   recall       F1")
    for name, make in SETS.items():
        if given.only in (None, name):
            one = make(given.data / "linkage")
            compare(name, one)
            compare(f"{name}, half", halved(one))
    if given.drill and given.only in (None, "drill"):
        drilled(given.drill)


if __name__ == "__main__":
    main()
