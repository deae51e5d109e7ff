"""Calls to the Linux kernel that Python has no name for. Every one raises ``OSError``."""

from __future__ import annotations

import ctypes
import os
import platform
import sys

LINUX = sys.platform == "linux"
# Numbers of system calls differ from one processor to another; on others nothing is called.
MACHINES = {"x86_64": 0, "aarch64": 1}

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWNET = 0x4000_0000

CAP_DAC_READ_SEARCH = 2
CAP_SYS_ADMIN = 21
_CAPABILITY_VERSION = 0x2008_0522
_MOST_CAPABILITIES = 64


def machine() -> int | None:
    """Index of the processor in the tables of system calls; None where there is none for it."""
    little = sys.byteorder == "little" and sys.maxsize > 2**32
    return MACHINES.get(platform.machine()) if LINUX and little else None


def system_call(number: int, *arguments: object) -> int:
    """One system call by its number."""
    return _checked(_libc().syscall(ctypes.c_long(number), *map(_word, arguments)))


def prctl(option: int, value: int) -> None:
    """Settle one property of this process, or of this thread."""
    _checked(_libc().prctl(option, *map(_word, (value, 0, 0, 0))))


def unshare(flags: int) -> None:
    """Move this process into new namespaces."""
    _checked(_libc().unshare(flags))


def capabilities() -> int:
    """The effective capabilities of this process, as bits."""
    _, words = _capabilities()
    return int(words[0]) | int(words[3]) << 32


def keep_capabilities(kept: int) -> None:
    """Give up all capabilities but ``kept`` (bits), for good; none that is not held comes back."""
    held = capabilities()
    for bit in range(_MOST_CAPABILITIES):
        if not kept >> bit & 1:
            try:
                prctl(PR_CAPBSET_DROP, bit)
            except OSError:  # beyond the last one, or not ours to drop: then there is none to give
                break
    header, words = _capabilities()
    left = held & kept
    low, high = left & 0xFFFF_FFFF, left >> 32
    words[:] = [low, low, 0, high, high, 0]  # effective, permitted, inheritable; twice 32 bits
    _checked(_libc().capset(header, words))


def _capabilities() -> tuple[ctypes.Array[ctypes.c_uint32], ctypes.Array[ctypes.c_uint32]]:
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    words = (ctypes.c_uint32 * 6)()
    _checked(_libc().capget(header, words))
    return header, words


def _word(value: object) -> object:
    return ctypes.c_ulong(value) if isinstance(value, int) else value


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
