"""Parquet as text: by the engine where the file is sound, row group by row group where it is not.

The engine decodes the whole file at once and refuses it for one broken page. Then the groups are
read one by one: what comes before the break in a group, and every group behind it, is whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from telusur.errors import EvidenceError
from telusur.model.findings.receipt import Hint, TableReceipt
from telusur.reading import parquet_footer
from telusur.reading.batches import DAMAGE, PIECE_ROWS, Lost, Source, nothing, read_source, sound
from telusur.reading.interface import FileRead, Kind
from telusur.reading.names import named
from telusur.reading.receipt import receipt_of, table_name
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from telusur.reading.interface import Bench, Content, Head

MAGIC, ENCRYPTED = b"PAR1", b"PARE"
# Metadata that restates the schema: long, and shown already.
_SCHEMAS = (b"ARROW:schema", b"pandas", b"org.apache.spark.sql.parquet.row.metadata")
MOST_HINTS, LONGEST_HINT = 20, 200


def recognises(head: Head) -> bool:
    """By its first four bytes."""
    return head.raw.startswith((MAGIC, ENCRYPTED))


def read(content: Content, bench: Bench) -> FileRead:
    """Read one Parquet file, every value as text.

    Raises:
        EvidenceError: ``no-rows``, ``unreadable-file``, ``encrypted-file``.
    """
    name = content.evidence.name
    with content.path.open("rb") as file:
        if file.read(len(ENCRYPTED)) == ENCRYPTED:
            raise _encrypted(name)
    try:
        file = pq.ParquetFile(
            content.path, memory_map=True, page_checksum_verification=True, pre_buffer=False
        )
    except DAMAGE:
        raise nothing(name, Kind.PARQUET, damaged=True) from None
    with file:
        try:
            if not _has_times(file.schema_arrow):
                return _by_engine(content, bench, file)
        except EvidenceError as error:
            if error.code == "no-rows":
                raise
        schema = file.schema_arrow
        groups = _groups(file, content.path)
        source = Source(schema.names, _types(file), groups, _hints(file))
        return read_source(content, bench, Kind.PARQUET, source)


def _by_engine(content: Content, bench: Bench, file: pq.ParquetFile) -> FileRead:
    relation = "parquet_read"
    found = bench.engine.read_parquet(relation, content.path)
    name, rows = content.evidence.name, found.loaded.rows
    if not rows:
        raise nothing(name, Kind.PARQUET, damaged=False)
    columns, types = named(found.columns), _types(file)
    table = TableReceipt(
        name=table_name(name),
        columns=columns,
        rows_read=rows,
        rows_rejected=0,
        cells=rows * len(columns),
        column_types=tuple(types) if len(types) == len(columns) else (),
    )
    read = bench.tables.keep(bench.engine, relation, table, in_order=True)
    bench.engine.drop(relation)
    receipt = receipt_of(
        content, Kind.PARQUET, table, encoding=None, header=True, hints=_hints(file)
    )
    return FileRead(receipt, (read,))


def _groups(file: pq.ParquetFile, path: Path) -> Iterator[pa.Table | Lost]:
    """Batches of every row group; a group that breaks off is lost from there on."""
    for at in range(file.num_row_groups):
        group, read = file.metadata.row_group(at), 0
        try:
            for batch in file.iter_batches(PIECE_ROWS, row_groups=[at]):
                yield sound(batch)
                read += batch.num_rows
        except DAMAGE:
            places = dict(enumerate(parquet_footer.places(path)))
            offset, size = places.get(at, (0, 0))
            yield Lost("damaged-row-group", offset, size, max(group.num_rows - read, 0))


def _has_times(schema: pa.Schema) -> bool:
    """Whether a column holds times of day: the engine gives up altogether on a crafted one."""
    return any("time32" in str(kind) or "time64" in str(kind) for kind in schema.types)


def _types(file: pq.ParquetFile) -> list[str]:
    return [str(kind)[:LONGEST_HINT] for kind in file.schema_arrow.types]


def _hints(file: pq.ParquetFile) -> tuple[Hint, ...]:
    meta = file.metadata
    try:
        tool = meta.created_by or ""
    except UnicodeDecodeError:
        tool = ""
    hints = [Hint(what="tool", value=printable(tool, LONGEST_HINT), source="footer")]
    for key, value in list((meta.metadata or {}).items())[:MOST_HINTS]:
        if key not in _SCHEMAS:
            what = printable(key.decode("utf-8", "replace"), 40)
            text = printable(value.decode("utf-8", "replace"), LONGEST_HINT)
            hints.append(Hint(what=what, value=text, source="footer"))
    if b"pandas" in (meta.metadata or {}):
        hints.append(Hint(what="tool", value="pandas", source="footer"))
    return tuple(one for one in hints if one.what and one.value)


def _encrypted(name: str) -> EvidenceError:
    return EvidenceError(
        "encrypted-file",
        f"{name} is an encrypted Parquet file",
        hint="decrypt it with the key of whoever wrote it, and give the result",
    )
