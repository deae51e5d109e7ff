"""JSON in something that is none: a script's assignment or call, COPY's, phpMyAdmin's own frame.

``window.YTD.account.part0 = […]`` (Twitter's archive), ``callback({…});``. What stands around the
JSON is blanked, so that every byte keeps its place. phpMyAdmin writes a list of headers and tables;
it becomes an object of the tables. COPY of ``row_to_json(t)`` doubles every backslash.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from telusur.reading.private import create

if TYPE_CHECKING:
    from pathlib import Path

PIECE_BYTES = 1 << 20
# A frame is shorter.
MOST_FRAME = 4 << 10
MOST_END = 64
_AROUND = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|//[^\n]*\n|/\*(?:(?!\*/).)*+\*/)*+"
    rb"(?:(?:(?:var|let|const|export\s+default)\s+)?(?:[A-Za-z_$][\w$.\[\]'\"]*\s*)?[=(]\s*"
    rb"|export\s+default\s+)?(?=[\[{])",
    re.DOTALL,
)
_END = re.compile(rb"\s*\)?\s*;?\s*\Z")
_PMA = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*\{"type":"header"[^\n]{0,1000}PHPMyAdmin"\},?\r?\n')
_PMA_PARTS = re.compile(
    rb'^,?\{"type":"(?:header|database)",[^\n]*\},?\r?$'
    rb'|^,?\{"type":"table","name":(?P<name>"(?:[^"\\]|\\.)*"),[^\n]*"data":\r?$'
    rb"|^(?P<end>\})\r?$",
    re.MULTILINE,
)


def frame(head: bytes) -> int:
    """How many bytes before the JSON are none; 0: there are none."""
    found = _AROUND.match(head[:MOST_FRAME])
    own = found.group().strip(b"\xef\xbb\xbf \t\r\n") if found else b""
    # a log has one before every value
    return len(found.group()) if found and own and head.count(own) == 1 else 0


def is_copied(head: bytes) -> bool:
    """Whether lines are JSON only once each doubled backslash is one, as COPY writes them."""
    lines = [line for line in head.split(b"\n")[:-1] if line.startswith((b"{", b"["))]
    wrong = [line for line in lines if b"\\\\" in line and not _is_json(line)]
    return bool(wrong) and all(_is_json(line.replace(b"\\\\", b"\\")) for line in wrong)


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def uncopied(path: Path, target: Path) -> None:
    """The lines at ``path`` with one backslash for each two."""
    with path.open("rb") as source, create(target) as out:
        held = b""
        while piece := source.read(PIECE_BYTES):
            whole = held + piece
            # all but the first half of a pair whose second one the next piece begins with
            end = len(whole) - (len(whole) - len(whole.rstrip(b"\\"))) % 2
            out.write(whole[:end].replace(b"\\\\", b"\\"))
            held = whole[end:]
        out.write(held.replace(b"\\\\", b"\\"))


def is_phpmyadmin(head: bytes) -> bool:
    """Whether it is phpMyAdmin's export, whose tables lie in elements of a list."""
    return bool(_PMA.match(head[:MOST_FRAME]))


def unframed(path: Path, target: Path, before: int) -> None:
    """The text at ``path`` with blanks for what stands around the JSON."""
    with path.open("rb") as source, create(target) as out:
        out.write(b" " * len(source.read(before)))
        held = b""
        while piece := source.read(PIECE_BYTES):
            whole = held + piece
            out.write(whole[:-MOST_FRAME])
            held = whole[-MOST_FRAME:]
        end = _END.search(held)
        assert end is not None  # noqa: S101 - it matches nothing at all
        out.write(held[: end.start()] + b" " * len(end.group()))


def tables_of_phpmyadmin(path: Path, target: Path) -> None:
    """The export at ``path`` as an object of its tables."""
    begun = False

    def part(found: re.Match[bytes]) -> bytes:
        nonlocal begun
        if not found["name"]:
            return b""
        comma, begun = (b"," if begun else b""), True
        return comma + found["name"] + b":"

    with path.open("rb") as source, create(target) as out:
        out.write(b"{")
        head = source.readline()
        held = head[head.find(b"[") + 1 :]
        while piece := source.read(PIECE_BYTES):
            whole = held + piece
            end = whole.rfind(b"\n", 0, max(len(whole) - MOST_END, 0)) + 1
            out.write(_PMA_PARTS.sub(part, whole[:end]))
            held = whole[end:]
        rest = _PMA_PARTS.sub(part, held).rstrip()
        out.write(rest[:-1] + b"}" if rest.endswith(b"]") else rest)
