"""Pairs drawn for clerks, and their answers into an interval: from a real run of verify."""

from __future__ import annotations

import csv
import json
import stat

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from left_over import COLUMNS, people, slip

from telusur.cli.main import run as command
from telusur.errors import UsageError
from telusur.options import Options
from telusur.pipeline import verify
from telusur.reviewing import draw, take
from telusur.reviewing.interface import Stratum
from telusur.reviewing.strata import chosen
from telusur.reviewing.take import precision

MEMBERS = people(600)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A finished run: 300 whole rows, 80 whose number is wrong name and telephone slipped."""
    folder = tmp_path_factory.mktemp("run")
    broken = [
        (f"X{at}", slip(name, at), born, village, slip(phone, at))
        for at, (_, name, born, village, phone) in enumerate(MEMBERS[300:380])
    ]
    broken[0] = ("X0", "=" + broken[0][1], *broken[0][2:])
    for name, rows in (("members", MEMBERS), ("dump", [*MEMBERS[:300], *broken])):
        table = pa.table(
            {
                c: pa.array(v, pa.string())
                for c, v in zip(COLUMNS, zip(*rows, strict=True), strict=True)
            }
        )
        pq.write_table(table, folder / f"{name}.parquet")
    (folder / "register.toml").write_text(
        '[register]\nname = "kept"\nholder = "H"\n[source]\npath = "members.parquet"\n'
        '[[key]]\ncolumns = ["no"]\n[columns.name]\ntype = "person_name"\n'
        '[columns.born]\ntype = "birth_date"\n'
    )
    options = Options(
        dump=(folder / "dump.parquet",), registers=(folder / "register.toml",), out=folder / "out"
    )
    return folder, options, verify(options)


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def answered(path, rows, answers):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(
            {**row, "answer": answer} for row, answer in zip(rows, answers, strict=False)
        )
    return path


def test_without_dump_and_register_the_table_names_nobody(case, tmp_path):
    _, options, findings = case
    assert findings.records[0].outcome.probable >= 75
    drawn = draw(options.out, tmp_path / "clerks", Options(), 30)
    assert (drawn.pairs, drawn.values) == (30, False)
    text = drawn.table.read_text("utf-8-sig")
    assert not any(word in text for word in ("SANTOSO", "DESA", "0812", "M1000"))
    assert stat.S_IMODE((tmp_path / "clerks").stat().st_mode) == 0o700
    assert stat.S_IMODE(drawn.table.stat().st_mode) == 0o600


def test_with_them_values_stand_side_by_side_and_no_cell_is_a_formula(case, tmp_path):
    _, options, _ = case
    given = Options(dump=options.dump, registers=options.registers)
    drawn = draw(options.out, tmp_path / "clerks", given, 200)
    rows = rows_of(drawn.table)
    assert drawn.values
    for row in rows:
        number = int(row["row"])
        theirs = MEMBERS[number - 1]
        assert row["register: name"] == theirs[1]
        assert row["dump: village"].lstrip("'") == theirs[3]
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())
    first = next(row for row in rows if row["row"] == "301")
    assert first["dump: name"].startswith("'=")


def test_the_same_pairs_are_drawn_again_and_others_with_another_seed(case, tmp_path):
    _, options, _ = case
    tables = [
        draw(options.out, tmp_path / str(at), Options(seed=seed), 20).table.read_bytes()
        for at, seed in enumerate((0, 0, 1))
    ]
    assert tables[0] == tables[1] != tables[2]


def test_answers_narrow_the_precision_beside_the_findings(case, tmp_path, capsys):
    _, options, findings = case
    drawn = draw(options.out, tmp_path / "clerks", Options(), 400)
    rows = rows_of(drawn.table)
    table = answered(tmp_path / "back.csv", rows, ["yes"] * (len(rows) - 2) + ["no", "unsure"])
    before = findings.to_text()
    assert command(["review", "take", str(options.out), str(table)]) == 0
    assert capsys.readouterr().out.startswith("precision: 9")
    told = json.loads((options.out / "review.json").read_text())
    assert told["run"] == findings.run.id
    assert sum(one["yes"] for one in told["strata"]) == len(rows) - 2
    assert told["precision"]["low"] < told["precision"]["value"] <= told["precision"]["high"]
    assert (options.out / "findings.json").read_text() == before


@pytest.mark.parametrize(
    ("answers", "code"),
    [(["perhaps"], "answers-unreadable"), (["yes"], "answers-of-another")],
)
def test_answers_that_are_none_are_refused(case, tmp_path, answers, code):
    _, options, _ = case
    rows = rows_of(draw(options.out, tmp_path / "clerks", Options(), 5).table)
    if code == "answers-of-another":
        rows[0]["row"] = "1"
    with pytest.raises(UsageError) as refused:
        take(options.out, answered(tmp_path / "back.csv", rows, answers))
    assert refused.value.code == code


def test_a_dump_without_its_register_and_a_folder_in_use_are_refused(case, tmp_path):
    _, options, _ = case
    with pytest.raises(UsageError) as refused:
        draw(options.out, tmp_path / "clerks", Options(dump=options.dump), 5)
    assert refused.value.code == "review-needs-both"
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(UsageError) as refused:
        draw(options.out, tmp_path, Options(), 5)
    assert refused.value.code == "out-not-empty"
    with pytest.raises(UsageError) as refused:
        draw(tmp_path, tmp_path / "clerks", Options(), 5)
    assert refused.value.code == "not-a-run"


def stratum(pairs, yes, no, unsure=0):
    return Stratum(low=0.99, high=1, linked=True, pairs=pairs, drawn=yes + no + unsure,
                   yes=yes, no=no, unsure=unsure)  # fmt: skip


def test_strata_count_by_their_size_and_a_whole_one_is_certain():
    told = precision([stratum(900, 90, 0), stratum(100, 50, 50)])
    assert told.value == pytest.approx(0.9 * 1 + 0.1 * 0.5)
    assert 0.9 * 0.9 + 0.05 < told.low < told.value
    assert told.high == pytest.approx(0.95)
    whole = precision([stratum(10, 8, 1, 1)])
    assert (whole.low, whole.value, whole.high) == (0.8, pytest.approx(8 / 9), 0.9)
    assert precision([stratum(10, 5, 0), stratum(10, 0, 0, 2)]) is None


def test_the_interval_covers_as_often_as_it_says():
    rng = np.random.default_rng(8)
    sizes, right, drawn = (4000, 600), (0.995, 0.8), (100, 100)
    truth = sum(n * p for n, p in zip(sizes, right, strict=True)) / sum(sizes)
    inside = 0
    for _ in range(400):
        yes = [int(rng.binomial(n, p)) for n, p in zip(drawn, right, strict=True)]
        told = precision(
            [stratum(size, y, n - y) for size, y, n in zip(sizes, yes, drawn, strict=True)]
        )
        inside += told.low <= truth <= told.high
    assert inside >= 390


def test_a_stratum_with_few_pairs_leaves_its_part_to_the_others():
    pairs = pa.table({"row": range(105), "member": [str(n) for n in range(105)]})
    of = np.array([0] * 5 + [1] * 50 + [2] * 50)
    places = chosen(pairs, of, 3, 60, 0)
    assert np.bincount(of[places]).tolist() == [5, 27, 28]
    assert len(set(places.tolist())) == 60
