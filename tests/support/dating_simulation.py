"""A register with a known history, a copy of it with known faults, and the links between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from telusur.model.register import RegisterFacts
from telusur.model.tables import ColumnPair, LinkTable, RegisterTable

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine

DAY = 86_400_000_000
DAYS = 1_000
START = datetime(2018, 1, 1, tzinfo=UTC)
START_US = int(START.timestamp()) * 1_000_000


@dataclass(frozen=True)
class Faults:
    """Shares of the copy that are not as the register was.

    ``altered``: cells with values that nobody ever held; ``stale``: rows as they were up to 200
    days before; ``fabricated``: rows that carry a member's key and nothing else of his; ``second``:
    rows of a second copy, taken ``lag`` days before.
    """

    altered: float = 0.0
    stale: float = 0.0
    fabricated: float = 0.0
    second: float = 0.0
    lag: float = 180.0


@dataclass(frozen=True)
class World:
    """Links in the engine, the register they belong to, and the moment of the copy."""

    links: LinkTable
    register: RegisterTable
    taken: datetime


def simulate(
    engine: Engine,
    rng: np.random.Generator,
    *,
    members: int,
    rows: int,
    changes: float = 1.5,
    columns: int = 6,
    faults: Faults = Faults(),
) -> World:
    """``rows`` rows of a register of ``members``, each cell changing ``changes`` times on average.

    A fifth of the changes go back to the value before (as real registers do), and a tenth of the
    members join late.
    """
    joined = np.where(rng.random(members) < 0.1, rng.uniform(0, DAYS * 0.9, members), 0.0)
    cell_changes = rng.poisson(changes, (members, columns))
    member, column, at = [], [], []
    for index in range(columns):
        owners = np.repeat(np.arange(members), cell_changes[:, index])
        member.append(owners)
        column.append(np.full(owners.size, index))
        at.append(rng.uniform(0, DAYS, owners.size))
    changed = pa.table(
        {
            "m": np.concatenate(member),
            "c": np.concatenate(column),
            "t": np.floor(np.concatenate(at) * 24) / 24,
        }
    ).sort_by([("m", "ascending"), ("t", "ascending")])
    taken_day = float(np.floor(rng.uniform(0.1, 0.95) * DAYS * 24) / 24)
    present = np.flatnonzero(joined < taken_day)
    chosen = rng.choice(present, min(rows, present.size), replace=False)
    stale = rng.random(chosen.size) < faults.stale
    as_of = np.where(
        stale, np.maximum(taken_day - rng.uniform(0, 200, chosen.size), joined[chosen]), taken_day
    )
    second = rng.random(chosen.size) < faults.second
    as_of = np.where(second, np.maximum(taken_day - faults.lag, joined[chosen]), as_of)
    versions = _versions(changed, joined, columns, rng)
    table = _links(versions, chosen, as_of, columns, faults.altered, rng)
    fabricated = rng.random(chosen.size) < faults.fabricated
    engine.load("links", _spoiled(table, fabricated, columns, rng))
    engine.load(
        "found",
        pa.table(
            {
                "row_": np.arange(chosen.size),
                "entity_": [str(one) for one in chosen],
                "consistent": ~fabricated,
            }
        ),
    )
    engine.load("reg", versions_table(versions))
    return World(
        _handle(columns, chosen.size),
        RegisterTable(
            spec=None,  # type: ignore[arg-type]  # dating never asks for the description
            facts=RegisterFacts(
                name="r", holder="h", history="versions", last_change=START + timedelta(days=DAYS)
            ),
            columns=(),
            relation="reg",
            sample=None,
        ),
        START + timedelta(days=taken_day),
    )


def _versions(changed, joined, columns, rng):
    """Arrays of every version: member, start, end (days; inf: still), values (one a column)."""
    out_member, out_from, out_to, out_values = [], [], [], []
    m, c, t = (changed[name].to_numpy() for name in ("m", "c", "t"))
    bounds = np.searchsorted(m, np.arange(joined.size + 1))
    for one in range(joined.size):
        values, previous = [0] * columns, [0] * columns
        begins = joined[one]
        fresh = 1
        times, which = t[bounds[one] : bounds[one + 1]], c[bounds[one] : bounds[one + 1]]
        for when, where in zip(times, which, strict=True):
            if when > begins:
                out_member.append(one)
                out_from.append(begins)
                out_to.append(when)
                out_values.append(list(values))
                begins = when
            back = rng.random() < 0.2
            values[where], previous[where] = (
                previous[where] if back else fresh,
                values[where],
            )
            fresh += 1
        out_member.append(one)
        out_from.append(begins)
        out_to.append(np.inf)
        out_values.append(list(values))
    return (
        np.array(out_member),
        np.array(out_from),
        np.array(out_to),
        np.array(out_values),
    )


def _links(versions, chosen, as_of, columns, altered, rng):
    member, begins, ends, values = versions
    first = np.searchsorted(member, chosen)
    last = np.searchsorted(member, chosen, side="right")
    row = np.repeat(np.arange(chosen.size), last - first)
    version = np.concatenate([np.arange(a, b) for a, b in zip(first, last, strict=True)])
    valid = (begins[version] <= as_of[row]) & (as_of[row] < ends[version])
    held = np.zeros((chosen.size, columns), dtype=int)
    held[row[valid]] = values[version[valid]]
    spoiled = rng.random((chosen.size, columns)) < altered
    agree = (values[version] == held[row]) & ~spoiled[row]
    bits = (agree * (1 << np.arange(columns))).sum(axis=1)
    return {
        "row_": row,
        "entity_": chosen[row],
        "from_us": _micros(begins[version]),
        "to_us": _micros(ends[version]),
        "w0": bits,
        "agreed": agree.sum(axis=1),
    }


def _spoiled(table, fabricated, columns, rng):
    """Fabricated rows agree with a version only by chance: here one cell in ten."""
    bits = table["w0"].copy()
    hit = fabricated[table["row_"]]
    random = ((rng.random((hit.sum(), columns)) < 0.1) * (1 << np.arange(columns))).sum(axis=1)
    bits[hit] = random
    arrays = {**table, "w0": pa.array(bits, pa.int64())}
    arrays["entity_"] = pa.array([str(one) for one in table["entity_"]])
    return pa.table(arrays)


def versions_table(versions):
    """The register's relation, without values: dating asks for members and times only."""
    member, begins, ends, _ = versions
    return pa.table(
        {
            "entity_": [str(one) for one in member],
            "from_us": _micros(begins),
            "to_us": _micros(ends),
        }
    )


def _micros(days):
    still = ~np.isfinite(days)
    whole = np.where(still, 0, np.round(np.where(still, 0, days) * 24) * (DAY // 24)).astype(int)
    return pa.array(whole + START_US, pa.int64(), mask=still)


def _handle(columns: int, rows: int) -> LinkTable:
    pairs = tuple(
        ColumnPair(i, i, f"d{i}", f"r{i}", "text", None, None, 1.0) for i in range(columns)
    )
    return LinkTable(
        links="links",
        found="found",
        unusable="none",
        values="none",
        versions="none",
        pairs=pairs,
        keys=((0,),),
        rows=rows,
        found_rows=rows,
        weighed=True,
        by_chance=(None,) * columns,
    )
