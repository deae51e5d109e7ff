"""Parts of one packed file, read as one without a copy."""

from __future__ import annotations

import io
import os
from bisect import bisect_right
from itertools import accumulate
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Joined(io.RawIOBase):
    """Files one after the other as one, which can seek.

    One of them is open at a time: a thousand parts are more files than a process may have open.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        # starts[n] is where part n begins; the last one is the whole's size
        self.starts = [0, *accumulate(path.stat().st_size for path in paths)]
        self._at, self._part = 0, -1
        self._file: io.FileIO | None = None

    @classmethod
    def of(cls, paths: Sequence[Path]) -> IO[bytes]:
        """Buffered."""
        return cast("IO[bytes]", io.BufferedReader(cls(paths), 1 << 20))

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """At most what is left of the present part."""
        part = bisect_right(self.starts, self._at) - 1
        if part >= len(self._paths):
            return 0
        file = self._opened(part)
        file.seek(self._at - self.starts[part])
        count = file.readinto(buffer)
        self._at += count
        return count

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Over all parts."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.starts[-1]}[whence]
        if base + offset < 0:
            raise OSError("before the first byte")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        """Over all parts."""
        return self._at

    def close(self) -> None:
        """The one that is open."""
        if self._file:
            self._file.close()
        super().close()

    def _opened(self, part: int) -> io.FileIO:
        if self._file is None or part != self._part:
            if self._file:
                self._file.close()
            self._file, self._part = io.FileIO(self._paths[part]), part
        return self._file
