"""A workbook that is a ZIP archive, copied part by part under caps before a parser sees it.

Two programs can read two different things out of one crafted archive. The copy holds only parts
that were unpacked and measured here, stored plainly, so that the parser meets no surprise: no bomb,
no part twice, no macro, no link to elsewhere.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telusur.errors import LimitReached
from telusur.model.evidence import Quarantine
from telusur.reading.private import create

if TYPE_CHECKING:
    from pathlib import Path

CAPS = Quarantine()
MOST_PARTS = 20_000
PIECE_BYTES = 1 << 20
# Text held back while the end of a row is waited for.
LONGEST_ROW = 32 << 20
# A sheet is held as a grid. One of more places than this must have a cell in every SPARSE of them:
# a single cell in the last corner would ask for 17 thousand million places.
MOST_PLACES, SPARSE = 40_000_000, 32
# Parts that hold what is read; the rest (pictures, macros, links, settings) stays behind.
_WANTED = re.compile(
    r"\[Content_Types\]\.xml|mimetype|META-INF/manifest\.xml|content\.xml|meta\.xml|styles\.xml"
    r"|_rels/\.rels|docProps/(?:app|core)\.xml"
    r"|xl/(?:_rels/)?(?:workbook|sharedStrings|styles)[^/]*"
    r"|xl/(?:worksheets|chartsheets|dialogsheets|macrosheets)/(?:_rels/)?[^/]+",
    re.IGNORECASE,
)
ROW_END, SHEET_END = b"</row>", b"</sheetData></worksheet>"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_COLUMN = re.compile(rb"""\sr=["']([A-Z]{1,3})[0-9]""")
_ROW = re.compile(rb"""<row\b[^>]{0,200}?\sr=["']([0-9]{1,7})["']""")
_FORMULA = re.compile(rb"(?:</f>|<f[^>]{0,200}/>)(?:<v ?/>|<v></v>)?</c>")
# What a broken archive makes the library say.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


@dataclass
class Sheet:
    """What the text of one sheet shows before it is parsed."""

    cells: int = 0
    rows: int = 0
    columns: set[bytes] = field(default_factory=set)
    uncached: int = 0
    errors: int = 0

    @property
    def too_sparse(self) -> bool:
        """Whether its grid would hold next to nothing and take all the memory there is."""
        places = self.rows * max(map(column_number, self.columns), default=0)
        return places > MOST_PLACES and places > SPARSE * self.cells


@dataclass
class Package:
    """What the copy showed.

    Attributes:
        sheets: by the part's name, XLSX alone.
        macros: whether it carries any.
        damaged: parts that could not be unpacked whole, with what they have.
        documents: what the file says of itself: parts of a few kilobytes, by name.
    """

    sheets: dict[str, Sheet] = field(default_factory=dict)
    macros: bool = False
    damaged: list[str] = field(default_factory=list)
    documents: dict[str, bytes] = field(default_factory=dict)


def is_workbook(path: Path) -> bool:
    """Whether the archive's own list names the parts of a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.casefold() for name in archive.namelist()[:MOST_PARTS]}
            if {"xl/workbook.xml", "xl/workbook.bin"} & names:
                return True
            if not {"mimetype", "content.xml"} <= names:
                return False
            with archive.open("mimetype") as part:
                return b"opendocument.spreadsheet" in part.read(200)
    except (*BROKEN, KeyError, RuntimeError):
        return False


def copied(path: Path, target: Path, name: str) -> Package:
    """Copy the parts of the workbook at ``path`` that are read to ``target``.

    Raises:
        LimitReached: ``too-large-decompressed``, ``ratio``.
        zipfile.BadZipFile, OSError: the archive cannot be opened.
    """
    found, packed, unpacked = Package(), path.stat().st_size, 0
    seen: set[str] = set()
    with (
        zipfile.ZipFile(path) as archive,
        create(target) as out,
        zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy,
    ):
        for entry in archive.infolist()[:MOST_PARTS]:
            part = entry.filename
            found.macros |= part.casefold().endswith("vbaproject.bin")
            if part in seen or entry.is_dir() or not _WANTED.fullmatch(part):
                continue
            seen.add(part)
            unpacked = _copy(archive, entry, copy, found, (name, packed, unpacked))
    return found


def _copy(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    copy: zipfile.ZipFile,
    found: Package,
    sums: tuple[str, int, int],
) -> int:
    name, packed, unpacked = sums
    part = entry.filename
    sheet = found.sheets.setdefault(part, Sheet()) if _SHEET.fullmatch(part) else None
    short = part.casefold() in ("docprops/app.xml", "docprops/core.xml", "meta.xml")
    tail = b""
    with copy.open(zipfile.ZipInfo(part), "w", force_zip64=True) as target:
        try:
            with archive.open(entry) as source:
                while piece := source.read(PIECE_BYTES):
                    unpacked += len(piece)
                    _hold_to_caps(name, packed, unpacked)
                    if sheet:  # whole rows go on, the begun one waits for its end
                        head, tail = _rows(tail + piece)
                        _count(sheet, head)
                        target.write(head)
                    else:
                        target.write(piece)
                    if short:
                        kept = found.documents.get(part, b"") + piece
                        found.documents[part] = kept[:PIECE_BYTES]
        except (*BROKEN, RuntimeError):
            found.damaged.append(part)
            tail = tail[: tail.rfind(ROW_END) + len(ROW_END)] if ROW_END in tail else b""
            tail += SHEET_END
        if sheet:
            _count(sheet, tail)
            target.write(tail)
    return unpacked


def _rows(text: bytes) -> tuple[bytes, bytes]:
    """The text up to the end of its last row, and the rest."""
    if len(text) > LONGEST_ROW:
        return text, b""
    cut = text.rfind(ROW_END) + len(ROW_END)
    return (text[:cut], text[cut:]) if cut >= len(ROW_END) else (b"", text)


def _count(sheet: Sheet, text: bytes) -> None:
    sheet.cells += text.count(b"<c ") + text.count(b"<c>")
    sheet.columns.update(_COLUMN.findall(text))
    sheet.rows = max(sheet.rows, max(map(int, _ROW.findall(text)), default=0))
    if b"</f>" in text or b"<f " in text:
        sheet.uncached += len(_FORMULA.findall(text))
    sheet.errors += text.count(b' t="e"') + text.count(b" t='e'")


def _hold_to_caps(name: str, packed: int, unpacked: int) -> None:
    hint = "a bomb looks like this; open it elsewhere if it is known to be none"
    got = f"{packed:,} bytes packed"
    if unpacked > CAPS.max_bytes:
        raise LimitReached(
            "too-large-decompressed",
            f"{name} unpacks to more than {CAPS.max_bytes:,} bytes",
            got=got,
            hint=hint,
        )
    if unpacked > CAPS.free_bytes and unpacked > CAPS.max_ratio * packed:
        raise LimitReached(
            "ratio",
            f"{name} unpacks to more than {CAPS.max_ratio} times its size",
            got=got,
            hint=hint,
        )


def column_number(letters: bytes) -> int:
    """A column's letters as its number, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
