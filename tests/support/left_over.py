"""An invented register and a dump of it whose keys are damaged: who is who is known."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from telusur.model.register import RegisterFacts
from telusur.model.tables import ColumnPair, DumpTable, Mapping, RegisterTable

COLUMNS = ("no", "name", "born", "village", "phone")
TYPES = ("text", "person_name", "birth_date", "text", "phone")
GIVEN_NAMES = (
    "ADITYA BAYU CAHYA DEWI EKA FAJAR GITA HENDRA INTAN JOKO KARTIKA LESTARI MADE NINGSIH OKTA "
    "PUTRI QORI RATNA SARI TEGUH UTAMI VINA WULAN YANTI ZAINAL"
)
FAMILY_NAMES = (
    "ANGGARA BUDIMAN CANDRA DARMAWAN EFENDI FIRMANSYAH GUNAWAN HIDAYAT ISKANDAR JUNAEDI KURNIAWAN "
    "LUBIS MAULANA NUGROHO OKTAVIAN PRASETYO RAHARJO SANTOSO TANJUNG USMAN WIBOWO YULIANTO"
)
GIVEN, FAMILY = GIVEN_NAMES.split(), FAMILY_NAMES.split()


def people(many: int, seed: int = 1) -> list[tuple[str | None, ...]]:
    """Rows of (no, name, born, village, phone), all invented."""
    rng = np.random.default_rng(seed)
    days = np.datetime64("1950-01-01") + rng.integers(0, 20_000, many)
    return [
        (
            f"M{seed}{number:07d}",
            f"{GIVEN[one]} {GIVEN[two]} {FAMILY[last]}",
            str(day),
            f"DESA {village:03d}",
            f"0812{phone:08d}",
        )
        for number, one, two, last, day, village, phone in zip(
            range(many),
            rng.integers(0, len(GIVEN), many),
            rng.integers(0, len(GIVEN), many),
            rng.integers(0, len(FAMILY), many),
            days,
            rng.integers(0, 60, many),
            rng.integers(0, 10**8, many),
            strict=True,
        )
    ]


def slip(value: str, at: int) -> str:
    """The value with one sign written wrong."""
    at %= len(value)
    other = "7" if value[at] != "7" else "1"
    return value[:at] + other + value[at + 1 :]


def loaded(engine, members, rows, keys=((0,),), columns=None, prefix=""):
    """Register, dump and mapping in the engine; ``columns``: of ``COLUMNS``, those that are mapped.

    The relations are ``{prefix}reg`` and ``{prefix}dumped``.
    """

    def text(values) -> pa.Array:
        return pa.array(list(values), pa.string())

    many = len(COLUMNS)
    engine.load(
        f"{prefix}reg",
        pa.table(
            {
                "entity_": text(member[0] for member in members),
                "from_us": pa.array([None] * len(members), pa.int64()),
                "to_us": pa.array([None] * len(members), pa.int64()),
                **{f"r{i}": text(member[i] for member in members) for i in range(many)},
            }
        ),
    )
    engine.load(
        f"{prefix}dumped",
        pa.table(
            {
                "row_": pa.array(range(1, len(rows) + 1), pa.int64()),
                "file_": pa.array([0] * len(rows), pa.int32()),
                "line_": pa.array(range(2, len(rows) + 2), pa.int64()),
                **{f"c{i}": text(row[i] for row in rows) for i in range(many)},
            }
        ),
    )
    pairs = tuple(
        ColumnPair(i, i, name, name, kind, "ymd", "ymd", 1.0)
        for i, (name, kind) in enumerate(zip(COLUMNS, TYPES, strict=True))
        if columns is None or name in columns
    )
    register = RegisterTable(
        spec=None,
        facts=RegisterFacts(name="reg", holder="h", members=len(members)),
        columns=COLUMNS,
        relation=f"{prefix}reg",
        sample=None,
    )
    return (
        DumpTable(f"{prefix}dumped", "dump", COLUMNS, len(rows)),
        register,
        Mapping("reg", pairs, keys),
    )
