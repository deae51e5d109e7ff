"""Files written into a case: private, whole or not there, never in the place of another."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from telusur.errors import LimitReached, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OWNER_ONLY = 0o600


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A private file that is whole, and on disk, or not there.

    Raises:
        UsageError: ``target-exists``, ``target-unwritable``.
        LimitReached: ``disk-full``.
    """
    part = path.with_name(f".{path.name}.part")
    if path.exists():
        raise UsageError(
            "target-exists", f"{path.name} is there already", hint="nothing is overwritten"
        )
    try:
        part.unlink(missing_ok=True)  # what a crash left
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except OSError as error:
        raise unwritable(path, error) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise unwritable(path, error) from None
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_new(path: Path, content: bytes) -> None:
    """Write a small file. Raises: as ``new_file``."""
    with new_file(path) as file:
        file.write(content)


def unwritable(path: Path, error: OSError) -> UsageError | LimitReached:
    """Why a file could not be written."""
    if error.errno == errno.ENOSPC:
        return LimitReached("disk-full", "the disk is full", hint="free space and run again")
    return UsageError(
        "target-unwritable", f"{path.name} cannot be written", got=os.strerror(error.errno or 0)
    )
