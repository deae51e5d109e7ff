"""A file in pieces that begin where reading has come to."""

from __future__ import annotations

from typing import IO

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
        self.offset, self.line, self.final = 0, 1, False
        self._file, self._most = file, piece_bytes
        self._size = min(FIRST_BYTES, piece_bytes)
        self._data, self._at, self._over = file.read(piece_bytes), 0, False
        if self._data.startswith(_MARK):
            self._at = self.offset = len(_MARK)

    def piece(self) -> bytes:
        """The piece; empty at the end of the file."""
        while len(self._data) - self._at < self._size and not self._over:
            more = self._file.read(max(self._most, self._size))
            self._data, self._at, self._over = self._data[self._at :] + more, 0, not more
        found = self._data[self._at : self._at + self._size]
        self.final = self._over and len(found) == len(self._data) - self._at
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
        self.line += piece.count(b"\n", 0, used)
        self.offset += used
        self._at += used
        self._size = min(FIRST_BYTES if anew else self._size * 4, self._most)
        return True
