"""What a harness is, and where its inputs are kept."""

from __future__ import annotations

import base64
import importlib
import pkgutil
from pathlib import Path
from typing import Protocol

from fuzz import harnesses

FOLDER = Path(__file__).resolve().parent
# Executions that each harness is to reach: of a parser of our own, of a path into native code.
GOALS = {"own": 10_000_000, "native": 100_000}


class Harness(Protocol):
    """A module of ``harnesses/``.

    Attributes:
        PARSER: what it calls, in words.
        KIND: ``own`` or ``native``.
        MOST_BYTES: longest input.
    """

    PARSER: str
    KIND: str
    MOST_BYTES: int

    def one(self, data: bytes) -> None:
        """Run the parser on ``data``; an error that it does not declare, or a lie, is raised."""

    def seeds(self) -> list[bytes]:
        """First inputs, of invented data."""


def names() -> list[str]:
    """All harnesses."""
    return sorted(one.name for one in pkgutil.iter_modules(harnesses.__path__))


def load(name: str) -> Harness:
    """One harness by its name."""
    return importlib.import_module(f"fuzz.harnesses.{name}")  # type: ignore[return-value]


def kept(name: str, what: str) -> list[bytes]:
    """Inputs of a harness in the repository; ``what`` is ``corpus`` or ``crashes``.

    One a line in base 64; a line that begins with ``#`` says what the next one is.
    """
    path = FOLDER / what / f"{name}.txt"
    if not path.exists():
        return []
    lines = path.read_text(encoding="ascii").splitlines()
    return [base64.b64decode(line) for line in lines if not line.startswith("#")]
