"""A stream of unpacked pieces as a file: read front to back, counted, looked ahead in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from telusur.reading.archives.interface import PIECE_BYTES, Damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Flow(io.RawIOBase):
    """What ``pieces`` give. Damage ends it like an end and is noted.

    Args:
        pieces: of the stream.
        count: told of the bytes of each piece before anybody sees it; may raise.
        damages: where damage is noted, once each; what is packed below notes its own first.
    """

    def __init__(
        self, pieces: Iterator[bytes], count: Callable[[int], None], damages: list[Damaged]
    ) -> None:
        self._pieces, self._count, self._damages = pieces, count, damages
        self._held = memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer only at the end; they are still to be read."""
        if len(self._held) < size:
            held = bytearray(self._held)
            while len(held) < size and (piece := self._next()):
                held += piece
            self._held = memoryview(bytes(held))
        return bytes(self._held[:size])

    def read(self, size: int | None = -1) -> bytes:
        """At most ``size`` bytes of one piece; empty only at the end."""
        held = self._held or memoryview(self._next())
        most = PIECE_BYTES if size is None or size < 0 else size
        self._held = held[most:]
        return bytes(held[:most])

    def _next(self) -> bytes:
        try:
            while (piece := next(self._pieces, None)) is not None:
                if piece:
                    self._count(len(piece))
                    return piece
        except Damaged as error:
            if all(error.text != known.text for known in self._damages):
                self._damages.append(error)
        return b""
