"""7z, RAR and other archives, through the system's libarchive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.reading.archives.interface import Story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.reading.archives.interface import Member, Packed

SIGNATURES = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "rar",
    b"MSCF\x00\x00\x00\x00": "cab",
}


def kind_of(head: bytes) -> str | None:
    """By its first bytes."""
    return next((kind for magic, kind in SIGNATURES.items() if head.startswith(magic)), None)


class Foreign:
    """One archive that libarchive opens."""

    def __init__(self, kind: str, packed: Packed, password: str | None) -> None:
        self.story = Story()
        self._kind, self._packed, self._password = kind, packed, password

    def position(self) -> int:  # noqa: D102  # as Archive says
        return 0

    def members(self) -> Iterator[Member]:  # noqa: D102
        raise EvidenceError("no-libarchive", f"{self._packed.name} cannot be opened here")
        yield
