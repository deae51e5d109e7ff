import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.profiling import counting
from telusur.vocabulary.normalise import light


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = DuckDBEngine(Limits(work=tmp_path_factory.mktemp("work"), threads=1))
    yield made
    made.close()


NOTHING = ["", " ", "\u00a0" * 9, "(NULL)", " null ", "-", "\x7f" * 9, "nullnull", "a", None]
VALUES = st.one_of(st.sampled_from(NOTHING), st.text(alphabet="aN- \u00a0é", max_size=12))


@given(values=st.lists(VALUES, min_size=1, max_size=20))
def test_what_is_written_is_what_light_leaves(engine, values):
    engine.load("t", pa.table({"c0": pa.array(values, pa.string())}))
    tidy = engine.collect(f"SELECT {light('c0')} AS v, c0 FROM t").to_pylist()
    written = [row["c0"] for row in tidy if row["v"] is not None]
    (counted,) = counting.count_columns(engine, "t", ["c0"], len(values))
    assert counted.present == len(written)
    assert counted.distinct == len(set(written))
    assert counted.most == max((written.count(one) for one in written), default=0)
    assert counted.max_length == max(map(len, written), default=None)
