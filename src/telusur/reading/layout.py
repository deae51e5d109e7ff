"""Files of the same columns are one table; others stand apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step, comma, quoted
from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.model.tables import DumpTable
from telusur.reading.interface import FileRead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine

# What is no longer to be said of a file that took its names from another.
NO_HEADER = ("no-header", "header-doubtful")


@dataclass(frozen=True)
class Group:
    """Files of one layout: index of each in the receipt, and its columns in the table's order."""

    name: str
    columns: tuple[str, ...]
    members: tuple[tuple[int, FileRead, tuple[int, ...]], ...]


def grouped(files: Sequence[FileRead]) -> tuple[list[FileRead], list[Group]]:
    """Files with the names that they end up under, and the groups they form.

    Names decide, whatever their order or case. A file without a header joins the one layout of as
    many columns that has a header: the later parts of a split file have none.
    """
    read = list(files)
    headed: dict[tuple[str, ...], tuple[str, ...]] = {}
    for file in read:
        if file.receipt.header:
            headed.setdefault(_key(file), file.columns)
    for index, file in enumerate(read):
        same = [names for names in headed.values() if len(names) == len(file.columns)]
        if not file.receipt.header and len(same) == 1:
            read[index] = _renamed(file, same[0])
    found: dict[tuple[str, ...], list[int]] = {}
    for index, file in enumerate(read):
        found.setdefault(_key(file), []).append(index)
    groups = []
    for indexes in found.values():
        first = read[indexes[0]]
        members = [
            (index, read[index], _places(first.columns, read[index].columns)) for index in indexes
        ]
        groups.append(Group(first.receipt.tables[0].name, first.columns, tuple(members)))
    return read, groups


def chosen(groups: list[Group], table: str | None) -> list[Group]:
    """All groups, or the one that the user named.

    Raises:
        EvidenceError: ``no-such-table``.
    """
    if table is None:
        return groups
    named = [
        group
        for group in groups
        if table in {file.receipt.tables[0].name for _, file, _ in group.members}
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
    for index, file, order in group.members:
        values = comma([f"c{place} AS c{at}" for at, place in enumerate(order)])
        parts.append(
            f"SELECT CAST(row_ + {before} AS BIGINT) AS row_, CAST({index} AS INTEGER) AS file_, "
            f"CAST(line_ AS BIGINT) AS line_, {values} FROM {quoted(file.relation)}"
        )
        before += file.rows
    engine.run(Step(relation, " UNION ALL ".join(parts), keep=Keep.VIEW))
    return DumpTable(relation, group.name, group.columns, before)


def _places(wanted: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[int, ...]:
    if wanted == theirs:
        return tuple(range(len(wanted)))
    folded = [_fold(name) for name in theirs]  # no two are equal, by the group's key
    return tuple(folded.index(_fold(name)) for name in wanted)


def _key(file: FileRead) -> tuple[str, ...]:
    folded = [_fold(name) for name in file.columns]
    return tuple(sorted(folded)) if len(set(folded)) == len(folded) else file.columns


def _fold(name: str) -> str:
    return name.casefold()


def _renamed(file: FileRead, names: tuple[str, ...]) -> FileRead:
    (table,) = file.receipt.tables
    notice = Notice(
        code="header-from-another-file",
        text="there is no header; a file of as many columns has one, and its names were taken",
    )
    warnings = [one for one in file.receipt.warnings if one.code not in NO_HEADER]
    receipt = file.receipt.model_copy(
        update={
            "tables": (table.model_copy(update={"columns": names}),),
            "warnings": (*warnings, notice),
        }
    )
    return FileRead(file.relation, receipt)
