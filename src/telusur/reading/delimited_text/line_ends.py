"""Line ends of several kinds made one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from telusur.reading.private import create

if TYPE_CHECKING:
    from pathlib import Path


def strays(path: Path) -> tuple[int, int]:
    """CR bytes that end no line of a text whose lines end with LF, and its lines."""
    raw = path.read_bytes()
    lines = raw.count(b"\n")
    return (raw.count(b"\r") - raw.count(b"\r\n") if lines else 0), lines


def unified(source: Path, target: Path, delimiter: bytes) -> None:
    """Copy a text with LF as its only line end.

    A CR alone ends a line where it does so throughout, or where the pieces that it parts a line
    into have as many delimiters as most lines; elsewhere it stands in a value, as a blank.
    """
    plain = source.read_bytes().replace(b"\r\n", b"\n")
    stray, lines = plain.count(b"\r"), plain.count(b"\n")
    with create(target) as out:
        if stray * 2 > lines:
            out.write(plain.replace(b"\r", b"\n"))
            return
        whole = plain.split(b"\n")
        counts = Counter(line.count(delimiter) for line in whole if line and b"\r" not in line)
        usual = counts.most_common(1)[0][0] if counts else 0
        for at, line in enumerate(whole):
            if b"\r" in line:
                pieces = line.split(b"\r")
                apart = usual and all(one.count(delimiter) == usual for one in pieces)
                whole[at] = (b"\n" if apart else b" ").join(pieces)
        out.write(b"\n".join(whole))
