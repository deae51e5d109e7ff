"""All files of the dump, each by the reader of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.errors import EvidenceError, UsageError
from telusur.model.evidence import Quarantine
from telusur.reading import delimited, detect, encoding, json_lines, layout, parquet, receipt
from telusur.reading.compression import head, unpack
from telusur.reading.interface import FileRead, Kind, Overrides

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telusur.engine.protocol import Engine
    from telusur.model.evidence import EvidenceFile
    from telusur.model.findings.receipt import Receipt
    from telusur.model.tables import DumpTable
    from telusur.reading.interface import Content, Progress

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
    files = []
    for index, file in enumerate(evidence):
        files.append(_read_one(engine, index, file, work, overrides, quarantine))
        done += file.bytes
        if progress:
            progress(done, total)
    read, groups = layout.grouped(files)
    groups = layout.chosen(groups, overrides.table)
    tables = [layout.laid_out(engine, one, f"dump_{at}") for at, one in enumerate(groups)]
    return receipt.whole([file.receipt for file in read]), tuple(tables)


def _read_one(
    engine: Engine,
    index: int,
    evidence: EvidenceFile,
    work: Path,
    overrides: Overrides,
    quarantine: Quarantine,
) -> FileRead:
    relation, plain = f"file_{index}", work / f"file_{index}.utf8"
    content = unpack(evidence, work / f"file_{index}.unpacked", quarantine)
    try:
        return _by_kind(engine, relation, content, plain, overrides)
    except EvidenceError as error:
        # The engine knows the copy's name; the user knows the file's.
        error.message = error.message.replace(content.path.name, evidence.name)
        raise
    finally:
        plain.unlink(missing_ok=True)
        if content.path != evidence.path and not detect.is_parquet(head(content.path)):
            content.path.unlink()  # Parquet is read again where it is used


def _by_kind(
    engine: Engine, relation: str, content: Content, plain: Path, overrides: Overrides
) -> FileRead:
    name, start = content.evidence.name, head(content.path)
    if not start:
        raise EvidenceError("empty-file", f"{name} is empty once unpacked", got="0 bytes")
    if detect.is_parquet(start):
        return parquet.read(engine, relation, content)
    detect.refuse_known(start, name)
    if not overrides.encoding and not encoding.is_wide(start):
        detect.refuse_binary(start, name)
    text = encoding.settle(content, start, plain, overrides.encoding)
    start = head(text.path)
    detect.refuse_binary(start, name)
    kind = detect.text_kind(start.decode("utf-8-sig", "replace"), name)
    if kind is Kind.JSON_LINES and not overrides.delimiter:
        return json_lines.read(engine, relation, content, text)
    return delimited.read(engine, relation, content, text, overrides)


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
