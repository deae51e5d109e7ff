"""A signal that arrives while DuckDB works ends the step, as the user meant it."""

import os
import signal
import threading
import time

import pyarrow as pa
import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits, Step
from telusur.errors import Interrupted

# A product of 268 million pairs: minutes of work, in one task of the engine.
LONG = "SELECT count(*) AS n FROM many a, many b WHERE md5(a.x || b.x) = '0'"
AT_ONCE = 20  # seconds, on a machine that others keep busy


@pytest.fixture
def engine(tmp_path):
    engine = DuckDBEngine(Limits(work=tmp_path, threads=1))
    engine.load("many", pa.table({"x": [str(number) for number in range(2**14)]}))
    yield engine
    engine.close()


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(lambda engine: engine.run(Step("long", LONG)), id="run"),
        pytest.param(lambda engine: engine.collect(LONG), id="collect"),
    ],
)
def test_ctrl_c_ends_a_statement_at_once(work, engine):
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    began = time.monotonic()
    # The handler's own exception, or ours in place of the engine's: whichever comes first.
    with pytest.raises((KeyboardInterrupt, Interrupted)):
        work(engine)
    assert time.monotonic() - began < AT_ONCE
    timer.join()
    assert engine.collect("SELECT count(*) AS n FROM many")["n"].to_pylist() == [2**14]


def test_wake_up_pipe_is_given_back(tmp_path):
    before = signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(before)
    engine = DuckDBEngine(Limits(work=tmp_path, threads=1))
    assert signal.set_wakeup_fd(-1) not in {-1, before}
    engine.close()
    assert signal.set_wakeup_fd(before) == before


def test_engines_may_close_in_any_order(tmp_path):
    first = DuckDBEngine(Limits(work=tmp_path, threads=1))
    second = DuckDBEngine(Limits(work=tmp_path, threads=1))
    first.close()
    second.close()
    assert signal.set_wakeup_fd(-1) == -1  # nothing writes where nobody listens


def test_engine_of_another_thread_leaves_signals_alone(tmp_path):
    seen = []

    def work():
        engine = DuckDBEngine(Limits(work=tmp_path, threads=1))
        seen.append(engine.collect("SELECT 1 AS one")["one"].to_pylist())
        engine.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [[1]]
