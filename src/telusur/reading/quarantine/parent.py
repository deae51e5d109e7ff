"""In the parent: start the child, watch it, take what it gives, and say what became of it."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from telusur.confinement.confine import Bounds
from telusur.confinement.start import order
from telusur.errors import EvidenceError, InternalFault, LimitReached, TelusurError, UsageError
from telusur.model.findings.receipt import Confinement
from telusur.reading.quarantine import watch
from telusur.reading.quarantine.links import linked
from telusur.reading.quarantine.messages import (
    MOST_BYTES,
    Failed,
    Hello,
    Job,
    Message,
    Moved,
    Progress,
    Read,
    message_of,
)
from telusur.reading.quarantine.process import Process, TooLong, module_places
from telusur.reading.quarantine.tables import check, not_believed, received
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.evidence import EvidenceFile, Quarantine
    from telusur.reading.interface import FileRead, Overrides
    from telusur.reading.interface import Progress as Tell

CHILD = "telusur.reading.quarantine.child"
TABLES = "tables"
MODE = 0o700
OPEN_FILES = 512
# Limits of the kernel's own lie past those that the parent watches, which can say what happened.
# Memory that is reserved counts there though it is not used: allocators take gigabytes ahead.
RESERVED_BYTES = 8 << 30
PAST = 2
# For its last steps, once it has said all: closing the engine.
END_SECONDS = 30.0
MOST_WORD = 40
ERRORS: dict[str, type[TelusurError]] = {
    one.__name__: one for one in (EvidenceError, InternalFault, LimitReached, UsageError)
}


@dataclass(frozen=True)
class Reading:
    """What became of the dump's files, and what the child was confined to."""

    files: tuple[FileRead, ...]
    confinement: Confinement | None


def read_quarantined(
    engine: Engine,
    evidence: Sequence[EvidenceFile],
    work: Path,
    overrides: Overrides,
    progress: Tell | None,
    quarantine: Quarantine,
    module: str = CHILD,
) -> Reading:
    """Read every file in one child process; the tables stay in a new folder of ``work``.

    Args:
        engine: the parent's own, which must be allowed to read ``work``.
        evidence: files as taken in, in order.
        work: private directory.
        overrides: what the user settles.
        progress: called with (bytes read, bytes in all), in bytes of the files as given.
        quarantine: caps.
        module: what runs in the child; tests put hostile ones here.

    Raises:
        EvidenceError: what the readers raise; ``reader-crashed``, ``reader-not-believed``.
        LimitReached: what unpacking raises; ``time-limit``, ``memory-limit``, ``output-limit``.
        InternalFault: ``quarantine-not-started``.
    """
    with _folder(work) as folder, linked(folder, [file.path for file in evidence]) as links:
        tables = folder / TABLES
        tables.mkdir(MODE)
        engine_bytes, memory_bytes = watch.memory_of(quarantine)
        job = Job(
            tuple(evidence),
            links.folder,
            links.folder / TABLES,
            overrides,
            quarantine,
            engine_bytes,
            tuple(links.files.get(file.path) for file in evidence),
        )
        places = module_places()
        total = sum(file.bytes for file in evidence)
        bounds = Bounds(
            parent=os.getpid(),
            reads=(*places, *(str(file.path) for file in evidence)),
            writes=(str(folder),),
            memory_bytes=memory_bytes + RESERVED_BYTES,
            file_bytes=quarantine.max_output * PAST,
            cpu_seconds=_cpu_seconds(quarantine, total),
            open_files=OPEN_FILES,
        )
        with Process(order(bounds, module, job.as_json()), folder, places) as process:
            eye = watch.Watch(process.pid, folder, quarantine, total, memory_bytes)
            conversation = _Conversation(process, eye, tables, evidence, total, progress)
            conversation.hold()
        # The child is gone: what is checked now stays as it is.
        for file, given in conversation.read:
            check(engine, file.name, [table for one in given for table in one.tables])
        for spare in folder.iterdir():
            if spare != tables:
                _remove(spare)
    files = tuple(one for _, given in conversation.read for one in given)
    return Reading(files, conversation.confinement)


