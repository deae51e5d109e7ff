"""Characters: what a text is encoded in, and the text as UTF-8.

A text that is valid UTF-8 is read where it lies. Anything else is rewritten, a byte that fits no
character becomes U+FFFD and is counted: the row stays.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from telusur.errors import UsageError
from telusur.model.base import Notice
from telusur.reading.interface import Text
from telusur.reading.private import create

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.reading.interface import Content

PIECE_BYTES = 4 << 20
# Lines that are not ASCII, gathered from all over the file to guess the encoding by.
SAMPLE_BYTES = 64 << 10
# Below this share of broken sequences among the non-ASCII ones a text is UTF-8 with damage:
# single-byte text that happens to be valid UTF-8 nine times of ten does not occur.
MOST_BROKEN_UTF8 = 0.1
# What single-byte text is taken for when several Western encodings fit it equally.
WESTERN = "cp1252"

# Fewer strange characters than this, each alone among ASCII letters, are an accent or two: too
# little to tell encodings apart by, and never an Asian one.
FEW_STRANGE = 64
MOSTLY = 0.8

BOMS = (  # UTF-32's little-endian mark starts with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_NOT_ASCII_LINE = re.compile(rb"[^\n]{0,400}[\x80-\xff][^\n]{0,400}")


def settle(content: Content, head: bytes, target: Path, override: str | None) -> Text:
    """The text of ``content`` in UTF-8; ``target`` holds it where it had to be rewritten.

    Raises:
        UsageError: ``unknown-encoding`` for an override that names no codec of text.
    """
    if override:
        return _rewritten(content.path, target, _codec(override))
    marked = next((name for mark, name in BOMS if head.startswith(mark)), None)
    wide = marked if marked and marked != "utf-8" else wide_without_mark(head)
    if wide:
        return _rewritten(content.path, target, wide)
    survey = _Survey()
    survey.read(content.path)
    if survey.valid:
        return Text(content.path, "utf-8", _nul(survey.nul))
    encoding = guess(bytes(survey.sample))
    return _rewritten(content.path, target, encoding)


def wide_without_mark(head: bytes) -> str | None:
    """UTF-16 or UTF-32 by where the NUL bytes stand; text of Latin letters shows it."""
    part = head[: len(head) // 4 * 4]
    if len(part) < 4:  # noqa: PLR2004 - one character of UTF-32
        return None
    nul = [part[at::4].count(0) / (len(part) / 4) for at in range(4)]
    most, few = 0.5, 0.1  # of one character in four; NULs in damaged UTF-8 stand anywhere
    shapes = {
        "utf-32-le": (False, None, True, True),
        "utf-32-be": (True, True, None, False),
        "utf-16-le": (False, True, False, True),
        "utf-16-be": (True, False, True, False),
    }
    for name, shape in shapes.items():
        fits = [
            want is None or (share >= most if want else share <= few)
            for share, want in zip(nul, shape, strict=True)
        ]
        if all(fits):
            return name
    return None


@dataclass
class _Survey:
    """One pass over a file: whether it is UTF-8, its NULs, and lines that tell its encoding."""

    valid: bool = True
    nul: int = 0
    sample: bytearray = field(default_factory=bytearray)

    def read(self, path: Path) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        clean = True  # no character is under way between two pieces
        with path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                self.nul += piece.count(0)
                if clean and piece.isascii():
                    continue
                self._gather(piece)
                if self.valid:
                    self._decode(decoder, piece)
                    clean = self.valid and not decoder.getstate()[0]
        if self.valid:
            self._decode(decoder, b"", final=True)

    def _decode(
        self, decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False
    ) -> None:
        try:
            decoder.decode(piece, final)
        except UnicodeDecodeError:
            self.valid = False

    def _gather(self, piece: bytes) -> None:
        for found in _NOT_ASCII_LINE.finditer(piece):
            if len(self.sample) >= SAMPLE_BYTES:
                return
            self.sample += found.group() + b"\n"


def guess(sample: bytes) -> str:
    """The likeliest encoding of lines that are not valid UTF-8."""
    text = sample.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= sign <= "\udcff" for sign in text)
    other = sum(sign > "\x7f" for sign in text) - broken
    if broken <= MOST_BROKEN_UTF8 * other:
        return "utf-8"
    strange = len(_NOT_ASCII.findall(sample))
    alone = len(_ALONE.findall(sample))
    if alone >= MOSTLY * strange and strange < FEW_STRANGE:
        return WESTERN
    best = from_bytes(sample).best()
    if best is None or {WESTERN, "latin_1"} & {best.encoding, *best.could_be_from_charset}:
        return WESTERN
    return best.encoding.replace("_", "-")


def _codec(name: str) -> str:
    try:
        info = codecs.lookup(name.strip())
        "x".encode(info.name)  # codecs from bytes to bytes are refused here
    except (LookupError, ValueError, UnicodeError):
        raise UsageError(
            "unknown-encoding",
            f"--encoding {name!r} is no encoding of text",
            hint="for example utf-8, cp1252, utf-16, gb18030",
        ) from None
    return info.name


def _rewritten(path: Path, target: Path, encoding: str) -> Text:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    replaced = nul = 0
    first = True
    with path.open("rb") as source, create(target) as out:
        while True:
            piece = source.read(PIECE_BYTES)
            text = decoder.decode(piece, not piece)
            if first and text:
                text, first = text.removeprefix("\ufeff"), False
            replaced += text.count("\ufffd")
            nul += text.count("\0")
            out.write(text.encode("utf-8", "replace"))
            if not piece:
                break
    notices = _nul(nul)
    if replaced:
        notices += (
            Notice(
                code="undecodable-bytes",
                text=f"{replaced:,} places do not fit {encoding} and were replaced by U+FFFD",
            ),
        )
    return Text(target, encoding, notices)


def _nul(count: int) -> tuple[Notice, ...]:
    if not count:
        return ()
    return (Notice(code="nul-bytes", text=f"{count:,} NUL characters stand in the text"),)


def is_wide(head: bytes) -> bool:
    """Whether the text is UTF-16 or UTF-32, and so full of NUL bytes."""
    marked = next((name for mark, name in BOMS if head.startswith(mark)), "utf-8")
    return marked != "utf-8" or wide_without_mark(head) is not None
