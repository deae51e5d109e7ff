"""A write-ahead log beside a database: its committed pages, laid over a private copy.

Layout: https://www.sqlite.org/fileformat2.html#walformat. Frames of an older round bear another
salt; what follows the last commit was never finished. SQLite itself is not asked to play it back.
"""

from __future__ import annotations

import os
import shutil
import struct
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from telusur.model.base import Notice
from telusur.reading.interface import FileRead, Kind
from telusur.reading.private import create
from telusur.reading.receipt import receipt_of
from telusur.reading.sqlite.pages import MAGIC

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from telusur.reading.interface import Content, Head

MAGICS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
# The log's index, in the byte order of the machine that wrote it.
INDEXES = (b"\x18\xe2\x2d\x00", b"\x00\x2d\xe2\x18")
HEADER, FRAME = struct.Struct(">4s7I"), struct.Struct(">6I")
LOG, INDEX = "-wal", "-shm"


def belongs(head: Head) -> bool:
    """Whether it is the log of a database beside it, or the log's index."""
    name = head.path.name
    is_log = name.endswith(LOG) and head.raw.startswith(MAGICS)
    if not is_log and not (name.endswith(INDEX) and head.raw.startswith(INDEXES)):
        return False
    with suppress(OSError), head.path.with_name(name[: -len(LOG)]).open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC
    return False


def alone(content: Content) -> FileRead:
    """The log or its index: what it holds is read with the database."""
    notice = Notice(code="journal-file", text="changes of the database beside it, read with it")
    return FileRead(
        receipt_of(content, Kind.SQLITE, (), encoding=None, header=True, warnings=(notice,))
    )


def merged(content: Content, target: Path) -> int:
    """Write the database with the changes in its log to ``target``; pages changed, 0: none."""
    path = content.evidence.path
    with suppress(OSError), path.with_name(path.name + LOG).open("rb") as log:
        size = os.fstat(log.fileno()).st_size + content.path.stat().st_size
        header = log.read(HEADER.size)
        if len(header) < HEADER.size or not header.startswith(MAGICS):
            return 0
        _, _, page_size, _, first, second, *_ = HEADER.unpack(header)
        if not 512 <= page_size <= 65_536:  # noqa: PLR2004 - as SQLite
            return 0
        places, pages = _committed(log, page_size, (first, second))
        if not places or pages * page_size > size:
            return 0
        with content.path.open("rb") as source, create(target) as out:
            shutil.copyfileobj(source, out)
            for number, place in places.items():
                if 0 < number <= pages:
                    log.seek(place)
                    out.seek((number - 1) * page_size)
                    out.write(log.read(page_size))
            out.truncate(pages * page_size)
        return len(places)
    return 0


def _committed(log: IO[bytes], page_size: int, salt: tuple[int, int]) -> tuple[dict[int, int], int]:
    """Where the newest committed version of each page lies, and how many pages there are."""
    committed, waiting, pages = dict[int, int](), dict[int, int](), 0
    for number, size, place in _frames(log, page_size, salt):
        waiting[number] = place
        if size:
            committed |= waiting
            waiting, pages = {}, size
    return committed, pages


def _frames(
    log: IO[bytes], page_size: int, salt: tuple[int, int]
) -> Iterator[tuple[int, int, int]]:
    """Number of a page, pages of the database where a commit ends here, place of the page."""
    place = HEADER.size
    end = os.fstat(log.fileno()).st_size
    while place + FRAME.size + page_size <= end:
        log.seek(place)
        number, size, *salts, _, _ = FRAME.unpack(log.read(FRAME.size))
        if tuple(salts) != salt:
            return
        yield number, size, place + FRAME.size
        place += FRAME.size + page_size
