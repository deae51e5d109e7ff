"""A hostile database opened so that it can only be looked at, and what its definition says."""

from __future__ import annotations

import re
import sqlite3
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from telusur.engine.protocol import quoted
from telusur.model.findings.receipt import ForeignKey

if TYPE_CHECKING:
    from pathlib import Path

# A longer value is no value of a table that people keep; SQLite's own ceiling is a billion.
LONGEST_VALUE = 256 << 20
# Steps of SQLite's machine between two looks at the clock, and how many looks one fetch may take:
# a fetch of 2,000 columns by 4,096 rows takes 40 million.
STEPS, MOST_LOOKS = 1_000_000, 2_000
# Questions about the definition: they run no expression of it.
PRAGMAS = frozenset({"table_xinfo", "index_list", "index_xinfo", "foreign_key_list"})
_VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL\s+TABLE\b.*?\bUSING\s+(\w+)", re.IGNORECASE | re.DOTALL)
# What the machinery of full-text and R-tree indexes keeps beside its tables; the text itself
# stands in NAME_content, which is read.
_SHADOWS = (
    "segments", "segdir", "docsize", "stat", "data", "idx", "config", "node", "rowid", "parent",
)  # fmt: skip
HIDDEN, COMPUTED = 1, (2, 3)
# What a damaged database makes the library say; it has no memory for a value of a crafted length.
BROKEN = (sqlite3.Error, MemoryError)
ERRORS = (*BROKEN, UnicodeError, ValueError, OverflowError)


@dataclass(frozen=True)
class Table:
    """One table as its definition has it; names are as they stand in it.

    Attributes:
        rowid: name by which its rows are numbered, or None where they are not.
        computed: columns that the database computes; they are not read, nothing is computed.
    """

    name: str
    root: int
    columns: tuple[str, ...]
    types: tuple[str, ...]
    rowid: str | None = None
    primary: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    foreign: tuple[ForeignKey, ...] = ()
    computed: int = 0


@dataclass
class Catalog:
    """All that the database defines."""

    tables: list[Table] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    sequences: list[tuple[str, int]] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)


class Watch:
    """Stops a fetch that goes on past all reason."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> int:
        """Nonzero stops the statement."""
        self.looks += 1
        return int(self.looks > MOST_LOOKS)


def opened(path: Path) -> tuple[sqlite3.Connection, Watch]:
    """A connection that reads and does nothing else.

    Read-only and immutable: no journal is played back, no lock taken, no file made beside it. Only
    SELECT and READ are authorised: no function, ATTACH, view, trigger or extension.
    """
    uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, cached_statements=0)
    for setting in (
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "query_only = ON",
        "mmap_size = 0",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {setting}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except ERRORS:
        # A cut file or a broken definition: SQLite goes on past it where it may be repaired. It
        # cannot be written here all the same.
        connection.execute("PRAGMA writable_schema = ON")
    watch = Watch()
    connection.set_progress_handler(watch, STEPS)
    connection.set_authorizer(_allowed)
    connection.text_factory = bytearray  # text and blobs stay apart, whatever bytes they hold
    return connection, watch


def _allowed(action: int, first: str | None, _: object, __: object, inner: str | None) -> int:
    if inner is None and (
        action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
        or (action == sqlite3.SQLITE_PRAGMA and first in PRAGMAS)
    ):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def catalog(connection: sqlite3.Connection) -> Catalog:
    """What is defined, in the order of definition.

    Raises:
        sqlite3.Error: the definition cannot be read at all.
    """
    found = Catalog()
    rows = _defined(connection)
    virtual = {name.lower() for kind, name, _, sql in rows if kind == "table" and _module(sql)}
    for kind, name, root, sql in rows:
        if kind != "table":
            found.others[kind] = found.others.get(kind, 0) + 1
        elif _module(sql):
            found.skipped.append((name, "virtual: its rows would be computed"))
        elif name == "sqlite_sequence":
            found.sequences = _sequences(connection)
        elif name.startswith("sqlite_stat"):
            found.skipped.append((name, "statistics of the database itself"))
        elif _shadow(name, virtual):
            found.skipped.append((name, "index of a virtual table"))
        else:
            try:
                found.tables.append(_table(connection, name, root))
            except ERRORS:
                found.skipped.append((name, "its definition cannot be read"))
    return found


def _defined(connection: sqlite3.Connection) -> list[tuple[str, str, int, str]]:
    rows = []
    cursor = connection.execute("SELECT type, name, rootpage, sql FROM sqlite_schema")
    with suppress(*BROKEN):  # those before the damage
        for kind, name, root, sql in cursor:
            number = root if isinstance(root, int) else 0
            rows.append((text(kind), text(name), number, text(sql)))
    return rows


def text(value: object) -> str:
    """A name or a definition, whatever was put in its place."""
    raw = value if isinstance(value, (bytes, bytearray)) else b""
    return raw.decode("utf-8", "replace")


def _module(sql: str) -> bool:
    return bool(_VIRTUAL.match(sql))


def _shadow(name: str, virtual: set[str]) -> bool:
    owner, _, part = name.lower().rpartition("_")
    return part in _SHADOWS and owner in virtual


def _sequences(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    with suppress(*ERRORS):
        rows = connection.execute("SELECT name, seq FROM sqlite_sequence LIMIT 100").fetchall()
        return [(text(name), seq) for name, seq in rows if isinstance(seq, int)]
    return []


def _table(connection: sqlite3.Connection, name: str, root: int) -> Table:
    def ask(pragma: str, of: str) -> list[tuple[object, ...]]:
        return connection.execute(f"PRAGMA {pragma}({quoted(of)})").fetchall()

    shape = [row for row in ask("table_xinfo", name) if row[6] != HIDDEN]
    stored = [row for row in shape if row[6] not in COMPUTED]
    if not stored:
        raise ValueError(name)
    keyed = sorted((int(str(row[5])), text(row[1])) for row in stored if row[5])
    unique = []
    for _, index, is_unique, origin, partial in (row[:5] for row in ask("index_list", name)):
        if is_unique and not partial and text(origin) != "pk":
            parts = [row for row in ask("index_xinfo", text(index)) if row[5]]
            if all(row[2] is not None for row in parts):
                unique.append(tuple(text(row[2]) for row in parts))
    names = {text(row[1]).lower() for row in shape}
    free = [one for one in ("_rowid_", "rowid", "oid") if one not in names]
    table = Table(
        name=name,
        root=root,
        columns=tuple(text(row[1]) for row in stored),
        types=tuple(text(row[2]) for row in stored),
        primary=tuple(column for _, column in keyed),
        unique=tuple(unique),
        foreign=_foreign(ask("foreign_key_list", name)),
        computed=len(shape) - len(stored),
    )
    for rowid in free[:1]:
        with suppress(sqlite3.OperationalError):  # a table WITHOUT ROWID
            connection.execute(f"SELECT {rowid} FROM {quoted(name)} LIMIT 0")
            return Table(**{**table.__dict__, "rowid": rowid})
    return table


def _foreign(rows: list[tuple[object, ...]]) -> tuple[ForeignKey, ...]:
    keys: dict[object, list[tuple[object, ...]]] = {}
    for row in rows:
        keys.setdefault(row[0], []).append(row)
    return tuple(
        ForeignKey(
            columns=tuple(text(row[3]) for row in parts),
            table=text(parts[0][2]),
            references=tuple(text(row[4]) for row in parts if row[4] is not None),
        )
        for parts in reversed(list(keys.values()))  # SQLite tells the last one first
    )
