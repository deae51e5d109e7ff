"""Provinces, regencies and branch offices: public codes and names, population weights.

``places.csv`` holds provinces and regencies with the civil registry's codes as they stood in
2021, populations in thousands (rounded, census of 2020), and which regency seats a branch
office. Office codes and the thirteen divisions are this drill's own invention.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np

from telusur.drill.draws import table
from telusur.drill.names import GROUPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FIRST_CITY: Final = "71"  # second pair of a code: cities count from here


@dataclass(frozen=True)
class Office:
    """A branch office.

    Attributes:
        code: four digits, division then branch.
        name: its seat.
        division: 1 to 13.
    """

    code: str
    name: str
    division: int


@dataclass(frozen=True)
class Places:
    """Regencies as columns, ready to be looked up with draws.

    Attributes:
        name: regency names, by regency number.
        code: PPKK as an integer, by regency number.
        province: province number, by regency number.
        office: office number, by regency number.
        culture: group of names (``names.GROUPS``), by regency number.
        districts: how many district codes are drawn from, by regency number.
        draw: regency number by 16-bit draw, in proportion to population.
        offices: the branch offices.
        province_codes: two-digit codes by province number.
    """

    name: list[str]
    code: NDArray[np.int32]
    province: NDArray[np.int16]
    office: NDArray[np.int16]
    culture: NDArray[np.int16]
    districts: NDArray[np.int32]
    draw: NDArray[np.int16]
    offices: list[Office]
    province_codes: list[str]


@cache
def places() -> Places:
    """Read the table that comes with the package."""
    text = files("telusur.drill").joinpath("places.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    provinces = [row for row in rows if row["division"]]
    number = {row["code"]: at for at, row in enumerate(provinces)}
    regencies = [row for row in rows if row["office"]]
    offices: list[Office] = []
    seat: list[int] = []
    branches: dict[int, int] = {}
    first_in: dict[str, int] = {}
    for row in regencies:
        home = row["code"][:2]
        if row["office"] == "1":
            division = int(provinces[number[home]]["division"])
            branches[division] = branches.get(division, 0) + 1
            first_in.setdefault(home, len(offices))
            code = f"{division:02d}{branches[division]:02d}"
            offices.append(Office(code, row["name"], division))
            seat.append(len(offices) - 1)
        else:  # served by the seat listed before it in its province, else by the next one
            seat.append(len(offices) - 1 if home in first_in else len(offices))
    home_of = [number[row["code"][:2]] for row in regencies]
    return Places(
        name=[row["name"].removeprefix("Kota ") for row in regencies],
        code=np.array([int(row["code"]) for row in regencies], dtype=np.int32),
        province=np.array(home_of, dtype=np.int16),
        office=np.array(seat, dtype=np.int16),
        culture=np.array([GROUPS.index(provinces[at]["culture"]) for at in home_of], np.int16),
        # Cities (second pair from 71) have few districts, regencies more: low codes exist in all.
        districts=np.array(
            [3 if row["code"][2:] >= _FIRST_CITY else 8 for row in regencies], np.int32
        ),
        draw=table([float(row["weight"]) for row in regencies]),
        offices=offices,
        province_codes=[row["code"] for row in provinces],
    )
