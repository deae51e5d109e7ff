"""An invented register in the engine, and dumps made of it by SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from telusur.engine.protocol import Step
from telusur.model.register import RegisterFacts, RegisterHead, RegisterSpec, Source
from telusur.model.tables import DumpTable, RegisterTable
from telusur.profiling import profile_columns
from telusur.structure import StructureOverrides, match

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts

MEMBERS = 900
COLUMNS = ("nik", "nama", "no_hp", "email", "tgl_lahir", "jenkel", "kantor", "no_kartu")
GIVEN = ("Rekaan", "Misalia", "Contohardi", "Andaika", "Umpama", "Fiktiwati", "Karangani")
FAMILY = ("Contoh", "Permisalan", "Rekayasa", "Umpamawan", "Fiksianto", "Khayalan", "Andaian",
          "Karangan", "Bayangan", "Dongengan", "Semuan")  # fmt: skip


def member(n: int) -> tuple[str, ...]:
    """One invented member."""
    mixed = n * 7919 % 100_003
    day, month, year = 1 + mixed % 28, 1 + mixed // 28 % 12, 1950 + mixed % 53
    return (
        f"3201{day:02}{month:02}{year % 100:02}{mixed:06}",
        f"{GIVEN[n % 7]} {FAMILY[mixed % 11]} {GIVEN[mixed // 11 % 7]}",
        f"0812{mixed * 97 % 90_000_000 + 10_000_000}",
        f"{GIVEN[n % 7].lower()}{mixed}@{('surat', 'pos', 'kotak')[mixed % 3]}.example",
        f"{year}-{month:02}-{day:02}",
        "LP"[mixed % 2],
        f"{(3 * mixed) % 7 + 101:04}",
        f"000{mixed * 31 + 1_000_000_003}",
    )


@dataclass(frozen=True)
class Stage:
    """An engine with a register in it; ``dump`` makes a dump of some of its members."""

    engine: Engine
    register: RegisterTable
    facts: tuple[ColumnFacts, ...]

    def dump(self, columns: Mapping[str, str], where: str = "1 = 1") -> DumpTable:
        """Columns by name with the SQL, over the register's ``r0…``, that makes them."""
        values = ", ".join(f"{sql} AS c{at}" for at, sql in enumerate(columns.values()))
        self.engine.run(
            Step(
                "dumped",
                "SELECT row_number() OVER (ORDER BY entity_) AS row_, CAST(0 AS INTEGER) AS file_, "
                f"row_number() OVER (ORDER BY entity_) AS line_, {values} "
                f"FROM {self.register.relation} WHERE {where}",
            )
        )
        rows = self.engine.collect("SELECT count(*) AS n FROM dumped")["n"][0].as_py()
        return DumpTable("dumped", "dumped", tuple(columns), rows)

    def match(self, dump: DumpTable, **overrides):
        """The candidate's finding and the mapping."""
        facts = (
            profile_columns(self.engine, dump.relation, named(dump.columns, "c"))
            if dump.relation
            else ()
        )
        structure, (mapping,) = match(
            self.engine, dump, facts, [self.register], [self.facts], StructureOverrides(**overrides)
        )
        return structure.candidates[0], mapping


def named(columns: tuple[str, ...], letter: str) -> list[tuple[str, str]]:
    return [(name, f"{letter}{at}") for at, name in enumerate(columns)]


def load_register(engine: Engine, name: str = "members") -> RegisterTable:
    """The invented register in an engine."""
    rows = [member(n) for n in range(MEMBERS)]
    engine.load(
        name,
        pa.table(
            {
                "entity_": pa.array([row[0] for row in rows], pa.string()),
                "from_us": pa.array([None] * MEMBERS, pa.int64()),
                "to_us": pa.array([None] * MEMBERS, pa.int64()),
                **{
                    f"r{at}": pa.array(list(column), pa.string())
                    for at, column in enumerate(zip(*rows, strict=True))
                },
            }
        ),
    )
    facts = RegisterFacts(
        name="rekaan",
        holder="Pemegang (rekaan)",
        columns=COLUMNS,
        keys=(("nik",), ("no_kartu",)),
        versions=MEMBERS,
        members=MEMBERS,
    )
    spec = RegisterSpec(
        register=RegisterHead(name="rekaan", holder="Pemegang (rekaan)"),
        source=Source(path="rekaan.csv"),
        inferred=True,
    )
    return RegisterTable(spec, facts, COLUMNS, name, name)
