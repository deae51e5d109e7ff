"""A whole SQL dump through its reader, in pieces so small that everything is cut somewhere."""

from __future__ import annotations

from fuzz import support
from telusur.reading.sql import raw, reader

PARSER = "an SQL dump, read in small pieces (`sql/reader.py`, `walk.py`, COPY and DDL included)"
KIND = "own"
MOST_BYTES = 600

PIECES = (16, 33, 64, 257, 1 << 20)


def one(data: bytes) -> None:
    """The first byte chooses how long pieces are, and whether the encoding is settled before."""
    if not data:
        return
    piece, dump = PIECES[data[0] % len(PIECES)], data[1:]
    content = support.content(dump)
    if data[0] & 0x80:  # as it lies, and settled by what it says of its encoding
        raw.recognises(support.head(dump))
        support.read_settled(raw, dump)
        return
    with support.in_memory():
        found = support.declared(
            lambda: reader.read_path(content, content.path, None, (), support.bench(), piece)
        )
    if found is None:
        return
    lines = dump.count(b"\n") + 1
    for table in found.tables:
        numbers = support.Parquet.read_table(table.path)["line_"].to_pylist()
        assert all(1 <= line <= lines for line in numbers), "a line that the file has"
    for place in found.receipt.unread:
        assert 0 <= place.offset <= place.offset + place.bytes <= len(dump), "an unread place"


def seeds() -> list[bytes]:
    """Dumps of several tools."""
    dumps = (
        b"-- MySQL dump 10.13\nCREATE TABLE `t` (`a` int, `b` text, PRIMARY KEY (`a`));\n"
        b"INSERT INTO `t` VALUES (1,'x'),(2,'y\\'');\nUSE x;\n",
        b"COPY public.t (a, b) FROM stdin;\n1\tAyu\n2\t\\N\n\\.\nSELECT pg_catalog.x;\n",
        b'COPY t (a, b) FROM stdin WITH CSV HEADER QUOTE \'"\';\na,b\n1,"c""d"\n\\.\n',
        b"USE [x]\nGO\nINSERT [dbo].[t] ([a]) VALUES (N'1')\nGO\n\\connect y\n",
        b"INSERT INTO t (a) SELECT 1 UNION ALL SELECT 'b';\nREM INSERTING into T\n"
        b"Insert into T (A) values ('x');\n",
        b"'),(3,'z'),(4,NULL),(5,'q');\nALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) "
        b"REFERENCES u (b);\n$$ DO INSERT $$\n",
        "SET NAMES 'gbk';\nINSERT INTO t VALUES (1,'王小明');\n".encode("gbk"),
    )
    return [bytes([at]) + dump for at in (0, 3, 0x80) for dump in dumps]
