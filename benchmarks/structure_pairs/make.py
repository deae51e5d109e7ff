"""Pairs of tables with their truth: a register, and what somebody else's table of it looks like.

1. A base is a register of one field (school, hospital, shop, payroll, telephones, land tax, and the
   drill's own health insurer); its columns, and how others would call them, stand in ``fields/``.
2. A scenario says which columns and rows the two tables share, and what was done to the values.
3. A renaming says what the other table's columns are called.

All is settled by base, scenario and seed. The names, values and held-out part were written before
any result was seen; two bases, and one seed of every base, are for reporting only.
"""

from __future__ import annotations

import tomllib
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np

from benchmarks.structure_pairs.noise import noised
from benchmarks.structure_pairs.values import Columns, drawn

if TYPE_CHECKING:
    from numpy.random import Generator

FIELDS = Path(__file__).parent / "fields"
ROWS = 500
BASES = ("membership", "school", "hospital", "shop", "payroll", "telecom", "land")
HELD_OUT_BASES = frozenset({"telecom", "land"})
SEEDS = (0, 1, 2)
HELD_OUT_SEEDS = frozenset({2})
RENAMES = ("same", "other", "short", "novowel", "prefix", "opaque")


@dataclass(frozen=True)
class Scenario:
    """Share of the columns that both have (None: all of the register), of the rows, and noise."""

    name: str
    columns: float | None
    rows: float
    noise: bool
    rename: str = ""  # empty: by seed


SCENARIOS = (
    Scenario("unionable", None, 0.5, noise=False),
    Scenario("unionable_disjoint", None, 0.0, noise=True),
    Scenario("view_unionable", 0.5, 0.3, noise=True),
    Scenario("joinable", 0.4, 0.9, noise=False),
    Scenario("semantic_joinable", 0.4, 0.7, noise=True),
    Scenario("leak", 0.0, 0.8, noise=True),
    Scenario("leak_no_header", 0.0, 0.8, noise=True, rename="none"),
    Scenario("leak_random_header", 0.0, 0.8, noise=True, rename="random"),
)  # fmt: skip
# One table, its header left out or made up: the two can be compared.
SAME_TABLE = {"leak_no_header": "leak_bare", "leak_random_header": "leak_bare"}


@dataclass(frozen=True)
class Pair:
    """Two tables; ``truth``: position in the other table to column of the register."""

    base: str
    scenario: str
    seed: int
    rename: str
    register: Columns
    other: list[tuple[str, np.ndarray]]
    truth: dict[int, str]

    @property
    def name(self) -> str:
        """What the pair is called in the results."""
        return f"{self.base}-{self.scenario}-{self.seed}-{self.rename}"

    @property
    def held_out(self) -> bool:
        """Whether nothing may be set by it."""
        return self.base in HELD_OUT_BASES or self.seed in HELD_OUT_SEEDS

    @property
    def header(self) -> bool:
        """Whether the other table has one."""
        return self.rename != "none"


def make_pair(base: str, scenario: Scenario, seed: int, drill: Path) -> Pair:
    """One pair; ``drill``: the register that ``telusur drill`` made."""
    label = f"{base} {SAME_TABLE.get(scenario.name, scenario.name)} {seed}"
    rng = np.random.default_rng(zlib.crc32(label.encode()))
    fields = _fields(base)
    names = list(fields)
    everyone = _everyone(rng, base, fields, drill)
    # rows: the register has the first 500, the other shares some of them
    shared = round(scenario.rows * ROWS)
    kept = np.concatenate([rng.permutation(ROWS)[:shared], np.arange(ROWS, 2 * ROWS - shared)])
    rng.shuffle(kept)
    left, right = _split(rng, names, scenario)
    columns = {name: everyone[name][kept] for name in right}
    if scenario.noise:
        columns = {name: noised(rng, values) for name, values in columns.items()}
    rename = scenario.rename or RENAMES[(seed * 2 + SCENARIOS.index(scenario)) % len(RENAMES)]
    called = _called(rng, right, fields, rename)
    return Pair(
        base,
        scenario.name,
        seed,
        rename,
        {name: everyone[name][:ROWS] for name in left},
        [(new, columns[name]) for new, name in zip(called, right, strict=True)],
        {at: name for at, name in enumerate(right) if name in left},
    )


def _split(rng: Generator, names: list[str], scenario: Scenario) -> tuple[list[str], list[str]]:
    """Columns of the register and of the other table."""
    if scenario.columns is None:
        return names, names
    order = list(rng.permutation(np.array(names, dtype=object)))
    if not scenario.columns:  # a leak: part of the register's columns, in another order
        return names, order[: round(0.6 * len(names))]
    both = round(scenario.columns * len(names))
    half = (len(names) - both) // 2
    common, ours, theirs = order[:both], order[both : both + half], order[both + half :]
    right = list(rng.permutation(np.array(common + theirs, dtype=object)))
    return sorted(common + ours, key=names.index), right


def _called(
    rng: Generator, columns: list[str], fields: dict[str, dict[str, object]], rename: str
) -> list[str]:
    if rename == "opaque":
        return [f"field{at + 1}" for at in range(len(columns))]
    if rename == "none":
        return [f"column_{at + 1}" for at in range(len(columns))]
    if rename == "random":
        letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
        return ["".join(rng.choice(letters, int(rng.integers(3, 9)))) for _ in columns]
    if rename == "prefix":
        return [f"tbl1_{name}" for name in columns]
    if rename == "novowel":
        return _apart([_bare(name) for name in columns], columns)
    wanted = [str(fields[name][rename][0]) for name in columns]  # type: ignore[index]
    # one in seven keeps its name, in other letters
    kept = rng.random(len(columns)) < 1 / 7
    return _apart(
        [name.swapcase() if k else new for name, new, k in zip(columns, wanted, kept, strict=True)],
        columns,
    )


def _bare(name: str) -> str:
    return name[0] + "".join(letter for letter in name[1:] if letter.lower() not in "aeiou")


def _apart(new: list[str], old: list[str]) -> list[str]:
    """A header has no name twice: where two would be alike, the old one stays."""
    lowered = [name.lower() for name in new]
    return [n if lowered.count(n.lower()) == 1 else o for n, o in zip(new, old, strict=True)]


@cache
def _fields(base: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((FIELDS / f"{base}.toml").read_text(encoding="utf-8"))


def _everyone(
    rng: Generator, base: str, fields: dict[str, dict[str, object]], drill: Path
) -> Columns:
    """Rows enough for the register and for those that it lacks."""
    rows = 2 * ROWS
    if base == "membership":
        return _members(rng, tuple(fields), drill)
    columns: Columns = {}
    for name, field in fields.items():
        columns[name] = drawn(rng, str(field["draw"]), rows, columns)
    for name, field in fields.items():
        columns[name] = np.where(
            rng.random(rows) < float(field.get("blank", 0.0)), "", columns[name]
        )  # type: ignore[arg-type]
    return columns


def _members(rng: Generator, names: tuple[str, ...], drill: Path) -> Columns:
    """The newest version of members of the drill."""
    wanted = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '') AS {name}" for name in names)
    with duckdb.connect() as connection:
        table = connection.sql(
            f"SELECT {wanted} FROM '{drill}/members/*.parquet' "
            "QUALIFY row_number() OVER (PARTITION BY psnoka ORDER BY valid_from DESC) = 1 "
            "ORDER BY hash(psnoka)"
        ).fetchnumpy()
    start = int(rng.integers(0, len(table[names[0]]) - 2 * ROWS))
    return {name: np.asarray(table[name][start : start + 2 * ROWS], dtype=object) for name in names}
