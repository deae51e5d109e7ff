"""Plain files overwritten and removed.

On a solid-state disk, on a file system that copies on write or keeps snapshots, and in backups,
the old bytes may stay: overwriting promises nothing there. What promises something is that the
file was sealed and the key that opens it is destroyed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from telusur.custody.hashing import PIECE_BYTES
from telusur.errors import EvidenceError

if TYPE_CHECKING:
    from pathlib import Path


def shred_file(path: Path) -> None:
    """Overwrite a file once with random bytes, see that on disk, and remove it.

    Raises:
        EvidenceError: ``not-removed``.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            left = os.fstat(file.fileno()).st_size
            while left > 0:
                left -= file.write(os.urandom(min(left, PIECE_BYTES)))
            os.fsync(file.fileno())
        path.unlink()
    except OSError as error:
        raise EvidenceError(
            "not-removed",
            f"{path.name} could not be overwritten and removed",
            got=error.strerror,
            hint="remove it yourself; the log says that it should be gone",
        ) from None
