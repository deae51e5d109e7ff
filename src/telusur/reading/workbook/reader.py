"""A workbook into tables, with its receipt."""

from __future__ import annotations

import mmap
from typing import IO, TYPE_CHECKING

import msoffcrypto
from msoffcrypto.exceptions import FileFormatError
from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.model.findings.receipt import TableReceipt
from telusur.reading.batches import nothing
from telusur.reading.header import First
from telusur.reading.interface import FileRead, Kind
from telusur.reading.private import create
from telusur.reading.receipt import receipt_of
from telusur.reading.workbook import about, padding
from telusur.reading.workbook.package import BROKEN, Package, copied, is_workbook
from telusur.reading.workbook.sheets import NO_PADDING, Table, taken
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.model.findings.receipt import FileReceipt
    from telusur.reading.interface import Bench, Content, Head

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names in the directory of an OLE file, as it writes them.
BOOKS = tuple(name.encode("utf-16-le") + b"\0\0" for name in ("Workbook", "Book"))
LOCKED = "EncryptedPackage".encode("utf-16-le")
MACROS = "_VBA_PROJECT".encode("utf-16-le")
# Rows that a sheet can have: one that is full to the last may have been cut there.
ROW_LIMITS = (1_048_576, 65_536)
LONGEST_NAME, MOST_NAMES = 80, 20


def recognises(head: Head) -> bool:
    """By the parts that the container lists, ZIP or OLE."""
    if head.raw.startswith(ZIP):
        return is_workbook(head.path)
    return head.raw.startswith(OLE) and _holds(head.path, *BOOKS, LOCKED)


def read(content: Content, bench: Bench) -> FileRead:
    """Read every sheet of one workbook; formulas by the values kept beside them.

    Raises:
        EvidenceError: ``no-rows``, ``unreadable-file``, ``password-needed``, ``password-wrong``.
        LimitReached: ``too-large-decompressed``, ``ratio``.
    """
    copy, opened = bench.work / "workbook", bench.work / "workbook.opened"
    try:
        return _Workbook(content, bench).read(copy, opened)
    finally:
        copy.unlink(missing_ok=True)
        opened.unlink(missing_ok=True)


