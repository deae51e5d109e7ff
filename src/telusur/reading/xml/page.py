"""Tables of a web page, and of what is called XLS and is one."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from telusur.errors import EvidenceError, LimitReached
from telusur.model.base import Notice
from telusur.model.findings.receipt import TableReceipt
from telusur.reading.growing import MOST_COLUMNS, Records, dropped_on_error, make_room
from telusur.reading.header import First, first_of
from telusur.reading.interface import FileRead, Kind
from telusur.reading.receipt import receipt_of, table_name
from telusur.reading.refusals import Refusals

if TYPE_CHECKING:
    from collections.abc import Hashable

    from telusur.reading.interface import Bench, Content, TableRead, Text
    from telusur.reading.writing import Tables

PIECE_CHARACTERS = 1 << 20
# Rows by which a table shows whether its first one names the columns.
SAMPLE_ROWS = 50
# A cell said to span more columns is a bomb.
MOST_SPAN = 100
# HTML's own bound on the rows that a cell spans; its text is a value of each of them.
MOST_ROW_SPAN = 65_534
# Characters that cells over several rows may be repeated with: more is a bomb.
MOST_REPEATED = 256 << 20
MOST_TABLES = 1000
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    rb"<(?:!doctype\s+html|html|table|head|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_TABLE = re.compile(rb"<table\b", re.IGNORECASE)
# sqlite3's html mode writes rows without a table around them; mysql --html writes NULL for none.
_ROWS_ALONE = re.compile(rb"\s*<TR>\s*<T[HD]>")
_MYSQL = re.compile(r"\s*<TABLE BORDER=1><TR>")


def recognises(start: bytes) -> bool:
    """Whether it begins as a page does, and has a table; or as rows of one."""
    if _ROWS_ALONE.match(start):
        return True
    return bool(_PAGE.match(start)) and bool(_TABLE.search(start)) and b"pma_xml" not in start


class _Table:
    """One table of a page: its first rows are held until they show whether they name columns."""

    def __init__(self, tables: Tables, *, no_header: bool) -> None:
        self.records = Records(tables, lined=True)
        self.names: tuple[str, ...] = ()
        self.row: list[str] | None = None
        self.cell: list[str] | None = None
        self.span = self.depth = 1
        self.marked = True  # every cell of the row is a heading
        self.line = 0
        self.closed = False
        self.null = ""  # what stands for no value
        self._held: list[tuple[list[str], int, bool]] | None = []
        self._no_header = no_header
        # Of cells that reach into the rows below: by column, rows left and the text.
        self._below: dict[int, tuple[int, str]] = {}
        self._repeated = 0
        self._filled = False  # a cell of the row's own holds something

    def end_cell(self) -> None:
        if self.row is not None and self.cell is not None:
            lines = "".join(self.cell).split("\n")
            text = "\n".join(" ".join(line.split()) for line in lines).strip()
            self._filled = self._filled or bool(text)
            while len(self.row) in self._below:
                self.row.append(self._from_above(len(self.row)))
            for one in (text, *[""] * (self.span - 1)):
                if self.depth > 1 and len(self.row) < MOST_COLUMNS:
                    self._below[len(self.row)] = self.depth - 1, one
                self.row.append(one)
        self.cell = None

    def _from_above(self, at: int) -> str:
        """The text of a cell further up that reaches into this row, if one does."""
        left, text = self._below.pop(at, (0, ""))
        if left > 1:
            self._below[at] = left - 1, text
        self._repeated += len(text) + 1
        if self._repeated > MOST_REPEATED:
            raise LimitReached(
                "too-large-decompressed",
                f"cells over several rows come to more than {MOST_REPEATED:,} characters",
                hint="a bomb looks like this; open it elsewhere if it is known to be none",
            )
        return text

    def end_row(self) -> None:
        self.end_cell()
        if self.row is not None:
            last = max(self._below, default=-1) + 1
            self.row += [self._from_above(at) for at in range(len(self.row), last)]
        if self.row is not None and self._filled:
            if self._held is None:
                self._add(self.row, self.line)
            else:
                self._held.append((self.row, self.line, self.marked))
                if len(self._held) > SAMPLE_ROWS:
                    self.settle()
        self.row, self._filled = None, False

    def settle(self) -> None:
        """Decide on the header, and let the held rows go."""
        held, self._held = self._held or [], None
        if held and not self._no_header:
            width = max(len(row) for row, _, _ in held)
            sample = [tuple(row + [""] * (width - len(row))) for row, _, _ in held]
            if len(held) > 1 and (held[0][2] or first_of(sample) is First.NAMES):
                self.names = tuple(held.pop(0)[0])
        for row, line, _ in held:
            self._add(row, line)

    def _add(self, row: list[str], line: int) -> None:
        none = ("", self.null)
        values = {str(at): None if value in none else value for at, value in enumerate(row)}
        self.records.add(values, line)

    def name(self, place: Hashable) -> str:
        at = int(str(place))
        return self.names[at] if at < len(self.names) else ""


class _Page(HTMLParser):
    """Takes the tables out of a page; a table inside a cell stands by itself."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Table] = []
        self.outside = 0
        self.null = ""
        self._open: list[_Table] = []
        self._bench = bench
        self._silent = False

    def parse_html_declaration(self, i: int) -> int:
        """Python's parser ends at a section whose name is none; browsers take it for a comment."""
        section = self.rawdata.startswith("<![", i) and not self.rawdata.startswith("<![CDATA[", i)
        return self.parse_bogus_comment(i) if section else super().parse_html_declaration(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._silent = True
        if tag == "table" and len(self.found) < MOST_TABLES:
            make_room([one.records for one in self.found])
            table = _Table(self._bench.tables, no_header=self._bench.overrides.no_header)
            table.null = self.null
            self.found.append(table)
            self._open.append(table)
        if not self._open:
            return
        table = self._open[-1]
        if tag == "tr":
            table.end_row()
            table.row, table.marked, table.line = [], True, self.getpos()[0]
        elif tag in ("td", "th"):
            table.end_cell()
            if table.row is None:
                table.row, table.marked, table.line = [], True, self.getpos()[0]
            table.cell = []
            table.marked &= tag == "th"
            table.span = _span(dict(attrs).get("colspan"), MOST_SPAN)
            table.depth = _span(dict(attrs).get("rowspan"), MOST_ROW_SPAN)
        elif tag == "br" and table.cell is not None:
            table.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent = False
        if not self._open:
            return
        table = self._open[-1]
        if tag in ("td", "th"):
            table.end_cell()
        elif tag == "tr":
            table.end_row()
        elif tag == "table":
            table.end_row()
            table.closed = True
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append(data.replace("\r", "").replace("\n", " "))
        elif not self._silent:
            self.outside += len(data.strip())


def _span(given: str | None, most: int) -> int:
    return min(max(int(given), 1), most) if given and re.fullmatch(r"\d{1,5}", given) else 1


def read(content: Content, text: Text, bench: Bench) -> FileRead:
    """Read the tables of one page.

    Raises:
        EvidenceError: ``no-rows``.
        LimitReached: ``too-many-columns``, ``too-large-decompressed``.
    """
    page, refused, done = _Page(bench), Refusals(), 0
    lost = dropped_on_error(lambda: [one.records.table for one in page.found])
    with lost, text.path.open(encoding="utf-8-sig", newline="") as file:
        while piece := file.read(PIECE_CHARACTERS):
            if not done:
                page.null = "NULL" if _MYSQL.match(piece) else ""
                page.feed("<table>" if _ROWS_ALONE.match(piece.encode()) else "")
            page.feed(piece)
            done += len(piece.encode())
            bench.progress(done)
    own = table_name(content.evidence.name)
    tables: list[TableRead] = []
    for table in page.found:
        cut = not table.closed and table.row is not None
        if cut:
            refused.add("cut-in-mid-row", [table.line])
            table.row = None
        table.settle()
        table.records.flush()
        if table.records.table.rows:
            name = f"{own}_{len(tables) + 1}" if len(page.found) > 1 else own
            outline = TableReceipt(name=name, columns=(), rows_read=0, rows_rejected=int(cut))
            tables.append(table.records.table.finish(outline, table.name))
    if not tables:
        raise EvidenceError(
            "no-rows", f"{content.evidence.name} has no rows", got="a page without a table of rows"
        )
    warnings = []
    if page.outside:
        said = f"{page.outside:,} characters stand outside the page's tables and were not read"
        warnings.append(Notice(code="text-outside-tables", text=said))
    if refused.total:
        said = "the file ends in the middle of a row: it was cut, and more may be missing"
        warnings.append(Notice(code="cut-in-mid-row", text=said))
    receipt = receipt_of(
        content,
        Kind.XML,
        [table.receipt for table in tables],
        encoding=text.encoding,
        header=any(table.names for table in page.found),
        rejected=refused.told(),
        warnings=(*text.warnings, *warnings),
    )
    return FileRead(receipt, tuple(tables))
