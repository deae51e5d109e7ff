"""Tables of the same columns are one table; others stand apart.

Files are named by whoever made them, so that their names keep no two apart. Tables of a database
are named by its maker: ``payment`` and ``rental`` of one shape are two, ``members_1`` and
``members_2`` are parts of one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from telusur.engine.protocol import Keep, Lines, Step, comma, quoted
from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.model.tables import DumpTable
from telusur.reading.interface import FileRead, Kind, TableRead
from telusur.reading.names import numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.findings.receipt import TableReceipt

    Key = tuple[str, tuple[str, ...]]  # the table's name, where it tells tables apart; its columns

# What is no longer to be said of a file that took its names from another.
NO_HEADER = ("no-header", "header-doubtful")
# Kinds whose tables carry a name of their own.
DATABASES = (Kind.SQL, Kind.SQLITE)
# Kinds whose tables are named by their place where one file has several.
PLACES = (Kind.BSON, Kind.JSON, Kind.JSON_LINES, Kind.XML)
# What a table's definition says of it.
DEFINED = ("name", "columns", "column_types", "primary_key", "unique_keys", "foreign_keys")


@dataclass(frozen=True)
class Member:
    """One table of one file: the file's index in the receipt, and the order of its columns."""

    file: int
    table: TableRead
    order: tuple[int, ...] = ()


@dataclass(frozen=True)
class Group:
    """Tables of one layout, and its columns in the order of the first of them."""

    name: str
    columns: tuple[str, ...]
    members: tuple[Member, ...]


def grouped(files: Sequence[FileRead]) -> tuple[list[FileRead], list[Group]]:
    """Files with the names that they end up under, and the groups that their tables form.

    Names decide, whatever their order or case. A file without a header joins the one layout of as
    many columns that has a header: the later parts of a split file have none.
    """
    read = _with_names(files)
    found: dict[Key, list[Member]] = {}
    for index, file in enumerate(read):
        for table in file.tables:
            found.setdefault(_key(file, table), []).append(Member(index, table))
    groups = []
    for members in found.values():
        first = members[0].table.receipt
        ordered = [
            replace(one, order=_places(first.columns, one.table.receipt.columns)) for one in members
        ]
        groups.append(Group(first.name, first.columns, tuple(ordered)))
    return read, groups


def _with_names(files: Sequence[FileRead]) -> list[FileRead]:
    """The files; those without a header with the names that others give their columns."""
    read = list(files)
    headed = {
        _key(file, table): table.receipt.columns
        for file in reversed(read)
        if file.receipt.header
        for table in reversed(file.tables)
    }
    for index, file in enumerate(read):
        if file.receipt.kind == Kind.SQL and not file.receipt.header:
            read[index] = _defined(file, read)
        if len(file.tables) != 1 or file.receipt.kind in DATABASES:
            continue
        mine = file.tables[0].receipt
        defined = _definition(mine, read)
        same = [names for names in headed.values() if len(names) == len(mine.columns)]
        if defined and (not file.receipt.header or defined.columns == mine.columns):
            given = {one: getattr(defined, one) for one in DEFINED}
            read[index] = _renamed(file, {**given, "rows_in": file.receipt.name})
        elif len(same) == 1 and not file.receipt.header:
            read[index] = _renamed(file, {"columns": same[0]})
    return read


def chosen(groups: list[Group], table: str | None) -> list[Group]:
    """All groups, or the one that the user named.

    Raises:
        EvidenceError: ``no-such-table``.
    """
    if table is None:
        return groups
    named = [
        group for group in groups if table in {one.table.receipt.name for one in group.members}
    ]
    if not named:
        raise EvidenceError(
            "no-such-table",
            "the dump has no table of the name given with --table",
            expected=f"one of {', '.join(group.name for group in groups)}",
        )
    return named


