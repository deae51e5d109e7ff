"""DuckDB's exceptions as Telusur's errors. Their own texts may quote values and are dropped."""

from __future__ import annotations

import errno
import os

import duckdb

from telusur.errors import InternalFault, Interrupted, LimitReached, TelusurError

# A file cannot grow: the disk, the user's quota, or a limit on a file's size.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FULL_IN_WORDS = (*(os.strerror(number).lower() for number in FULL), "max_temp_directory_size")


def translated(error: Exception, what: str) -> TelusurError:
    """The error to raise in place of ``error``, met while doing ``what`` (a step's name)."""
    if isinstance(error, TelusurError):
        return error
    text = str(error).lower()
    # A signal that arrives while a statement runs comes back as the cause of a RuntimeError.
    stopped = isinstance(error.__cause__, KeyboardInterrupt)
    if stopped or isinstance(error, duckdb.InterruptException):
        return Interrupted("interrupted", "stopped by the user; nothing was left behind")
    full = isinstance(error, OSError) and error.errno in FULL
    if full or any(words in text for words in FULL_IN_WORDS):
        return LimitReached(
            "disk-full",
            f"the disk is full (while at {what})",
            hint="free space, or give --out a larger disk",
        )
    if isinstance(error, duckdb.OutOfMemoryException | MemoryError):
        return LimitReached(
            "memory-limit",
            f"not enough memory (while at {what})",
            hint="close other programs, or run on a machine with more memory",
        )
    return InternalFault(
        "engine-failed", f"the engine could not do {what}", got=type(error).__name__
    )
