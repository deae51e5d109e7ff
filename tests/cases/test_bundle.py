"""A bundle is checked by its own script, on a Python that has `cryptography` and no Telusur."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from telusur.cases import Actor, Case, add, export, keep_receipt, remark, seal, shred, stamp
from telusur.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from time_server import TimeServer

    from telusur.progress import Silent

# What cryptography itself is made of; nothing else is on the path of the bare Python.
NEEDED = ("cryptography", "_cffi_backend", "cffi", "pycparser")
START = """
import runpy, sys
sys.path.insert(0, {libraries!r})
sys.argv = {arguments!r}
assert not any("telusur" in place for place in sys.path)
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture
def bare(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Runs a script on a Python without Telusur; exit status and what it printed."""
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    for name in NEEDED:
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            origin = Path(spec.origin)
            place = origin.parent if origin.name == "__init__.py" else origin
            (libraries / place.name).symlink_to(place)

    def run(script: Path, *arguments: str | Path) -> tuple[int, str]:
        words = [str(word) for word in (script, *arguments)]
        code = START.format(libraries=str(libraries), arguments=words)
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", code],
            capture_output=True,
            text=True,
            check=False,
            env={"LC_ALL": "C"},
        )
        assert not done.stderr, done.stderr
        return done.returncode, done.stdout

    return run


@pytest.fixture
def unpacked(
    case: Case,
    dump: Path,
    tmp_path: Path,
    actor: Actor,
    watcher: Silent,
    time_server: TimeServer,
) -> Path:
    """A bundle with something of everything, unpacked."""
    add(case, [dump], actor, watcher, copy=True, note="dari forum — “é”")
    seal(case, [], actor, watcher)
    keep_receipt(case, actor, {"files": [{"name": "dump.sql — é", "bytes": 1}], "rows_read": 0})
    stamp(case, actor, url=time_server.url)
    export(case, tmp_path / "bundle.zip", actor, to="the ministry")
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        for name in archive.namelist():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
    return folder


def test_a_bundle_holds_no_evidence_and_no_private_key(case: Case, unpacked: Path) -> None:
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*")}
    assert {"README.id.md", "README.en.md", "verify_bundle.py", "log/entries.jsonl"} < names
    together = b"".join(path.read_bytes() for path in unpacked.rglob("*") if path.is_file())
    for secret in (b"PRIVATE", b"AGE-SECRET-KEY-1", b"INSERT INTO", b"age-encryption.org/v1"):
        assert secret not in together
    last = case.log.entries()[-1]
    assert (last.step, last.how.options["to"]) == ("disclosure", "the ministry")


def test_a_good_bundle_holds(
    case: Case,
    unpacked: Path,
    tmp_path: Path,
    bare: Callable[..., tuple[int, str]],
    time_server: TimeServer,
) -> None:
    status, said = bare(unpacked / "verify_bundle.py")
    assert status == 0, said
    assert "compare it with what its owner told you" in said
    kept = tmp_path / "kept.txt"
    kept.write_text(case.log.notes()[2], encoding="utf-8")
    status, said = bare(
        unpacked / "verify_bundle.py",
        tmp_path / "bundle.zip",
        *("--key", str(case.public_key())),
        *("--checkpoint", kept),
        *("--tsa-ca", time_server.ca),
    )
    assert status == 0, said
    lines = said.splitlines()
    assert [line[:2] for line in lines] == ["ok"] * 4
    assert "issued under --tsa-ca" in said
    assert case.public_key().key_id in said


@pytest.mark.parametrize(
    ("name", "old", "new", "why"),
    [
        ("log/entries.jsonl", b"dari forum", b"dari Forum", "entry 1 is not what was signed"),
        ("log/entries.jsonl", b'"index":3,', b'"index":4,', "entry"),
        ("log/checkpoints.txt", b"\n3\n", b"\n4\n", "checkpoint of size 3"),
        ("keys/signing.pub", b"+A", b"+B", "key is damaged"),
    ],
)
def test_a_tampered_bundle_does_not(
    unpacked: Path,
    bare: Callable[..., tuple[int, str]],
    name: str,
    old: bytes,
    new: bytes,
    why: str,
) -> None:
    path = unpacked / name
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    status, said = bare(unpacked / "verify_bundle.py")
    assert status == 1
    assert why in said


@pytest.mark.parametrize("folder", ["receipts", "log/time-stamps"])
def test_what_the_log_names_must_be_there_and_untouched(
    unpacked: Path, bare: Callable[..., tuple[int, str]], folder: str
) -> None:
    (path,) = (unpacked / folder).iterdir()
    path.write_bytes(path.read_bytes()[:-2] + b"\n\n")
    status, said = bare(unpacked / "verify_bundle.py")
    assert (status, "it is not the log's" in said) == (1, True)
    path.unlink()
    status, said = bare(unpacked / "verify_bundle.py")
    assert (status, "is missing" in said) == (1, True)


def test_another_key_another_authority_another_history(
    case: Case, unpacked: Path, tmp_path: Path, bare: Callable[..., tuple[int, str]], actor: Actor
) -> None:
    from time_server import make_authority  # noqa: PLC0415  # its folder is this test's

    script = unpacked / "verify_bundle.py"
    status, said = bare(script, "--key", "x+00000000+AQAA")
    assert (status, "damaged" in said) == (1, True)
    other = tmp_path / "authority"
    other.mkdir()
    make_authority(other)
    status, said = bare(script, "--tsa-ca", other / "ca.pem")
    assert (status, "no certificate in --tsa-ca vouches" in said) == (1, True)
    remark(case, actor, "collection", "later than the bundle")
    kept = tmp_path / "kept.txt"
    kept.write_text(case.log.notes()[-1], encoding="utf-8")
    status, said = bare(script, "--checkpoint", kept)
    assert (status, "rewritten" in said) == (1, True)


def test_a_bundle_that_is_none(tmp_path: Path, bare: Callable[..., tuple[int, str]]) -> None:
    import telusur.custody  # noqa: PLC0415  # only to find the script

    script = Path(telusur.custody.__path__[0]) / "standalone" / "verify_bundle.py"
    (tmp_path / "x.zip").write_bytes(b"PK")
    status, said = bare(script, tmp_path / "x.zip")
    assert (status, said[:2]) == (1, "NO")


def test_a_closed_case_can_still_be_handed_on(
    case: Case, tmp_path: Path, actor: Actor, bare: Callable[..., tuple[int, str]]
) -> None:
    shred(case, actor)
    export(case, tmp_path / "bundle.zip", actor)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        (tmp_path / "v.py").write_bytes(archive.read("verify_bundle.py"))
        last = json.loads(archive.read("log/entries.jsonl").splitlines()[-1])
    assert last["action"] == "case-shredded"
    assert bare(tmp_path / "v.py", tmp_path / "bundle.zip")[0] == 0
    with pytest.raises(UsageError, match="is there already"):
        export(case, tmp_path / "bundle.zip", actor)
