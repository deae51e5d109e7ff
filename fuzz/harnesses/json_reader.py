"""A JSON text through its reader, whole and in small pieces: the same tables and the same receipt."""

from __future__ import annotations

import json
from typing import Any

from fuzz import support
from telusur.reading import json_document
from telusur.reading.interface import Text
from telusur.reading.json_document import pieces, tables

PARSER = "a JSON text of any shape, whole and in small pieces (`json_document/`)"
KIND = "own"
MOST_BYTES = 300

PIECES = (7, 16, 40, 90)


def one(data: bytes) -> None:
    """The first byte chooses how long pieces are."""
    if not data:
        return
    raw = data[1:].decode("utf-8", "replace").encode()
    whole = _read(raw, pieces.PIECE_BYTES)
    cut = _read(raw, PIECES[data[0] % len(PIECES)])
    assert whole == cut, "the same in pieces"
    if whole is not None and whole[0]["kind"] == "json-lines":
        _account(whole[0], whole[1], raw)


def _read(raw: bytes, size: int) -> tuple[dict[str, Any], list[Any]] | None:
    content, bench = support.content(raw), support.bench(no_header=True)
    before, columnar = pieces.PIECE_BYTES, tables._columnar  # noqa: SLF001 - it asks an engine
    pieces.PIECE_BYTES, tables._columnar = size, lambda *_: []  # noqa: SLF001
    try:
        with support.in_memory():
            found = support.declared(
                lambda: json_document.read(content, Text(content.path, "utf-8"), bench)
            )
    finally:
        pieces.PIECE_BYTES, tables._columnar = before, columnar  # noqa: SLF001
    if found is None:
        return None
    held = [support.Parquet.read_table(table.path).to_pydict() for table in found.tables]
    receipt = found.receipt.model_dump(mode="json")
    # a first row is judged by those that are in one piece with it
    # what is given up begins at a comma, or behind it
    receipt["unread"] = [one["reason"] for one in receipt["unread"]]
    del receipt["bytes_unread"]
    receipt["warnings"] = [one for one in receipt["warnings"] if one["code"] != "header-doubtful"]
    return receipt, held


def _account(receipt: dict[str, Any], held: list[Any], raw: bytes) -> None:
    """No line that Python reads as an object is lost."""
    (table,) = receipt["tables"]
    lines = raw.split(b"\n")
    assert table["lines"] == len(lines) - (not lines[-1]), "lines of the file"
    refused = {one["reason"]: one["rows"] for one in receipt["rejected"]}
    seen = len(set(held[0]["line_"]))
    blank = sum(not line.strip(b" \t\r") for line in lines[: table["lines"]])
    assert table["blank_lines"] == blank, "blank lines"
    assert seen + sum(refused.values()) + blank >= table["lines"], "every line has its fate"
    objects = sum(_is_object(line) for line in lines)
    known = table["rows_read"] + refused.get("not-an-object", 0) + refused.get("empty-object", 0)
    assert objects <= known, "an object is a row, or refused as one"


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def seeds() -> list[bytes]:
    """One of each shape."""
    texts = (
        b'{"id":1,"name":"Ayu"}\n{"id":2,"mail":null}\n\n{"id":3,"a":{"b":[1,2]}}\nx\n',
        b'{"id":1,\n"name":"Ayu"}\n{"id":2}',
        b'{"users":[{"id":1},{"id":2,"x":{"y":"z"}}],"page":{"n":1},"n":null}',
        b'[["id","name"],[1,"Ayu"],[2,"Budi"]]',
        b"{'id': 1, 'name': 'Ayu', 'x': None}\n{'id': 2, 'x': True}\n",
        b'{"columns":["id","n"],"data":[[1,"a"],[2,"b"]]}',
        b'{"a":1}{"a":2}[1,2]"c" 3',
        b'{"a":{"$oid":"5f"},"d":{"$date":{"$numberLong":"1600000000000"}}}\n{"a":1}\n',
    )
    return [bytes([at]) + text for at in (0, 2) for text in texts]
