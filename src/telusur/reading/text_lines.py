"""A text's lines in batches, as Arrow text, with their numbers and offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

PIECE_BYTES = 1 << 20
# A line longer than this is cut into several: no table is that wide.
MOST_BYTES = 4 << 20
BOM = b"\xef\xbb\xbf"
LF = 0x0A


@dataclass(frozen=True)
class Batch:
    """Whole lines.

    Attributes:
        text: the lines without their ends.
        line: 1-based number of the first.
        begins: byte offset of each in the text, and of what follows the last.
        last: whether they are the last of the text.
        open_end: whether the last of them has no line end.
    """

    text: pa.Array
    line: int
    begins: NDArray[np.int64]
    last: bool
    open_end: bool

    def __len__(self) -> int:
        return len(self.text)

    def starting(self, at: int) -> Batch:
        """The lines from the one at ``at`` on."""
        return Batch(
            self.text.slice(at), self.line + at, self.begins[at:], self.last, self.open_end
        )

    def upto(self, count: int) -> Batch:
        """The first lines, at most ``count``."""
        if count >= len(self):
            return self
        return Batch(
            self.text.slice(0, count),
            self.line,
            self.begins[: count + 1],
            last=False,
            open_end=False,
        )


def batches(path: Path) -> Iterator[Batch]:
    """The lines of ``path`` (UTF-8, LF or CR LF), at least one batch."""
    held, offset, line = b"", 0, 1
    with path.open("rb") as file:
        while True:
            more = file.read(PIECE_BYTES)
            raw, last = held + more, not more
            if not last:
                cut = raw.rfind(b"\n") + 1
                if not cut and len(raw) < MOST_BYTES:
                    held = raw
                    continue
                cut = cut or _character(raw)
                raw, held = raw[:cut], raw[cut:]
            batch = _batch(raw, offset, line, last=last)
            yield batch
            if last:
                return
            # A line that was cut goes on under its own number.
            offset, line = offset + len(raw), line + len(batch) - batch.open_end


def _character(raw: bytes) -> int:
    """Where to cut a line without an end: not inside a character."""
    cut = len(raw)
    while cut > 1 and raw[cut - 1] & 0xC0 == 0x80:  # noqa: PLR2004 - UTF-8's later bytes
        cut -= 1
    return cut - 1 if cut > 1 else len(raw)


def _batch(raw: bytes, offset: int, line: int, *, last: bool) -> Batch:
    content = np.frombuffer(raw, dtype=np.uint8)
    ends = np.flatnonzero(content == LF)
    open_end = bool(len(raw)) and raw[-1] != LF
    if open_end:
        ends = np.append(ends, len(raw))
    begins = np.concatenate(([0], ends + 1)).astype(np.int64)
    first = begins[:-1].copy()
    stop = ends.copy()
    if len(content) and b"\r" in raw:
        before = content[np.maximum(stop - 1, 0)] == ord("\r")
        stop -= before & (stop > first)
    if not offset and raw.startswith(BOM):
        first[0] += len(BOM)
    begins[-1] = len(raw)
    offsets = np.empty(2 * len(first), dtype=np.int32)
    offsets[0::2], offsets[1::2] = first, stop
    if len(first):
        both = pa.StringArray.from_buffers(
            len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(raw)
        )
        text = both.take(pa.array(np.arange(0, len(offsets) - 1, 2)))
    else:
        text = pa.array([], pa.string())
    return Batch(text, line, begins + offset, last, open_end)


def joined(one: Batch, two: Batch) -> Batch:
    """Two batches that follow each other as one."""
    text = pa.concat_arrays([one.text, two.text])
    begins = np.concatenate((one.begins[:-1], two.begins))
    return Batch(text, one.line, begins, two.last, two.open_end)
