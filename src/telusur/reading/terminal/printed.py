"""One table printed field by field, taken in record by record as the capture goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from telusur.reading.growing import Growing
from telusur.reading.refusals import Refusals
from telusur.reading.terminal.drawn import CUT
from telusur.reading.terminal.footer import ENDS
from telusur.reading.terminal.records import begun_anew, fields_of, marked, pivoted

if TYPE_CHECKING:
    from telusur.reading.terminal.records import Style
    from telusur.reading.text_lines import Batch
    from telusur.reading.writing import Tables


class Printed:
    """A table whose first record was found; attributes as of :class:`Drawn`."""

    def __init__(self, tables: Tables, style: Style) -> None:
        self.table, self.refused = Growing(tables, lined=True), Refusals()
        self.count: int | None = None
        self.headed = True
        self._style = style
        self._fields = 0
        self._colon: int | None = None

    @property
    def cut(self) -> bool:
        """Whether the last record was refused because the text ends there."""
        return CUT in self.refused.rows

    def take(self, batch: Batch) -> tuple[int | None, bool]:
        """Lines used, or None where more must be seen first, and whether the table has ended."""
        stop, ended = self._end(batch)
        anew = begun_anew(self._style, batch.text.slice(0, stop))
        if anew is not None:  # the records of another query, numbered from 1
            stop, ended = anew, True
        lines = batch.text.slice(0, stop)
        begins = marked(self._style, lines)
        closing = ended or batch.last
        if not closing:
            if len(begins) < 2:  # noqa: PLR2004 - the last one may go on
                return None, False
            stop = int(begins[-1])
            lines, begins = lines.slice(0, stop), begins[:-1]
        if self._style.mysql and self._colon is None:
            self._colon = lines[1].as_py().find(":") if len(lines) > 1 else 0
        fields = fields_of(self._style, lines, self._colon)
        columns, rows = pivoted(fields)
        self._fields = self._fields or int((fields.record == 0).sum())
        numbers = batch.line + fields.markers
        if not ended and batch.last and rows:
            short = int((fields.record == rows - 1).sum()) < self._fields
            if short or batch.open_end:
                self.refused.add(CUT, [int(numbers[-1])])
                rows, numbers = rows - 1, numbers[:-1]
                columns = {name: column.slice(0, rows) for name, column in columns.items()}
        found = {name: self._plain(column) for name, column in columns.items()}
        self.table.write(found, rows, pa.array(numbers))
        self.count = fields.last or self.count
        return stop, ended

    def _plain(self, column: pa.Array) -> pa.Array:
        none = pc.equal(column, "")
        if self._style.mysql:
            none = pc.or_(none, pc.equal(column, "NULL"))
        return pc.if_else(none, pa.scalar(None, pa.string()), column)

    def _end(self, batch: Batch) -> tuple[int, bool]:
        fields = fields_of(self._style, batch.text)
        for at in fields.strange.tolist():
            line = batch.text[at].as_py()
            if ENDS.match(line):
                return at, True
            if line.strip() and self._style.mysql:
                continue  # a line of a value
            if (
                self._style.mysql
                and at + 1 < len(batch)
                and not ENDS.match(batch.text[at + 1].as_py())
            ):
                continue
            return at, True
        return len(batch), False