class _Workbook:
    """One workbook as it is read."""

    def __init__(self, content: Content, bench: Bench) -> None:
        self.content, self.bench = content, bench
        self.name = content.evidence.name
        self.skipped: list[str] = []
        self.hidden: list[str] = []
        self.tables: list[tuple[str, Table]] = []
        self.package = Package()
        self.padding: dict[int, padding.Padding] = {}
        self.zeros_unread = False

    def read(self, copy: Path, opened: Path) -> FileRead:
        path = self.content.path
        with path.open("rb") as file:
            packed = file.read(len(ZIP)) == ZIP
        if not packed and self._locked(path, opened):
            path = opened
            packed = is_workbook(path)
        if packed:
            try:
                self.package = copied(path, copy, self.name)
            except BROKEN:
                raise nothing(self.name, Kind.WORKBOOK, damaged=True) from None
            path = copy
        else:
            self.package.macros = _holds(path, MACROS)
        self.padding = padding.of_workbook(path) if packed else {}
        self.zeros_unread = padding.perhaps(path, packed=packed)
        self._sheets(path)
        if not self.tables:
            raise nothing(self.name, Kind.WORKBOOK, damaged=bool(self.package.damaged))
        return FileRead(
            self._receipt(),
            tuple(table.writer.read(self._table(name, table)) for name, table in self.tables),
        )

    def _locked(self, path: Path, opened: Path) -> bool:
        """Whether the file is locked; it is opened with the password given into ``opened``.

        Raises:
            EvidenceError: ``password-needed``, ``password-wrong``.
        """
        with path.open("rb") as file:
            try:
                office = msoffcrypto.OfficeFile(file)
                if not office.is_encrypted():
                    return False
                if self.bench.overrides.password:
                    office.load_key(password=self.bench.overrides.password)
                    with create(opened) as out:
                        office.decrypt(out)
                    return True
            except FileFormatError:
                return False
            except Exception:  # noqa: BLE001  # a parser of hostile bytes: anything, or a refusal
                if _holds(path, LOCKED):
                    raise _wrong_password(self.name) from None
                return False
        raise _password_needed(self.name)

    def _sheets(self, path: Path) -> None:
        too_sparse = any(sheet.too_sparse for sheet in self.package.sheets.values())
        try:
            with CalamineWorkbook.from_path(str(path)) as book:
                for at, sheet in enumerate(book.sheets_metadata):
                    shown = printable(sheet.name, LONGEST_NAME) or f"sheet_{at + 1}"
                    if sheet.typ is not SheetTypeEnum.WorkSheet:
                        self.skipped.append(f"{shown} (no sheet of cells)")
                        continue
                    if too_sparse:
                        self.skipped.append(f"{shown} (next to empty, and larger than memory)")
                        continue
                    if sheet.visible is not SheetVisibleEnum.Visible:
                        self.hidden.append(shown)
                    self._sheet(book, at, shown)
        except PasswordError:
            raise _password_needed(self.name) from None
        except EvidenceError:
            raise
        except Exception:  # noqa: BLE001  # a parser of hostile bytes: anything, or a refusal
            raise nothing(self.name, Kind.WORKBOOK, damaged=True) from None

    def _sheet(self, book: CalamineWorkbook, at: int, shown: str) -> None:
        try:
            sheet = book.get_sheet_by_index(at)
        except Exception:  # noqa: BLE001  # the other sheets are read
            self.package.damaged.append(shown)
            return
        table = taken(
            sheet, self.bench.tables, self.bench.overrides, self.padding.get(at, NO_PADDING)
        )
        if table is None:
            self.skipped.append(f"{shown} (no rows)")
        else:
            self.tables.append((shown, table))

    def _table(self, name: str, table: Table) -> TableReceipt:
        rows = table.writer.rows
        return TableReceipt(
            name=name,
            columns=table.names,
            rows_read=rows,
            rows_rejected=0,
            cells=rows * len(table.names),
            lines=table.skipped + table.blank + rows,
            lines_skipped=table.skipped,
            lines_rejected=0,
            blank_lines=table.blank,
        )

    def _receipt(self) -> FileReceipt:
        return receipt_of(
            self.content,
            Kind.WORKBOOK,
            [self._table(name, table) for name, table in self.tables],
            encoding=None,
            header=all(table.first is First.NAMES for _, table in self.tables),
            hints=about.hints(self.package.documents),
            warnings=self._warnings(),
        )

    def _warnings(self) -> tuple[Notice, ...]:
        sheets = self.package.sheets.values()
        uncached, wrong = sum(s.uncached for s in sheets), sum(s.errors for s in sheets)
        long = _by_column([(name, table.names, table.long) for name, table in self.tables])
        zeros = _by_column([(name, table.names, table.padded) for name, table in self.tables])
        unpadded = self.zeros_unread or not all(one.whole for one in self.padding.values())
        full = [name for name, table in self.tables if table.lines in ROW_LIMITS]
        preamble = sum(table.preamble for _, table in self.tables)
        without = [name for name, table in self.tables if table.first is not First.NAMES]
        doubtful = [name for name, table in self.tables if table.first is First.DOUBTFUL]
        said = {
            "has-macros": self.package.macros and "it carries macros, which were not run",
            "hidden-sheets": self.hidden and f"hidden sheets, read as well: {_some(self.hidden)}",
            "tables-skipped": self.skipped and f"not read: {_some(self.skipped)}",
            "damaged-parts": self.package.damaged
            and f"cannot be read whole: {_some([printable(p) for p in self.package.damaged])}",
            "digits-lost": long
            and "numbers of sixteen digits or more, of which a spreadsheet keeps fifteen: "
            f"{_some(long)}",
            "zeros-by-format": zeros
            and f"numbers that their format shows with zeros in front were read so: {_some(zeros)}",
            "zeros-perhaps-lost": unpadded
            and "a number format writes zeros in front that the numbers under it do not hold: "
            "codes may lack theirs",
            "formulas-without-value": uncached
            and f"{uncached:,} formulas have no value beside them; they were read as no value",
            "error-cells": wrong and f"{wrong:,} cells hold an error such as #N/A: no value",
            "rows-at-limit": full
            and f"full to the last row that a sheet can have, so perhaps cut: {_some(full)}",
            "preamble": preamble and f"{preamble} row(s) before the tables were left out",
            "no-header": without
            and f"there is no header: columns are named column_1, column_2, … in {_some(without)}",
            "header-doubtful": doubtful
            and "nothing tells whether the first row holds names or values: it was read as a row "
            f"in {_some(doubtful)}",
        }
        return tuple(Notice(code=code, text=text) for code, text in said.items() if text)


def _password_needed(name: str) -> EvidenceError:
    return EvidenceError(
        "password-needed", f"{name} is locked", hint="give its password with --password-file"
    )


def _wrong_password(name: str) -> EvidenceError:
    return EvidenceError(
        "password-wrong",
        f"{name} cannot be opened with the password given",
        hint="give its password with --password-file",
    )


def _by_column(counts: list[tuple[str, tuple[str, ...], tuple[int, ...]]]) -> list[str]:
    return [
        f"{name}.{column} ({count:,})"
        for name, columns, of_columns in counts
        for column, count in zip(columns, of_columns, strict=False)
        if count
    ]


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")


def _holds(path: Path, *patterns: bytes) -> bool:
    file: IO[bytes]
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return any(whole.find(pattern) >= 0 for pattern in patterns)
