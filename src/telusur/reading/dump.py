"""All files of the dump, each by the reader of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.errors import UsageError
from telusur.model.evidence import Quarantine
from telusur.reading import layout, receipt
from telusur.reading.files import read_file
from telusur.reading.interface import Bench, Overrides
from telusur.reading.writing import Tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telusur.engine.protocol import Engine
    from telusur.model.evidence import EvidenceFile
    from telusur.model.findings.receipt import Receipt
    from telusur.model.tables import DumpTable
    from telusur.reading.interface import FileRead, Progress

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
) -> tuple[Receipt, tuple[DumpTable, ...]]:
    """Read every file into the engine.

    Relations are named ``dump_0, dump_1, …``, one a layout of columns; see ``DumpTable``. The
    engine must be allowed to read the evidence and ``work``, which takes unpacked and re-encoded
    copies while they are read, mode 0600.

    Args:
        engine: where the rows go.
        evidence: files as taken in, in order.
        work: private directory.
        overrides: what the user settles.
        progress: called with (bytes read, bytes in all), in bytes of the files as given.
        quarantine: caps on unpacking.

    Raises:
        EvidenceError: ``unknown-kind``, ``broken-archive``, ``no-rows``, ``unreadable-file``,
            ``no-such-table``.
        LimitReached: ``too-large-decompressed``, ``ratio``, ``nested-too-deep``, ``disk-full``.
        UsageError: ``unknown-encoding``, ``bad-delimiter``, ``bad-quote``.
    """
    _check(overrides)
    work.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
    done, total = 0, sum(file.bytes for file in evidence)
    bench = Bench(engine, Tables(work), work, overrides)
    files: list[FileRead] = []
    for file in evidence:
        files += read_file(file, bench, quarantine)
        done += file.bytes
        if progress:
            progress(done, total)
    read, groups = layout.grouped(files)
    groups = layout.chosen(groups, overrides.table)
    tables = [layout.laid_out(engine, one, f"dump_{at}") for at, one in enumerate(groups)]
    return receipt.whole([file.receipt for file in read]), tuple(tables)


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
