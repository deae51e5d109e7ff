"""TAR archives as a stream: ustar, pax, GNU, damaged."""

from __future__ import annotations

import io
import tarfile

from fuzz import support
from fuzz.harnesses.archive_zip import drained
from telusur.reading.archives.tar import BLOCK, Tar, recognises

PARSER = "TAR archives (`archives/tar.py`)"
KIND = "own"
MOST_BYTES = 900

SUM = slice(148, 156)


def one(data: bytes) -> None:
    """The first byte says of which blocks the checksum is made right: chance would never meet it."""
    if not data:
        return
    raw = bytearray()
    for at in range(1, len(data), 200):  # a block of 512 bytes is described by 200
        block = bytearray(data[at : at + 200].ljust(BLOCK, b"\0"))
        if data[0] >> ((at // 200) % 8) & 1:
            block[SUM] = b" " * 8
            block[SUM] = b"%06o\0 " % sum(block)
        raw += block
    raw = raw[: len(raw) - len(data) % 7]
    recognises(bytes(raw))
    archive = Tar(io.BytesIO(bytes(raw)))
    support.declared(lambda: drained(archive))
    for place in archive.story.unread:
        assert 0 <= place.offset <= place.offset + place.bytes <= len(raw), "an unread place"
    assert archive.position() <= len(raw)


def seeds() -> list[bytes]:
    """Archives, each block by its first 200 bytes."""
    found = []
    for form in (tarfile.USTAR_FORMAT, tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=form) as archive:
            info = tarfile.TarInfo("a/" + "n" * (120 if form != tarfile.USTAR_FORMAT else 9))
            info.size = 5
            info.pax_headers = {"comment": "x", "size": "5"}
            archive.addfile(info, io.BytesIO(b"id\n1\n"))
            link = tarfile.TarInfo("l")
            link.type = tarfile.SYMTYPE
            archive.addfile(link)
        raw = out.getvalue()[: 6 * BLOCK]
        blocks = b"".join(raw[at : at + 200] for at in range(0, len(raw), BLOCK))
        found += [b"\xff" + blocks, b"\x01" + blocks[:700]]
    return found
