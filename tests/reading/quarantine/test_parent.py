"""The ordinary way through the child: what the readers gave comes back, and nothing else stays."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import hostile_reader
import pytest

from telusur.confinement import landlock
from telusur.errors import EvidenceError, UsageError
from telusur.reading import Overrides

PEOPLE = "id,name\n" + "".join(f"{at},name {at}\n" for at in range(100))
WAITING = """
import sys
from pathlib import Path
from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.evidence import take_in
from telusur.model.evidence import Quarantine
from telusur.reading import Overrides
from telusur.reading.quarantine import read_quarantined
import hostile_reader
work = Path(sys.argv[1])
engine = DuckDBEngine(Limits(work=work))
evidence = take_in([Path(sys.argv[2])])
read_quarantined(engine, evidence, work, Overrides(), None, Quarantine(), "hostile_reader")
"""


def test_tables_receipts_and_progress_come_through(read, engine, work):
    told = []
    receipt, tables = read(
        PEOPLE, "note\nx\n", PEOPLE, progress=lambda done, total: told.append((done, total))
    )
    assert [table.rows for table in tables] == [200, 1]
    rows = engine.collect("SELECT file_, c0, c1 FROM dump_0 ORDER BY row_").to_pylist()
    assert rows[0] == {"file_": 0, "c0": "0", "c1": "name 0"}
    assert rows[-1] == {"file_": 2, "c0": "99", "c1": "name 99"}
    assert [file.name for file in receipt.files] == ["dump0.csv", "dump1.csv", "dump2.csv"]
    total = 2 * len(PEOPLE) + len("note\nx\n")
    assert told[-1] == (total, total)
    assert told == sorted(told)
    (folder,) = work.iterdir()
    assert [one.name for one in folder.iterdir()] == ["tables"]
    assert {one.stat().st_mode & 0o777 for one in folder.rglob("*.parquet")} == {0o600}


def test_the_receipt_says_what_the_reading_was_confined_to(read):
    receipt, _ = read(PEOPLE)
    layers = {*receipt.quarantine.in_force, *receipt.quarantine.unavailable}
    assert "limits" in receipt.quarantine.in_force
    assert ("landlock-files" in receipt.quarantine.in_force) == bool(landlock.version())
    assert len(layers) == 10


def test_an_error_of_a_reader_is_the_same_as_without_a_child(read, work):
    with pytest.raises(EvidenceError) as caught:
        read(PEOPLE, b"")
    assert caught.value.code == "empty-file"
    assert "dump1.csv" in str(caught.value)
    with pytest.raises(UsageError) as caught:
        read(PEOPLE, overrides=Overrides(encoding="no such"))
    assert caught.value.code == "unknown-encoding"
    assert list(work.iterdir()) == []


@pytest.fixture
def waiting(tmp_path):
    """A parent in a process of its own, and the number of its child, which waits."""
    work, evidence = tmp_path / "work", tmp_path / "dump.csv"
    work.mkdir()
    evidence.write_text("wait")
    support = str(Path(hostile_reader.__file__).parent)
    parent = subprocess.Popen(
        [sys.executable, "-c", WAITING, str(work), str(evidence)],
        env={**os.environ, "PYTHONPATH": support},
        stderr=subprocess.DEVNULL,
    )
    child = int(until(lambda: next((one.read_text() for one in work.rglob("pid")), "")))
    yield parent, child, work
    parent.kill()
    parent.wait()


def until(tell, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if told := tell():
            return told
        time.sleep(0.05)
    pytest.fail("nothing came of it")


def gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_child_dies_with_its_parent(waiting):
    parent, child, _ = waiting
    assert not gone(child)
    parent.kill()
    parent.wait()
    until(lambda: gone(child))


def test_an_interrupted_parent_takes_its_child_along_and_leaves_nothing(waiting):
    parent, child, work = waiting
    parent.send_signal(signal.SIGINT)
    parent.wait()
    assert gone(child)
    assert [one for one in work.iterdir() if one.name.startswith("quarantine")] == []
