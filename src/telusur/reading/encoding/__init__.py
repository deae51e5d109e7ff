"""Characters: what a text is encoded in, and the text as UTF-8.

A text that is valid UTF-8 is read where it lies. Anything else is rewritten once: wide text, code
pages, lines in another encoding than the rest, text that was encoded twice, marks in mid-file. A
byte that fits no character becomes U+FFFD and is counted: the row stays. Nothing of it is silent:
the receipt names the encoding, and each mending with its count.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from telusur.errors import UsageError
from telusur.model.base import Notice
from telusur.model.findings.receipt import Unread
from telusur.reading.encoding import rewrite
from telusur.reading.encoding.guess import LEAST_FIT, best, guess
from telusur.reading.encoding.offsets import unit_of
from telusur.reading.encoding.survey import Survey, padding
from telusur.reading.encoding.wide import UNITS, is_wide, marked, wide
from telusur.reading.interface import Text

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.reading.encoding.rewrite import Counts
    from telusur.reading.interface import Content

__all__ = ["guess", "is_wide", "settle"]

# Of the lines beyond ASCII: from this share of valid UTF-8 on, the others are the exception.
LEAST_UTF8 = 0.1
# Japanese mail's escapes are ASCII, and no text in UTF-8 holds one before a dollar or a bracket.
_ISO_2022 = re.compile(rb"\x1b\$[@B]")


def settle(content: Content, head: bytes, target: Path, override: str | None) -> Text:
    """The text of ``content`` in UTF-8; ``target`` holds it where it had to be rewritten.

    Raises:
        UsageError: ``unknown-encoding`` for an override that names no codec of text.
    """
    path, size = content.path, content.path.stat().st_size
    codec = _ordered(_codec(override), head) if override else wide(head)
    codec = codec or ("iso2022_jp" if _ISO_2022.search(head) else None)
    pad = padding(path, size, codec)
    end = size - pad
    odd = end % UNITS.get(codec or "", 1)
    end -= odd
    unread = _unread((end, odd, "incomplete-character"), (end + odd, pad, "padding"))
    if codec:
        counts = rewrite.decoded(path, target, end, codec)
        return _copied(target, codec, counts, unread, head)
    survey = Survey.of(path, end)
    if survey.valid and not survey.twice and not survey.marks and not pad:
        return Text(path, "utf-8", _nul(survey.nul))
    other = None
    if not survey.valid:
        if _share_of_utf8(survey.sample) < LEAST_UTF8:
            codec = guess(bytes(survey.broken))
            counts = rewrite.decoded(path, target, end, codec)
            return _copied(target, codec, counts, unread, head)
        other, fit = best(bytes(survey.broken))
        other = other if fit >= LEAST_FIT else None
    throughout = survey.twice and survey.valid and survey.throughout()
    counts = rewrite.mended(path, target, end, rewrite.Mending(other, throughout))
    return Text(target, _name(counts, other), _notices(counts, "utf-8", other), unread)


def _copied(
    target: Path, codec: str, counts: Counts, unread: tuple[Unread, ...], head: bytes
) -> Text:
    unit = unit_of(codec)
    if counts.marks or (counts.replaced and unit != 1):
        unit = None  # characters were left out, or stand for an unknown number of bytes
    named = marked(head)
    mark = unit if unit and unit > 1 and named == codec else 0
    return Text(target, codec, _notices(counts, codec), unread, unit, mark)


def _share_of_utf8(sample: bytes | bytearray) -> float:
    lines = [line for line in bytes(sample).split(b"\n") if not line.isascii()]
    broken = sum("\ufffd" in line.decode("utf-8", "replace") for line in lines)
    return 1 - broken / len(lines) if lines else 1.0


def _name(counts: Counts, other: str | None) -> str:
    said = []
    if counts.other_lines:
        said.append(f"some lines {other}")
    if counts.twice_lines:
        said.append("double-encoded from cp1252")
    return f"utf-8 ({', '.join(said)})" if said else "utf-8"


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


def _ordered(codec: str, head: bytes) -> str:
    """UTF-16 or UTF-32 with the order of its bytes, where no mark of the text's own says it."""
    if codec not in {"utf-16", "utf-32"} or (marked(head) or "").startswith(codec):
        return codec
    told = wide(head) or ""
    return told if told.startswith(codec) else f"{codec}-le"


def _unread(*places: tuple[int, int, str]) -> tuple[Unread, ...]:
    return tuple(Unread(offset=at, bytes=size, reason=why) for at, size, why in places if size)


def _notices(counts: Counts, codec: str, other: str | None = None) -> tuple[Notice, ...]:
    said = {
        "undecodable-bytes": counts.replaced
        and f"{counts.replaced:,} places do not fit {codec} and were replaced by U+FFFD",
        "mixed-encodings": counts.other_lines
        and f"{counts.other_lines:,} lines are not {codec}; they were read as {other}",
        "double-encoded": counts.twice_lines
        and f"{counts.twice_places:,} places on {counts.twice_lines:,} lines were UTF-8 read as "
        "cp1252 or latin1 and encoded again; it was undone",
        "marks-in-mid-file": counts.marks
        and f"{counts.marks:,} byte-order marks at the start of lines were left out: files were "
        "put one behind the other",
    }
    told = tuple(Notice(code=code, text=text) for code, text in said.items() if text)
    return _nul(counts.nul) + told


def _nul(count: int) -> tuple[Notice, ...]:
    if not count:
        return ()
    return (Notice(code="nul-bytes", text=f"{count:,} NUL characters stand in the text"),)
