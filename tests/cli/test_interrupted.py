"""A run that is stopped leaves one line, or at worst a marker that the next run knows."""

import os
import shutil
import signal
import subprocess
import time

import pytest

from telusur.drill import make_drill

BIG_ENOUGH_TO_STOP = 200_000  # members: tens of seconds of work
SMALL = 500
AT_WORK = 120  # seconds in which a run must have begun
AT_ONCE = 20  # seconds for a stop, on a machine that others keep busy


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    return make_drill(tmp_path_factory.mktemp("big") / "drill", BIG_ENOUGH_TO_STOP)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return make_drill(tmp_path_factory.mktemp("small") / "drill", SMALL)


def wait_until(process, out, stage):
    """Until the run has entered the stage."""
    log = out / ".work" / "run.log"
    ends = time.monotonic() + AT_WORK
    while time.monotonic() < ends:
        assert process.poll() is None, process.communicate()
        if log.exists() and f" {stage}\n" in log.read_text(encoding="utf-8"):
            return
        time.sleep(0.02)
    pytest.fail(f"the run did not reach {stage} in {AT_WORK} s")


def killed(start, big, out):
    """What a run leaves that was killed without a word."""
    process = start("verify", big.dump, "--register", big.register_toml, "--out", out)
    wait_until(process, out, "profiling")
    process.kill()
    process.communicate()


@pytest.mark.parametrize(
    ("stop", "stage"),
    [
        pytest.param(signal.SIGINT, "structure", id="ctrl-c"),
        pytest.param(signal.SIGTERM, "registers", id="sigterm"),
    ],
)
def test_stopped_run_tells_one_line_and_leaves_nothing(stop, stage, start, big, out):
    process = start("verify", big.dump, "--register", big.register_toml, "--out", out)
    wait_until(process, out, stage)
    process.send_signal(stop)
    told, error = process.communicate(timeout=AT_ONCE)
    assert error.startswith("telusur: interrupted: ")
    assert error.count("\n") == 1
    assert (process.returncode, told) == (130, "")
    assert not out.exists()


def test_stopped_run_leaves_a_folder_of_the_user_as_it_was(start, big, out):
    out.mkdir()
    process = start("verify", big.dump, "--register", big.register_toml, "--out", out)
    wait_until(process, out, "reading")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=AT_ONCE)
    assert process.returncode == 130
    assert {entry.name for entry in out.iterdir()} <= {".key"}


def test_killed_run_looks_unfinished_and_the_next_one_takes_its_place(
    start, small, tmp_path, telusur, findings, out, refused
):
    killed(start, small, out)
    assert (out / ".unfinished").exists()
    left = {entry.name for entry in out.iterdir()}
    assert left == {".unfinished", ".work", ".key"}
    key = (out / ".key").read_bytes()
    given = ["verify", small.dump, "--register", small.register_toml]
    # Other inputs are refused: what lies there may be wanted by whoever began it.
    refused(2, "out-of-another-run", *given, "--lang", "id", "--out", out)
    assert {entry.name for entry in out.iterdir()} == left
    assert telusur(*given, "--out", out).status == 0
    assert findings()["verdict"]["grade"]
    assert (out / ".key").read_bytes() == key
    assert {entry.name for entry in out.iterdir()} == {
        ".key", ".signing-key", "findings.json", "linkage.parquet", "receipt.json", "report.html",
        "rows.parquet", "run.log", "signing.pub",
    }  # fmt: skip


@pytest.mark.skipif(os.geteuid() != 0, reason="not run: mounting a small disk needs root")
@pytest.mark.parametrize("room", ["160k", "2m"])
def test_full_disk(room, small, tmp_path, refused):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    assert mount
    assert umount
    make = [mount, "-t", "tmpfs", "-o", f"size={room}", "none", str(disk)]
    if subprocess.run(make, capture_output=True, check=False).returncode != 0:
        pytest.skip("not run: this machine lets nobody mount a disk")
    try:
        out = disk / "out"
        given = ["verify", small.dump, "--register", small.register_toml, "--out", out]
        if room == "2m":
            (disk / "filling").write_bytes(b"x" * (2 * 2**20 - 32 * 2**10))
        refused(5, "disk-full", *given)
        assert not out.exists()
    finally:
        subprocess.run([umount, str(disk)], check=True)
