"""Arrow files and streams, Feather of both versions."""

from __future__ import annotations

import io

import pyarrow as pa

from fuzz import support
from fuzz.harnesses.native_parquet import TABLE
from telusur.reading import arrow

PARSER = "Arrow and Feather 2 through pyarrow (`arrow.py`)"
KIND = "native"
MOST_BYTES = 3000
LONGEST_FEATHER = 12  # both magics and a length


def one(data: bytes) -> None:
    """Read as an Arrow file, whatever it is.

    But Feather 1: its reader in pyarrow follows any offset, and ends the process. The quarantine
    holds that (``reader-crashed``); here nothing would be learnt.
    """
    if data.startswith(arrow.FEATHER_1) and len(data) > LONGEST_FEATHER:
        return
    arrow.recognises(support.head(data))
    support.read_binary(arrow, data)


def seeds() -> list[bytes]:
    """A file and a stream, whole and cut."""
    table = TABLE.select(["id", "name"])
    found = []
    for new in (pa.ipc.new_file, pa.ipc.new_stream):
        out = io.BytesIO()
        with new(out, table.schema) as writer:
            writer.write_table(table)
        found += [out.getvalue(), out.getvalue()[:-60]]
    return [*found, b"FEA1\0\0\0\0FEA1"]
