"""All layers, one after the other, and which of them this machine has."""

from __future__ import annotations

import os
import resource
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from telusur.confinement import kernel, landlock, seccomp

if TYPE_CHECKING:
    from collections.abc import Callable

# What any program needs to run: libraries, time zones, and what tells how large the machine is.
SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/nix/store",
    "/gnu/store",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/dev/null",
    "/dev/urandom",
    "/dev/zero",
    "/proc/self",
    "/proc/meminfo",
    "/proc/cpuinfo",
    "/proc/stat",
    "/sys/fs/cgroup",
    "/sys/devices/system",
)
PRIVATE = 0o077
# To be taken first when the machine runs out of memory.
FIRST_TO_GO = "1000"


@dataclass(frozen=True)
class Bounds:
    """What a process may use.

    Attributes:
        parent: number of the process that it must not outlive.
        reads: files and folders that may be read.
        writes: folders in which files may be made, changed and removed.
        memory_bytes: of writable memory, reserved or used.
        file_bytes: of one file.
        cpu_seconds: over all its threads.
        open_files: at a time.
    """

    parent: int
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    memory_bytes: int
    file_bytes: int
    cpu_seconds: int
    open_files: int


@dataclass(frozen=True)
class Confined:
    """The layers by name (``docs/guides/reading.md``)."""

    in_force: tuple[str, ...]
    unavailable: tuple[str, ...]


def confine(bounds: Bounds) -> Confined:
    """Give up, for good, all that ``bounds`` does not name.

    A layer that this machine lacks is left out and named. The order matters: what takes rights from
    the process comes after what needs them, and the filter on system calls comes last.

    Raises:
        RuntimeError: there are threads already, which part of this would not reach.
    """
    if threading.active_count() > 1 or _threads() > 1:
        raise RuntimeError("a process confines itself while it has one thread")
    os.umask(PRIVATE)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")
    _limit(bounds)
    layers: tuple[tuple[str, Callable[[], None]], ...] = (
        ("no-new-privileges", lambda: kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)),
        ("no-network", _leave_network),
        ("no-capabilities", _drop_capabilities),
    )
    in_force: list[str] = ["limits"]
    unavailable: list[str] = []
    for name, take in layers:
        (in_force if _taken(take) else unavailable).append(name)
    offered = _landlock(bounds)
    for word in ("files", "tcp", "signals"):
        (in_force if word in offered else unavailable).append(f"landlock-{word}")
    layers = (
        ("dies-with-parent", lambda: _die_with(bounds.parent)),
        ("no-dumps", lambda: kernel.prctl(kernel.PR_SET_DUMPABLE, 0)),
        ("system-calls", seccomp.restrict),
    )
    for name, take in layers:
        (in_force if _taken(take) else unavailable).append(name)
    return Confined(tuple(in_force), tuple(unavailable))


def _taken(take: Callable[[], None]) -> bool:
    if not kernel.LINUX:
        return False
    try:
        take()
    except OSError:
        return False
    return True


def _limit(bounds: Bounds) -> None:
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_DATA: bounds.memory_bytes,
        resource.RLIMIT_FSIZE: bounds.file_bytes,
        resource.RLIMIT_CPU: bounds.cpu_seconds,
        resource.RLIMIT_NOFILE: bounds.open_files,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for what, most in wanted.items():
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)  # noqa: PLW2901
        resource.setrlimit(what, (most, most))
    # Python asks not to be told of these; here they end the process, and the parent says why.
    for number in (signal.SIGXFSZ, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)


def _leave_network() -> None:
    """A namespace without any network; where root lacks the right, so does everybody."""
    root = os.geteuid() == 0
    kernel.unshare(kernel.CLONE_NEWNET if root else kernel.CLONE_NEWUSER | kernel.CLONE_NEWNET)


def _drop_capabilities() -> None:
    """All but reading what others own: Landlock says which files those are."""
    kernel.keep_capabilities(1 << kernel.CAP_DAC_READ_SEARCH if os.geteuid() == 0 else 0)


def _landlock(bounds: Bounds) -> tuple[str, ...]:
    if not kernel.LINUX:
        return ()
    try:
        return landlock.restrict((*SYSTEM, *bounds.reads), bounds.writes)
    except OSError:
        return ()


def _die_with(parent: int) -> None:
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before it was asked for
        os.kill(os.getpid(), signal.SIGKILL)


def _threads() -> int:
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir())
    except OSError:
        return 1
