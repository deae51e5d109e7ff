"""ORC files, through pyarrow."""

from __future__ import annotations

import io

from pyarrow import orc as library

from fuzz import support
from fuzz.harnesses.native_parquet import TABLE
from telusur.reading import orc

PARSER = "ORC through pyarrow (`orc.py`)"
KIND = "native"
MOST_BYTES = 2000


def one(data: bytes) -> None:
    """Read as an ORC file, whatever it is."""
    if len(data) > 4:  # noqa: PLR2004 - the magic and a byte, as recognising asks
        orc.recognises(support.head(data))
        support.read_binary(orc, data)


def seeds() -> list[bytes]:
    """Whole and cut."""
    out = io.BytesIO()
    library.write_table(TABLE.select(["id", "name"]), out, compression="uncompressed")
    return [out.getvalue(), out.getvalue()[:-30]]
