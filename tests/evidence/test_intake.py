import hashlib
import os
from pathlib import Path

import pytest

from telusur.errors import EvidenceError
from telusur.evidence import take_in


def refused(*paths):
    with pytest.raises(EvidenceError) as caught:
        take_in(paths)
    assert caught.value.exit_status == 3
    assert caught.value.hint
    return caught.value


def test_files_are_measured_and_hashed_in_the_order_given(tmp_path):
    for name, content in (("b.csv", b"one\n"), ("a.csv", b"two two\n")):
        (tmp_path / name).write_bytes(content)
    first, second = take_in([tmp_path / "b.csv", tmp_path / "a.csv"])
    assert (first.name, first.bytes, second.name, second.bytes) == ("b.csv", 4, "a.csv", 8)
    assert first.sha256 == hashlib.sha256(b"one\n").hexdigest()


def test_progress_ends_at_the_total(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 10)
    (tmp_path / "b").write_bytes(b"y" * 5)
    seen = []
    take_in([tmp_path / "a", tmp_path / "b"], lambda done, total: seen.append((done, total)))
    assert seen[-1] == (15, 15)


def test_one_file_by_two_names_is_taken_once(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"x\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    assert len(take_in([tmp_path / "a.csv", tmp_path / "link.csv", tmp_path / "a.csv"])) == 1


def test_missing(tmp_path):
    assert refused(tmp_path / "none.csv").code == "missing-file"
    assert refused(tmp_path / ("n" * 5000)).code == "missing-file"
    assert refused().code == "no-files"


def test_directory_names_what_is_in_it(tmp_path):
    (tmp_path / "dump.csv").write_bytes(b"x")
    error = refused(tmp_path)
    assert error.code == "is-a-directory"
    assert "dump.csv" in error.hint
    assert refused(Path()).message == ". is a directory"


def test_empty(tmp_path):
    (tmp_path / "e.csv").touch()
    assert refused(tmp_path / "e.csv").code == "empty-file"


def test_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe").code == "not-a-file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permission(tmp_path):
    path = tmp_path / "secret.csv"
    path.write_bytes(b"x")
    path.chmod(0)
    assert refused(path).code == "not-readable"


def test_permission_is_told_whoever_runs_the_test(tmp_path, monkeypatch):
    path = tmp_path / "secret.csv"
    path.write_bytes(b"x")

    def denied(*_args, **_kwargs):
        raise PermissionError

    monkeypatch.setattr(type(path), "open", denied)
    assert refused(path).code == "not-readable"


def test_a_hostile_name_cannot_command_the_terminal(tmp_path):
    path = tmp_path / "a\x1b[31m\u202e.csv"
    path.write_bytes(b"x")
    assert take_in([path])[0].name == "a\ufffd[31m\ufffd.csv"
