"""The one copy of a text that is made, where it is not plain UTF-8."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from telusur.reading.encoding.guess import LONGEST_KNOWN, fits, single_byte
from telusur.reading.encoding.pieces import BEYOND, is_utf8, raw_pieces, spans, whole_lines
from telusur.reading.encoding.twice import SUSPECT, undo
from telusur.reading.private import create

if TYPE_CHECKING:
    from pathlib import Path

MARK, REPLACED = "\ufeff", "\ufffd"
_RUN = re.compile(rb"[\x80-\xff]+")


@dataclass
class Counts:
    """What was done.

    Attributes:
        replaced: places that fit no character.
        nul: NUL characters.
        marks: byte-order marks taken out at the start of lines other than the first.
        other_lines: lines read in the other encoding.
        twice_lines, twice_places: what was encoded twice, and undone.
    """

    replaced: int = 0
    nul: int = 0
    marks: int = 0
    other_lines: int = 0
    twice_lines: int = 0
    twice_places: int = 0


def decoded(path: Path, target: Path, end: int, codec: str) -> Counts:
    """Copy the first ``end`` bytes, all of them in ``codec``."""
    counts, at_start, first = Counts(), True, True
    decoder = codecs.getincrementaldecoder(codec)("replace")
    with create(target) as out:

        def write(text: str) -> None:
            nonlocal at_start, first
            if not text:
                return
            if at_start and text[0] == MARK:
                counts.marks += not first
                text = text[1:]
            if MARK in text:
                counts.marks += text.count("\n" + MARK)
                text = text.replace("\n" + MARK, "\n")
            at_start, first = text.endswith("\n") or (at_start and not text), False
            counts.replaced += text.count(REPLACED)
            counts.nul += text.count("\0")
            out.write(text.encode("utf-8", "replace"))

        for piece in raw_pieces(path, end):
            write(_decoded(decoder, codec, piece))
        write(_decoded(decoder, codec, b"", final=True))
    return counts


def _decoded(
    decoder: codecs.IncrementalDecoder, codec: str, piece: bytes, *, final: bool = False
) -> str:
    """More of the text; an escape that never ends fits no character, and ends with its line.

    RFC 1468 has every line of ISO-2022 end as it began. Python's decoder goes on as the line before
    ended, so that one damaged escape would spoil all lines behind it.
    """
    try:
        text = decoder.decode(piece, final)
    except UnicodeError:  # of the decoder's own memory: bytes that do not fit are replaced
        text = None
    if text is not None and (REPLACED not in text or not codec.startswith("iso2022")):
        return text
    by_line = "\n".join(line.decode(codec, "replace") for line in piece.split(b"\n"))
    if text is not None and text.count(REPLACED) <= by_line.count(REPLACED):
        return text
    decoder.reset()
    return by_line


@dataclass(frozen=True)
class Mending:
    """How lines of a text in UTF-8 are mended.

    Attributes:
        other: the encoding of what is not UTF-8; None: such bytes are replaced.
        throughout: the whole file was encoded twice.
    """

    other: str | None = None
    throughout: bool = False


def mended(path: Path, target: Path, end: int, mending: Mending) -> Counts:
    """Copy the first ``end`` bytes, UTF-8 for the most part, line by line where they need it."""
    counts, first = Counts(), True
    wanted = BEYOND if mending.throughout else SUSPECT
    with create(target) as out:
        for piece in whole_lines(path, end):
            counts.nul += piece.count(0) if 0 in piece else 0
            if piece.isascii():
                out.write(piece)
                first = False
                continue
            bare = piece.removeprefix(codecs.BOM_UTF8)
            counts.marks += (bare is not piece and len(bare) < len(piece)) and not first
            first = False
            bare = _as_utf8(bare, mending.other, counts)
            if b"\n" + codecs.BOM_UTF8 in bare:
                counts.marks += bare.count(b"\n" + codecs.BOM_UTF8)
                bare = bare.replace(b"\n" + codecs.BOM_UTF8, b"\n")
            out.write(_once(bare, wanted, counts, throughout=mending.throughout))
    return counts


def _as_utf8(piece: bytes, other: str | None, counts: Counts) -> bytes:
    """Lines that are not UTF-8, read in the other encoding where they are text in it."""
    if is_utf8(piece):
        return piece
    parts: list[bytes] = []
    done = 0
    for start, stop in spans(piece, BEYOND):
        line = piece[start:stop]
        if not is_utf8(line):
            parts += (piece[done:start], _line(line, other, counts))
            done = stop
    return b"".join([*parts, piece[done:]])


def _line(line: bytes, other: str | None, counts: Counts) -> bytes:
    if other and not single_byte(other):
        try:
            text = line.decode(other)
        except UnicodeDecodeError:
            text = line.decode("utf-8", "replace")
            counts.replaced += text.count(REPLACED)
        else:
            counts.other_lines += 1
        return text.encode()
    read_otherwise = False

    def run(found: re.Match[bytes]) -> bytes:
        nonlocal read_otherwise
        begin, end = found.span()
        told = _run if end - begin <= LONGEST_KNOWN else _run.__wrapped__
        text, replaced, otherwise = told(
            line[max(begin - 1, 0) : begin], found.group(), line[end : end + 1], other
        )
        counts.replaced += replaced
        read_otherwise = read_otherwise or otherwise
        return text

    mended_line = _RUN.sub(run, line)
    counts.other_lines += read_otherwise
    return mended_line


@lru_cache(maxsize=1 << 16)
def _run(before: bytes, raw: bytes, after: bytes, other: str | None) -> tuple[bytes, int, bool]:
    """A run of bytes beyond ASCII as UTF-8, places replaced, whether it is the other encoding's."""
    if is_utf8(raw):
        return raw, 0, False
    if other and fits(other, before, raw, after):
        return raw.decode(other, "replace").encode(), 0, True
    text = raw.decode("utf-8", "replace")
    return text.encode(), text.count(REPLACED), False


def _once(piece: bytes, wanted: re.Pattern[bytes], counts: Counts, *, throughout: bool) -> bytes:
    parts: list[bytes] = []
    done = 0
    for start, stop in spans(piece, wanted):
        text, places = undo(piece[start:stop].decode("utf-8"), whole=throughout)
        if places:
            counts.twice_lines += 1
            counts.twice_places += places
            parts += (piece[done:start], text.encode())
            done = stop
    return b"".join([*parts, piece[done:]])
