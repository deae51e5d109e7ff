"""Transformed columns found and compared on both engines: every relation has the same rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from members import COLUMNS, Stage, load_register, named

from telusur.profiling import profile_columns
from telusur.records import link, settle, try_decoys
from telusur.structure import StructureOverrides, match

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine, Step

DUMP = {
    "a1": "md5(r0)",
    "a2": "left(r7, 4) || '****' || right(r7, 4)",
    "a3": "CASE WHEN r5 = 'L' THEN '1' ELSE '2' END",
    "a4": "r4",
}
WHERE = "stable_hash64(entity_) % 4 = 0"


@dataclass
class Watched:
    """An engine that remembers which relations were made and not dropped."""

    engine: Engine
    made: dict[str, None] = field(default_factory=dict)

    def run(self, *steps: Step) -> None:
        self.engine.run(*steps)
        self.made |= dict.fromkeys(step.name for step in steps)

    def drop(self, *names: str) -> None:
        self.engine.drop(*names)
        for name in names:
            self.made.pop(name, None)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)


def _rows(engine: Engine, relation: str) -> Counter[tuple[Any, ...]]:
    table = engine.collect(f'SELECT * FROM "{relation}"')
    names = sorted(table.column_names)
    return Counter(zip(*(table[name].to_pylist() for name in names), strict=True))


@pytest.mark.prove  # some four minutes: Spark compiles each form of each column
@pytest.mark.spark
def test_transformed_columns_alike(duckdb_engine: Engine, spark_engine: Engine) -> None:
    told = []
    engines = Watched(duckdb_engine), Watched(spark_engine)
    facts = ()
    for engine in engines:
        stage = Stage(engine, load_register(engine), ())  # type: ignore[arg-type]
        dump = stage.dump(DUMP, WHERE)
        facts = facts or (
            profile_columns(engine, "dumped", named(dump.columns, "c")),  # type: ignore[arg-type]
            profile_columns(engine, "members", named(COLUMNS, "r")),  # type: ignore[arg-type]
        )
        structure, (mapping,) = match(
            engine,
            dump,
            facts[0],
            [stage.register],
            [facts[1]],
            StructureOverrides(),  # type: ignore[arg-type]
        )
        links = link(engine, dump, stage.register, mapping, "t_")  # type: ignore[arg-type]
        decoys = try_decoys(engine, links, stage.register, mapping, "t_", 7)  # type: ignore[arg-type]
        records = settle(engine, dump, links, "rekaan", "t_", None, decoys)  # type: ignore[arg-type]
        told.append((structure, mapping, records))
    assert told[0] == told[1]
    assert [pair.dump_name for pair in told[0][1].pairs] == ["a1", "a2", "a3", "a4"]
    assert all(pair.transform for pair in told[0][1].pairs[:3])
    assert told[0][2].outcome.identical == told[0][2].rows
    duckdb, spark = engines
    assert duckdb.made == spark.made
    unequal = [
        name for name in duckdb.made if _rows(duckdb_engine, name) != _rows(spark_engine, name)
    ]
    assert unequal == []
