"""Files that only their owner may read: what is unpacked or rewritten is personal data."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MODE = 0o600


def create(path: Path) -> IO[bytes]:
    """A new file for writing, mode 0600; an older one of that name is never written through."""
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    return os.fdopen(os.open(path, flags, MODE), "wb")
