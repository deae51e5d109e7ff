"""ORC files: stripe by stripe, so that a damaged one does not take the others with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pyarrow import orc

from telusur.model.findings.receipt import Hint
from telusur.reading.batches import DAMAGE, Lost, Source, attempt, nothing, read_source
from telusur.reading.interface import Kind
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from telusur.reading.interface import Bench, Content, FileRead, Head

MAGIC = b"ORC"
LONGEST_HINT = 200


def recognises(head: Head) -> bool:
    """By its magic, which stands at the end as well: three letters begin many a text."""
    if not head.raw.startswith(MAGIC) or head.bytes <= len(MAGIC):
        return False
    with head.path.open("rb") as file:
        file.seek(-(len(MAGIC) + 1), 2)
        return file.read(len(MAGIC)) == MAGIC or b"\x00" in head.raw


def read(content: Content, bench: Bench) -> FileRead:
    """Read one ORC file, every value as text.

    Raises:
        EvidenceError: ``no-rows``, ``unreadable-file``.
    """
    try:
        file = orc.ORCFile(str(content.path))
        schema = file.schema
        hints = [
            Hint(what=what, value=printable(str(value), LONGEST_HINT), source="footer")
            for what, value in (("tool", file.writer), ("tool_version", file.software_version))
            if value
        ]
        types = [str(kind)[:LONGEST_HINT] for kind in schema.types]
        source = Source(schema.names, types, _stripes(file), tuple(hints))
        return read_source(content, bench, Kind.ORC, source)
    except DAMAGE[:-1]:
        raise nothing(content.evidence.name, Kind.ORC, damaged=True) from None


def _stripes(file: orc.ORCFile) -> Iterator[pa.Table | Lost]:
    """Stripes in order, then what is missing: the library tells no stripe's offset or rows."""
    read, bad = 0, Lost("damaged-stripe", 0, 0)
    for at in range(file.nstripes):
        part = attempt(partial(file.read_stripe, at), bad)
        if not isinstance(part, Lost):
            read += part.num_rows
            yield part
    if read < file.nrows:
        yield Lost(bad.reason, 0, 0, file.nrows - read)
