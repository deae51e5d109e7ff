"""``run.log``: what the run did and when. Names of stages and steps; never a value of a dump."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from telusur.output import cannot_write
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.progress import Watcher


class RunLog:
    """A line a stage and step, with its time in UTC. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("w", encoding="utf-8", buffering=1)
        except OSError as error:
            raise cannot_write(path.parent, error) from None

    def telling(self, watcher: Watcher) -> Watcher:
        """A watcher that writes here and tells ``watcher``."""
        return _Logged(self, watcher)

    def line(self, text: str) -> None:
        """Write one line."""
        self._file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ} {printable(text)}\n")

    def __enter__(self) -> RunLog:
        return self

    def __exit__(self, *failure: object) -> None:
        self._file.close()


class _Logged:
    def __init__(self, log: RunLog, watcher: Watcher) -> None:
        self._log = log
        self._watcher = watcher

    def stage(self, name: str) -> None:
        self._log.line(name)
        self._watcher.stage(name)

    def step(self, text: str) -> None:
        self._log.line(f"  {text}")
        self._watcher.step(text)

    def share(self, done: float) -> None:
        self._watcher.share(done)
