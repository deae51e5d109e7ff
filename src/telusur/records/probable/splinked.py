"""Splink's part: on which level each pair agrees in each column, and what that weighs.

Splink brings its own SQL, so it works in a second DuckDB that holds nothing but numbered rows and
their comparable values (``engine/duckdb/scratch.py``). Its logging is off: nothing of a record
reaches a log, and its SQL holds levels and weights, no values. Candidates are ours
(``blocking.py``), and so are the shares *m* and *u* (``learn.py``): Splink's own draws depend on
the order of rows.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from telusur.engine.duckdb.scratch import scratch
from telusur.records.probable.interface import MEMORY_BYTES, THREADS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from telusur.records.probable.interface import Compared

LEFT, RIGHT = "asked", "members"
# What Splink writes between a table's name and a row's in the key of a row.
BETWEEN = "-__-"
# A pair that agrees as often among members as by chance weighs nothing: the prior is ours.
EVEN = 0.5
PLACEHOLDER = 0.5  # of m and u, where levels alone are asked for


@dataclass(frozen=True)
class Sides:
    """What is compared.

    Attributes:
        asked: ``unique_id`` and ``cN`` of the rows.
        members: the same of the members.
        frequencies: for each column weighed by frequency, ``cN`` and ``tf_cN``: values of the
            register with the share of members that have them.
    """

    asked: pa.Table
    members: pa.Table
    frequencies: Mapping[int, pa.Table]


@dataclass(frozen=True)
class Shares:
    """*m* and *u* of one column's levels, in their order."""

    m: tuple[float, ...]
    u: tuple[float, ...]


def levels_of(
    sides: Sides, columns: Sequence[Compared], i: NDArray[np.int64], j: NDArray[np.int64]
) -> dict[int, NDArray[np.int64]]:
    """For each column the level of each pair: 0 the closest; -1 where a value is missing."""
    table = _predicted(sides, columns, i, j, None)
    levels = {}
    for column in columns:
        gamma = table[f"gamma_{column.name}"].to_numpy().astype(np.int64)
        # Splink counts from 0, the furthest, upwards
        levels[column.at] = np.where(gamma < 0, -1, len(column.levels) - 1 - gamma)
    return levels


def weights_of(
    sides: Sides,
    columns: Sequence[Compared],
    shares: Mapping[int, Shares],
    i: NDArray[np.int64],
    j: NDArray[np.int64],
) -> NDArray[np.float64]:
    """The weight of each pair in bits: log2 of how much likelier it is for a member's own row."""
    table = _predicted(sides, columns, i, j, shares)
    # to a millionth of a bit, so that no machine's last digit decides
    return np.asarray(np.round(table["match_weight"].to_numpy().astype(np.float64), 6))


def _predicted(
    sides: Sides,
    columns: Sequence[Compared],
    i: NDArray[np.int64],
    j: NDArray[np.int64],
    shares: Mapping[int, Shares] | None,
) -> pa.Table:
    """Splink's answer to the pairs, in their order."""
    pairs = pa.table({"match_key": pa.array(np.zeros(len(i), np.int64)), "i": i, "j": j})
    tables = {LEFT: sides.asked, RIGHT: sides.members, "pairs": pairs}
    weighed = shares is not None
    if weighed:
        tables |= {f"frequency{at}": table for at, table in sides.frequencies.items()}
    bounds = {"memory_bytes": MEMORY_BYTES, "threads": THREADS}
    with _silent(), scratch(tables, "linking", **bounds) as connection:
        connection.execute(
            "CREATE TABLE candidates AS SELECT CAST(match_key AS VARCHAR) AS match_key, "
            f"'{LEFT}{BETWEEN}' || i AS join_key_l, '{RIGHT}{BETWEEN}' || j AS join_key_r "
            "FROM pairs"
        )
        linked = _linker(connection, columns, shares).inference.predict(warning_mode="never")
        answers = "match_weight" if weighed else ", ".join(f"gamma_{c.name}" for c in columns)
        return connection.execute(
            f"SELECT {answers} FROM {linked.physical_name} "
            "ORDER BY CAST(unique_id_l AS BIGINT), CAST(unique_id_r AS BIGINT)"
        ).to_arrow_table()


@contextmanager
def _silent() -> Iterator[None]:
    """No message of Splink's: it writes its SQL and what it does to whatever logs."""
    log = logging.getLogger("splink")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)


def _linker(
    connection: Any,
    columns: Sequence[Compared],
    shares: Mapping[int, Shares] | None,
) -> Any:
    # here, for it takes half a second that most runs can do without
    from splink import DuckDBAPI, Linker, SettingsCreator  # noqa: PLC0415

    api = DuckDBAPI(connection)
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            _comparison(column, shares[column.at] if shares is not None else None)
            for column in columns
        ],
        blocking_rules_to_generate_predictions=[{"blocking_rule": "1 = 0"}],  # candidates are ours
        probability_two_random_records_match=EVEN,
        retain_matching_columns=shares is None,  # levels come with the values alone
        linker_uid="telusur",
    )
    tables = [api.register(name, dataset_display_name=name) for name in (LEFT, RIGHT)]
    linker = Linker(tables, settings, log_level=None, validate_settings=False)
    for column in columns if shares is not None else ():
        if column.frequent:
            frequency = api.register(f"frequency{column.at}")
            linker.table_management.register_term_frequency_lookup(frequency, column.name)
    linker.table_management.register_blocked_pairs_for_predict(api.register("candidates"))
    return linker


def _comparison(column: Compared, shares: Shares | None) -> dict[str, Any]:
    name = column.name
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": f"{name}_l IS NULL OR {name}_r IS NULL",
            "label_for_charts": "missing",
            "is_null_level": True,
        }
    ]
    for at, (label, condition) in enumerate(column.levels):
        level: dict[str, Any] = {
            "sql_condition": condition,
            "label_for_charts": label,
            "m_probability": shares.m[at] if shares else PLACEHOLDER,
            "u_probability": shares.u[at] if shares else PLACEHOLDER,
        }
        if shares and at == 0 and column.frequent:
            level["tf_adjustment_column"] = name
        levels.append(level)
    return {"output_column_name": name, "comparison_levels": levels}
