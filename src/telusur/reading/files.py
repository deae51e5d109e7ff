"""One file of the dump, in the quarantine: unpacked, its kind told, read by the reader of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.reading import delimited, detect, encoding
from telusur.reading.archives import series
from telusur.reading.archives.walk import Walk
from telusur.reading.compression import head
from telusur.reading.encoding.offsets import in_file
from telusur.reading.interface import Head
from telusur.reading.line_count import counted
from telusur.reading.readers import BINARY, TEXT
from telusur.reading.sql import raw as sql_raw

if TYPE_CHECKING:
    from telusur.model.evidence import EvidenceFile, Quarantine
    from telusur.reading.interface import Bench, Content, FileRead, Text


def read_file(evidence: EvidenceFile, bench: Bench, quarantine: Quarantine) -> tuple[FileRead, ...]:
    """The file and, where it is an archive, each of its members.

    Raises:
        EvidenceError: ``unknown-kind``, ``broken-archive``, ``no-rows``, ``unreadable-file``,
            ``no-table-inside``, ``password-needed``, ``password-wrong``, ``encryption-not-read``,
            ``no-libarchive``.
        LimitReached: ``too-large-decompressed``, ``ratio``, ``nested-too-deep``, ``disk-full``,
            ``too-many-entries``, ``overlapping-entries``.
    """
    parts = series.series_of(evidence, bench.dump)
    if parts and parts[0] != evidence:
        return (series.part(evidence, parts),)
    read = Walk(bench, quarantine, read_content).read(evidence, [one.path for one in parts])
    return (series.joined(evidence, parts, read[0]), *read[1:]) if parts else read


def read_content(content: Content, bench: Bench) -> FileRead:
    """A file that is packed no more."""
    name, raw = content.evidence.name, head(content.path)
    if not raw:
        raise EvidenceError("empty-file", f"{name} is empty once unpacked", got="0 bytes")
    start = Head(raw, content.path, content.path.stat().st_size)
    for reader in BINARY:
        if reader.recognises(start):
            read = reader.read(content, bench)
            if reader is sql_raw:  # text, though of no single encoding
                read = replace(read, receipt=counted(read.receipt, content.path))
            return read
    detect.refuse_known(raw, name)
    given = bench.overrides
    if not given.encoding and not encoding.is_wide(raw):
        detect.refuse_binary(raw, name)
    plain = bench.work / "text.utf8"
    try:
        text = encoding.settle(content, raw, plain, given.encoding)
        raw = head(text.path)
        detect.refuse_binary(raw, name)
        start = Head(raw, text.path, text.path.stat().st_size)
        if given.delimiter:
            return _whole(delimited.read(content, text, bench), content, text)
        reader_of_text = next(reader for reader in TEXT if reader.recognises(start))
        if reader_of_text is delimited:
            detect.refuse_text(raw.decode("utf-8-sig", "replace"), name)
        return _whole(reader_of_text.read(content, text, bench), content, text)
    finally:
        plain.unlink(missing_ok=True)


def _whole(read: FileRead, content: Content, text: Text) -> FileRead:
    """With its lines, and the bytes that are no part of the text: its reader has not seen them."""
    read = in_file(read, content, text)
    return replace(read, receipt=counted(read.receipt, text.path))
