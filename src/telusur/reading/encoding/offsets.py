"""Places in the copy of a text in UTF-8 as places in the file that it was made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from telusur.model.base import Notice
from telusur.model.findings.receipt import Unread
from telusur.reading.encoding.wide import UNITS
from telusur.reading.receipt import MOST_PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from telusur.model.findings.receipt import FileReceipt
    from telusur.reading.interface import Content, FileRead, Text

PIECE_BYTES = 4 << 20
# UTF-8: bytes within a character, and the first byte of those that are two units of UTF-16.
WITHIN, WITHIN_MASK, LONG = 0x80, 0xC0, 0xF0
UTF_16 = 2
# Codecs in which what a byte stands for depends on those before it.
STATEFUL = ("iso2022", "hz", "utf", "unicode", "raw", "punycode", "idna")


def in_file(read: FileRead, content: Content, text: Text) -> FileRead:
    """The receipt with places of the file, those among them that are no part of ``text``.

    Where ``text`` is a copy that cannot be followed back, the receipt says so.
    """
    if text.path != content.path and read.receipt.unread:
        if text.unit is None:
            read = of_a_copy(read)
        else:
            update = _translated(read.receipt, text.path, text.unit, text.mark)
            read = replace(read, receipt=read.receipt.model_copy(update=update))
    receipt = read.receipt
    own = {
        "unread": (*receipt.unread, *text.unread)[-MOST_PLACES:],
        "bytes_unread": receipt.bytes_unread + sum(place.bytes for place in text.unread),
    }
    return replace(read, receipt=receipt.model_copy(update=own))


def of_a_copy(read: FileRead) -> FileRead:
    """The receipt with a word that its places are those of a copy, where it names any."""
    if not read.receipt.unread:
        return read
    said = "offsets of unread places are of the text as it was rewritten to be read, not the file's"
    notice = Notice(code="offsets-of-copy", text=said)
    update = {"warnings": (*read.receipt.warnings, notice)}
    return replace(read, receipt=read.receipt.model_copy(update=update))


def unit_of(codec: str) -> int | None:
    """Bytes of every character in ``codec``, 2 for UTF-16's units; None where they differ."""
    if codec in UNITS:
        return UNITS[codec]
    if codec.startswith(STATEFUL):
        return None
    every = bytes(range(256))
    return 1 if len(every.decode(codec, "replace")) == len(every) else None


def _translated(receipt: FileReceipt, path: Path, unit: int, mark: int) -> dict[str, object]:
    edges = {edge for one in receipt.unread for edge in (one.offset, one.offset + one.bytes)}
    places = dict(zip(sorted(edges), _units(path, sorted(edges), unit), strict=True))
    unread = []
    for one in receipt.unread:
        first, last = places[one.offset], places[one.offset + one.bytes]
        begin = mark * (first > 0) + first * unit
        unread.append(
            Unread(offset=begin, bytes=mark + last * unit - begin or 1, reason=one.reason)
        )
    listed = sum(one.bytes for one in receipt.unread)
    beyond = receipt.bytes_unread - listed  # of places that are not listed
    return {
        "unread": tuple(unread),
        "bytes_unread": sum(one.bytes for one in unread) + beyond,
    }


def _units(path: Path, edges: Iterable[int], unit: int) -> list[int]:
    """Characters, or units of UTF-16, before each of the places; these ascend."""
    found, done, units = [], 0, 0
    with path.open("rb") as file:
        for edge in edges:
            while done < edge and (raw := file.read(min(PIECE_BYTES, edge - done))):
                piece = np.frombuffer(raw, np.uint8)
                units += int(np.count_nonzero((piece & WITHIN_MASK) != WITHIN))
                units += int(np.count_nonzero(piece >= LONG)) if unit == UTF_16 else 0
                done += len(raw)
            found.append(units)
    return found
