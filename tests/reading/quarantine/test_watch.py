"""The limits that the parent holds the child to, on a clock of the test's own."""

import os

import pytest

from telusur.errors import LimitReached
from telusur.model.evidence import Quarantine
from telusur.reading.quarantine import watch

NAME = "dump.csv"
GIGABYTE = 1 << 30


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def eye(clock, folder, evidence_bytes=0, **caps):
    caps = Quarantine(**{"max_seconds": 100, "max_idle_seconds": 10, **caps})
    return watch.Watch(os.getpid(), folder, caps, evidence_bytes, 1 << 50, clock)


def limit(one):
    with pytest.raises(LimitReached, match=NAME) as caught:
        one.check(NAME)
    return caught.value.code, caught.value.got


def test_only_more_bytes_than_before_are_a_sign_of_life(clock, tmp_path):
    one = eye(clock, tmp_path)
    for moved in (5, 6):
        clock.now += 9
        one.alive(moved)
        one.check(NAME)
    clock.now += 9
    one.alive(6)
    one.check(NAME)
    clock.now += 2
    assert limit(one) == ("time-limit", "no progress for 10 s")


def test_all_the_time_there_is_grows_with_the_evidence(clock, tmp_path):
    small, large = eye(clock, tmp_path), eye(clock, tmp_path, 1000, min_bytes_a_second=10)
    for _ in range(11):
        clock.now += 9.5
        small.alive()
        large.alive()
    assert limit(small)[0] == "time-limit"
    large.check(NAME)
    clock.now += 100
    large.alive()
    assert limit(large)[0] == "time-limit"


def test_files_beneath_folders_count_and_links_lead_nowhere(clock, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one").write_bytes(b"x" * 10_000)
    (tmp_path / "link").symlink_to("/usr")
    eye(clock, tmp_path, max_output=100_000, max_files=3).check(NAME)
    assert limit(eye(clock, tmp_path, max_output=9_000))[0] == "output-limit"
    assert limit(eye(clock, tmp_path, max_files=2)) == ("output-limit", "more than 2 files")


def test_a_process_that_is_gone_uses_nothing():
    assert watch.used_memory(2**22 + 1) == 0
    assert watch.used_memory(os.getpid()) > 1 << 20


@pytest.mark.parametrize(
    ("machine", "given", "engine", "readers"),
    [
        (100 * GIGABYTE, None, 60 * GIGABYTE, 2 * GIGABYTE),
        (5 * GIGABYTE, None, 3 * GIGABYTE, GIGABYTE),
        (100 * GIGABYTE, GIGABYTE, GIGABYTE, 2 * GIGABYTE),
    ],
)
def test_memory_is_a_share_of_the_machine_or_what_was_given(
    monkeypatch, machine, given, engine, readers
):
    monkeypatch.setattr(watch, "machine_bytes", lambda: machine)
    assert watch.memory_of(Quarantine(memory_bytes=given)) == (engine, engine + readers)


def test_a_container_is_as_large_as_it_may_be(monkeypatch, tmp_path):
    whole = watch.machine_bytes()
    (tmp_path / "max").write_text("max\n")
    (tmp_path / "limit").write_text("12345\n")
    monkeypatch.setattr(watch, "_CONTROL_GROUPS", (str(tmp_path / "max"), str(tmp_path / "none")))
    assert watch.machine_bytes() >= whole
    monkeypatch.setattr(watch, "_CONTROL_GROUPS", (str(tmp_path / "limit"),))
    assert watch.machine_bytes() == 12345
