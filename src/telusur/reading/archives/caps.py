"""Caps on what unpacking one file of the dump may cost, over all that is inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.errors import LimitReached

if TYPE_CHECKING:
    from telusur.model.evidence import Quarantine

ELSEWHERE = "unpack it elsewhere and look at it before going on"


class Budget:
    """Counts bytes, entries and depth, and ends the run where one of them is past its cap."""

    def __init__(self, name: str, packed: int, caps: Quarantine) -> None:
        self.name, self.packed, self.caps = name, packed, caps
        self.unpacked = self.entries = 0

    def depth(self, depth: int) -> None:
        """Before one more packing is opened.

        Raises:
            LimitReached: ``nested-too-deep``.
        """
        if depth >= self.caps.max_depth:
            raise LimitReached(
                "nested-too-deep",
                f"{self.name} is packed more than {self.caps.max_depth} times over",
                hint="this is no ordinary export; unpack it by hand, with care",
            )

    def entry(self) -> None:
        """One more entry.

        Raises:
            LimitReached: ``too-many-entries``.
        """
        self.entries += 1
        if self.entries > self.caps.max_entries:
            raise LimitReached(
                "too-many-entries",
                f"{self.name} holds more than {self.caps.max_entries:,} entries",
                hint=ELSEWHERE,
            )

    def layer(self) -> Layer:
        """A count of its own for one thing that is unpacked."""
        return Layer(self)


class Layer:
    """Bytes of one unpacked file or stream."""

    def __init__(self, budget: Budget) -> None:
        self._budget, self.bytes = budget, 0

    def add(self, count: int) -> None:
        """So many bytes more.

        Raises:
            LimitReached: ``too-large-decompressed``, ``ratio``.
        """
        budget, caps = self._budget, self._budget.caps
        self.bytes += count
        budget.unpacked += count
        packed = f"{budget.packed:,} bytes packed"
        if self.bytes > caps.max_bytes or budget.unpacked > caps.max_total_bytes:
            most = caps.max_bytes if self.bytes > caps.max_bytes else caps.max_total_bytes
            raise LimitReached(
                "too-large-decompressed",
                f"{budget.name} unpacks to more than {most:,} bytes",
                got=packed,
                hint=ELSEWHERE,
            )
        if budget.unpacked > max(caps.free_bytes, caps.max_ratio * budget.packed):
            raise LimitReached(
                "ratio",
                f"{budget.name} unpacks to more than {caps.max_ratio} times its size",
                got=f"{packed}, {budget.unpacked:,} unpacked so far",
                hint="a bomb looks like this; unpack it elsewhere if it is known to be none",
            )
