"""Values of invented columns, drawn from a short description such as ``pattern MR######``.

Nobody here is real, and nothing is taken from the product: what the matcher knows of names,
identifiers or words, this file does not.
"""

from __future__ import annotations

import re
import string
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from numpy.random import Generator

Column = NDArray[np.object_]
Columns = dict[str, Column]


def _split(words: str) -> list[str]:
    return words.split()


GIVEN = _split(
    "Adi Agus Ahmad Aisyah Andini Arif Ayu Bagas Bayu Bima Bunga Cahya Citra Danu Dewi Dian Dimas "
    "Dinda Eka Elok Endah Fajar Farah Fitri Galih Gita Hadi Hana Hendra Ika Indah Intan Irfan Jaya "
    "Joko Kartika Kirana Laras Lestari Lina Lukman Maya Mega Nadia Nanda Niken Nur Okta Putra "
    "Putri Raka Ratih Rendra Rina Rizky Sari Satria Sekar Sinta Surya Taufik Tirta Tri Umar Vina "
    "Wahyu Wulan Yani Yoga Yudha Zahra Zaki"
)
SURNAMES = _split(
    "Abadi Anggraini Atmaja Basuki Budiarto Cahyono Darmawan Effendi Firmansyah Gunadi Halim "
    "Handoko Hidayat Irawan Iskandar Jatmiko Kurniawan Kusuma Lesmana Mahendra Mardani Mulyono "
    "Nasution Nugraha Nurhayati Pamungkas Permata Pradana Prasetya Purnama Rahardjo Ramadhan "
    "Santosa Saputra Setiadi Siregar Subagyo Sudrajat Suharto Supriadi Suryadi Susanto Utami "
    "Wibisono Wicaksono Widodo Wijaya Winata Yulianto Yuniar"
)
CITIES = _split(
    "Bandung Bogor Cirebon Denpasar Depok Garut Jember Kediri Kendari Kupang Madiun Magelang "
    "Makassar Malang Manado Mataram Medan Padang Palembang Palu Pekalongan Salatiga Samarinda "
    "Semarang Serang Sleman Sukabumi Surabaya Surakarta Tegal Ternate Yogyakarta"
)
STREETS = _split("Anggrek Beringin Cemara Diponegoro Flamboyan Garuda Kenari Mangga Merdeka Nusa")
PLACES = {
    "kec": _split("Andir Astana Batu Cicendo Coblong Lengkong Regol Sukajadi Sukasari Sumur"),
    "kel": _split(
        "Arjuna Braga Cibadak Ciroyom Dago Gegerkalong Hegarmanah Isola Kebonjati Lebakgede "
        "Maleber Nyengseret Pajajaran Sadangserang Sekeloa Sukagalih Tamansari Turangga"
    ),
}


def drawn(rng: Generator, what: str, rows: int, others: Columns) -> Column:
    """``rows`` values as ``what`` describes them; ``others``: columns drawn before."""
    kind, _, rest = what.partition(" ")
    return _DRAWS[kind](rng, rest, rows, others)


def _objects(values: list[str]) -> Column:
    return np.array(values, dtype=object)


def _pick(rng: Generator, choices: list[str], rows: int) -> list[str]:
    return [choices[at] for at in rng.integers(0, len(choices), rows)]


def _pattern(rng: Generator, rest: str, rows: int, _: Columns) -> Column:
    """``#`` a digit, ``@`` a capital letter, ``[1-4]`` a digit of that range; else itself."""
    parts = re.findall(r"\[\d-\d\]|.", rest)
    made = []
    for part in parts:
        if part == "#":
            made.append(rng.integers(0, 10, rows).astype(str))
        elif part == "@":
            made.append(np.array(list(string.ascii_uppercase))[rng.integers(0, 26, rows)])
        elif part.startswith("["):
            made.append(rng.integers(int(part[1]), int(part[3]) + 1, rows).astype(str))
        else:
            made.append(np.full(rows, part))
    return _objects(["".join(row) for row in zip(*made, strict=True)])


def _serial(rng: Generator, rest: str, rows: int, _: Columns) -> Column:
    start, step = map(int, rest.split())
    return (start + np.cumsum(rng.integers(1, step + 1, rows))).astype(str).astype(object)


def _choice(rng: Generator, rest: str, rows: int, _: Columns) -> Column:
    """Unevenly, as in life: the first is the commonest."""
    choices = rest.split("|")
    weights = 1.0 / (2 + np.arange(len(choices)))
    return rng.choice(np.array(choices, dtype=object), rows, p=weights / weights.sum())


def _weighted(rng: Generator, rest: str, rows: int, _: Columns) -> Column:
    pairs = [each.rsplit(":", 1) for each in rest.split("|")]
    weights = np.array([float(weight) for _, weight in pairs])
    names = np.array([name for name, _ in pairs], dtype=object)
    return rng.choice(names, rows, p=weights / weights.sum())


