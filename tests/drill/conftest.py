from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from telusur.drill import DrillPaths, make_drill

if TYPE_CHECKING:
    from pathlib import Path

MEMBERS = 6_000
BLOCK = 1_500


@dataclass(frozen=True)
class Drill:
    """A small drill, opened with plain DuckDB: none of Telusur's own reading or matching."""

    paths: DrillPaths
    truth: dict[str, Any]
    db: duckdb.DuckDBPyConnection

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.db.sql(query).fetchall()

    def one(self, query: str) -> Any:
        return self.rows(query)[0][0]


def open_drill(paths: DrillPaths) -> Drill:
    db = duckdb.connect()
    db.sql("SET threads = 1")
    truth = json.loads(paths.truth_json.read_text("utf-8"))
    members = paths.register_toml.parent / "members" / "*.parquet"
    db.sql(f"CREATE TABLE register AS SELECT * FROM '{members}'")
    db.sql(f"CREATE TABLE planted AS SELECT * FROM '{paths.truth_rows}'")
    return Drill(paths, truth, db)


@pytest.fixture(scope="session")
def small_drill(tmp_path_factory: pytest.TempPathFactory) -> Drill:
    out: Path = tmp_path_factory.mktemp("drill") / "small"
    drill = open_drill(make_drill(out, MEMBERS, seed=7, block_members=BLOCK))
    taken = drill.truth["true_date"].removesuffix("Z")
    drill.db.sql(
        f"""CREATE VIEW valid AS SELECT * FROM register
        WHERE valid_from <= TIMESTAMP '{taken}'
          AND (valid_to IS NULL OR valid_to > TIMESTAMP '{taken}')"""
    )
    return drill
