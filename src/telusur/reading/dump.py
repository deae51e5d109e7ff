"""All files of the dump, each by the reader of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.errors import EvidenceError, UsageError
from telusur.model.evidence import Quarantine
from telusur.reading import layout, receipt
from telusur.reading.interface import Overrides
from telusur.reading.quarantine import read_quarantined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from telusur.engine.protocol import Engine
    from telusur.model.evidence import EvidenceFile
    from telusur.model.findings.receipt import Receipt
    from telusur.model.tables import DumpTable
    from telusur.reading.interface import Progress
    from telusur.reading.quarantine import Reading

    Reads = Callable[
        [Engine, Sequence[EvidenceFile], Path, Overrides, Progress | None, Quarantine], Reading
    ]

DIRECTORY_MODE = 0o700
NO_OVERRIDES = Overrides()
CAPS = Quarantine()


def read_dump(
    engine: Engine,
    evidence: Sequence[EvidenceFile],
    work: Path,
    overrides: Overrides = NO_OVERRIDES,
    progress: Progress | None = None,
    quarantine: Quarantine = CAPS,
    reads: Reads = read_quarantined,
) -> tuple[Receipt, tuple[DumpTable, ...]]:
    """Read every file into the engine.

    Relations are named ``dump_0, dump_1, …``, one a layout of columns; see ``DumpTable``. The
    files are opened in a child process alone (``quarantine/``). Its tables stay in ``work``, which
    the engine must be allowed to read.

    Args:
        engine: where the rows go.
        evidence: files as taken in, in order.
        work: private directory.
        overrides: what the user settles.
        progress: called with (bytes read, bytes in all), in bytes of the files as given.
        quarantine: caps on reading.
        reads: reads the files; only tests of the readers themselves put another one here.

    Raises:
        EvidenceError: ``unknown-kind``, ``broken-archive``, ``no-rows``, ``unreadable-file``,
            ``no-such-table``, ``reader-crashed``, ``reader-not-believed``.
        LimitReached: ``too-large-decompressed``, ``ratio``, ``nested-too-deep``, ``disk-full``,
            ``time-limit``, ``memory-limit``, ``output-limit``.
        UsageError: ``unknown-encoding``, ``bad-delimiter``, ``bad-quote``.
    """
    _check(overrides)
    work.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
    done = reads(engine, evidence, work, overrides, progress, quarantine)
    read, groups = layout.grouped(done.files)
    if not groups:
        raise EvidenceError(
            "no-rows",
            "the files given say where tables lie, and hold none",
            hint="give the files with the rows as well",
        )
    groups = layout.chosen(groups, overrides.table)
    tables = [layout.laid_out(engine, one, f"dump_{at}") for at, one in enumerate(groups)]
    whole = receipt.whole([file.receipt for file in read])
    return whole.model_copy(update={"quarantine": done.confinement}), tuple(tables)


def _check(overrides: Overrides) -> None:
    """Overrides that no reader could use."""
    quote, delimiter = overrides.quote, overrides.delimiter
    if quote is not None and len(quote) > 1:
        raise UsageError(
            "bad-quote", "--quote takes one character, or none", got=f"{len(quote)} characters"
        )
    if delimiter is not None and (not delimiter or set(delimiter) & set('\r\n"')):
        raise UsageError(
            "bad-delimiter",
            "--delimiter takes characters that are neither a quote nor a line end",
            hint="for example ';' or tab",
        )
    if quote and delimiter and quote in delimiter:
        raise UsageError("bad-quote", "--quote and --delimiter must differ")