def _full(rng: Generator, _: str, rows: int, __: Columns) -> Column:
    first, last = _pick(rng, GIVEN, rows), _pick(rng, SURNAMES, rows)
    middle = [f" {name}" if rng.random() < 0.3 else "" for name in _pick(rng, GIVEN, rows)]
    return _objects([f"{a}{b} {c}" for a, b, c in zip(first, middle, last, strict=True)])


def _date(rng: Generator, rest: str, rows: int, _: Columns) -> Column:
    start, end = (datetime.fromisoformat(each) for each in rest.split())
    days = rng.integers(0, (end - start).days + 1, rows)
    return _objects([f"{start + timedelta(days=int(day)):%Y-%m-%d}" for day in days])


def _datetime(rng: Generator, rest: str, rows: int, _: Columns) -> Column:
    start, end = (datetime.fromisoformat(each) for each in rest.split())
    seconds = rng.integers(0, int((end - start).total_seconds()), rows)
    return _objects([f"{start + timedelta(seconds=int(s)):%Y-%m-%d %H:%M:%S}" for s in seconds])


def _after(rng: Generator, rest: str, rows: int, others: Columns) -> Column:
    column, days = rest.split()
    later = rng.integers(0, int(days) * 86400, rows)
    return _objects(
        [
            f"{datetime.fromisoformat(value) + timedelta(seconds=int(s)):%Y-%m-%d %H:%M:%S}"
            for value, s in zip(others[column], later, strict=True)
        ]
    )


def _email(rng: Generator, rest: str, rows: int, others: Columns) -> Column:
    names = others[rest]
    ends = rng.integers(1, 999, rows)
    hosts = _pick(rng, ["contoh.example", "surat.example", "pos.example"], rows)
    return _objects(
        [
            f"{name.lower().replace(' ', '.')}{end}@{host}"
            for name, end, host in zip(names, ends, hosts, strict=True)
        ]
    )


def _phone(rng: Generator, _: str, rows: int, __: Columns) -> Column:
    heads = _pick(rng, ["0812", "0813", "0857", "0878", "0896"], rows)
    return _objects(
        [f"{head}{n:08d}" for head, n in zip(heads, rng.integers(0, 10**8, rows), strict=True)]
    )


def _street(rng: Generator, _: str, rows: int, __: Columns) -> Column:
    return _objects(
        [
            f"Jl. {street} {second} No. {n}"
            for street, second, n in zip(
                _pick(rng, STREETS, rows),
                _pick(rng, ["Raya", "I", "II", "Timur", "Barat"], rows),
                rng.integers(1, 200, rows),
                strict=True,
            )
        ]
    )


def _int(rng: Generator, rest: str, rows: int, _: Columns) -> Column:
    low, high = map(int, rest.split())
    return rng.integers(low, high + 1, rows).astype(str).astype(object)


def _money(rng: Generator, rest: str, rows: int, _: Columns) -> Column:
    low, high, step = map(int, rest.split())
    share = rng.beta(1.2, 4.0, rows)
    return (((low + share * (high - low)) // step).astype(int) * step).astype(str).astype(object)


def _normal(rng: Generator, rest: str, rows: int, _: Columns) -> Column:
    mean, spread, digits = rest.split()
    return _objects([f"{x:.{digits}f}" for x in rng.normal(float(mean), float(spread), rows)])


def _skewed(rng: Generator, rest: str, rows: int, _: Columns) -> Column:
    return rng.geometric(1 / float(rest), rows).astype(str).astype(object)


def _hex(rng: Generator, rest: str, rows: int, _: Columns) -> Column:
    return _objects([rng.bytes(int(rest) // 2).hex() for _ in range(rows)])


def _ip(rng: Generator, _: str, rows: int, __: Columns) -> Column:
    parts = rng.integers(0, 256, (rows, 2))
    return _objects([f"203.0.{a}.{b}" for a, b in parts])


_DRAWS = {
    "pattern": _pattern, "serial": _serial, "choice": _choice, "weighted": _weighted,
    "full": _full, "date": _date, "datetime": _datetime, "after": _after, "email": _email,
    "phone": _phone, "street": _street, "int": _int, "money": _money, "normal": _normal,
    "skewed": _skewed, "hex": _hex, "ip": _ip,
    "given": lambda rng, _, rows, __: _objects(_pick(rng, GIVEN, rows)),
    "surname": lambda rng, _, rows, __: _objects(_pick(rng, SURNAMES, rows)),
    "city": lambda rng, _, rows, __: _objects(_pick(rng, CITIES, rows)),
    "place": lambda rng, rest, rows, __: _objects(_pick(rng, PLACES[rest], rows)),
}  # fmt: skip
