"""Files on disk as evidence: present, regular, readable, not empty, hashed."""

from __future__ import annotations

import hashlib
import stat
from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.model.evidence import EvidenceFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

# Read in pieces of this size: memory stays flat, and SHA-256 is at full speed from 1 MiB on.
PIECE_BYTES = 4 << 20
# Names of directories are listed up to here in a hint.
MOST_NAMED = 3


def take_in(
    paths: Sequence[Path], progress: Callable[[int, int], None] | None = None
) -> tuple[EvidenceFile, ...]:
    """Every file of the dump, in the order given; the same file named twice is taken once.

    Args:
        paths: files as the user named them.
        progress: called with (bytes hashed so far, bytes in all).

    Raises:
        EvidenceError: ``no-files``, ``missing-file``, ``is-a-directory``, ``not-a-file`` (device,
            pipe), ``empty-file``, ``not-readable``, ``changed-while-reading``.
    """
    if not paths:
        raise EvidenceError("no-files", "no file was given", hint="name the files of the dump")
    found: dict[Path, int] = {}
    for path in paths:
        resolved, size = look_at(path)
        found.setdefault(resolved, size)
    total, done = sum(found.values()), 0
    taken = []
    for path in found:
        digest, size, modified = _hash(path, progress, done, total)
        done += size
        taken.append(EvidenceFile(path, shown(path), size, digest, modified))
    return tuple(taken)


def shown(path: Path) -> str:
    """A file's name as it may be printed: a hostile name could carry terminal commands."""
    return "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for sign in path.name or str(path)  # "." and "/" have no name
    )


def look_at(path: Path) -> tuple[Path, int]:
    """Where a file lies (absolute, links resolved) and its size; refused where it is no evidence.

    Raises:
        EvidenceError: ``missing-file``, ``is-a-directory``, ``not-a-file``, ``empty-file``,
            ``not-readable``.
    """
    name = shown(path)
    try:
        status = path.stat()
    except FileNotFoundError:
        raise EvidenceError(
            "missing-file", f"{name} does not exist", hint="check the path of the dump"
        ) from None
    except PermissionError:
        raise _not_readable(name) from None
    except (OSError, ValueError):  # too long, a loop of links, a NUL in the name
        raise EvidenceError(
            "missing-file", f"{name} is no path to a file", hint="check the path of the dump"
        ) from None
    if stat.S_ISDIR(status.st_mode):
        raise EvidenceError(
            "is-a-directory",
            f"{name} is a directory",
            expected="a file",
            hint=_files_in(path),
        )
    if not stat.S_ISREG(status.st_mode):
        raise EvidenceError(
            "not-a-file",
            f"{name} is a device or a pipe",
            expected="a regular file",
            hint="save it to disk first: evidence is read more than once",
        )
    if status.st_size == 0:
        raise EvidenceError(
            "empty-file",
            f"{name} is empty",
            got="0 bytes",
            hint="check that the copy or download was complete",
        )
    return path.resolve(), status.st_size


def _files_in(directory: Path) -> str:
    try:
        names = sorted(shown(path) for path in directory.iterdir() if path.is_file())
    except OSError:
        names = []
    if not names:
        return "name the files of the dump themselves"
    more = ", …" if len(names) > MOST_NAMED else ""
    return f"name the files of the dump themselves ({', '.join(names[:MOST_NAMED])}{more})"


def _hash(
    path: Path, progress: Callable[[int, int], None] | None, done: int, total: int
) -> tuple[str, int, int]:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            before = path.stat()
            while piece := file.read(PIECE_BYTES):
                digest.update(piece)
                size += len(piece)
                if progress:
                    progress(done + size, total)
    except PermissionError:
        raise _not_readable(shown(path)) from None
    except OSError as error:
        raise EvidenceError(
            "not-readable",
            f"{shown(path)} cannot be read",
            got=type(error).__name__,
            hint="the disk or the share may be damaged; copy the file elsewhere and try again",
        ) from None
    if size != before.st_size or path.stat().st_mtime_ns != before.st_mtime_ns:
        raise EvidenceError(
            "changed-while-reading",
            f"{shown(path)} changed while it was hashed",
            hint="wait until it is complete, or work on a copy",
        )
    return digest.hexdigest(), size, before.st_mtime_ns


def _not_readable(name: str) -> EvidenceError:
    return EvidenceError(
        "not-readable",
        f"{name} may not be read",
        got="permission denied",
        hint="ask its owner, or copy it where you may read it",
    )
