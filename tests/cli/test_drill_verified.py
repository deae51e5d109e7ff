"""A drill against its own truth, through the command line: the whole flow at once."""

import csv
import io
import json
import random
import secrets
import shutil
from collections import Counter
from datetime import datetime

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from telusur.drill import make_drill
from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import FileKind, Limits, Scan
from telusur.errors import TelusurError
from telusur.options import Options
from telusur.pipeline import verify
from telusur.registers import register_reads

MEMBERS = 5_000
DELIMITER = ";"
# What may differ between two runs of the same rows in another order.
OF_THE_RUN = ("run", "receipt")


@pytest.fixture(scope="module")
def drill(tmp_path_factory):
    """The drill; nothing in it is changed by a test."""
    return make_drill(tmp_path_factory.mktemp("drill") / "drill", MEMBERS)


@pytest.fixture(scope="module")
def truth(drill):
    """What is true, and the true class of each row that can be read, in the dump's order."""
    rows = pq.read_table(drill.truth_rows).to_pylist()
    read = sorted((row for row in rows if row["row"] is not None), key=lambda row: row["row"])
    return json.loads(drill.truth_json.read_text(encoding="utf-8")), read


@pytest.fixture(scope="module")
def verified(drill, tmp_path_factory):
    """Verify a dump as the drill's; where, and what was found."""

    def run(dump=None, *, key=None, threads=None):
        out = tmp_path_factory.mktemp("verified") / "out"
        if key:
            out.mkdir()
            shutil.copy2(key, out / ".key")
        found = verify(
            Options(
                dump=(dump or drill.dump,),
                registers=(drill.register_toml,),
                claim=drill.claim_toml,
                out=out,
                threads=threads,
            )
        )
        return out, found

    return run


@pytest.fixture(scope="module")
def plain(verified):
    """The drill's dump as it is."""
    return verified(threads=2)


@pytest.fixture(scope="module")
def lines(drill):
    """Header and rows of the dump, broken ones included."""
    text = drill.dump.read_text(encoding="utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=DELIMITER)
    return header, rows


def rewritten(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=DELIMITER).writerows([header, *rows])
    return path


def rows_of(out):
    return pq.read_table(out / "rows.parquet")


def test_counts_of_outcomes_are_the_truth(plain, truth):
    _, found = plain
    told, _ = truth
    (tested,) = found.records
    outcome = {name: count for name, count in tested.outcome.model_dump().items() if count}
    assert outcome == told["outcomes"]
    assert found.receipt.rows_read == told["rows"]
    assert found.receipt.rows_rejected == told["rows_rejected"]
    assert tested.distinct_people == told["distinct_people"]


def test_every_row_has_its_true_outcome(plain, truth):
    out, _ = plain
    _, rows = truth
    table = rows_of(out)
    assert table.num_rows == len(rows)
    assert table["line"].to_pylist() == [row["line"] for row in rows]
    pairs = Counter(
        (row["class"], row["expected"], outcome)
        for row, outcome in zip(rows, table["outcome"].to_pylist(), strict=True)
    )
    assert {pair: n for pair, n in pairs.items() if pair[1] != pair[2]} == {}
    assert len(pairs) == 6  # every planted class is there


def test_verdict_and_date_are_the_truth(plain, truth):
    _, found = plain
    told, _ = truth
    assert found.verdict.grade == "verified"
    assert found.verdict.holder == told["register"]["holder"]
    (dated,) = found.dating
    window = told["true_window"]["register"]
    assert dated.earliest <= datetime.fromisoformat(window["from"])
    assert dated.latest >= datetime.fromisoformat(window["until"])


def test_columns_pair_as_they_were_made(plain, truth):
    _, found = plain
    told, _ = truth
    (candidate,) = found.structure.candidates
    paired = {pair.dump: pair.register_ for pair in candidate.columns}
    assert {name: paired.get(name) for name in told["columns"]} == told["columns"]


def test_order_threads_and_truth_change_nothing(
    plain, drill, lines, verified, tmp_path, monkeypatch
):
    """Rows in another order, one thread for two, the truth out of reach: the same findings."""
    out, found = plain
    header, rows = lines
    order = list(range(len(rows)))
    random.Random(1).shuffle(order)  # noqa: S311  # shuffles rows, keeps no secret
    dump = rewritten(tmp_path / "sample.csv", header, [rows[i] for i in order])
    hidden = drill.truth_json.parent.with_name("hidden")
    drill.truth_json.parent.rename(hidden)
    try:
        other_out, other = verified(dump, key=out / ".key", threads=1)
    finally:
        hidden.rename(drill.truth_json.parent)
    one, two = found.as_json(), other.as_json()
    for part in OF_THE_RUN:
        one.pop(part)
        two.pop(part)
    one["tracing"].pop("order")
    two["tracing"].pop("order")
    assert one == two
    # Under one key a member has one reference, wherever its row stands.
    whole = [i for i, row in enumerate(rows) if len(row) == len(header)]
    place = {line: row for row, line in enumerate(whole)}
    before, after = rows_of(out), rows_of(other_out)
    for column in ("outcome", "member"):
        values = before[column].to_pylist()
        assert [values[place[i]] for i in order if i in place] == after[column].to_pylist()


def test_names_of_columns_change_no_outcome(plain, lines, verified, tmp_path):
    out, _ = plain
    header, rows = lines
    renamed = [f"x{secrets.token_hex(4)}" for _ in header]
    other_out, other = verified(rewritten(tmp_path / "sample.csv", renamed, rows))
    before, after = rows_of(out), rows_of(other_out)
    assert before["outcome"].to_pylist() == after["outcome"].to_pylist()
    assert other.verdict.grade == "verified"
    # Another run draws another key: what is stored of a member cannot be joined across cases.
    shared = set(before["member"].to_pylist()) & set(after["member"].to_pylist())
    assert shared <= {None}


def test_key_is_private(plain):
    out, _ = plain
    assert (out / ".key").stat().st_mode & 0o777 == 0o600


def test_nothing_written_holds_a_plain_value(plain, lines):
    """Numbers, name, phone and e-mail of every row, looked for in all that was written."""
    out, _ = plain
    header, rows = lines
    # No mark of these can stand in a report by chance: ten characters and more.
    names = [header.index(name) for name in ("PSNOKA", "NIK", "NAMA", "NOHP", "EMAIL")]
    whole = [row for row in rows if len(row) == len(header)]
    values = {row[i].strip() for row in whole for i in names if len(row[i].strip()) >= 10}
    assert len(values) > MEMBERS
    table = rows_of(out)
    stored = {
        str(value)
        for column in table.column_names
        for value in pc.unique(table[column]).to_pylist()
    }
    assert not values & stored
    for name in ("findings.json", "report.html", "run.log"):
        text = (out / name).read_text(encoding="utf-8")
        assert [value for value in values if value in text] == [], name


def test_engine_may_not_read_what_lies_beside(drill, tmp_path):
    """A run may read its dump and its registers, and not the truth next door."""
    reads = (drill.dump, *register_reads(drill.register_toml))
    engine = DuckDBEngine(Limits(work=tmp_path, reads=reads))
    members = tuple((drill.register_toml.parent / "members").glob("*.parquet"))
    engine.scan("members", Scan(FileKind.PARQUET, members))
    with pytest.raises(TelusurError):
        engine.scan("truth", Scan(FileKind.PARQUET, (drill.truth_rows,)))
    engine.close()
