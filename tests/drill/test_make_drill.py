from __future__ import annotations

import ast
import csv
import hashlib
import importlib.util
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from telusur.drill import DrillPaths, make_drill
from telusur.errors import UsageError
from telusur.model.claim import Claim
from telusur.model.register import RegisterSpec

if TYPE_CHECKING:
    from conftest import Drill


def _content(paths: DrillPaths) -> dict[str, str]:
    """A hash of each part: text as it is, tables by their sorted rows."""
    root = paths.truth_json.parents[1]
    text = sorted(path for path in root.rglob("*") if path.suffix in (".csv", ".toml", ".json"))
    found = {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in text
    }
    for name, tables in (("members", "register/members/*.parquet"), ("rows", "truth/*.parquet")):
        rows = duckdb.sql(f"SELECT r::VARCHAR FROM '{root / tables}' r ORDER BY 1").fetchall()
        found[name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


def test_same_seed_same_content_whatever_the_threads(tmp_path: Path) -> None:
    made = [
        make_drill(tmp_path / str(threads), 2_500, seed=3, threads=threads, block_members=600)
        for threads in (1, 2, 5)
    ]
    first, *others = (_content(paths) for paths in made)
    assert len(first) == 15
    assert all(content == first for content in others)


def test_another_seed_another_register(tmp_path: Path) -> None:
    one, two = (_content(make_drill(tmp_path / str(seed), 500, seed=seed)) for seed in (0, 1))
    differing = {name for name in one if one[name] != two[name]}
    assert {"members", "rows", "dump/sample.csv", "truth/truth.json"} <= differing


def test_sample_is_in_the_case_s_proportion(small_drill: Drill) -> None:
    assert small_drill.truth["rows"] == round(6_000 * 1_000_000 / 2_224_000)
    assert small_drill.truth["claim"]["rows_claimed"] == round(6_000 * 279 / 222.4)


def test_register_toml_is_a_register(small_drill: Drill) -> None:
    path = small_drill.paths.register_toml
    spec = RegisterSpec.model_validate(tomllib.loads(path.read_text("utf-8")))
    assert [key.columns for key in spec.key] == [("psnoka",), ("nik",)]
    assert spec.history is not None
    stored = [row[0] for row in small_drill.rows("DESCRIBE register")]
    assert {*spec.columns, spec.history.valid_from, spec.history.valid_to} == set(stored)
    for name in ("psnoka", "noka", "kdkantor", "flagtanggungan", "kdstatuspst"):
        assert spec.columns[name].exclusive
    for published, own in small_drill.truth["columns"].items():
        assert published.lower() == own or published in spec.columns[own].aliases
    assert spec.count[0].value == small_drill.truth["register"]["members_on"]["2021-05-01"]


def test_code_lists_hold_every_code(small_drill: Drill) -> None:
    path = small_drill.paths.register_toml
    spec = RegisterSpec.model_validate(tomllib.loads(path.read_text("utf-8")))
    coded = {name: column.codes for name, column in spec.columns.items() if column.codes}
    assert len(coded) == 8
    for name, file in coded.items():
        with (path.parent / file).open(encoding="utf-8", newline="") as lines:
            codes = {row["code"] for row in csv.DictReader(lines)}
        used = {row[0] for row in small_drill.rows(f"SELECT DISTINCT {name} FROM register")}
        assert used <= codes


def test_there_are_128_offices_in_13_divisions(small_drill: Drill) -> None:
    text = (small_drill.paths.register_toml.parent / "kantor.csv").read_text("utf-8")
    codes = [line.split(",")[0] for line in text.splitlines()[1:]]
    assert len(set(codes)) == len(codes) == 128
    assert len({code[:2] for code in codes}) == 13


def test_claim_is_a_claim_made_after_the_copy(small_drill: Drill) -> None:
    claim = Claim.model_validate(tomllib.loads(small_drill.paths.claim_toml.read_text("utf-8")))
    assert claim.posted_at == datetime(2021, 5, 12, tzinfo=UTC)
    assert datetime.fromisoformat(small_drill.truth["true_date"]) < claim.posted_at
    assert claim.sample_rows == small_drill.truth["rows"]
    assert claim.columns_claimed == tuple(small_drill.truth["columns"])


def test_progress_ends_at_one(tmp_path: Path) -> None:
    seen: list[float] = []
    make_drill(tmp_path / "d", 1_100, progress=lambda _, done: seen.append(done), block_members=500)
    assert seen == sorted(seen)
    assert len(seen) == 3
    assert seen[-1] == 1


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("drill-members", {"members": 499}),
        ("drill-members", {"members": 10**10}),
        ("drill-sample-rows", {"members": 1_000, "sample_rows": 99}),
        ("drill-sample-rows", {"members": 1_000, "sample_rows": 1_001}),
        ("drill-seed", {"members": 1_000, "seed": -1}),
    ],
)
def test_what_cannot_be_made_is_said(tmp_path: Path, code: str, options: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as caught:
        make_drill(tmp_path / "d", **options)
    assert caught.value.code == code
    assert not (tmp_path / "d").exists()


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(UsageError) as caught:
        make_drill(tmp_path, 500)
    assert caught.value.code == "drill-out-exists"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    assert make_drill(tmp_path / "d", 500).dump.is_file()


def test_an_interrupted_drill_leaves_nothing(tmp_path: Path) -> None:
    def stop(stage: str, done: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_drill(tmp_path / "d", 1_200, progress=stop, block_members=500)
    assert list(tmp_path.iterdir()) == []


def test_drill_shares_no_code_with_the_verifier() -> None:
    spec = importlib.util.find_spec("telusur.drill")
    assert spec is not None
    assert spec.origin is not None
    for file in Path(spec.origin).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            named = [node.module] if isinstance(node, ast.ImportFrom) else []
            named += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in named:
                if name and name.startswith("telusur"):
                    assert name.startswith("telusur.drill") or name == "telusur.errors"
