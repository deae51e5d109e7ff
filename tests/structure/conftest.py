"""An invented register in an engine, for dumps that are made of it by SQL."""

import pytest
from members import Stage, load_register, named

from telusur.engine.duckdb.engine import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.profiling import profile_columns


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    engine = DuckDBEngine(Limits(work=tmp_path_factory.mktemp("stage")))
    register = load_register(engine)
    facts = profile_columns(engine, register.relation, named(register.columns, "r"))
    yield Stage(engine, register, facts)
    engine.close()
