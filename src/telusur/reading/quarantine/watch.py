"""The limits that the parent holds the child to: time, memory, output.

The kernel holds it to limits of its own as well (``confinement``). Those count what is reserved,
not what is used, and end a process without saying why; these are the ones that are meant to act.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from telusur.errors import LimitReached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from telusur.model.evidence import Quarantine

# Of the machine's memory, for the child's engine; DuckDB's own share is 0.8, but here readers and
# the parent need some too.
ENGINE_SHARE = 0.6
# For all else in the child: batches on their way, libraries, Python.
READER_BYTES = 2 << 30
READER_SHARE = 0.2
# Memory and output are looked at this often, and never for more than so much of the time.
LOOK_SECONDS = 0.2
LOOK_SHARE = 0.05
_CONTROL_GROUPS = (
    "/sys/fs/cgroup/memory.max",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes",
)


class Watch:
    """Looks at one child. ``clock`` gives seconds."""

    def __init__(
        self,
        pid: int,
        folder: Path,
        quarantine: Quarantine,
        evidence_bytes: int,
        memory_bytes: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pid, self._folder, self._quarantine = pid, folder, quarantine
        self._memory, self._clock = memory_bytes, clock
        self._until = clock() + all_seconds(quarantine, evidence_bytes)
        self._alive, self._look, self._moved = clock(), 0.0, -1

    def alive(self, moved: int | None = None) -> None:
        """It went on: it said something, or has read or written more than before."""
        if moved is None or moved > self._moved:
            self._alive = self._clock()
            self._moved = self._moved if moved is None else moved

    def check(self, name: str) -> None:
        """Hold the child to its limits while it reads the file of that name.

        Raises:
            LimitReached: ``time-limit``, ``memory-limit``, ``output-limit``.
        """
        now = self._clock()
        if now > self._until:
            raise time_limit(name, "it took longer than any table of its size")
        if now - self._alive > self._quarantine.max_idle_seconds:
            raise time_limit(name, f"no progress for {self._quarantine.max_idle_seconds:g} s")
        if now < self._look:
            return
        if used_memory(self._pid) > self._memory:
            raise memory_limit(name, f"more than {self._memory:,} bytes")
        self._check_output(name)
        spent = self._clock() - now
        self._look = now + max(LOOK_SECONDS, spent / LOOK_SHARE)

    def _check_output(self, name: str) -> None:
        sizes = list(_sizes(self._folder, self._quarantine.max_files))
        if sum(sizes) > self._quarantine.max_output:
            raise output_limit(name, f"more than {self._quarantine.max_output:,} bytes")
        if len(sizes) > self._quarantine.max_files:
            raise output_limit(name, f"more than {self._quarantine.max_files:,} files")


def all_seconds(quarantine: Quarantine, evidence_bytes: int) -> float:
    """How long reading so many bytes may take in all."""
    return quarantine.max_seconds + evidence_bytes / quarantine.min_bytes_a_second


def memory_of(quarantine: Quarantine) -> tuple[int, int]:
    """Bytes that the child's engine may use, and the child in all."""
    machine = machine_bytes()
    engine = quarantine.memory_bytes or int(ENGINE_SHARE * machine)
    return engine, engine + min(READER_BYTES, int(READER_SHARE * machine))


def machine_bytes() -> int:
    """Memory of this machine, or of the container that it is."""
    sizes = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for place in _CONTROL_GROUPS:
        try:
            sizes.append(int(Path(place).read_text(encoding="ascii")))
        except (OSError, ValueError):  # none, or "max"
            continue
    return min(sizes)


def used_memory(pid: int) -> int:
    """Bytes that only this process holds, in memory or swapped out; 0 where nothing tells."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    own = ("RssAnon:", "RssShmem:", "VmSwap:")
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(own))


def time_limit(name: str, got: str) -> LimitReached:
    """The child took too long."""
    return LimitReached(
        "time-limit",
        f"{name} was given up",
        got=got,
        hint="the file may be made to be slow; look at it before you try again",
    )


def memory_limit(name: str, got: str) -> LimitReached:
    """The child took too much memory."""
    return LimitReached(
        "memory-limit",
        f"reading {name} took too much memory",
        got=got,
        hint="give --memory, or run on a machine with more",
    )


def output_limit(name: str, got: str) -> LimitReached:
    """The child wrote too much."""
    return LimitReached(
        "output-limit",
        f"reading {name} wrote too much",
        got=got,
        hint="a bomb looks like this; look at the file before you try again",
    )


def _sizes(folder: Path, most: int) -> Iterator[int]:
    """Bytes on disk of each file beneath, up to one file more than ``most``."""
    folders, seen = [folder], 0
    while folders and seen <= most:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    seen += 1
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(Path(entry.path))
                    yield _size(entry)
                    if seen > most:
                        break
        except OSError:  # gone in between
            continue


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_blocks * 512  # the unit of st_blocks
    except OSError:
        return 0
