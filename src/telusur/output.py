"""The output directory: whole or not at all.

While a run is at work its directory holds ``.unfinished`` and a private ``.work``, which holds all
that is written. At the end the files are moved to their places, ``findings.json`` last, and the
marker goes. So a directory with a ``findings.json`` and no marker is whole, and what a crash left
is known by the marker and cleaned by the next run.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from typing import TYPE_CHECKING, Any

from telusur.errors import LimitReached, UsageError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

MARKER = ".unfinished"
FINDINGS = "findings.json"
# What an earlier run leaves for the next: its references and signatures stay comparable.
KEYS = {".key", ".signing-key"}
# One line a person, if only by reference: the owner decides who else may read it.
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class OutputDirectory:
    """Use as a context manager; ``finish`` makes it whole, anything else leaves nothing behind."""

    def __init__(self, path: Path, inputs: dict[str, Any]) -> None:
        self.path = path
        self.work = path / ".work"
        self._inputs = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
        self._parts: list[str] = []
        self._made = False
        self._finished = False

    def __enter__(self) -> OutputDirectory:
        try:
            self._refuse_what_is_not_ours()
            self._made = not self.path.exists()
            self.path.mkdir(parents=True, exist_ok=True)
            if self._made:
                self.path.chmod(PRIVATE_FOLDER)
            self._clean()
            (self.path / MARKER).write_text(self._inputs, encoding="ascii")
            self.work.mkdir(mode=0o700)
        except OSError as error:
            if self._made:
                shutil.rmtree(self.path, ignore_errors=True)
            raise cannot_write(self.path, error) from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        if not self._finished:
            self._clean()
            (self.path / MARKER).unlink(missing_ok=True)
            if self._made:  # the key as well: nothing was made with it
                shutil.rmtree(self.path, ignore_errors=True)

    def part(self, name: str) -> Path:
        """Where to write file ``name`` until the run is whole."""
        self._parts.append(name)
        return self.work / name

    def write(self, name: str, text: str) -> None:
        """Write a text file."""
        try:
            self.part(name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise cannot_write(self.path, error) from None

    def finish(self) -> None:
        """Move all files to their places, the findings last."""
        try:
            for name in sorted(self._parts, key=lambda name: name == FINDINGS):
                (self.work / name).chmod(PRIVATE_FILE)
                (self.work / name).replace(self.path / name)
            (self.path / MARKER).unlink()
        except OSError as error:
            raise cannot_write(self.path, error) from None
        self._finished = True

    def _refuse_what_is_not_ours(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise UsageError(
                "out-not-a-directory", f"--out {self.path} is a file", expected="a directory"
            )
        if not self.path.exists() or not any(self.path.iterdir()):
            return
        marker = self.path / MARKER
        if marker.exists():
            if marker.read_text(encoding="ascii", errors="replace") == self._inputs:
                return
            raise UsageError(
                "out-of-another-run",
                f"--out {self.path} holds an unfinished run of other inputs",
                hint="remove it, or choose another --out",
            )
        if (self.path / FINDINGS).exists():
            raise UsageError(
                "out-finished",
                f"--out {self.path} holds a finished run",
                hint="choose another --out, or remove it",
            )
        if {entry.name for entry in self.path.iterdir()} - KEYS:
            raise UsageError(
                "out-not-empty",
                f"--out {self.path} holds other files",
                expected="a new or empty directory",
            )

    def _clean(self) -> None:
        """Remove what this or a crashed run wrote; the keys stay."""
        shutil.rmtree(self.work, ignore_errors=True)
        for name in self._parts:
            (self.path / name).unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError) -> UsageError | LimitReached:
    """Why nothing could be written to ``path``."""
    if error.errno == errno.ENOSPC:
        return LimitReached(
            "disk-full",
            f"the disk of {path} is full",
            hint="free space, or give --out a larger disk",
        )
    return UsageError(
        "out-not-writable", f"cannot write to {path}", got=os.strerror(error.errno or 0)
    )
