"""The footer of a Parquet file, read here for the places of its row groups."""

from __future__ import annotations

import io

import pyarrow.parquet as pq

from fuzz.harnesses.native_parquet import TABLE
from telusur.reading import parquet_footer

PARSER = "the footer of a Parquet file (`parquet_footer.py`)"
KIND = "own"
MOST_BYTES = 1000


def one(data: bytes) -> None:
    """Places are numbers of bytes, and the same bytes give the same ones."""
    found = parquet_footer.groups(data)
    assert all(offset >= 0 and size >= 0 for offset, size in found), "numbers of bytes"
    assert len(found) <= len(data), "no more groups than bytes"


def seeds() -> list[bytes]:
    """Footers of two writers' ways."""
    found = []
    for options in ({}, {"use_dictionary": False, "write_page_index": True}):
        out = io.BytesIO()
        pq.write_table(TABLE.select(["id", "name"]), out, row_group_size=2, **options)
        raw = out.getvalue()
        length = int.from_bytes(raw[-8:-4], "little")
        found.append(raw[-8 - length : -8])
    return [*found, b"\x19\xfc\xff\xff\xff\x0f", b"\x4c" * 40, b"\x1b\x02\x88a\x00"]