def laid_out(engine: Engine, group: Group, relation: str) -> DumpTable:
    """The group as one relation, rows numbered over all its files."""
    parts, before = [], 0
    for at, one in enumerate(group.members):
        part = f"{relation}_part_{at}"
        engine.scan_numbered(part, one.table.path)
        values = comma([f"c{place} AS c{at}" for at, place in enumerate(one.order)])
        parts.append(
            f"SELECT CAST(row_ + {before} AS BIGINT) AS row_, "
            f"CAST({one.file} AS INTEGER) AS file_, CAST({_line(one.table)} AS BIGINT) AS line_, "
            f"{values} FROM {quoted(part)}"
        )
        before += one.table.receipt.rows_read
    engine.run(Step(relation, " UNION ALL ".join(parts), keep=Keep.VIEW))
    return DumpTable(relation, group.name, group.columns, before)


def _line(table: TableRead) -> str:
    return Lines(table.first_line, table.gaps, table.lined).sql("row_")


def _places(wanted: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[int, ...]:
    if wanted == theirs:
        return tuple(range(len(wanted)))
    folded = [_fold(name) for name in theirs]  # no two are equal, by the group's key
    return tuple(folded.index(_fold(name)) for name in wanted)


def _definition(table: TableReceipt, files: Sequence[FileRead]) -> TableReceipt | None:
    """The table without rows that defines one.

    ``mysqldump --tab`` writes t.sql and t.txt; ``pg_dump`` and DuckDB name the file of a table.
    """
    found = [
        one.receipt
        for file in files
        if file.receipt.kind == Kind.SQL
        for one in file.tables
        if not one.receipt.rows_read
        and _file_of(table.name)
        in {_file_of(one.receipt.name), _file_of(one.receipt.rows_in or "")}
        and len(one.receipt.columns) == len(table.columns)
    ]
    return found[0] if len(found) == 1 else None


def _defined(file: FileRead, files: Sequence[FileRead]) -> FileRead:
    """A dump of rows alone with the definitions that another file has of its tables."""
    tables, left = list[TableRead](), 0
    for table in file.tables:
        mine = table.receipt
        unnamed = mine.columns == numbered(len(mine.columns))
        found = _definition(mine, files) if unnamed else None
        names = {one: getattr(found, one) for one in DEFINED if one != "name"} if found else {}
        tables.append(replace(table, receipt=mine.model_copy(update=names)) if found else table)
        left += unnamed and not found
    if tables == list(file.tables):
        return file
    warnings = [one for one in file.receipt.warnings if left or one.code not in NO_HEADER]
    said = "names of columns were taken from the definitions in another file"
    warnings.append(Notice(code="header-from-another-file", text=said))
    update = {
        "tables": tuple(one.receipt for one in tables),
        "warnings": tuple(warnings),
        "header": not left,
    }
    return FileRead(file.receipt.model_copy(update=update), tuple(tables))


def _file_of(name: str) -> str:
    """A file's name, or a table's, without its folder and its ending."""
    bare = _fold(PurePosixPath(name.replace("\\", "/")).name)
    return re.sub(r"\.(?:dat|csv|txt|tsv|parquet)$", "", bare)


def _key(file: FileRead, table: TableRead) -> Key:
    names = table.receipt.columns
    folded = [_fold(name) for name in names]
    columns = tuple(sorted(folded)) if len(set(folded)) == len(folded) else names
    kind = file.receipt.kind
    own = kind in DATABASES or (kind in PLACES and len(file.tables) > 1) or table.receipt.rows_in
    return _stem(table.receipt.name) if own else "", columns


def _stem(name: str) -> str:
    """What parts of one table have in common: ``members_2019``, ``members_2020``, ``MEMBERS``."""
    bare = _fold(name.rpartition(".")[2])
    return re.sub(r"[\W_]*(?:p|part)?[\W_]*\d+$", "", bare) or bare


def _fold(name: str) -> str:
    return name.casefold()


def _renamed(file: FileRead, update: dict[str, Any]) -> FileRead:
    (table,) = file.tables
    warnings = [one for one in file.receipt.warnings if one.code not in NO_HEADER]
    if not file.receipt.header:
        said = "there is no header; a file of as many columns has one, and its names were taken"
        warnings.append(Notice(code="header-from-another-file", text=said))
    renamed = table.receipt.model_copy(update=update)
    receipt = file.receipt.model_copy(update={"tables": (renamed,), "warnings": tuple(warnings)})
    return FileRead(receipt, (replace(table, receipt=renamed),))
