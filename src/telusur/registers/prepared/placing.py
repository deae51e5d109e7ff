"""Where an index is made, and how it takes its place: whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from telusur.output import PRIVATE_FILE, PRIVATE_FOLDER, cannot_write
from telusur.registers.prepared.manifest import NAME, SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.registers.prepared.manifest import Index


@dataclass(frozen=True)
class Aside:
    """Folders beside the index: what is being made, and the engine's work."""

    made: Path
    work: Path


@contextmanager
def aside(folder: Path) -> Iterator[Aside]:
    """A private place beside ``folder``, on the same disk; gone at the end."""
    try:
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.absolute().parent))
    except OSError as error:
        raise cannot_write(folder, error) from None
    try:
        (place / "made").mkdir(mode=PRIVATE_FOLDER)
        (place / "work").mkdir(mode=PRIVATE_FOLDER)
        yield Aside(place / "made", place / "work")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def take_place(made: Path, out: Path, text: str) -> None:
    """Give a new index its place, ``index.json`` with it.

    Raises:
        UsageError: ``out-not-writable``.
        LimitReached: ``disk-full``.
    """
    try:
        _write(made / NAME, text)
        made.chmod(PRIVATE_FOLDER)
        made.replace(out)
    except OSError as error:
        raise cannot_write(out, error) from None


def replace_index(made: Path, folder: Path, index: Index, text: str) -> None:
    """New files first, then the index in one rename, then what it names no longer goes."""
    try:
        for path in sorted(made.iterdir()):
            path.replace(folder / path.name)
        _write(made / NAME, text)
        (made / NAME).replace(folder / NAME)
        named = {part.file for part in index.files}
        for path in folder.glob("*.parquet"):
            if path.name not in named:
                path.unlink()
    except OSError as error:
        raise cannot_write(folder, error) from None


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        path.chmod(PRIVATE_FILE)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def source_file(path: Path) -> SourceFile:
    """A file that the register was read from, as it is now."""
    found = path.stat()
    return SourceFile(
        name=path.name, bytes=found.st_size, modified=datetime.fromtimestamp(found.st_mtime, UTC)
    )
