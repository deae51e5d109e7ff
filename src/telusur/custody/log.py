"""The two files of a log: ``entries.jsonl`` and ``checkpoints.txt``, both only ever added to.

Each entry is a line of canonical JSON; after each entry there is a checkpoint, so that the first
entry that was touched can be named. Entries are on disk before their checkpoints are: what a crash
leaves is a tail of entries that no checkpoint covers. The next entry moves such a tail aside, and
says so in the log: nothing of it is lost, nothing unsigned passes for signed.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from telusur.custody.audit import check_log, malformed, split_notes
from telusur.custody.checkpoint import Checkpoint, sign
from telusur.custody.entry import Draft, Entry, Item, placed, read_entry, rfc3339
from telusur.custody.hashing import hash_file
from telusur.custody.tree import leaf_hash, roots
from telusur.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from telusur.custody.keys import SigningKey

ENTRIES = "entries.jsonl"
CHECKPOINTS = "checkpoints.txt"
ASIDE = "unsigned-{}.jsonl"  # entries that were found without a checkpoint
PRIVATE = 0o600


class CustodyLog:
    """A log in a folder, of one origin."""

    def __init__(self, folder: Path, origin: str) -> None:
        self.folder, self.origin = folder, origin

    def lines(self) -> list[bytes]:
        """Every entry as it lies on disk, without its line break."""
        return split_lines(_bytes(self.folder / ENTRIES))

    def notes(self) -> list[str]:
        """Every signed checkpoint, the oldest first."""
        return split_notes(_bytes(self.folder / CHECKPOINTS).decode("utf-8", "replace"))

    def entries(self) -> list[Entry]:
        """Every entry, unchecked but for its form.

        Raises:
            EvidenceError: ``log-altered`` when a line is no entry.
        """
        entries = []
        for index, line in enumerate(self.lines()):
            try:
                entries.append(read_entry(line))
            except ValueError as error:
                raise malformed(index, str(error)) from None
        return entries

    def append(
        self, drafts: Sequence[Draft], key: SigningKey, clock: Callable[[], datetime]
    ) -> list[Entry]:
        """Add entries, each with its checkpoint; the log is checked before it is signed again.

        Raises:
            EvidenceError: the log was touched; never extended then, so that a signature made
                now does not cover up what was done before.
            UsageError: ``log-unwritable``.
        """
        with self._alone():
            aside = self._set_unsigned_aside(drafts[0]) if drafts else []
            lines, notes = self.lines(), self.notes()
            check_log(lines, notes, key.public, self.origin)
            now = rfc3339(clock())
            drafts = [*aside, *drafts]
            added = [placed(draft, len(lines) + n, now) for n, draft in enumerate(drafts)]
            new = [entry.line() for entry in added]
            leaves = [leaf_hash(line) for line in (*lines, *new)]
            signed = [
                sign(Checkpoint(self.origin, size, root), key)
                for size, root in enumerate(roots(leaves), start=1)
                if size > len(lines)
            ]
            # (1) the entries, (2) their signatures: see the module's docstring
            _add(self.folder / ENTRIES, b"".join(line + b"\n" for line in new))
            between = "\n" if notes else ""
            _add(self.folder / CHECKPOINTS, (between + "\n".join(signed)).encode())
        return added

    def _set_unsigned_aside(self, by: Draft) -> list[Draft]:
        """What a crash left: half a checkpoint goes, entries without one are kept apart."""
        self._cut_half_a_note()
        path, size = self.folder / ENTRIES, len(self.notes())
        lines = _bytes(path).splitlines(keepends=True)
        if len(lines) <= size:  # fewer than were signed is for the check to tell
            return []
        aside = self.folder / ASIDE.format(size)
        aside.write_bytes(b"".join(lines[size:]))
        aside.chmod(PRIVATE)
        os.truncate(path, sum(map(len, lines[:size])))
        return [
            Draft(
                step="preservation",
                action="unsigned-entries-set-aside",
                who=by.who,
                what=(Item(name=aside.name, **vars(hash_file(aside))),),
                how=by.how.model_copy(update={"options": {"after_entries": size}}),
            )
        ]

    def _cut_half_a_note(self) -> None:
        path = self.folder / CHECKPOINTS
        content = _bytes(path)
        parts = content.split(b"\n\n")
        if content and (len(parts) % 2 or not content.endswith(b"\n")):
            whole = b"\n\n".join(parts[: (len(parts) - 1) // 2 * 2])
            os.truncate(path, len(whole))
            if whole:
                _add(path, b"\n")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time: two would sign two histories."""
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, PRIVATE)
        except OSError as error:
            raise _unwritable(error) from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        except OSError as error:
            raise _unwritable(error) from None
        finally:
            os.close(descriptor)


def split_lines(content: bytes) -> list[bytes]:
    """The lines of ``entries.jsonl``; what follows the last line break is a line of its own."""
    lines = content.split(b"\n")
    return lines[:-1] if not lines[-1] else lines


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _add(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _unwritable(error: OSError) -> UsageError:
    return UsageError(
        "log-unwritable",
        "the custody log cannot be written",
        got=error.strerror,
        hint="check the permissions of the case's folder and the free space",
    )
