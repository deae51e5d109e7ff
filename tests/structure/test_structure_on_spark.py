"""Structure on Spark says what it says on DuckDB, split and joined columns included."""

import sys
from dataclasses import replace

import pytest
from members import Stage, load_register, named

from telusur.engine.duckdb.engine import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.profiling import profile_columns

pytestmark = [
    pytest.mark.spark,
    pytest.mark.prove,  # minutes: Spark plans every one of some hundred small steps
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark"),
]

SPLIT = {
    "x1": "r0",
    "x2": "r3",
    "x3": "regexp_extract(r1, '[^ ]+$')",
    "x4": "regexp_extract(r1, '^[^ ]+ [^ ]+')",
    "x5": "right(r4, 2)",
    "x6": "substr(r4, 6, 2)",
    "x7": "left(r4, 4)",
    "x8": "r2",
    "x9": "r5 || ' ' || r6",
}
HALF = "stable_hash64(entity_) < 0"


def told(engine):
    register = load_register(engine)
    facts = profile_columns(engine, register.relation, named(register.columns, "r"))
    stage = Stage(engine, register, facts)
    candidate, mapping = stage.match(stage.dump(SPLIT, HALF))
    return candidate.model_dump(), mapping


def test_split_and_joined_columns_are_told_alike(tmp_path, monkeypatch):
    from telusur.engine.spark import SparkEngine  # noqa: PLC0415 - needs Java

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    answers = []
    for name, made in (("duckdb", DuckDBEngine), ("spark", SparkEngine)):
        work = tmp_path / name
        work.mkdir()
        engine = made(Limits(work=work, threads=2))
        answers.append(told(engine))
        engine.close()
    (duck, by_duck), (spark, by_spark) = answers
    assert duck["composites"]
    assert spark == duck
    assert replace(by_spark, register=by_duck.register) == by_duck
