"""The members of a prepared register in files by the beginning of their hash, sorted by it.

A refreshed register is written anew only where a member changed, so a file holds one part of all
hashes: the fewer members a file has, the less is written for one of them, and the more files there
are to open. A file's name tells its content, so an index is replaced by one rename.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import FileKind, Scan, comma
from telusur.registers.prepared import forms
from telusur.registers.prepared.manifest import Part, sha256_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts

MEMBERS_OF_A_FILE = 1 << 17
MOST_FILES = 256
PRIVATE_FILE = 0o600
# Of a row's mark: its lower and its upper half, so that sums stay within 64 bits.
_LOW = "raw_ & 1073741823"
_HIGH = "(raw_ & 4611686014132420608) // 4294967296"


@dataclass(frozen=True)
class Rows:
    """The rows of an opened register, to be hashed.

    Attributes:
        relation: of the register.
        facts: of its columns.
        coded: columns that may hold codes.
        key: relation of the key.
        plain: columns (``r0…``) whose every value is written as normalising would write it.
    """

    relation: str
    facts: tuple[ColumnFacts, ...]
    coded: frozenset[int]
    key: str
    plain: frozenset[str] = frozenset()

    @property
    def hashed(self) -> str:
        """SELECT of the rows as they are written."""
        return forms.hashed_rows(self.relation, self.facts, self.coded, self.key, self.plain)

    @property
    def marks(self) -> str:
        """SELECT of ``entity_`` and ``raw_`` alone."""
        return forms.raw_rows(self.relation, len(self.facts), self.key)

    @property
    def names(self) -> tuple[str, ...]:
        """Columns of the files."""
        return ("entity_", "from_us", "to_us", "raw_", *forms.names_of(self.facts, self.coded))


def files_for(members: int, members_of_a_file: int) -> int:
    """How many files: a power of two."""
    wanted = max(1, -(-members // members_of_a_file))
    return int(min(MOST_FILES, 1 << (wanted - 1).bit_length()))


def part_of(parts: int) -> str:
    """SQL: the file, of ``parts``, that a row belongs to; rows without a key go to the first."""
    if parts == 1:
        return "0"
    width = 2**64 // parts
    return (
        f"coalesce(CASE WHEN entity_ < 0 THEN (entity_ & {2**63 - 1}) // {width} "
        f"ELSE {parts // 2} + entity_ // {width} END, 0)"
    )


def write_members(
    engine: Engine, rows: Rows, folder: Path, work: Path, parts: int, wanted: Collection[int]
) -> dict[int, Part]:
    """Write those of ``parts`` files that are ``wanted`` into ``folder``.

    Args:
        engine: may write to both folders.
        rows: of the register.
        folder: for the files.
        work: for the hashed rows on their way; no plain value is there either.
        parts: how many files there are in all.
        wanted: which of them are written.
    """
    hashed, passing = rows.hashed, work / "hashed.parquet"
    if parts > 1:
        listed = ", ".join(map(str, sorted(wanted)))
        some = "" if len(wanted) == parts else f" WHERE {part_of(parts)} IN ({listed})"
        engine.write_parquet(f"SELECT * FROM ({hashed}) AS h{some}", passing, passing=True)
        engine.scan("index_hashed", Scan(FileKind.PARQUET, (passing.resolve(),)))
    written = {}
    for part in sorted(wanted):
        source = "index_hashed" if parts > 1 else f"({hashed}) AS h"
        where = f" WHERE {part_of(parts)} = {part}" if parts > 1 else ""
        order = "ORDER BY entity_, from_us, to_us, raw_"
        sql = f"SELECT {comma(rows.names)} FROM {source}{where} {order}"
        written[part] = write_part(engine, sql, folder, f"members-{part:03}", marked=True)
    engine.drop("index_hashed")
    passing.unlink(missing_ok=True)
    return written


def write_part(engine: Engine, sql: str, folder: Path, name: str, *, marked: bool = False) -> Part:
    """Write rows as one private file, named by its content; what the index says of it."""
    made = folder / f"{name}.parquet"
    engine.write_parquet(sql, made)
    made.chmod(PRIVATE_FILE)
    engine.scan("index_counted", Scan(FileKind.PARQUET, (made.resolve(),)))
    sums = check_sums() if marked else "0 AS low, 0 AS high"
    row = engine.collect(f"SELECT count(*) AS n, {sums} FROM index_counted").to_pylist()[0]
    engine.drop("index_counted")
    sha256 = sha256_of(made)
    path = made.rename(folder / f"{name}-{sha256[:16]}.parquet")
    return Part(
        file=path.name,
        bytes=path.stat().st_size,
        sha256=sha256,
        rows=row["n"],
        check=(row["low"], row["high"]),
    )


def check_sums() -> str:
    """SQL aggregates ``low`` and ``high``: equal where the rows are."""
    return (
        f"CAST(coalesce(sum({_LOW}), 0) AS BIGINT) AS low, "
        f"CAST(coalesce(sum({_HIGH}), 0) AS BIGINT) AS high"
    )
