"""A crafted file can crash the child, or take it over; the parent reports it and goes by the rules.

Rows of the threat model: crafted files, bombs, personal data in errors and temporary files.
"""

import json

import hostile_reader
import pytest

from telusur.confinement import kernel, landlock
from telusur.errors import EvidenceError, InternalFault, LimitReached
from telusur.reading import Overrides

MEGABYTE = 1 << 20
needs_landlock = pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")
needs_filter = pytest.mark.skipif(kernel.machine() is None, reason="no filter for this processor")


def failing(do, kind, *given, **caps):
    with pytest.raises(kind) as caught:
        do(*given, **caps)
    assert "dump0.csv" in str(caught.value)
    assert hostile_reader.SECRET not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("deed", "got"),
    [
        ("segfault", "SIGSEGV"),
        ("bus", "SIGBUS"),
        ("abort", "SIGABRT"),
        ("exit", "exit status 3"),
        ("silent", "exit status 0"),
        ("noise", "SIGABRT"),
    ],
)
def test_a_crash_names_the_file_and_the_signal_and_leaves_nothing(do, work, capfd, deed, got):
    error = failing(do, EvidenceError, deed)
    assert (error.code, error.got, error.exit_status) == ("reader-crashed", got, 3)
    assert list(work.iterdir()) == []
    assert hostile_reader.SECRET not in "".join(capfd.readouterr())


def test_the_file_that_crashed_is_named_not_the_one_before(do):
    with pytest.raises(EvidenceError, match=r"crashed at dump1\.csv"):
        do("dress", "abort")


@pytest.mark.parametrize(
    ("deed", "caps", "code"),
    [
        ("loop", {"max_idle_seconds": 0.3}, "time-limit"),
        ("pretend", {"max_seconds": 1}, "time-limit"),
        ("fill", {"memory_bytes": 64 * MEGABYTE}, "memory-limit"),
        ("fill-shared", {"memory_bytes": 64 * MEGABYTE}, "memory-limit"),
        ("killed", {}, "memory-limit"),
        ("allocate", {}, "memory-limit"),
        ("write", {"max_output": MEGABYTE}, "output-limit"),
        ("write-at-once", {"max_output": MEGABYTE}, "output-limit"),
        ("litter", {"max_files": 20}, "output-limit"),
    ],
)
def test_a_limit_is_an_error_of_its_own(do, work, deed, caps, code, monkeypatch):
    monkeypatch.setattr("telusur.reading.quarantine.watch.READER_BYTES", 64 * MEGABYTE)
    error = failing(do, LimitReached, deed, **caps)
    assert (error.code, error.exit_status) == (code, 5)
    assert list(work.iterdir()) == []


@pytest.mark.parametrize(("deed", "got"), [("raises", "ValueError"), ("deep", "RecursionError")])
def test_a_fault_of_a_reader_is_told_by_type_and_place_alone(do, deed, got):
    error = failing(do, EvidenceError, deed)
    assert error.code == "reader-crashed"
    assert error.got.startswith(f"{got} at ")


@pytest.mark.parametrize(
    "deed",
    [
        "endless-line",
        "foreign-code",
        "foreign-error",
        "hello-again",
        "more-files",
        "no-json",
        "no-number",
        "table-outside",
        "unknown-field",
        "unknown-message",
    ],
)
def test_a_child_that_lies_is_not_believed(do, work, deed):
    error = failing(do, EvidenceError, deed)
    assert (error.code, error.exit_status) == ("reader-not-believed", 3)
    assert list(work.iterdir()) == []


def test_an_error_from_the_child_is_safe_to_print(do):
    with pytest.raises(EvidenceError) as caught:
        do("dressed-error")
    assert (caught.value.message, caught.value.got) == ("gone", "")


def test_what_a_receipt_says_of_itself_is_safe_to_print(do):
    receipt, _ = do("dress")
    (file,) = receipt.files
    assert file.encoding == "utf-8"
    assert file.warnings[0].text == "red"
    assert (file.hints[0].value, file.hints[0].source) == ("red", "red")


@needs_landlock
@needs_filter
def test_files_network_programs_and_other_processes_are_closed(do, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_USER", "x")
    (tmp_path / "register.csv").write_text("id\n1\n")
    (tmp_path / "other.parquet").write_text("")
    with pytest.raises(EvidenceError) as caught:
        do("attempts", overrides=Overrides(password="only over the pipe"))  # noqa: S106
    came = json.loads(caught.value.got)
    assert came.pop("thread") == "WORKED"
    assert came.pop("environment") == "[]"
    assert came.pop("password") == "False"
    assert came
    assert {name for name, what in came.items() if what == "WORKED"} == set()


def test_a_child_that_cannot_start_is_a_fault_of_ours(read):
    with pytest.raises(InternalFault) as caught:
        read("a,b\n1,2\n", module="no_such_module_anywhere")
    assert caught.value.code == "quarantine-not-started"
    assert "no_such_module_anywhere" in caught.value.got
