"""What a file is: every reader is asked, and what is known and not read is refused."""

from __future__ import annotations

from fuzz import support
from telusur.reading import detect, encoding
from telusur.reading.archives import kinds
from telusur.reading.readers import BINARY, TEXT

PARSER = (
    "the kind of a file, by all readers in turn (`detect.py`, `archives/kinds.py`, `recognises`)"
)
KIND = "own"
MOST_BYTES = 200

_SIGNATURES = tuple(detect.SIGNATURES)


def one(data: bytes) -> None:
    """The first byte may put a signature in its place, which chance would hardly meet."""
    if not data:
        return
    raw = data[1:]
    if data[0] < len(_SIGNATURES):
        offset, magic = _SIGNATURES[data[0]][:2]
        raw = raw.ljust(offset, b" ")[:offset] + magic + raw[offset:]
    if not raw:
        return
    detect.packed_as(raw)
    kinds.kind_of(raw)
    head = support.head(raw)
    support.declared(lambda: detect.refuse_known(raw, "dump"))
    support.declared(lambda: detect.refuse_binary(raw, "dump"))
    told = [reader for reader in BINARY if reader.recognises(head)]
    assert len(told) < len(BINARY), "not of every kind"
    encoding.is_wide(raw)
    text = raw.decode("utf-8", "replace")
    support.declared(lambda: detect.refuse_text(text, "dump"))
    head = support.head(text.encode())
    assert any(reader.recognises(head) for reader in TEXT), "the last one takes any text"


def seeds() -> list[bytes]:
    """Beginnings of files."""
    starts = (
        b"id,name\n1,Ayu\n", b'{"a":1}\n{"a":2}\n', b"<table><tr><td>", b"INSERT INTO t VALUES (1);",
        b"PAR1\x15\x04", b"ARROW1\0\0", b"ORC\x0a", b"Obj\x01\0", b"SQLite format 3\0", b"\x03y\x03\x04",
        b"1\t\\N\n2\t\\N\n", b" a | b \n---+---\n 1 | 2\n", b"\x1f\x8b\x08", b"BZh91AY&SY", b"]\0\0\x10\0",
    )  # fmt: skip
    return [b"\xff" + start for start in starts] + [bytes([at]) + b"abc" for at in range(20)]
