"""What long work tells while it runs: on a terminal a line that moves, in a pipe nothing."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator


class Watcher(Protocol):
    """Told of a run's stages; must not fail."""

    def stage(self, name: str) -> None:
        """A stage begins."""

    def step(self, text: str) -> None:
        """Something within the stage begins."""

    def share(self, done: float) -> None:
        """Share of the stage that is done, 0 to 1."""


class Silent:
    """Tells nobody."""

    def stage(self, name: str) -> None:
        """Nothing."""

    def step(self, text: str) -> None:
        """Nothing."""

    def share(self, done: float) -> None:
        """Nothing."""


class Terminal:
    """A line on stderr with the stage, what it does, and the time."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task
        self._stage = ""

    def stage(self, name: str) -> None:
        """Show the stage's name."""
        self._stage = name
        self._progress.update(self._task, description=name, total=None, completed=0)

    def step(self, text: str) -> None:
        """Show what the stage does."""
        self._progress.update(self._task, description=f"{self._stage}: {printable(text)}")

    def share(self, done: float) -> None:
        """Move the bar."""
        self._progress.update(self._task, total=1.0, completed=done)


@contextmanager
def watching() -> Iterator[Watcher]:
    """A watcher for this process: a terminal's where stderr is one."""
    if not sys.stderr.isatty():
        yield Silent()
        return
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with progress:
        yield Terminal(progress, progress.add_task("", total=None))


class Stopwatch:
    """Seconds by stage, in the order they began; tells a watcher and a log as well."""

    def __init__(self, watcher: Watcher) -> None:
        self.seconds: dict[str, float] = {}
        self.watcher = watcher
        self._running: tuple[str, float] | None = None

    def stage(self, name: str) -> None:
        """End the stage before, begin ``name``; one begun again goes on adding."""
        self.end()
        self.watcher.stage(name)
        self._running = (name, time.monotonic())

    def end(self) -> None:
        """End the running stage."""
        if self._running:
            name, began = self._running
            spent = time.monotonic() - began
            self.seconds[name] = round(self.seconds.get(name, 0.0) + spent, 3)
            self._running = None
