"""The pages of a database file: what its header says, which are free, which are damaged.

Layout: https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from telusur.model.findings.receipt import Hint, Unread
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAGIC = b"SQLite format 3\x00"
HEADER_BYTES = 100
ENCODINGS = {1: "utf-8", 2: "utf-16-le", 3: "utf-16-be"}
WRITE_AHEAD = 2
# First byte of a page of a b-tree.
INNER, LEAVES = (0x05, 0x02), (0x0D, 0x0A)
SMALLEST_PAGE, LARGEST_PAGE = 512, 65_536


@dataclass(frozen=True)
class Header:
    """The first hundred bytes, as far as they matter here."""

    page_size: int
    pages: int
    write_ahead: bool
    first_free: int
    free: int
    encoding: str
    user_version: int
    application_id: int
    version: int

    @classmethod
    def of(cls, raw: bytes, size: int) -> Header | None:
        """The header, or None where its page size cannot be."""
        page = int.from_bytes(raw[16:18], "big")
        page = LARGEST_PAGE if page == 1 else page
        if len(raw) < HEADER_BYTES or page < SMALLEST_PAGE or page & (page - 1):
            return None
        changed, pages, first, free = struct.unpack_from(">4I", raw, 24)
        encoding, user, application = raw[56:60], raw[60:64], raw[68:72]
        valid_for, version = struct.unpack_from(">2I", raw, 92)
        return cls(
            page_size=page,
            # an old writer leaves the number of pages as it was
            pages=pages if pages and changed == valid_for else size // page,
            write_ahead=WRITE_AHEAD in (raw[18], raw[19]),
            first_free=first,
            free=free,
            encoding=ENCODINGS.get(int.from_bytes(encoding, "big"), "utf-8"),
            user_version=int.from_bytes(user, "big", signed=True),
            application_id=int.from_bytes(application, "big"),
            version=version,
        )

    def hints(self) -> tuple[Hint, ...]:
        """What the header says of the database's maker."""
        major, rest = divmod(self.version, 1_000_000)
        told = {
            "tool": "SQLite",
            "tool_version": f"{major}.{rest // 1000}.{rest % 1000}" if self.version else "",
            "user_version": str(self.user_version) if self.user_version else "",
            "application_id": f"0x{self.application_id:08x}" if self.application_id else "",
            "page_size": str(self.page_size),
            "free_pages": str(self.free) if self.free else "",
        }
        return tuple(
            Hint(what=what, value=printable(value), source="database header")
            for what, value in told.items()
            if value
        )


@dataclass(frozen=True)
class Pages:
    """The file, page by page; numbers start at 1."""

    file: IO[bytes]
    header: Header
    size: int

    @property
    def whole(self) -> int:
        """Pages that lie in the file in full."""
        return self.size // self.header.page_size

    def at(self, number: int) -> bytes:
        """A page, or nothing where the file ends before it."""
        if not 1 <= number <= self.whole:
            return b""
        self.file.seek((number - 1) * self.header.page_size)
        return self.file.read(self.header.page_size)

    def free(self) -> set[int]:
        """Pages in use no more: what was deleted may still lie in them."""
        found: set[int] = set()
        trunk = self.header.first_free
        while trunk and trunk not in found and (page := self.at(trunk)):
            found.add(trunk)
            trunk, count = struct.unpack_from(">2I", page)
            count = min(count, len(page) // 4 - 2)
            listed = struct.unpack_from(f">{count}I", page, 8)
            found.update(one for one in listed if 1 <= one <= self.whole)
        return found

    def damaged(self, root: int) -> set[int]:
        """Pages of the b-tree at ``root`` that are no such pages, or lie past the file's end."""
        bad: set[int] = set()
        seen: set[int] = set()
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            page = self.at(number)
            start = HEADER_BYTES if number == 1 else 0
            if not page or page[start] not in (*INNER, *LEAVES):
                bad.add(number)
            elif page[start] in INNER:
                waiting += _children(page, start)
        return bad

    def places(self, numbers: Iterable[int], reason: str) -> Iterator[Unread]:
        """Pages as stretches of bytes, neighbours joined; those past the end have no bytes."""
        first = last = 0
        size = self.header.page_size
        for number in [*sorted(one for one in numbers if 1 <= one <= self.whole), 0]:
            if number == last + 1 and last:
                last = number
                continue
            if last:
                yield Unread(
                    offset=(first - 1) * size, bytes=(last - first + 1) * size, reason=reason
                )
            first = last = number


def _children(page: bytes, start: int) -> list[int]:
    (count,) = struct.unpack_from(">H", page, start + 3)
    (right,) = struct.unpack_from(">I", page, start + 8)
    count = min(count, (len(page) - start - 12) // 2)
    cells = struct.unpack_from(f">{count}H", page, start + 12)
    return [
        *(struct.unpack_from(">I", page, at)[0] for at in cells if at + 4 <= len(page)),
        right,
    ]