class _Conversation:
    """What child and parent say to each other, from ``hello`` to the last file."""

    def __init__(
        self,
        process: Process,
        eye: watch.Watch,
        tables: Path,
        evidence: Sequence[EvidenceFile],
        total: int,
        progress: Tell | None,
    ) -> None:
        self._process, self._eye, self._tables = process, eye, tables
        self._evidence, self._total, self._tell = evidence, total, progress
        self._done = 0
        self.confinement: Confinement | None = None
        self.read: list[tuple[EvidenceFile, list[FileRead]]] = []

    @property
    def _now(self) -> EvidenceFile:
        """The file that is being read, or the last one."""
        return self._evidence[min(len(self.read), len(self._evidence) - 1)]

    def hold(self) -> None:
        """Listen to the end."""
        try:
            for line in self._process.lines(MOST_BYTES, self._check):
                try:
                    message = message_of(line)
                except ValueError:
                    raise not_believed(self._now.name, "a message that is none") from None
                if (self.confinement is None) != isinstance(message, Hello):
                    raise not_believed(self._now.name, "a message out of turn")
                self._take(message)
        except TooLong:
            raise not_believed(self._now.name, "a message without an end") from None
        status = self._process.ended(END_SECONDS)
        if status or len(self.read) < len(self._evidence):
            self._raise_ended(status)

    def _check(self) -> None:
        self._eye.check(self._now.name)

    def _take(self, message: Message) -> None:
        match message:
            case Hello():
                self.confinement = Confinement(
                    in_force=_words(message.in_force), unavailable=_words(message.unavailable)
                )
            case Moved():
                self._eye.alive(message.bytes)
            case Progress():
                self._eye.alive()
                self._report(min(message.bytes, self._now.bytes))
            case Read():
                self._eye.alive()
                if len(self.read) == len(self._evidence):
                    raise not_believed(self._now.name, "more files than were given")
                file = self._now
                self.read.append((file, received(file, message.files, self._tables)))
                self._done += file.bytes
                self._report(0)
            case Failed():
                _raise(message)

    def _report(self, more: int) -> None:
        if self._tell:
            self._tell(self._done + more, self._total)

    def _raise_ended(self, status: int) -> NoReturn:
        """Why a child ended that should not have."""
        name = self._now.name
        if self.confinement is None and status >= 0:
            raise InternalFault(
                "quarantine-not-started",
                "the process that reads the dump could not be started",
                got=self._process.last_words(),
                hint="please report this line",
            )
        if status == -signal.SIGXFSZ:
            raise watch.output_limit(name, "a file past the limit")
        if status == -signal.SIGXCPU:
            raise watch.time_limit(name, "more work than any table of its size")
        if status == -signal.SIGKILL:
            raise watch.memory_limit(name, "ended by the system, as it does when memory runs out")
        ended = signal.Signals(-status).name if status < 0 else f"exit status {status}"
        raise EvidenceError(
            "reader-crashed",
            f"the reader crashed at {name}; nothing of it was taken over",
            got=ended,
            hint="the file is damaged or crafted; please report it if it may be passed on",
        )


def _raise(failed: Failed) -> NoReturn:
    got, expected, hint = (
        None if text is None else printable(text)
        for text in (failed.got, failed.expected, failed.hint)
    )
    raise ERRORS[failed.kind](
        failed.code, printable(failed.message), got=got, expected=expected, hint=hint
    )


def _words(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(printable(word, MOST_WORD) for word in given)


def _cpu_seconds(quarantine: Quarantine, evidence_bytes: int) -> int:
    cores = os.cpu_count() or 1
    return int(PAST * cores * watch.all_seconds(quarantine, evidence_bytes)) + 1


@contextmanager
def _folder(work: Path) -> Iterator[Path]:
    """A new private folder, which is gone again unless all went well."""
    folder = Path(tempfile.mkdtemp(prefix="quarantine-", dir=work.resolve()))
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _remove(spare: Path) -> None:
    if spare.is_dir() and not spare.is_symlink():
        shutil.rmtree(spare, ignore_errors=True)
    else:
        spare.unlink(missing_ok=True)
