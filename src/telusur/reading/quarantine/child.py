"""In the child, confined: read each file, and tell the parent what became of it."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.errors import (
    EvidenceError,
    InternalFault,
    LimitReached,
    TelusurError,
    UsageError,
)
from telusur.reading.files import read_file
from telusur.reading.interface import Bench
from telusur.reading.quarantine.messages import (
    MOST_TEXT,
    Failed,
    FileSent,
    Hello,
    Job,
    Message,
    Moved,
    Progress,
    Read,
    TableSent,
    line_of,
)
from telusur.reading.writing import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from telusur.confinement.start import Started
    from telusur.model.evidence import EvidenceFile, Quarantine
    from telusur.reading.interface import FileRead

    ReadFile = Callable[[EvidenceFile, Bench, Quarantine], Sequence[FileRead]]

BEAT_SECONDS = 0.5
PROGRESS_SECONDS = 0.1
KINDS = (EvidenceError, InternalFault, LimitReached, UsageError)


class Voice:
    """Messages to the parent, one at a time, from any thread."""

    def __init__(self, out: int) -> None:
        self._out, self._lock = out, threading.Lock()

    def say(self, message: Message) -> None:
        """Send it; without a parent that listens there is nothing left to do."""
        left = memoryview(line_of(message))
        try:
            with self._lock:
                while left:
                    left = left[os.write(self._out, left) :]
        except OSError:
            os._exit(1)


def main(started: Started) -> None:
    """What ``confinement.start`` hands over to."""
    serve(started, read_file)


def serve(started: Started, read: ReadFile) -> None:
    """Read every file of the job with ``read`` until one fails."""
    job, voice = Job.from_json(started.job), Voice(started.out)
    voice.say(Hello(in_force=started.confined.in_force, unavailable=started.confined.unavailable))
    if started.counter is not None:
        threading.Thread(target=_beat, args=(voice, started.counter), daemon=True).start()
    engine = DuckDBEngine(
        Limits(
            work=job.folder,
            reads=tuple(file.path for file in job.evidence),
            threads=job.quarantine.threads,
            memory_bytes=job.memory_bytes,
            by_links={
                file.path: link
                for file, link in zip(job.evidence, job.links, strict=True)
                if link is not None
            },
        )
    )
    tell = _progress(voice)
    bench = Bench(engine, Tables(job.tables), job.folder, job.overrides, tell, job.evidence)
    for file in job.evidence:
        try:
            read_files = read(file, bench, job.quarantine)
        except TelusurError as error:
            voice.say(_failed(error))
            return
        except MemoryError:
            voice.say(_failed(_too_little_memory(file.name)))
            return
        except Exception as error:  # noqa: BLE001  # a library's own, whatever a file made of it
            voice.say(_failed(_crashed(file.name, error)))
            return
        voice.say(Read(files=tuple(_sent(one) for one in read_files)))
    engine.close()


def _beat(voice: Voice, counter: int) -> None:
    before = -1
    while True:
        lines = os.pread(counter, 1_000, 0).split(b"\n")
        moved = sum(int(line.split()[1]) for line in lines if line[1:5] == b"char")
        if moved != before:
            voice.say(Moved(bytes=moved))
        before = moved
        time.sleep(BEAT_SECONDS)


def _progress(voice: Voice) -> Callable[[int], None]:
    said = 0.0

    def tell(done: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= PROGRESS_SECONDS:
            said = now
            voice.say(Progress(bytes=done))

    return tell


def _sent(file: FileRead) -> FileSent:
    return FileSent(
        receipt=file.receipt,
        tables=tuple(
            TableSent(file=one.path.name, first_line=one.first_line, lined=one.lined, gaps=one.gaps)
            for one in file.tables
        ),
    )


def _failed(error: TelusurError) -> Failed:
    kind = next((one.__name__ for one in KINDS if isinstance(error, one)), "EvidenceError")
    got, expected, hint = (
        None if text is None else text[:MOST_TEXT]
        for text in (error.got, error.expected, error.hint)
    )
    return Failed.model_validate(
        {
            "kind": kind,
            "code": error.code,
            "message": error.message[:MOST_TEXT],
            "got": got,
            "expected": expected,
            "hint": hint,
        }
    )


def _too_little_memory(name: str) -> LimitReached:
    return LimitReached(
        "memory-limit",
        f"not enough memory (while reading {name})",
        hint="give --memory, or run on a machine with more",
    )


def _crashed(name: str, error: Exception) -> EvidenceError:
    # The text of an unexpected error may quote what it met; its type and place do not.
    place, trace = "unknown", error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "telusur" in code.co_filename:
            place = f"{code.co_filename.rsplit('telusur/', 1)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return EvidenceError(
        "reader-crashed",
        f"the reader failed at {name}",
        got=f"{type(error).__name__} at {place}",
        hint="the file may be crafted; please report this line",
    )
