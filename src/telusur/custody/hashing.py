"""SHA-256 and BLAKE3 of the same bytes in one pass.

Two functions of different design: should one be broken, the other still ties the case to the bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from blake3 import blake3

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Memory stays flat, and both functions are at full speed from 1 MiB on.
PIECE_BYTES = 4 << 20


@dataclass(frozen=True)
class Digest:
    """What a file's bytes come to; hashes in lower-case hex."""

    bytes: int
    sha256: str
    blake3: str


class Hasher:
    """Fed with pieces; never holds more than one."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._blake3 = blake3()
        self._bytes = 0

    def update(self, piece: bytes) -> None:
        """Take in the next bytes."""
        self._sha256.update(piece)
        self._blake3.update(piece)
        self._bytes += len(piece)

    def digest(self) -> Digest:
        """Of all bytes so far."""
        return Digest(self._bytes, self._sha256.hexdigest(), self._blake3.hexdigest())


class HashedReader:
    """Reads from a file and hashes what is read."""

    def __init__(self, file: BinaryIO, progress: Callable[[int], None] | None = None) -> None:
        self._file, self._progress = file, progress
        self._hasher, self._done = Hasher(), 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most ``size``."""
        piece = self._file.read(size)
        self._hasher.update(piece)
        self._done += len(piece)
        if self._progress and piece:
            self._progress(self._done)
        return piece

    def digest(self) -> Digest:
        """Of all bytes read so far."""
        return self._hasher.digest()


class HashedWriter:
    """Writes to a file and hashes what is written."""

    def __init__(self, file: BinaryIO, progress: Callable[[int], None] | None = None) -> None:
        self._file, self._progress = file, progress
        self._hasher, self._done = Hasher(), 0

    def write(self, piece: bytes) -> int:
        """Write all of it."""
        self._file.write(piece)
        self._hasher.update(piece)
        self._done += len(piece)
        if self._progress:
            self._progress(self._done)
        return len(piece)

    def flush(self) -> None:
        """Hand what is buffered to the system."""
        self._file.flush()

    def digest(self) -> Digest:
        """Of all bytes written so far."""
        return self._hasher.digest()


def hash_file(path: Path, progress: Callable[[int], None] | None = None) -> Digest:
    """Both hashes of a file; ``progress`` is told the bytes done. Raises OSError."""
    with path.open("rb", buffering=0) as file:
        reader = HashedReader(file, progress)
        while reader.read(PIECE_BYTES):
            pass
    return reader.digest()
