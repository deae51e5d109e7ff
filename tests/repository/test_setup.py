"""Set-up on machines that lack something: what is said, and what is never silently left out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

MAKE = shutil.which("make")
needs_make = pytest.mark.skipif(MAKE is None, reason="not run: needs make")

OLD_PYTHON = "exit 1"  # every question is answered with no: too old
# New enough, and without ensurepip, as Debian's python3 is without python3-venv.
BARE_PYTHON = 'case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac'


def make_with(folder: Path, root: Path, python: str) -> subprocess.CompletedProcess[str]:
    """``make setup`` where each Python on the path is the given script."""
    tools = folder / "tools"
    tools.mkdir()
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        (tools / name).write_text(f"#!/bin/sh\n{python}\n")
        (tools / name).chmod(0o755)
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(root / name, folder / name)
    path = f"{tools}{os.pathsep}/usr/bin{os.pathsep}/bin"
    assert MAKE is not None
    return subprocess.run(
        [MAKE, "setup"],
        cwd=folder,
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@needs_make
@pytest.mark.parametrize(
    ("python", "said"),
    [(OLD_PYTHON, "no Python 3.11 or newer was found"), (BARE_PYTHON, "ensurepip is missing")],
)
def test_what_is_missing_is_named_with_a_hint(
    tmp_path: Path, root: Path, python: str, said: str
) -> None:
    done = make_with(tmp_path, root, python)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Hint:" in done.stderr
    assert not (tmp_path / ".venv").exists()


NEEDS = {"spark": "Java 17", "browser": "Chromium", "outside": "the outside data"}


def run_needy(folder: Path, root: Path, ci: str) -> subprocess.CompletedProcess[str]:
    """A test of each marker, on a machine with nothing on its path and no outside data."""
    suite = folder / "project" / "tests"
    suite.mkdir(parents=True)
    shutil.copy(root / "tests/conftest.py", suite / "conftest.py")
    tests = [f"@pytest.mark.{marker}\ndef test_{marker}():\n    pass\n" for marker in NEEDS]
    (suite / "test_needy.py").write_text("import pytest\n" + "".join(tests))
    markers = "\n".join(f"  {marker}: x" for marker in NEEDS)
    (suite.parent / "pytest.ini").write_text(f"[pytest]\nmarkers =\n{markers}\n")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=suite.parent,
        env={"PATH": str(folder), "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_needs_more_than_the_machine_has_is_reported_as_not_run(
    tmp_path: Path, root: Path
) -> None:
    done = run_needy(tmp_path, root, ci="")
    assert done.returncode == 0, done.stdout
    assert "3 skipped" in done.stdout
    for words in NEEDS.values():
        assert f"Not run for want of {words}" in done.stdout


def test_under_ci_absence_is_a_failure(tmp_path: Path, root: Path) -> None:
    done = run_needy(tmp_path, root, ci="true")
    assert done.returncode == 1
    assert "3 errors" in done.stdout
