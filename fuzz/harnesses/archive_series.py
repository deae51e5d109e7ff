"""Which files of a dump continue one another."""

from __future__ import annotations

import hashlib

from fuzz import support
from telusur.model.evidence import EvidenceFile
from telusur.reading.archives import series

PARSER = "parts of a series by name and content (`archives/series.py`, `parts.py`)"
KIND = "own"
MOST_BYTES = 200


def one(data: bytes) -> None:
    """Lines are names; what stands behind the first tab is the content."""
    files = []
    for line in data.split(b"\n")[:5]:
        name, _, start = line.partition(b"\t")
        text = name.decode("utf-8", "replace").replace("/", "_").replace("\0", "_")[:60]
        stored = support.file(start, f"part{len(files)}")
        files.append(
            EvidenceFile(stored, text or "x", len(start), hashlib.sha256(start).hexdigest(), 0)
        )
    for one_ in files:
        found = series.series_of(one_, files)
        assert not found or one_.path in {part.path for part in found}, "one of its own series"
        assert len({part.path for part in found}) == len(found), "no part twice"


def seeds() -> list[bytes]:
    """Each way of naming parts."""
    return [
        b"a.7z.001\t7z\xbc\xaf\x27\x1c1\na.7z.002\tx\xff\na.7z.003\ty\xff",
        b"a.part1.rar\tRar!\x1a\x07\x01\x001234\x05\x01\0\1\na.part2.rar\tRar!\x1a\x07\x01\0",
        b"a.z01\tPK\x03\x04\na.zip\tx\nxaa\t\x1f\x8b\x08\nxab\t\xff\xfe",
        b"a.rar\tRar!\x1a\x07\x001234\1\na.r00\tRar!\x1a\x07\x001234\1\nx00\tBZh91AY&SY",
    ]
