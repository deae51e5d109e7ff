"""ZIP archives: directory, members found without it, decryption, unpacking."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from fuzz import support
from telusur.model.evidence import Quarantine
from telusur.reading.archives.caps import Budget
from telusur.reading.archives.interface import Damaged, Packed
from telusur.reading.archives.zip import Zip, recognises
from telusur.reading.archives.zip_directory import disks

PARSER = "ZIP archives (`archives/zip.py`, `zip_directory.py`, `zip_found.py`, `zip_crypt.py`)"
KIND = "own"
MOST_BYTES = 600

CAPS = Quarantine(max_total_bytes=1 << 20, max_bytes=1 << 20, max_entries=100)


def one(data: bytes) -> None:
    """The first byte chooses whether there is a password."""
    if not data:
        return
    raw = data[1:]
    recognises(raw)
    packed = Packed("dump", (support.file(raw),))
    disks(packed)
    password = "secret" if data[0] & 1 else None
    archive = Zip(packed, password, Budget("dump", len(raw), CAPS))
    support.declared(lambda: drained(archive))
    for place in archive.story.unread:
        assert 0 <= place.offset <= place.offset + place.bytes <= len(raw), "an unread place"


def drained(archive: object) -> None:
    """Every member to its end, under a cap."""
    try:
        for member in archive.members():  # type: ignore[attr-defined]
            left = CAPS.max_bytes
            try:
                for piece in support.declared(member.pieces) or ():
                    left -= len(piece)
                    if left < 0:
                        break
            except Damaged:
                continue
            except support.TelusurError:
                continue
    except Damaged:
        return


def seeds() -> list[bytes]:
    """Archives with a directory, without, in ZIP64, encrypted, and with a link."""
    found = []
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            info = zipfile.ZipInfo("a/é.csv")
            archive.writestr(info, "id,name\n1,Ayu\n", method)
            archive.comment = b"of invented people"
            link = zipfile.ZipInfo("l")
            link.create_system, link.external_attr = 3, 0o120777 << 16
            archive.writestr(link, "a")
        found += [out.getvalue(), out.getvalue()[:-70]]
    out = io.BytesIO()
    piped: Any = _Piped(out)
    with (
        zipfile.ZipFile(piped, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("x", "w", force_zip64=True) as member,
    ):
        member.write(b"id\n1\n")
    found += [out.getvalue(), out.getvalue()[:60]]
    locked = bytearray(found[0])
    for at in (6, found[0].find(b"PK\x01\x02") + 8):
        locked[at] |= 1
    aes = found[0].replace(b"\x00\x00\x00\x00", b"\x63\x00\x01\x99", 1)
    return [bytes([at]) + bytes(raw) for at in (0, 1) for raw in (*found, locked, aes)]


class _Piped:
    """A file that cannot seek: sizes come behind the members then."""

    def __init__(self, out: io.BytesIO) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        return self._out.write(data)

    def flush(self) -> None: ...
