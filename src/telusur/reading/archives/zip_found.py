"""Members of a ZIP archive without a directory: found by the headers before them."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from telusur.model.findings.receipt import Unread
from telusur.reading.archives import zip_directory as directories
from telusur.reading.archives.interface import PIECE_BYTES, Damaged, Member
from telusur.reading.archives.zip_directory import LOCAL, LOCAL_HEADER, Entry
from telusur.reading.archives.zip_methods import DEFLATE, RAW_WINDOW
from telusur.reading.compression import Deflate, steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.reading.archives.zip import Zip


def found(archive: Zip, file: IO[bytes], size: int) -> Iterator[Member]:
    """Every member that a header announces, in order; the bytes between go into the story."""
    at = 0
    while (begin := _next_header(file, at)) is not None:
        _lost(archive, at, begin)
        header = archive.local(begin)
        if header is None:  # the signature, and then the end
            at = begin
            break
        _, _, flags, method, _, _, crc, packed, full, names, extras = header
        name, extra = file.read(names), file.read(extras)
        full, packed, _, _ = directories.widened(extra, full, packed, 0, 0)
        entry = Entry(name, flags, method, crc, packed, full, begin, 0, 0, extra)
        data = begin + LOCAL_HEADER.size + names + extras
        if packed or not flags & directories.DESCRIBED:
            at = min(data + packed, size)
            if not (name.endswith(b"/") and not full):
                yield archive.member(entry)
        else:  # its length comes after it
            end = [data]
            yield _open_ended(archive, entry, data, size, end)
            at = end[0]
    _lost(archive, at, size)


def _lost(archive: Zip, begin: int, end: int) -> None:
    if end - begin > directories.MOST_BETWEEN:
        archive.story.unread.append(
            Unread(offset=begin, bytes=end - begin, reason="not-in-directory")
        )


def _next_header(file: IO[bytes], at: int) -> int | None:
    tail = b""
    file.seek(at)
    while piece := file.read(PIECE_BYTES):
        held = tail + piece
        if (place := held.find(LOCAL)) >= 0:
            return at - len(tail) + place
        at += len(piece)
        tail = held[-len(LOCAL) + 1 :]
    return None


def _open_ended(archive: Zip, entry: Entry, data: int, size: int, end: list[int]) -> Member:
    """A member that was written to a pipe: Deflate, the one method used there, tells its end."""
    if entry.flags & directories.ENCRYPTED or entry.method != DEFLATE:
        return Member(entry.text, _endless)

    def pieces() -> Iterator[bytes]:
        taken, raw, step = 0, archive.raw(data, size - data), Deflate(RAW_WINDOW)

        def more() -> bytes:
            nonlocal taken
            piece = next(raw, b"")
            taken += len(piece)
            return piece

        yield from steps(step, more(), more)
        end[0] = data + taken - len(step.rest)

    return Member(entry.text, pieces)


def _endless() -> Iterator[bytes]:
    raise Damaged("damaged", "nothing says how long it is")
