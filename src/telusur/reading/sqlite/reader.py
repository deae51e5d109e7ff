"""A database file into tables, with its receipt."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING

from telusur.model.base import Notice
from telusur.model.findings.receipt import FileReceipt, Hint, TableReceipt, Unread
from telusur.reading.batches import nothing
from telusur.reading.interface import FileRead, Kind, TableRead
from telusur.reading.names import named
from telusur.reading.receipt import receipt_of
from telusur.reading.sqlite import journal
from telusur.reading.sqlite.pages import HEADER_BYTES, MAGIC, Header, Pages
from telusur.reading.sqlite.rows import Found, Rows
from telusur.reading.sqlite.schema import ERRORS, Catalog, Table, Watch, catalog, opened
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from telusur.reading.interface import Bench, Content, Head

# Names shown in one warning, and sequences among the hints.
MOST_NAMES = 20
LONGEST_NAME, LONGEST_TYPE = 80, 200


def recognises(head: Head) -> bool:
    """By the first sixteen bytes; a log by the database beside it."""
    return head.raw.startswith(MAGIC) or journal.belongs(head)


def read(content: Content, bench: Bench) -> FileRead:
    """Read every table of one database; nothing in it is run.

    Raises:
        EvidenceError: ``no-rows``, ``unreadable-file``.
    """
    with content.path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            return journal.alone(content)
    whole = bench.work / "database.merged"
    try:
        changed = journal.merged(content, whole)
        return _read(content, whole if changed else content.path, bench, changed)
    finally:
        whole.unlink(missing_ok=True)


def _read(content: Content, path: Path, bench: Bench, changed: int) -> FileRead:
    """The database at ``path``, of whose pages a log has changed so many."""
    name, size = content.evidence.name, path.stat().st_size
    with path.open("rb") as file:
        header = Header.of(file.read(HEADER_BYTES), size)
        if header is None:
            raise nothing(name, Kind.SQLITE, damaged=True)
        pages = Pages(file, header, size)
        try:
            connection, watch = opened(path)
        except ERRORS:
            raise nothing(name, Kind.SQLITE, damaged=True) from None
        with closing(connection):
            try:
                found = catalog(connection)
            except ERRORS:
                raise nothing(name, Kind.SQLITE, damaged=True) from None
            reading = _Reading(content, bench, pages, found, changed)
            for table in found.tables:
                reading.take(connection, watch, table)
        return reading.finished()


class _Reading:
    """One database as it is read."""

    def __init__(
        self, content: Content, bench: Bench, pages: Pages, found: Catalog, changed: int
    ) -> None:
        self.changed = changed
        self.content, self.bench, self.pages, self.catalog = content, bench, pages, found
        self.names = named(table.name for table in found.tables)
        self.tables: list[TableRead] = []
        self.results: list[tuple[Table, Found]] = []
        self.bad: set[int] = set()

    def take(self, connection: sqlite3.Connection, watch: Watch, table: Table) -> None:
        """Read one table; one that cannot be read at all stands with no row."""
        rows = Rows(connection, table, watch, self.pages.size)
        with self.bench.tables.open(len(table.columns)) as writer, suppress(*ERRORS):
            for batch in rows.batches():
                writer.write(batch)
        if rows.found.gaps:
            self.bad |= self.pages.damaged(table.root)
        columns = named(table.columns)
        new = dict(zip(table.columns, columns, strict=True))
        receipt = TableReceipt(
            name=self.names[len(self.tables)],
            columns=columns,
            rows_read=writer.rows,
            rows_rejected=0,
            cells=writer.rows * len(columns),
            column_types=tuple(printable(kind, LONGEST_TYPE) or None for kind in table.types),
            primary_key=tuple(new.get(one, "") for one in table.primary),
            unique_keys=tuple(tuple(new.get(one, "") for one in key) for key in table.unique),
            foreign_keys=tuple(
                key.model_copy(
                    update={
                        "columns": tuple(new.get(one, "") for one in key.columns),
                        "table": printable(key.table, LONGEST_NAME),
                        "references": tuple(printable(one) for one in key.references),
                    }
                )
                for key in table.foreign
            ),
        )
        self.results.append((table, rows.found))
        self.tables.append(writer.read(receipt))

    def finished(self) -> FileRead:
        """The receipt and the tables."""
        damaged = any(found.gaps or found.implausible for _, found in self.results)
        if not any(table.receipt.rows_read for table in self.tables):
            raise nothing(self.content.evidence.name, Kind.SQLITE, damaged=damaged)
        return FileRead(self._receipt(), tuple(self.tables))

    def _receipt(self) -> FileReceipt:
        header = self.pages.header
        sequences = [
            Hint(
                what="sequence",
                value=f"{printable(name, LONGEST_NAME)}: {last}",
                source="table sqlite_sequence",
            )
            for name, last in self.catalog.sequences[:MOST_NAMES]
        ]
        return receipt_of(
            self.content,
            Kind.SQLITE,
            [table.receipt for table in self.tables],
            encoding=header.encoding,
            header=True,
            unread=self._unread(),
            hints=(*header.hints(), *sequences),
            warnings=self._warnings(),
        )

    def _unread(self) -> list[Unread]:
        pages = self.pages
        places = [
            *pages.places(self.bad, "damaged-page"),
            *pages.places(pages.free() - self.bad, "free-page"),
        ]
        end = pages.header.pages * pages.header.page_size
        if pages.size > end:
            places.append(Unread(offset=end, bytes=pages.size - end, reason="behind-the-end"))
        return sorted(places, key=lambda place: place.offset)

    def _warnings(self) -> tuple[Notice, ...]:
        header, size = self.pages.header, self.pages.size
        short = header.pages * header.page_size - size
        gaps = sum(found.gaps for _, found in self.results)
        replaced = sum(found.replaced for _, found in self.results)
        computed = sum(table.computed for table, _ in self.results)
        blobs = [
            f"{self.names[at]}.{self.tables[at].receipt.columns[column]}"
            for at, (_, found) in enumerate(self.results)
            for column in sorted(found.blobs)
        ]
        skipped = [f"{printable(name, LONGEST_NAME)} ({why})" for name, why in self.catalog.skipped]
        said = {
            "cut-database": short > 0
            and f"the file ends {short:,} bytes before its header says; what lay there is missing",
            "damaged-parts": gaps
            and f"{gaps:,} stretch(es) of rows cannot be read; those around them were",
            "implausible-rows": any(found.implausible for _, found in self.results)
            and "a table gives more than its file can hold, as a crafted one does; it was stopped",
            "free-pages": header.free
            and f"deleted rows may remain in {header.free:,} free page(s), which are not read",
            "journal-read": self.changed
            and f"{self.changed:,} page(s) are as the log beside the file has them, which is newer",
            "journal-missing": not self.changed
            and _beside(self.content, header)
            and "the newest changes may stand in a journal beside the file, which is not read",
            "undecodable-bytes": replaced
            and f"{replaced:,} values are not UTF-8; what fits no character became U+FFFD",
            "binary-values": blobs and f"binary values as hexadecimal digits in {_some(blobs)}",
            "tables-skipped": skipped and f"not read: {_some(skipped)}",
            "computed-columns": computed
            and f"{computed:,} computed column(s) were left out: nothing of a dump is computed",
        }
        return tuple(Notice(code=code, text=text) for code, text in said.items() if text)


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")


def _beside(content: Content, header: Header) -> bool:
    """Whether a journal lies beside the evidence, or the header says that one was kept."""
    path = content.evidence.path
    with suppress(OSError):
        if any(path.with_name(path.name + end).exists() for end in ("-wal", "-journal")):
            return True
    return header.write_ahead
