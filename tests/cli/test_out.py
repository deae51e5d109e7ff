"""The output directory: whole or not at all, and nothing of anybody else's is touched."""

import errno

import pytest

from telusur.errors import LimitReached, UsageError
from telusur.output import FINDINGS, MARKER, OutputDirectory, cannot_write

INPUTS = {"dump": ["a.csv"]}


def names(path):
    return {entry.name for entry in path.iterdir()}


def finished(out):
    with OutputDirectory(out, INPUTS) as directory:
        directory.write("run.log", "log")
        directory.write(FINDINGS, "{}")
        directory.finish()


def broken_off(out, error):
    """A run that fails after it has written its findings."""

    def run():
        with OutputDirectory(out, INPUTS) as directory:
            directory.write("report.html", "")
            directory.write(FINDINGS, "{}")
            if error:
                raise error
            directory.finish()

    with pytest.raises(error or LimitReached):
        run()


def test_finished_directory_is_whole(out):
    finished(out)
    assert names(out) == {"run.log", FINDINGS}


def test_findings_come_last(out, monkeypatch):
    order = []
    replace = type(out).replace

    def watched(source, target):
        order.append(target.name)
        assert (out / MARKER).exists()  # until all is in place
        return replace(source, target)

    monkeypatch.setattr(type(out), "replace", watched)
    with OutputDirectory(out, INPUTS) as directory:
        for name in (FINDINGS, "rows.parquet", "report.html"):
            directory.write(name, "")
        directory.finish()
    assert set(order) == {FINDINGS, "rows.parquet", "report.html"}
    assert order[-1] == FINDINGS


def test_failed_run_leaves_nothing(out):
    broken_off(out, ZeroDivisionError)
    assert not out.exists()


def test_failed_run_leaves_a_given_folder_and_its_key(out):
    out.mkdir()
    (out / ".key").write_text("key", encoding="ascii")
    broken_off(out, ZeroDivisionError)
    assert names(out) == {".key"}


def test_failure_while_files_are_moved_takes_back_what_was_moved(out, monkeypatch):
    replace = type(out).replace

    def failing(source, target):
        if target.name == FINDINGS:
            raise OSError(errno.ENOSPC, "full")
        return replace(source, target)

    out.mkdir()
    monkeypatch.setattr(type(out), "replace", failing)
    broken_off(out, None)
    assert names(out) == set()


def test_work_folder_is_private(out):
    with OutputDirectory(out, INPUTS) as directory:
        assert directory.work.stat().st_mode & 0o777 == 0o700


def test_finished_one_is_refused(out, dump, register, telusur, refused):
    given = ["verify", dump, "--register", register, "--out", out]
    assert telusur(*given).status == 0
    before = {entry: entry.read_bytes() for entry in out.iterdir()}
    refused(2, "out-finished", *given)
    assert {entry: entry.read_bytes() for entry in out.iterdir()} == before


def test_foreign_one_is_refused(out, dump, register, refused):
    out.mkdir()
    (out / "thesis.odt").write_text("mine", encoding="ascii")
    refused(2, "out-not-empty", "verify", dump, "--register", register, "--out", out)
    assert names(out) == {"thesis.odt"}


def test_file_in_its_place_is_refused(out, dump, register, refused):
    out.write_text("mine", encoding="ascii")
    refused(2, "out-not-a-directory", "verify", dump, "--register", register, "--out", out)
    assert out.read_text(encoding="ascii") == "mine"


def test_unfinished_one_of_the_same_inputs_is_taken_over(out):
    out.mkdir()
    with OutputDirectory(out, INPUTS) as directory:
        marker = (out / MARKER).read_bytes()
        directory.finish()
    (out / MARKER).write_bytes(marker)
    (out / ".work").mkdir()
    (out / ".work" / "leftover").touch()
    finished(out)
    assert names(out) == {"run.log", FINDINGS}


def test_unfinished_one_of_other_inputs_is_refused(out):
    out.mkdir()
    (out / MARKER).write_text("another", encoding="ascii")
    with pytest.raises(UsageError) as refusal:
        OutputDirectory(out, INPUTS).__enter__()
    assert refusal.value.code == "out-of-another-run"
    assert names(out) == {MARKER}


def test_why_nothing_can_be_written(out):
    assert cannot_write(out, OSError(errno.ENOSPC, "")).code == "disk-full"
    assert cannot_write(out, OSError(errno.EACCES, "")).code == "out-not-writable"


def test_place_that_cannot_be_written_to(dump, register, refused):
    refused(2, "out-not-writable", "verify", dump, "--register", register, "--out", "/proc/telusur")
