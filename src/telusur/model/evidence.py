"""Files of the dump as they were taken in, and the caps under which they are opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class EvidenceFile:
    """One file of the dump, measured and hashed before anything looks into it.

    Attributes:
        path: absolute, links resolved: where the bytes lie.
        name: last part of the path as given, control characters replaced: safe to show.
        bytes: size when it was hashed.
        sha256: lower-case hex digest of those bytes.
        modified_ns: the file system's time of last change, nanoseconds since 1970.
    """

    path: Path
    name: str
    bytes: int
    sha256: str
    modified_ns: int


@dataclass(frozen=True)
class Quarantine:
    """Caps on what reading a hostile file may cost; a breach is an error, nothing half-read.

    Attributes:
        max_bytes: of one unpacked file. 279 million rows of 240 bytes are 67 GB; a terabyte leaves
            room for fifteen times that.
        max_ratio: unpacked over packed. Deflate's ceiling is 1,032, where a bomb sits; half of it
            is far above any table whose rows differ.
        free_bytes: unpacked bytes to which the ratio does not apply: tiny files pack oddly.
        max_total_bytes: of all that one file of the dump unpacks to, layer upon layer.
        max_depth: packings around one file, archives and streams together: a zip of tar.gz of
            csv.gz has four, twice that is a trick.
        max_entries: in one file of the dump, over all archives inside it: a million photographs
            beside a table are seen, more is a trick.
        max_name: characters of a member's name that are kept.
        threads: of the process that reads; None: one a core.
        memory_bytes: of its engine; None: a share of the machine's (``reading/quarantine``).
        max_output: bytes that it may have on the disk at a time: a file unpacked, its text in UTF-8
            and its tables, each at its most.
        max_files: that it may have there.
        max_idle_seconds: without a byte read or written, or a word of progress. Sorting a large
            table in memory takes a minute.
        max_seconds: in all, for any dump …
        min_bytes_a_second: … and for its size: a tenth of what the slowest reader does.
    """

    max_bytes: int = 1 << 40
    max_ratio: int = 500
    free_bytes: int = 64 << 20
    max_total_bytes: int = 4 << 40
    max_depth: int = 8
    max_entries: int = 1_000_000
    max_name: int = 1_024
    threads: int | None = None
    memory_bytes: int | None = None
    max_output: int = 3 << 40
    max_files: int = 100_000
    max_idle_seconds: float = 600
    max_seconds: float = 3600
    min_bytes_a_second: int = 128 << 10
