"""A delimited text through its whole reader: DuckDB reads the rows, and every line adds up."""

from __future__ import annotations

from fuzz import support
from fuzz.harnesses import delimited_copy
from telusur.reading import delimited

PARSER = "delimited text through DuckDB (`delimited.py`)"
KIND = "native"
MOST_BYTES = 300


def one(data: bytes) -> None:
    """The first byte chooses whether there is a header."""
    if len(data) > 1:
        delimited.recognises(support.head(data[1:]))
        support.read_text(delimited, data[1:], no_header=bool(data[0] & 1))


def seeds() -> list[bytes]:
    """Those of the copy."""
    return delimited_copy.seeds()
