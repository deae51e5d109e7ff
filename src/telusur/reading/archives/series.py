"""Which files of a dump are parts of one: names propose, contents decide."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from telusur.model.base import Notice
from telusur.reading.archives import kinds, seven
from telusur.reading.archives.interface import Packed
from telusur.reading.archives.rar_volumes import is_volume
from telusur.reading.archives.receipts import continued
from telusur.reading.archives.zip_directory import disks
from telusur.reading.compression import head
from telusur.reading.detect import packed_as

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telusur.model.evidence import EvidenceFile
    from telusur.reading.interface import FileRead

# Part names: the series is the name without the number.
_NUMBERED = (
    re.compile(r"(?P<a>.+\.)(?P<number>\d{3,})(?P<b>)"),  # x.7z.001
    re.compile(r"(?P<a>.*part[ ._-]?)(?P<number>\d+)(?P<b>.*)", re.IGNORECASE),  # x.part1.rar
    re.compile(r"(?P<a>.+\.[rz])(?P<number>\d{2,3})(?P<b>)", re.IGNORECASE),  # x.r00, x.z01
    re.compile(r"(?P<a>.*\D)(?P<number>\d{2,})(?P<b>)"),  # split -d: x00
)
_LETTERED = re.compile(r"(?P<a>.*?)(?P<letters>[a-z]{2,3})")  # split: xaa
# The third way: x.zip comes after x.z01, x.z02 … and x.rar before x.r00, x.r01 …
SHORT, LAST, FIRST = 2, 1 << 20, -1
ENDS = {"zip": ("z", LAST), "rar": ("r", FIRST)}
MOST_SHOWN = 3
TAR_END = 1024
# Fewer bytes may look like text by chance, as the rest of a last part does.
FEWEST_BYTES = 64
# Splitters are asked for sizes in kilobytes, of one kind or the other.
ROUND = 512, 1_000


def series_of(file: EvidenceFile, dump: Sequence[EvidenceFile]) -> tuple[EvidenceFile, ...]:
    """The parts that ``file`` is one of, in order; empty: it stands alone.

    Args:
        file: one of the dump.
        dump: all of it.
    """
    return _all_series(tuple(dump)).get(file, ())


def joined(file: EvidenceFile, parts: Sequence[EvidenceFile], first: FileRead) -> FileRead:
    """What the receipt of the first part says of the others."""
    others = [one.name for one in parts if one != file]
    more = ", …" if len(others) > MOST_SHOWN else ""
    notice = Notice(
        code="joined",
        text=f"read as one with {len(others):,} more: {', '.join(others[:MOST_SHOWN])}{more}",
    )
    receipt = first.receipt
    return type(first)(
        receipt.model_copy(update={"warnings": (*receipt.warnings, notice)}), first.tables
    )


def part(file: EvidenceFile, parts: Sequence[EvidenceFile]) -> FileRead:
    """A later part: all of it was read with the first."""
    return continued(
        file, Notice(code="part-of", text=f"continues {parts[0].name}, and was read with it")
    )


@lru_cache(maxsize=1)  # of one dump, asked for each of its files
def _all_series(dump: tuple[EvidenceFile, ...]) -> dict[EvidenceFile, tuple[EvidenceFile, ...]]:
    found: dict[EvidenceFile, tuple[EvidenceFile, ...]] = {}
    for way in range(len(_NUMBERED) + 1):
        named: defaultdict[tuple[Path, str], list[tuple[int, EvidenceFile]]] = defaultdict(list)
        for file in dump:
            if file not in found and (key := _key(file.name, way)):
                named[file.path.parent, key[0]].append((key[1], file))
        for numbered in named.values():
            parts = _in_order(numbered)
            if len(parts) > 1 and _continue(parts):
                found.update(dict.fromkeys(parts, parts))
    return found


def _in_order(numbered: list[tuple[int, EvidenceFile]]) -> tuple[EvidenceFile, ...]:
    """Files by their numbers; none where one is missing, which would be read over."""
    ordered = sorted(numbered, key=lambda one: one[0])
    numbers = [number for number, _ in ordered if number != LAST]
    whole = all(after - before == 1 for before, after in pairwise(numbers))
    return tuple(file for _, file in ordered) if whole else ()


def _key(name: str, way: int) -> tuple[str, int] | None:
    """(series, place in it) of a name, in one way of naming parts."""
    if way == len(_NUMBERED):
        lettered = _LETTERED.fullmatch(name)
        if not lettered:
            return None
        number = 0
        for letter in lettered["letters"]:
            number = number * 26 + ord(letter) - ord("a")
        return f"{lettered['a']}/{len(lettered['letters'])}", number
    matched = _NUMBERED[way].fullmatch(name)
    stem, dot, ending = name.rpartition(".")
    if way == SHORT and ending.casefold() in ENDS and dot:
        letter, place = ENDS[ending.casefold()]
        return f"{stem}.{letter}/".casefold(), place
    if matched:
        return (matched["a"] + "/" + matched["b"]).casefold(), int(matched["number"])
    return None


def _continue(parts: Sequence[EvidenceFile]) -> bool:
    """Whether the others go on where the first ends, and begin nothing themselves."""
    start = head(parts[0].path)
    kind = kinds.kind_of(start) or packed_as(start)
    if kind is None:
        return _is_cut(parts)
    if kind == "rar":
        return all(is_volume(head(one.path)) for one in parts)
    paths = tuple(one.path for one in parts)
    if kind == kinds.ZIP and disks(Packed(parts[0].name, paths)) == len(parts):
        return True
    if kind == kinds.TAR and not any(_ends_as_tar(one) for one in parts[:-1]):
        return True  # cut where a header stands, the next part begins as a TAR archive does
    if kind == kinds.SEVEN and seven.lacks(Packed(parts[0].name, paths[:1])):
        return not any(packed_as(start) or kinds.kind_of(start) for start in map(head, paths[1:]))
    return all(_is_inner(head(one.path), kind) for one in parts[1:])


def _is_cut(parts: Sequence[EvidenceFile]) -> bool:
    """Whether what is not packed was cut by size alone, as a splitter does, in mid-line.

    Files that stand by themselves end with a line's end, and are seldom equal in size. Two parts
    have one full size between them: that must be a round one as well.
    """
    *full, last = parts
    size = full[0].bytes
    if any(one.bytes != size for one in full) or not 0 < last.bytes <= size:
        return False
    if len(full) == 1 and all(size % one for one in ROUND):
        return False
    return not all(_ends_with_line(one) for one in full)


def _ends_with_line(file: EvidenceFile) -> bool:
    with file.path.open("rb") as opened:
        opened.seek(max(file.bytes - 1, 0))
        return opened.read(1) in {b"\n", b"\r"}


def _is_inner(start: bytes, kind: str) -> bool:
    if packed_as(start) or kinds.kind_of(start):
        return False
    # Text goes on only where the packing keeps text as it is.
    return kind in {kinds.TAR, kinds.ZIP} or not _is_text(start)


def _ends_as_tar(file: EvidenceFile) -> bool:
    """Whether a TAR archive comes to its end: two blocks of zeros."""
    with file.path.open("rb") as opened:
        opened.seek(max(file.bytes - TAR_END, 0))
        return file.bytes >= TAR_END and not opened.read(TAR_END).strip(b"\x00")


def _is_text(start: bytes) -> bool:
    if len(start) < FEWEST_BYTES:
        return False
    try:
        text = start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4:
            return False
        text = start[: error.start].decode("utf-8")
    return all(sign.isprintable() or sign.isspace() for sign in text)
