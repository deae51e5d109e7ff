"""Packed files, unpacked as a stream into the private work directory, under caps."""

from __future__ import annotations

import errno
import gzip
import zlib
from typing import IO, TYPE_CHECKING, cast

import pyarrow as pa

from telusur.errors import EvidenceError, LimitReached
from telusur.reading.detect import HEAD_BYTES, packed_as
from telusur.reading.interface import Content
from telusur.reading.private import create

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.model.evidence import EvidenceFile, Quarantine

PIECE_BYTES = 4 << 20


def unpack(evidence: EvidenceFile, target: Path, quarantine: Quarantine) -> Content:
    """The file's own bytes; ``target`` holds them where the file is packed.

    Raises:
        LimitReached: ``too-large-decompressed``, ``ratio``, ``nested-too-deep``, ``disk-full``.
        EvidenceError: ``broken-archive`` when the packing is damaged or cut.
    """
    path = evidence.path
    packings: list[str] = []
    while packing := packed_as(head(path)):
        if len(packings) == quarantine.max_depth:
            raise LimitReached(
                "nested-too-deep",
                f"{evidence.name} is packed more than {quarantine.max_depth} times over",
                hint="this is no ordinary export; unpack it by hand, with care",
            )
        inner = target.with_suffix(f".{len(packings)}")
        try:
            _unpack_one(evidence, path, packing, inner, quarantine)
        except BaseException:
            inner.unlink(missing_ok=True)  # nothing half-read stays behind
            raise
        finally:
            if path != evidence.path:
                path.unlink()
        path = inner
        packings.append(packing)
    return Content(evidence, path, " in ".join(reversed(packings)) or None)


def head(path: Path) -> bytes:
    """The first bytes of a file."""
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _unpack_one(
    evidence: EvidenceFile, path: Path, packing: str, target: Path, quarantine: Quarantine
) -> None:
    packed, unpacked = path.stat().st_size, 0
    try:
        with _opened(path, packing) as source, create(target) as out:
            while piece := source.read(PIECE_BYTES):
                unpacked += len(piece)
                _hold_to_caps(evidence, packed, unpacked, quarantine)
                out.write(piece)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _broken(evidence, packing, unpacked, error) from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise LimitReached(
                "disk-full",
                f"the disk is full after {unpacked:,} bytes of {evidence.name}",
                hint="free space, or give --out a larger disk",
            ) from None
        if error.errno is None:  # Arrow's, for what is inside the file
            raise _broken(evidence, packing, unpacked, error) from None
        raise


def _broken(evidence: EvidenceFile, packing: str, unpacked: int, error: Exception) -> EvidenceError:
    return EvidenceError(
        "broken-archive",
        f"{evidence.name} cannot be unpacked whole",
        got=f"{packing}, {type(error).__name__} after {unpacked:,} bytes",
        hint="the file is cut or damaged; compare its size and hash with the source",
    )


def _hold_to_caps(
    evidence: EvidenceFile, packed: int, unpacked: int, quarantine: Quarantine
) -> None:
    if unpacked > quarantine.max_bytes:
        raise LimitReached(
            "too-large-decompressed",
            f"{evidence.name} unpacks to more than {quarantine.max_bytes:,} bytes",
            got=f"{packed:,} bytes packed",
            hint="unpack it elsewhere and look at it before going on",
        )
    if unpacked > quarantine.free_bytes and unpacked > quarantine.max_ratio * packed:
        raise LimitReached(
            "ratio",
            f"{evidence.name} unpacks to more than {quarantine.max_ratio} times its size",
            got=f"{packed:,} bytes packed, {unpacked:,} unpacked so far",
            hint="a bomb looks like this; unpack it elsewhere if it is known to be none",
        )


def _opened(path: Path, packing: str) -> IO[bytes]:
    if packing == "gzip":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    # Arrow's stream takes frames one after another as one file, as parallel packers write them, and
    # tells a cut one; zstandard's own ends there in silence.
    return cast("IO[bytes]", pa.CompressedInputStream(pa.OSFile(str(path)), "zstd"))
