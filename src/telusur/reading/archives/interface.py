"""What the kinds of archive share: where packed bytes lie, what a member is, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Protocol

from telusur.errors import EvidenceError
from telusur.reading.archives.parts import Joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from telusur.model.base import Notice
    from telusur.model.findings.receipt import Hint, Unread

# Bytes are moved in pieces of this size: large enough for full speed, small beside any memory.
PIECE_BYTES = 1 << 20


class Damaged(Exception):
    """Bytes could not be unpacked to their end; what came before is good as far as it can be told.

    Attributes:
        code: ``cut``, ``damaged``, ``checksum-differs``, ``trailing-bytes``, ``too-much-memory``.
        text: in words, without a byte of the file.
        bytes: how many were left unread, where that is known.
    """

    def __init__(self, code: str, text: str, lost: int = 0) -> None:
        super().__init__(text)
        self.code, self.text, self.bytes = code, text, lost


def parts_missing(name: str) -> EvidenceError:
    """It goes on in a file that was not given."""
    return EvidenceError(
        "parts-missing",
        f"{name} goes on in a part that was not given",
        hint="give all its parts together, in any order",
    )


@dataclass(frozen=True)
class Packed:
    """Packed bytes: one file, or several parts that continue one another.

    Attributes:
        name: safe to show.
        paths: of the parts, in order.
    """

    name: str
    paths: tuple[Path, ...]

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(path.stat().st_size for path in self.paths)

    def open(self) -> IO[bytes]:
        """A new handle at the first byte, which can seek."""
        return self.paths[0].open("rb") if len(self.paths) == 1 else Joined.of(self.paths)


@dataclass(frozen=True)
class Member:
    """One entry of an archive that is no folder.

    Attributes:
        name: as the archive has it; hostile.
        pieces: its bytes, once, before the next member is asked for; raises ``Damaged`` and
            ``EvidenceError``.
        irregular: what it is where it is no regular file, such as "a link"; then not followed.
        notes: what the reader should know of it.
    """

    name: str
    pieces: Callable[[], Iterator[bytes]]
    irregular: str = ""
    notes: tuple[Notice, ...] = ()


@dataclass
class Story:
    """What an archive says of itself, and what became of it; complete once its members are read.

    Attributes:
        hints: comments, tools.
        notes: warnings.
        unread: bytes that belong to no member.
    """

    hints: list[Hint] = field(default_factory=list)
    notes: list[Notice] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


class Archive(Protocol):
    """One opened archive."""

    story: Story

    def members(self) -> Iterator[Member]:
        """Every entry but folders, in the archive's own order.

        Raises:
            EvidenceError: ``broken-archive``, ``password-needed``, ``password-wrong``;
                ``parts-missing`` after the last one.
            LimitReached: ``overlapping-entries``, ``too-many-entries``.
            Damaged: what follows cannot be read.
        """

    def position(self) -> int:
        """Packed bytes read so far."""
