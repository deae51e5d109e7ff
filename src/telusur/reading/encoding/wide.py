"""UTF-16 and UTF-32, with their mark or without."""

from __future__ import annotations

import codecs
import unicodedata

import numpy as np

# UTF-32's little-endian mark starts with UTF-16's.
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UNITS = {
    "utf-16-le": 2,
    "utf-16-be": 2,
    "utf-16": 2,  # by its mark
    "utf-32-le": 4,
    "utf-32-be": 4,
    "utf-32": 4,
}
TYPES = {"utf-16-le": "<u2", "utf-16-be": ">u2", "utf-32-le": "<u4", "utf-32-be": ">u4"}
# A table has line ends, delimiters and figures, which are ASCII in every language.
LEAST_ASCII = 0.02
# Of the characters; a few corrupted bytes leave the rest as it is.
MOST_STRANGE = 0.03
# Line ends that come out as such, of the bytes that look like one: 上 holds such a byte as well.
LINE_ENDS = 0.3
SEEN = 4096
_STRANGE = frozenset(("Cn", "Co", "Cs", "Cc"))


def marked(head: bytes) -> str | None:
    """The codec that the text's first bytes name."""
    return next((name for mark, name in BOMS if head.startswith(mark)), None)


def is_wide(head: bytes) -> bool:
    """Whether the text is UTF-16 or UTF-32, and so full of NUL bytes."""
    return wide(head) is not None


def wide(head: bytes) -> str | None:
    """The wide codec of a text, by its mark or by its content."""
    name = marked(head)
    if name:
        return name if name != "utf-8" else None
    return wide_without_mark(head)


def wide_without_mark(head: bytes) -> str | None:
    """UTF-16 or UTF-32 by what comes out: line ends, ASCII, and characters that exist."""
    if 0 not in head:
        return None
    for name in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        if _holds(head, name):
            return name
    return None


def _holds(head: bytes, name: str) -> bool:
    unit = UNITS[name]
    filled = -(-len(head.rstrip(b"\0")) // unit) * unit  # without padding behind the text
    whole = head[: min(filled, len(head) // unit * unit)]
    if not whole:
        return False
    values = np.frombuffer(whole, dtype=TYPES[name])
    ascii_ = int(np.count_nonzero((values < 0x80) & (values > 0)))  # noqa: PLR2004 - ASCII's end
    if ascii_ < max(1, LEAST_ASCII * len(values)):
        return False
    if np.count_nonzero(values == 0) > MOST_STRANGE * len(values):
        return False
    raw_ends = sum(head.count(end) for end in (b"\n", b"\r"))
    ends = int(np.count_nonzero((values == 10) | (values == 13)))  # noqa: PLR2004 - LF, CR
    if ends < LINE_ENDS * raw_ends:
        return False
    text = whole[: SEEN * unit].decode(name, "replace")
    strange = sum(
        sign == "\ufffd"
        or (unicodedata.category(sign) in _STRANGE and sign not in "\t\r\n\x01\x1f")
        for sign in text
    )
    return strange <= MOST_STRANGE * len(text) + (len(head) > SEEN)
