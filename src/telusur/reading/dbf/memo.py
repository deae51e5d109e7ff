"""Memo files: long values, in numbered blocks."""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = (".fpt", ".FPT", ".dbt", ".DBT", ".smt", ".SMT")
HEADER_BYTES, BLOCK_BYTES = 512, 512
END = b"\x1a"
DBASE_IV = b"\xff\xff\x08\x00"
TEXT_BLOCK = 1


@dataclass(frozen=True)
class Memo:
    """A memo file, open.

    Attributes:
        whole: its bytes.
        foxpro: blocks say their type and length, most telling byte first.
        block: bytes of one.
    """

    whole: mmap.mmap
    foxpro: bool
    block: int

    def value(self, number: int) -> tuple[bytes, bool] | None:
        """The value in block ``number`` and whether it is text; None where there is none."""
        start = number * self.block
        head = self.whole[start : start + 8]
        if start < 8 or len(head) < 8:  # noqa: PLR2004  # the head of a block
            return None
        if self.foxpro:
            kind, size = struct.unpack(">2I", head)
            return self._cut(start + 8, size), kind == TEXT_BLOCK
        if head.startswith(DBASE_IV):
            (size,) = struct.unpack_from("<I", head, 4)
            return self._cut(start + 8, max(size - 8, 0)), True
        end = self.whole.find(END, start)
        return self.whole[start : end if end >= 0 else len(self.whole)], True

    def _cut(self, start: int, size: int) -> bytes:
        return self.whole[start : min(start + size, len(self.whole))]


def beside(path: Path) -> Path | None:
    """The memo file of the table at ``path``: of its name, in its folder."""
    return next((one for end in ENDINGS if (one := path.with_suffix(end)).is_file()), None)


def opened(file: IO[bytes], ending: str) -> Memo:
    """A memo file in use."""
    whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    foxpro = ending.lower() == ".fpt"
    if foxpro:
        (block,) = struct.unpack_from(">H", whole.read(8), 6)
    else:
        (block,) = struct.unpack_from("<H", whole.read(22).ljust(22, b"\0"), 20)
    return Memo(whole, foxpro, block or (1 if foxpro else BLOCK_BYTES))
