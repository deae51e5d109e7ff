"""A file in pieces that begin where reading has come to."""

from __future__ import annotations

import os
from typing import IO

import numpy as np

# Large enough that the steps over arrays count for little, small enough for the cache.
PIECE_BYTES = 4 << 20
# What is looked at first behind a place from which the structure has to be found anew.
FIRST_BYTES = 64 << 10
_MARK = b"\xef\xbb\xbf"


class Window:
    """The next piece of a file, as long as what was found in the last ones suggests.

    Attributes:
        offset: of the piece in the file.
        line: its first line's number.
        final: nothing follows the piece.
    """

    def __init__(self, file: IO[bytes], piece_bytes: int = PIECE_BYTES) -> None:
        self.line, self.final = 1, False
        self._file, self._most = file.fileno(), piece_bytes
        self._size = min(FIRST_BYTES, piece_bytes)
        self._end = os.fstat(self._file).st_size
        self.offset = len(_MARK) if os.pread(self._file, len(_MARK), 0) == _MARK else 0

    def piece(self) -> bytes:
        """The piece; empty at the end of the file."""
        found = os.pread(self._file, self._size, self.offset)
        self.final = self.offset + len(found) >= self._end or len(found) < self._size
        return found

    def advance(self, piece: bytes, used: int, *, anew: bool) -> bool:
        """Go on behind the first ``used`` bytes of ``piece``; whether there is any sense in it.

        Args:
            piece: as given by :meth:`piece`.
            used: bytes of it that are done with; 0: a longer piece is needed.
            anew: what follows has a structure of its own, so that little of it is looked at first.
        """
        if not used:
            self._size *= 2
            return not self.final
        # by an array: it leaves the other threads running
        self.line += int(np.count_nonzero(np.frombuffer(piece, np.uint8, used) == ord("\n")))
        self.offset += used
        self._size = min(FIRST_BYTES if anew else self._size * 4, self._most)
        return True
