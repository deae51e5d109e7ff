"""Layers are in force, or named as missing; each is tried in a process of its own."""

import json
import subprocess
import sys

import pytest

from telusur.confinement import kernel, landlock

LAYERS = {
    "limits",
    "no-new-privileges",
    "no-network",
    "no-capabilities",
    "landlock-files",
    "landlock-tcp",
    "landlock-signals",
    "dies-with-parent",
    "no-dumps",
    "system-calls",
}
CONFINED = """
import json, os, sys
from telusur.confinement import confine, kernel, landlock, seccomp
{before}
bounds = confine.Bounds(os.getppid(), tuple(sys.path), (sys.argv[1],), 1 << 32, 1000, 100, 64)
done = confine.confine(bounds)
{after}
"""
linux = pytest.mark.skipif(not kernel.LINUX, reason="Linux alone has these layers")


def confined(work, before="", after="print(json.dumps([done.in_force, done.unavailable]))"):
    script = CONFINED.format(before=before, after=after)
    return subprocess.run(
        [sys.executable, "-c", script, str(work)], capture_output=True, text=True, check=False
    )


def layers(work, before=""):
    in_force, unavailable = json.loads(confined(work, before).stdout)
    assert {*in_force, *unavailable} == LAYERS
    return set(in_force), set(unavailable)


def test_every_layer_is_in_force_or_named_as_missing(tmp_path):
    in_force, _ = layers(tmp_path)
    assert "limits" in in_force
    assert ("landlock-files" in in_force) == bool(landlock.version())


@linux
def test_a_processor_without_a_table_has_no_filter(tmp_path):
    _, unavailable = layers(tmp_path, "kernel.machine = lambda: None")
    assert "system-calls" in unavailable


@linux
@pytest.mark.parametrize(
    ("version", "lacking"),
    [
        (0, {"landlock-files", "landlock-tcp", "landlock-signals"}),
        (1, {"landlock-tcp", "landlock-signals"}),
        (3, {"landlock-tcp", "landlock-signals"}),
        (4, {"landlock-signals"}),
        (5, {"landlock-signals"}),
    ],
)
def test_an_older_landlock_gives_what_it_has(tmp_path, version, lacking):
    if landlock.version() < version:
        pytest.skip("this kernel is older itself")
    before = f"landlock.version = lambda: {version}"
    if version == 0:
        before = "def restrict(*_): raise OSError(95, '')\nlandlock.restrict = restrict"
    _, unavailable = layers(tmp_path, before)
    assert {one for one in unavailable if one.startswith("landlock")} == lacking


@pytest.mark.skipif(landlock.version() < 1, reason="this kernel has no Landlock")
def test_each_version_of_landlock_closes_files(tmp_path):
    (tmp_path / "work").mkdir()
    for version in range(1, landlock.version() + 1):
        done = confined(
            tmp_path / "work",
            f"landlock.version = lambda: {version}",
            "open(sys.argv[1] + '/own', 'w').close()\nopen(sys.argv[1] + '/../other', 'w')",
        )
        assert "PermissionError" in done.stderr, version
        assert (tmp_path / "work" / "own").exists()
        assert not (tmp_path / "other").exists()


@linux
def test_another_system_than_linux_has_limits_alone(tmp_path):
    in_force, _ = layers(tmp_path, "kernel.LINUX = False")
    assert in_force == {"limits"}


def test_a_file_cannot_grow_past_its_limit(tmp_path):
    after = "open(sys.argv[1] + '/big', 'wb').write(b'x' * 2000)"
    assert confined(tmp_path, after=after).returncode == -25  # SIGXFSZ
    assert (tmp_path / "big").stat().st_size == 1000


@linux
def test_a_process_with_threads_is_not_confined_by_halves(tmp_path):
    before = (
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(5,), daemon=True).start()"
    )
    assert "RuntimeError" in confined(tmp_path, before).stderr


@linux
def test_a_process_whose_parent_is_gone_does_not_start(tmp_path):
    assert confined(tmp_path, "os.getppid = iter((2, 3)).__next__").returncode == -9
