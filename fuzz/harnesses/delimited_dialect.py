"""How a sample of text is delimited, and what a header is: told for whatever it is."""

from __future__ import annotations

from telusur.reading.delimited_text.heading import heading_of
from telusur.reading.dialect import settle
from telusur.reading.interface import Overrides

PARSER = "dialect, header and heading of a sample (`dialect.py`, `header.py`, `heading.py`)"
KIND = "own"
MOST_BYTES = 300


def one(data: bytes) -> None:
    """Lines as the planner hands them on."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    lines = [line + "\n" for line in text.split("\n")]
    dialect = settle(lines, Overrides())
    assert dialect.delimiter, "a delimiter, if only one that is nowhere"
    assert dialect.width >= 1
    assert 0 <= dialect.preamble_lines <= len(lines), "a preamble that is there"
    rows = [record.values for record in dialect.records if len(record.values) == dialect.width]
    heading = heading_of(rows)
    assert 0 <= heading.rows <= len(rows), "a heading that is there"
    assert len(heading.names) in {0, dialect.width}, "a name a column"


def seeds() -> list[bytes]:
    """Samples in many dialects."""
    return [
        b"sep=;\nid;name\n1;Ayu\n2;Budi\n",
        b"List of members\n\nid,name,born\n1,Ayu,2001-02-03\n2,\"B, C\",2002-03-04\n",
        b"ayu@example.org:secret\nbudi@example.org:se:cret\n",
        b"a||b||c\n1||2||3\n4||5||6\n",
        b"\"1,\"\"x\"\"\"\n\"2,y\"\n\"3,z\"\n",
        b"Year,2001,2002\nAyu,1,2\nBudi,3,4\n",
        b"1\x012\n3\x014\n",
        b"name|city\nAyu|Malang\n",
    ]  # fmt: skip
