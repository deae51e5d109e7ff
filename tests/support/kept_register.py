"""An invented register on disk, with history, codes and two forms of keys; and dumps of it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from pathlib import Path

GIVEN = ("Rekaan", "Misalia", "Contohardi", "Andaika", "Umpama", "Fiktiwati", "Karangani")
FAMILY = ("Contoh", "Permisalan", "Rekayasa", "Umpamawan", "Fiksianto", "Khayalan", "Andaian")
TOML = """[register]
name = "kept"
holder = "Pemegang (rekaan)"
[source]
path = "kept.parquet"
{history}[[key]]
columns = [{key}]
[columns.kode_kantor]
codes = "kantor.csv"
exclusive = true
[columns.no_kartu]
exclusive = true
"""
HISTORY = '[history]\nvalid_from = "sejak"\nvalid_to = "sampai"\n'
OFFICES = {f"{100 + at:04}": f"Kantor {name}" for at, name in enumerate(FAMILY)}


def person(n: int) -> dict[str, str]:
    """One invented member."""
    mixed = n * 7_919 % 100_003
    return {
        "no_kartu": f"000{mixed * 31 + 1_000_000_003}",
        "nama": f"{GIVEN[n % 7]} {FAMILY[mixed % 7]} {GIVEN[mixed // 11 % 7]}",
        "lahir": f"{1950 + mixed % 53}-{1 + mixed // 28 % 12:02}-{1 + mixed % 28:02}",
        "telepon": f"0812{mixed * 97 % 90_000_000 + 10_000_000}",
        "kode_kantor": f"{100 + (3 * mixed) % 7:04}",
        "kelas": "ABC"[mixed % 3],
        "cabang": str(n // 40),
        "urut": f"U{n % 40:03}",
    }


def people(first: int, last: int) -> list[dict[str, str]]:
    """Members of a range of numbers."""
    return [person(n) for n in range(first, last)]


def versions(rows: list[dict[str, str]]) -> list[dict[str, str | None]]:
    """Every third member moved in 2020: two versions."""
    found: list[dict[str, str | None]] = []
    for at, row in enumerate(rows):
        if at % 3:
            found.append({**row, "sejak": "2019-01-01", "sampai": None})
            continue
        moved = {**row, "kode_kantor": f"{100 + (int(row['kode_kantor']) - 99) % 7:04}"}
        month = 1 + at % 12
        found.append({**row, "sejak": "2019-01-01", "sampai": f"2020-{month:02}-10"})
        found.append({**moved, "sejak": f"2020-{month:02}-10", "sampai": None})
    return found


def write(path: Path, rows: list[dict[str, str | None]], *, seed: int | None = None) -> None:
    """Rows as Parquet, in another order for each seed."""
    rows = list(rows)
    if seed is not None:
        random.Random(seed).shuffle(rows)  # noqa: S311 - an order, no secret
    pq.write_table(pa.Table.from_pylist(rows), path)


def keep(
    folder: Path,
    rows: list[dict[str, str | None]],
    *,
    key: str = '"no_kartu"',
    history: bool = True,
) -> Path:
    """The register's files in ``folder``; its ``register.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "kept.parquet", rows)
    listed = "".join(f"{code},{label}\n" for code, label in OFFICES.items())
    (folder / "kantor.csv").write_text(f"code,label\n{listed}", encoding="utf-8")
    path = folder / "register.toml"
    path.write_text(TOML.format(key=key, history=HISTORY if history else ""), encoding="utf-8")
    return path


def as_it_stands(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """A dump that was only copied."""
    return [{name.upper(): value for name, value in row.items()} for row in rows]


def rewritten(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The same values in other words: case, dates, telephones, zeros, headers."""
    return [
        {
            "NOMOR": row["no_kartu"].lstrip("0"),
            "nm_lengkap": f" {row['nama'].lower()} ",
            "tgl": "/".join(reversed(row["lahir"].split("-"))),
            "hp": "+62 " + row["telepon"][1:4] + "-" + row["telepon"][4:],
            "kd_kantor": row["kode_kantor"],
            "kls": row["kelas"].lower(),
            "cab": row["cabang"],
            "seri": row["urut"].lower(),
        }
        for row in rows
    ]
