"""Landlock: this process opens only what is named here. Linux 5.13 and newer.

The kernel's own description: docs.kernel.org/userspace-api/landlock.html. Rights that an older
kernel does not know are left out of the rule set; what they would have denied stays open there, so
each of the three words that :func:`restrict` returns stands for rights that are in force in full.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import TYPE_CHECKING

from telusur.confinement import kernel

if TYPE_CHECKING:
    from collections.abc import Iterable

# The same numbers on every processor.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION, PATH_BENEATH = 1, 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << at for at in range(6))
MAKE_REG = 1 << 8
REFER, TRUNCATE = 1 << 13, 1 << 14
# Rights by the version of Landlock that brought them, as how many of the bits it knows.
FILE_BITS = {1: 13, 2: 14, 3: 15, 4: 15}
NEWEST_FILE_BITS = 16  # from version 5: commands to devices

READ = READ_FILE | READ_DIR
# No folders (their depth could hide what is in them), links, devices, pipes or sockets are made,
# and nothing is executed.
WRITE = READ | WRITE_FILE | TRUNCATE | REMOVE_FILE | MAKE_REG | REFER
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE

NETWORK_SINCE, NETWORK = 4, 0b11  # to bind and to connect TCP
SCOPE_SINCE, SCOPE = 6, 0b11  # abstract sockets and signals of processes outside


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scope", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """What the kernel offers; 0 for nothing."""
    try:
        return kernel.system_call(CREATE_RULESET, None, 0, VERSION)
    except OSError:
        return 0


def restrict(reads: Iterable[str], writes: Iterable[str]) -> tuple[str, ...]:
    """Close every path but ``reads`` and ``writes`` and what lies beneath them.

    It binds this thread and those that it starts: call it while there is no other.

    Returns:
        What is in force: ``files``, ``tcp``, ``signals``.

    Raises:
        OSError: the kernel has no Landlock, or it is switched off.
    """
    offered = version()
    files = (1 << FILE_BITS.get(offered, NEWEST_FILE_BITS)) - 1
    rules = _Ruleset(
        files,
        NETWORK if offered >= NETWORK_SINCE else 0,
        SCOPE if offered >= SCOPE_SINCE else 0,
    )
    size = 8 if offered < NETWORK_SINCE else 16 if offered < SCOPE_SINCE else 24
    ruleset = kernel.system_call(CREATE_RULESET, ctypes.byref(rules), size, 0)
    try:
        for paths, rights in ((reads, READ), (writes, WRITE)):
            for path in paths:
                _allow(ruleset, path, rights & files)
        kernel.system_call(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)
    words = (("files", 1), ("tcp", NETWORK_SINCE), ("signals", SCOPE_SINCE))
    return tuple(word for word, since in words if offered >= since)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there is not opened up
    try:
        beneath = _Beneath(rights if Path(path).is_dir() else rights & OF_FILES, place)
        kernel.system_call(ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(beneath), 0)
    finally:
        os.close(place)
