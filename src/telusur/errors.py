"""The errors of Telusur, and the exit status that each one ends a command with.

::

    TelusurError                 one line on stderr: code, what, got, expected, hint
    ├── UsageError          2    the command line, or claim.toml, cannot be used
    │   └── ClaimError      2
    ├── EvidenceError       3    the dump is missing, empty or cannot be read
    ├── RegisterError       4    the register, its toml or its history cannot be read
    ├── LimitReached        5    disk, memory, time, or a quarantine cap
    ├── InternalFault      70    a promise of Telusur's own was broken
    └── Interrupted       130    Ctrl-C

An error never carries a record's value nor an SQL literal: it names files, columns, counts and
lines. It is caught once, in ``cli/main.py``.
"""

from __future__ import annotations

from typing import ClassVar


class TelusurError(Exception):
    """Base of all errors that a user can meet.

    Attributes:
        code: reason code, kebab-case, documented in ``docs/reference/errors.md``.
        message: what happened, one line, without personal values.
        got: what was found, where that helps.
        expected: what was expected instead.
        hint: what the user can do now.
    """

    exit_status: ClassVar[int] = 70

    def __init__(
        self,
        code: str,
        message: str,
        *,
        got: str | None = None,
        expected: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.got = got
        self.expected = expected
        self.hint = hint

    def __str__(self) -> str:
        sides = "".join(
            f"; {name} {side}"
            for name, side in (("got", self.got), ("expected", self.expected))
            if side is not None
        )
        hint = f". Hint: {self.hint}" if self.hint else ""
        line = f"{self.message}{sides}{hint}"
        return " ".join(line.split())  # one line, whatever a path or a library put into it

    def as_json(self) -> dict[str, str | int | None]:
        """The error as the object that ``--json`` prints on stderr."""
        return {
            "code": self.code,
            "message": self.message,
            "got": self.got,
            "expected": self.expected,
            "hint": self.hint,
            "exit_status": self.exit_status,
        }


class UsageError(TelusurError):
    """The command line cannot be used as given."""

    exit_status = 2


class ClaimError(UsageError):
    """``claim.toml`` cannot be read, or says what cannot be."""


class EvidenceError(TelusurError):
    """The dump is missing, empty, or cannot be read."""

    exit_status = 3


class RegisterError(TelusurError):
    """The register, its description or its history cannot be read."""

    exit_status = 4


class LimitReached(TelusurError):
    """A limit was reached: disk, memory, time, or a cap of the quarantine."""

    exit_status = 5


class InternalFault(TelusurError):
    """A promise of Telusur's own was broken; the run's results are not to be used."""

    exit_status = 70


class Interrupted(TelusurError):
    """The user stopped the run (Ctrl-C or SIGTERM)."""

    exit_status = 130
