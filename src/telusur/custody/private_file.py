"""Files that only their owner may read: made so from the start, refused when others can."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from telusur.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

OWNER_ONLY = 0o600
OTHERS = 0o077  # any right of the group or of the world
LARGEST_KEY = 1 << 16  # bytes; no key is near it


def write_private(path: Path, content: bytes) -> None:
    """Make a new private file and see it on disk.

    Raises:
        UsageError: ``key-unwritable`` when it exists or cannot be made.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise UsageError(
            "key-unwritable", f"no key can be made in {path.name}", got=error.strerror
        ) from None


def read_private(path: Path) -> bytes:
    """The bytes of a private file; a link in its place is not followed.

    Raises:
        UsageError: ``key-missing`` when there is none, ``key-unreadable`` when it cannot be read,
            ``key-exposed`` when others may read it.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(LARGEST_KEY)
    except FileNotFoundError:
        raise UsageError(
            "key-missing",
            f"there is no {path.name}",
            hint="it was destroyed or is kept elsewhere; what is sealed or signed needs it",
        ) from None
    except OSError as error:
        raise UsageError(
            "key-unreadable", f"{path.name} cannot be read", got=error.strerror
        ) from None
    if mode & OTHERS:
        raise UsageError(
            "key-exposed",
            f"others may read the key in {path.name}",
            got=f"mode {mode & 0o777:04o}",
            expected="mode 0600",
            hint=f"chmod 600 {path.name}, and consider it known",
        )
    return content
