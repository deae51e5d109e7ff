"""Commands run as a user runs them, and small invented registers to run them on."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from telusur.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Made to be found again: no part of Telusur may print them whole.
NAME_TO_HIDE = "Rahasiawati Takterbaca"
NOTE_TO_HIDE = "sandi-K3r4h4s14-77"
HEADER = ["nomor", "nama", "kota", "cabang", "masuk", "catatan"]
MEMBERS = 120
SYLLABLES = ("ra", "wi", "sa", "tu", "ka", "mo", "ni", "la")


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def error(self) -> str:
        """The one line of an error; fails where there are more, or a traceback."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        assert self.err.endswith("\n")
        return lines[0]


@pytest.fixture
def telusur(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run a command line in this process."""

    def command(*arguments: object) -> Ended:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return Ended(status, told.out, told.err)

    return command


@pytest.fixture
def refused(telusur: Callable[..., Ended]) -> Callable[..., Ended]:
    """Run a command line that must end with one line of error, of this status and code."""

    def command(status: int, code: str, *arguments: object) -> Ended:
        ended = telusur(*arguments)
        assert (ended.status, ended.error.split(": ")[:2]) == (status, ["telusur", code])
        assert ended.out == ""
        return ended

    return command


@pytest.fixture
def start() -> Callable[..., subprocess.Popen[str]]:
    """Start a command line as a process of its own."""

    def process(*arguments: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "telusur", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONWARNINGS": "error"},
        )

    return process


def _people() -> list[list[str]]:
    chance = random.Random(0)  # noqa: S311  # invents people, keeps no secret

    def word() -> str:
        return "".join(chance.choices(SYLLABLES, k=4)).capitalize()

    rows = [
        [
            f"TL{chance.randrange(10**8):08d}{index:04d}",
            f"{word()} {word()}",
            chance.choice(("Karangsari", "Umbulrejo", "Wanasih", "Telagabiru")),
            f"{chance.randrange(40):03d}",
            f"{2000 + index % 20}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 28):02d}",
            f"{word()}{chance.randrange(1000)}",
        ]
        for index in range(MEMBERS)
    ]
    rows[0][1], rows[0][5] = NAME_TO_HIDE, NOTE_TO_HIDE
    return rows


@pytest.fixture
def people() -> list[list[str]]:
    """Rows of invented members under ``HEADER``; the first carries the secrets."""
    return _people()


@pytest.fixture
def secrets() -> tuple[str, str]:
    """What nothing that Telusur writes may hold whole."""
    return NAME_TO_HIDE, NOTE_TO_HIDE


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a CSV file."""

    def write(name: str, rows: list[list[str]], header: list[str] | None = None) -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header or HEADER)
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def register(write_csv: Callable[..., Path], people: list[list[str]]) -> Path:
    """A register of invented members, as a plain file."""
    return write_csv("register.csv", people)


@pytest.fixture
def dump(write_csv: Callable[..., Path], people: list[list[str]]) -> Path:
    """A copy of half of its rows."""
    return write_csv("dump.csv", people[: MEMBERS // 2])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where a run writes to; not there yet."""
    return tmp_path / "out"


@pytest.fixture
def findings(out: Path) -> Callable[[], dict[str, Any]]:
    """Read what a finished run wrote to ``out``."""

    def read() -> dict[str, Any]:
        assert not (out / ".unfinished").exists()
        assert not (out / ".work").exists()
        found: dict[str, Any] = json.loads((out / "findings.json").read_text(encoding="utf-8"))
        return found

    return read
