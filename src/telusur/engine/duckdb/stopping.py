"""Ctrl-C reaches a statement at once.

While a statement runs, Python's own signal handlers wait for it, and DuckDB looks for them only
between its tasks: a join on one frequent key was seen to go on for minutes. The interpreter's
wake-up pipe is written by the signal itself, so a thread that reads it can tell DuckDB, which
then stops at the next vector of rows. The handler still runs afterwards, as ever.
"""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

STOPPING = frozenset({signal.SIGINT, signal.SIGTERM})


class SignalWatch:
    """Calls ``interrupt`` from a thread of its own on SIGINT or SIGTERM, until closed.

    Signals come to a process's main thread only, so elsewhere it watches nothing: there, whoever
    started the thread answers for stopping it.
    """

    def __init__(self, interrupt: Callable[[], None]) -> None:
        self._interrupt = interrupt
        self._thread: threading.Thread | None = None
        if threading.current_thread() is not threading.main_thread():
            return
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        self._before = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        self._thread = threading.Thread(target=self._watch, name="telusur-signals", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Watch no more; the wake-up pipe is whoever's it was before."""
        if self._thread is None or threading.current_thread() is not threading.main_thread():
            return  # only the main thread may unhook the pipe, and it must not close before that
        try:
            signal.set_wakeup_fd(self._before)
        except (OSError, ValueError):  # whoever it was has closed it
            signal.set_wakeup_fd(-1)
        os.write(self._write, b"\0")
        self._thread.join()
        self._thread = None
        os.close(self._read)
        os.close(self._write)

    def _watch(self) -> None:
        while (number := os.read(self._read, 1)[0]) != 0:
            if number in STOPPING:
                self._interrupt()
