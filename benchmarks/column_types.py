"""Semantic types that profiling gives to the columns of three outside registers.

    .venv/bin/python benchmarks/column_types.py [DATA]      DATA: ../shared/data by default

``pii/column_types.csv`` names the type of each column. Where Telusur knows such a type, it must be
given; where it knows none, a column must be given no other (text and plain numbers are no claim).
"""

from __future__ import annotations

import csv
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from telusur import evidence, reading
from telusur.engine.duckdb.engine import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.profiling import profile_columns

# Their words, ours. A mobile number is a phone's; ``wikipedia`` is the title of a person's page.
KNOWN = {
    "person_given_name": {"person_name"}, "person_family_name": {"person_name"},
    "person_middle_name": {"person_name"}, "person_full_name": {"person_name"},
    "person_or_organisation": {"person_name", "text"},
    "date": {"date", "datetime"}, "date_of_birth": {"birth_date"}, "gender": {"sex"},
    "phone": {"phone", "id.mobile"}, "url": {"url"}, "email": {"email"},
    "national_id": {"id.nik"}, "tax_id": {"id.npwp"}, "count": {"integer"},
    "latitude": {"decimal"}, "longitude": {"decimal"},
}  # fmt: skip
NO_CLAIM = {"text", "integer", "decimal", "empty"}
FILES = {
    "us_congress": "registers/us_congress/snapshot_2023-05-27.csv.gz",
    "fara_registrants": "registers/fara_registrants/snapshot_2022-11-15.csv.gz",
    "penduduk_synthetic": "structure/057_penduduk_unionable/register.csv.gz",
}


@dataclass(frozen=True)
class Typed:
    """One column."""

    register: str
    column: str
    theirs: str
    ours: str

    @property
    def known(self) -> bool:
        """Whether Telusur has such a type."""
        return self.theirs in KNOWN

    @property
    def right(self) -> bool:
        """Whether the type given is theirs, or no claim where Telusur has none; or all is empty."""
        return self.ours in KNOWN.get(self.theirs, NO_CLAIM) or self.ours == "empty"


def measure(data: Path) -> list[Typed]:
    """The type of each column of the registers that are there."""
    with (data / "pii" / "column_types.csv").open(newline="") as file:
        theirs = {(row["register"], row["column"]): row["type"] for row in csv.DictReader(file)}
    typed = []
    for register, path in FILES.items():
        for column, ours in _types(data / path).items():
            if (register, column) in theirs:
                typed.append(Typed(register, column, theirs[register, column], ours))
    return typed


def _types(path: Path) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as work:
        engine = DuckDBEngine(Limits(work=Path(work), reads=(path.parent,)))
        _, (table, *_) = reading.read_dump(engine, evidence.take_in([path]), Path(work) / "dump")
        columns = [(name, f"c{at}") for at, name in enumerate(table.columns)]
        facts = profile_columns(engine, str(table.relation), columns)
        engine.close()
    return {each.name: each.type for each in facts}


def main() -> None:
    typed = measure(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data"))
    for each in typed:
        if not each.right:
            print(f"{each.register}.{each.column}: {each.theirs}, given {each.ours}")
    for what, kept in (
        ("of a type that Telusur knows", [each for each in typed if each.known]),
        ("of no such type", [each for each in typed if not each.known]),
    ):
        print(f"columns {what}: {sum(each.right for each in kept)} of {len(kept)} right")


if __name__ == "__main__":
    main()
