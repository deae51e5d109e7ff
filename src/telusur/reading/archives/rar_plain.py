"""An encrypted RAR archive written anew as a plain one, for libarchive, which has no decryption.

The packed bytes stay as they are but for the encryption; headers lose what speaks of it. What is
written lies in the private work directory and is removed with the archive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Protocol

from telusur.reading.archives.interface import PIECE_BYTES, Damaged

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import CipherContext

    from telusur.reading.archives.rar_keys import Key


@dataclass
class Unlocked:
    """What was found on the way.

    Attributes:
        entries: files and folders so far.
        locked: places among them of those that were encrypted.
        hidden: of those, (key, checksum under it) where the archive hides it.
        proved: a locked header was read, or a check value compared: the password fits.
        open: the file that goes on in the next volume, if any.
    """

    entries: int = 0
    locked: set[int] = field(default_factory=set)
    hidden: dict[int, tuple[Key, int]] = field(default_factory=dict)
    proved: bool = False
    open: Run | None = None


@dataclass
class Run:
    """The bytes of one encrypted file, perhaps over several volumes.

    Attributes:
        cipher: goes on where the last volume ended.
        end: finds where the padding begins; None: nobody is disturbed by it.
    """

    cipher: CipherContext
    end: End | None

    def copy(self, source: IO[bytes], packed: int, target: IO[bytes]) -> int:
        """Decrypt so many bytes more; how many came out, without padding."""
        out = 0
        while packed and (piece := source.read(min(packed, PIECE_BYTES))):
            packed -= len(piece)
            plain = self.cipher.update(piece)
            if self.end:
                plain = plain[: self.end.within(plain)]
            out += target.write(plain)
        return out


class End(Protocol):
    """Tells where the bytes of a file end and padding to a whole block begins."""

    def within(self, piece: bytes) -> int:
        """How many bytes of the next piece belong to the file."""


class Stored:
    """The end of a file that is stored as it is.

    Args:
        size: of the file.
    """

    def __init__(self, size: int) -> None:
        self._left = size

    def within(self, piece: bytes) -> int:
        """As ``End`` says."""
        count = min(self._left, len(piece))
        self._left -= count
        return count


def copy(source: IO[bytes], count: int, target: IO[bytes]) -> None:
    """Bytes as they are."""
    while count and (piece := source.read(min(count, PIECE_BYTES))):
        target.write(piece)
        count -= len(piece)


def exactly(source: IO[bytes], count: int) -> bytes:
    """So many bytes.

    Raises:
        Damaged: there are fewer.
    """
    raw = source.read(count)
    if len(raw) < count:
        raise Damaged("cut", "it ends before its end")
    return raw
