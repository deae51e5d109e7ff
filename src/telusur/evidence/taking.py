"""Files taken into a case: both hashes in one pass, and a copy on the way where one is wanted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from telusur.custody.entry import Item
from telusur.custody.hashing import PIECE_BYTES, Digest, HashedReader, hash_file
from telusur.errors import EvidenceError
from telusur.evidence.intake import look_at, shown
from telusur.evidence.writing import new_file
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME_SHOWN = 255  # characters; no file system has longer names


def take(
    path: Path, copy_to: Path | None = None, progress: Callable[[int], None] | None = None
) -> tuple[Item, Path]:
    """The item that stands for a file, and where it lies (absolute, links resolved).

    Args:
        path: as the user named it.
        copy_to: folder for a private copy, named by the hash; what is there already is not copied
            again.
        progress: told the bytes done.

    Raises:
        EvidenceError: ``missing-file``, ``is-a-directory``, ``not-a-file``, ``empty-file``,
            ``not-readable``, ``changed-while-reading``, ``evidence-altered`` when the copy does
            not read back as it was written.
        UsageError, LimitReached: when the copy cannot be written.
    """
    resolved, _ = look_at(path)
    before = resolved.stat()
    try:
        if copy_to is None:
            digest = hash_file(resolved, progress)
        else:
            digest = _copy(resolved, copy_to, progress)
    except OSError as error:
        raise EvidenceError(
            "not-readable", f"{shown(path)} cannot be read", got=error.strerror
        ) from None
    after = resolved.stat()
    if digest.bytes != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        raise EvidenceError(
            "changed-while-reading",
            f"{shown(path)} changed while it was hashed",
            hint="wait until it is complete, or work on a copy",
        )
    name = printable(path.name, NAME_SHOWN) or "unnamed"
    return Item(name=name, bytes=digest.bytes, sha256=digest.sha256, blake3=digest.blake3), resolved


def digest_of(item: Item) -> Digest:
    """What the file's bytes should come to."""
    return Digest(item.bytes, item.sha256, item.blake3)


def stored_name(item: Item) -> str:
    """The name of a file inside the case: by content, for names in a dump are hostile."""
    return item.sha256[:32]  # 128 bits: no two files of a case share them


def _copy(source: Path, folder: Path, progress: Callable[[int], None] | None) -> Digest:
    """Copy under a passing name, read back, then give it its name by content."""
    passing = folder / f"incoming-{os.getpid()}"
    try:
        with source.open("rb", buffering=0) as file, new_file(passing) as copy:
            reader = HashedReader(file, progress)
            while piece := reader.read(PIECE_BYTES):
                copy.write(piece)
        digest = reader.digest()
        if hash_file(passing) != digest:
            raise EvidenceError(
                "evidence-altered",
                f"the copy of {shown(source)} does not read back as it was written",
                hint="the disk may be failing",
            )
        named = folder / digest.sha256[:32]
        if not named.exists():
            passing.rename(named)
    finally:
        passing.unlink(missing_ok=True)
    return digest
