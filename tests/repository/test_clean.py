"""What the repository must not hold, and what its locks must."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

LOCKS = ("requirements.lock", "requirements-dev.lock")
FUZZ = "requirements-fuzz.lock"  # apart from both: atheris alone
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)(?: ; [^\\]+)? \\$", re.MULTILINE)
# Where packages come from is the machine's business; a lock that says it ties everyone to it.
ADDRESS = re.compile(r"://|--?(?:i|index-url|extra-index-url|find-links|trusted-host)\b|\bpypi\b")
GIT = shutil.which("git")
BIGGEST_FILE = 1_000_000  # bytes; what is larger is made, not kept


def text(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def tracked(root: Path) -> list[Path]:
    if GIT is None or not (root / ".git").exists():
        pytest.skip("not run: this is no checkout")
    listed = subprocess.run(
        [GIT, "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    return [root / name for name in listed.split("\0") if name and (root / name).is_file()]


@pytest.mark.parametrize("lock", [*LOCKS, FUZZ])
def test_a_lock_names_no_registry(root: Path, lock: str) -> None:
    assert not ADDRESS.search(text(root, lock))


@pytest.mark.parametrize(
    "line", ["--index-url x", "--find-links=/w", "a @ https://x.org/a.whl", "# from pypi"]
)
def test_an_address_would_be_seen(line: str) -> None:
    assert ADDRESS.search(line)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pin_or_its_hash(root: Path, lock: str) -> None:
    other = [
        line
        for line in text(root, lock).splitlines()
        if not PIN.match(line) and not re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line)
    ]
    assert not other
    assert len(PIN.findall(text(root, lock))) > 20


def test_the_locks_agree(root: Path) -> None:
    run, work = (set(PIN.findall(text(root, lock))) for lock in LOCKS)
    assert run < work


def test_the_lock_of_fuzzing_holds_what_it_needs_and_nothing_else(root: Path) -> None:
    needs = tomllib.loads(text(root, "pyproject.toml"))["dependency-groups"]["fuzz"]
    held = [name for name, _ in PIN.findall(text(root, FUZZ))]
    assert held == [re.split(r"[<>=]", need, maxsplit=1)[0] for need in needs]


def test_the_locks_hold_every_requirement(root: Path) -> None:
    project = tomllib.loads(text(root, "pyproject.toml"))
    groups = project["dependency-groups"]
    run = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    extras = project["project"]["optional-dependencies"]
    work = [*groups["dev"], *extras["postgres"], *extras["spark"]]
    for lock, needs in zip(LOCKS, (run, work), strict=True):
        held = {name for name, _ in PIN.findall(text(root, lock))}
        names = {re.split(r"[<>=!~ \[]", need, maxsplit=1)[0].lower() for need in needs}
        assert names <= held, lock


def test_no_large_file_is_kept(root: Path) -> None:
    large = [path.name for path in tracked(root) if path.stat().st_size > BIGGEST_FILE]
    assert not large


def test_nothing_names_the_machine_it_was_written_on(root: Path) -> None:
    # Built from parts, so that this file does not find itself.
    private = re.compile("|".join(("/wo" + "rk/", "/ro" + "ot/", "/ho" + r"me/\w")))
    found = [
        str(path.relative_to(root))
        for path in tracked(root)
        if private.search(path.read_bytes().decode("utf-8", "replace"))
    ]
    assert not found


def test_every_test_file_has_a_name_of_its_own(root: Path) -> None:
    names = [path.name for path in (root / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
