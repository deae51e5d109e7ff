"""The kinds of archive that are read, by their first bytes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from telusur.reading.archives import libarchive, rar, seven, tar
from telusur.reading.archives import zip as zips
from telusur.reading.archives import zip_directory as directories
from telusur.reading.archives.interface import Damaged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from telusur.reading.archives.caps import Budget
    from telusur.reading.archives.interface import Archive, Packed

TAR, ZIP, SEVEN, RAR = "tar", "zip", "7z", "rar"
# Office files are ZIP archives with one of these among their first members.
OFFICE = (b"[Content_Types].xml", b"mimetype")
FIRST_ENTRIES = 20


def kind_of(head: bytes) -> str | None:
    """``tar``, ``zip``, ``7z``, ``rar`` … or None for no archive."""
    if zips.recognises(head):
        return ZIP
    if tar.recognises(head):
        return TAR
    return libarchive.kind_of(head)


def ends_as_zip(packed: Packed) -> bool:
    """Whether a ZIP archive stands behind something else: a program, or a part that is missing."""
    with packed.open() as file, suppress(Damaged, LookupError):
        directory = directories.find(file, packed.size, (0,))
        return next(directories.entries(file, directory, 1), None) is not None
    return False


def is_document(packed: Packed) -> bool:
    """Whether a ZIP archive is an office file, whose own reader knows what is in it."""
    with packed.open() as file, suppress(Damaged, LookupError):
        directory = directories.find(file, packed.size, (0,))
        for at, entry in enumerate(directories.entries(file, directory, FIRST_ENTRIES + 1)):
            if entry.name in OFFICE:
                return True
            if at == FIRST_ENTRIES - 1:
                break
    return False


def opened(
    kind: str, packed: Packed, password: str | None, budget: Budget, path: Callable[[], Path]
) -> Archive:
    """An archive that must be read from a file; ``path`` gives new names in a private folder."""
    if kind == ZIP:
        return zips.Zip(packed, password, budget, path)
    if kind == SEVEN:
        return seven.Seven(packed, password, budget.caps)
    if kind == RAR:
        return rar.Rar(packed, password, budget.caps, path)
    return libarchive.Foreign(kind, packed, budget.caps)
