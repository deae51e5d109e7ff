from dataclasses import replace
from functools import partial

import hostile_guest
import hostile_reader
import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.evidence import take_in
from telusur.model.evidence import Quarantine
from telusur.reading import Overrides, read_dump
from telusur.reading.quarantine import read_quarantined

NO_OVERRIDES = Overrides()
# A child gets this long in all, so that a test that fails does not hang.
CAPS = Quarantine(max_seconds=60)


@pytest.fixture
def work(tmp_path):
    return tmp_path / "work"


@pytest.fixture
def engine(tmp_path, work):
    work.mkdir()
    engine = DuckDBEngine(Limits(work=work, reads=(tmp_path,)))
    yield engine
    engine.close()


@pytest.fixture
def read(tmp_path, work, engine):
    """Reads files (text or bytes each) as one dump, through the real child."""

    def _read(*contents, module=None, overrides=NO_OVERRIDES, progress=None, **caps):
        paths = []
        for at, raw in enumerate(contents):
            paths.append(tmp_path / f"dump{at}.csv")
            paths[-1].write_bytes(raw.encode() if isinstance(raw, str) else raw)
        reads = partial(read_quarantined, module=module) if module else read_quarantined
        given = replace(CAPS, **caps)
        return read_dump(engine, take_in(paths), work, overrides, progress, given, reads)

    return _read


@pytest.fixture
def do(read):
    """Reads files of one word each with a hostile reader that does it."""

    def _do(*deeds, **given):
        modules = (hostile_guest, hostile_reader)
        (module,) = [one for one in modules if deeds[0] in one.DEEDS]
        return read(*deeds, module=module.__name__, **given)

    return _do
