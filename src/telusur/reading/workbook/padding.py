"""Numbers that a workbook shows with zeros in front: of a code, the number that is kept lacks them.

A cell of the number format ``00000`` holds 7 and shows 00007. In XLSX the formats are read and such
numbers written as they are shown; signs of a format between its zeros are not. In the other kinds
it is only told that there is such a format.
"""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from telusur.reading.workbook.package import column_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import IO
    from xml.etree.ElementTree import Element

# A part of a workbook that describes it is shorter; a longer one is not looked at.
MOST_PART = 16 << 20
PIECE_BYTES = 1 << 20
# The start of a cell is shorter; what is longer is none.
LONGEST_CELL = 1 << 10
# Changes of format down the columns of a sheet that are kept: 100 MB of memory.
MOST_RUNS = 1_000_000
# A spreadsheet keeps fifteen digits: a longer row of zeros is no code's.
WIDEST = 32

_STYLES = re.compile(r"xl/styles[^/]*\.xml", re.IGNORECASE)
# Zeros alone, or with signs between them (``000\-00``, ``00 00``); what a locale or a colour adds
# before, and how negative numbers and texts are written behind, does not matter.
_CODE = re.compile(
    r'(?:\[[^\]]{0,40}\])*((?:0|\\.|[- /_()]|"[^"]{0,20}"){1,80})(?:;.*)?', re.DOTALL
)
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]{1,500})>")
_ATTRIBUTE = re.compile(rb"""\b([rs])\s?=\s?["']([A-Z0-9]{1,12})["']""")
_PLACE = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
# Format codes that begin with two zeros and go on without a fraction, as BIFF and ODS write them.
_XLS = re.compile(rb"\x1e\x04.{4}[\x02-\x40]\x00\x000{2,32}(?![.0])", re.DOTALL)
_ELSEWHERE = {
    "xl/styles.bin": re.compile(rb"[\x02-\x40]\x00\x00\x00(?:0\x00){2,32}(?![.0])"),
    "content.xml": (_ODS := re.compile(rb"""min-integer-digits=["'](?:[2-9]|[1-9][0-9])["']""")),
    "styles.xml": _ODS,
}

# First row, last row, digits: of neighbours in one column, ascending.
Runs = list[tuple[int, int, int]]


@dataclass
class Padding:
    """Which numbers of one sheet are shown with zeros in front.

    Attributes:
        columns: by the column's number, from 1.
        whole: whether all of them are in it.
    """

    columns: dict[int, Runs] = field(default_factory=dict)
    whole: bool = True

    def widths(self, column: int, rows: Sequence[int]) -> list[int] | None:
        """Digits that each of the rows is shown with in a column, 0: as it is; None: all are."""
        runs = self.columns.get(column)
        if not runs:
            return None
        firsts = [first for first, _, _ in runs]
        found = []
        for row in rows:
            at = bisect_right(firsts, row) - 1
            found.append(runs[at][2] if at >= 0 and row <= runs[at][1] else 0)
        return found if any(found) else None


def digits_of(code: str) -> int:
    """How many digits a number format writes at least; 0: not more than there are."""
    found = _CODE.fullmatch(code)
    if not found:
        return 0
    bare = re.sub(r'\\.|"[^"]*"', "", found.group(1))
    digits = bare.count("0")
    return digits if 1 < digits <= WIDEST else 0


def of_workbook(path: Path) -> dict[int, Padding]:
    """By the sheet's place in the workbook at ``path``: an XLSX of parts that were measured."""
    with zipfile.ZipFile(path) as book:
        names = {name.casefold(): name for name in book.namelist()}
        digits: dict[bytes, int] = {}
        for part in filter(_STYLES.fullmatch, names):
            digits |= _of_styles(_tree(book, names[part]))
        if not digits:
            return {}
        parts = enumerate(_sheets(book, names))
        sheets = {at: _of_sheet(book, names[part], digits) for at, part in parts if part in names}
    return {at: sheet for at, sheet in sheets.items() if sheet.columns}


def perhaps(path: Path, *, packed: bool) -> bool:
    """Whether a workbook of another kind than XLSX knows a format that writes zeros in front."""
    if not packed:
        with path.open("rb") as file:
            return _holds(file, _XLS)
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            pattern = _ELSEWHERE.get(name.casefold())
            if pattern:
                with book.open(name) as part:
                    if _holds(part, pattern):
                        return True
    return False


def _tree(book: zipfile.ZipFile, name: str | None) -> Iterable[Element]:
    """Elements of a part, in order; none where it is missing, too large or no sound XML."""
    if name is None or book.getinfo(name).file_size > MOST_PART:
        return ()
    try:
        root: Element = fromstring(book.read(name), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return ()
    return root.iter()


def _of_styles(elements: Iterable[Element]) -> dict[bytes, int]:
    """Digits of the styles that write zeros in front, by the number that cells give them."""
    codes: dict[str, int] = {}
    styles: dict[bytes, int] = {}
    for element in elements:
        kind = _local(element.tag)
        if kind == "numFmt":
            codes[element.get("numFmtId", "")] = digits_of(element.get("formatCode", ""))
        elif kind == "cellXfs":
            for at, style in enumerate(element):
                if digits := codes.get(style.get("numFmtId", ""), 0):
                    styles[str(at).encode()] = digits
    return styles


def _sheets(book: zipfile.ZipFile, names: dict[str, str]) -> list[str]:
    """The parts of the sheets in the workbook's order, folded; empty where it names none."""
    targets = {
        element.get("Id"): element.get("Target", "")
        for element in _tree(book, names.get("xl/_rels/workbook.xml.rels"))
    }
    listed = [
        targets.get(next((v for k, v in one.attrib.items() if _local(k) == "id"), ""), "")
        for one in _tree(book, names.get("xl/workbook.xml"))
        if _local(one.tag) == "sheet"
    ]
    return [
        (one[1:] if one.startswith("/") else f"xl/{one}").casefold() if one else ""
        for one in listed
    ]


def _of_sheet(book: zipfile.ZipFile, name: str, digits: dict[bytes, int]) -> Padding:
    found, count, held = Padding(), 0, b""
    with book.open(name) as part:
        while (piece := part.read(PIECE_BYTES)) and found.whole:
            text = held + piece
            cut = max(text.rfind(b"<"), len(text) - LONGEST_CELL)
            for column, row, shown in _cells(text[:cut], digits):
                runs = found.columns.setdefault(column, [])
                if runs and runs[-1][1:] == (row - 1, shown):
                    runs[-1] = (runs[-1][0], row, shown)
                    continue
                count += 1
                found.whole = count <= MOST_RUNS and not (runs and runs[-1][1] >= row)
                if not found.whole:
                    break
                runs.append((row, row, shown))
            held = text[cut:]
    return found


def _cells(text: bytes, digits: dict[bytes, int]) -> Iterator[tuple[int, int, int]]:
    """Column, row and digits of the cells that are shown with zeros and begin in ``text``."""
    for start in _CELL.findall(text):
        attributes = dict(_ATTRIBUTE.findall(start))
        place = _PLACE.fullmatch(attributes.get(b"r", b""))
        shown = digits.get(attributes.get(b"s", b""))
        if place and shown:
            yield column_number(place[1]), int(place[2]), shown


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _holds(file: IO[bytes], pattern: re.Pattern[bytes]) -> bool:
    held = b""
    while piece := file.read(PIECE_BYTES):
        if pattern.search(held + piece):
            return True
        held = piece[-LONGEST_CELL:]
    return False
