"""JSON lines into a relation of text; a line is one value at first: all are accounted for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telusur.engine.duckdb import delimited
from telusur.engine.duckdb.records import rows_of
from telusur.engine.protocol import MOST_LINES, Delimited, Named, Refused, comma, quoted
from telusur.errors import LimitReached

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

# JSON forbids the raw character inside strings: a line that holds it is no JSON anyway.
NEVER = "\x01"
# Beyond this the "keys" are values; a table of so many columns is none.
MOST_COLUMNS = 4000

_KIND = """CASE WHEN trim(coalesce(c0, '')) = '' THEN 'blank'
                WHEN NOT json_valid(c0) THEN 'not-json'
                WHEN json_type(c0) <> 'OBJECT' THEN 'not-an-object' ELSE 'row' END"""


def read(connection: duckdb.DuckDBPyConnection, name: str, path: Path, work: Path) -> Named:
    """Read ``path`` into ``name``: ``row_``, ``line_``, ``c0…cN``.

    Raises:
        LimitReached: ``too-many-columns``.
        EvidenceError: ``unreadable-file``.
    """
    text = f"{name}_text"
    source = Delimited(path, ("c0",), NEVER, quote="", escape="", numbered=True)
    whole = delimited.read(connection, text, source, work)
    try:
        keys = _keys(connection, text, path)
        _objects(connection, name, text, keys)
        rows, blank, refused = _counted(connection, text)
        last = connection.execute(
            f"SELECT {_KIND} AS kind_ FROM {quoted(text)} ORDER BY row_ DESC LIMIT 1"
        ).to_arrow_table()
    finally:
        connection.execute(f"DROP VIEW IF EXISTS {quoted(text)}")
        connection.execute(f"DROP VIEW IF EXISTS {quoted(rows_of(text))}")
        delimited.forget(text, work)
    cut = bool(len(last)) and last["kind_"][0].as_py() == "not-json" and _open(path)
    loaded = replace(
        whole, rows=rows, blank_lines=blank, refused=(*whole.refused, *refused), cut=cut
    )
    return Named(keys, loaded)


def _keys(connection: duckdb.DuckDBPyConnection, text: str, path: Path) -> tuple[str, ...]:
    found = connection.execute(
        f"""SELECT key_ FROM (
          SELECT row_, unnest(json_keys(c0)) AS key_,
                 generate_subscripts(json_keys(c0), 1) AS place_
          FROM {quoted(text)} WHERE {_KIND} = 'row')
        GROUP BY key_ ORDER BY min(row_), min(place_), key_ LIMIT {MOST_COLUMNS + 1}"""
    ).to_arrow_table()
    if len(found) > MOST_COLUMNS:
        raise LimitReached(
            "too-many-columns",
            f"{path.name} has more than {MOST_COLUMNS:,} different keys",
            hint="its keys are likely values; turn it into rows first",
        )
    return tuple(found["key_"].to_pylist())


def _objects(
    connection: duckdb.DuckDBPyConnection, name: str, text: str, keys: tuple[str, ...]
) -> None:
    # Keys are the dump's own words: they go in as a parameter, never as SQL.
    pointers = ["/" + key.replace("~", "~0").replace("/", "~1") for key in keys]
    values = comma([f"values_[{at}] AS c{at - 1}" for at in range(1, len(keys) + 1)])
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {quoted(rows_of(name))} AS
        SELECT line_, {values or "NULL AS none_"} FROM (
          SELECT line_, json_extract_string(c0, ?::VARCHAR[]) AS values_
          FROM {quoted(text)} WHERE {_KIND} = 'row')""",
        [pointers],
    )
    columns = "".join(f", c{at}" for at in range(len(keys)))
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS "
        f"SELECT rowid + 1 AS row_, line_{columns} FROM {quoted(rows_of(name))}"
    )


def _counted(
    connection: duckdb.DuckDBPyConnection, text: str
) -> tuple[int, int, tuple[Refused, ...]]:
    found = connection.execute(
        f"""SELECT kind_, count(*) AS rows, list_sort(min(line_, {MOST_LINES})) AS lines FROM (
          SELECT line_, {_KIND} AS kind_ FROM {quoted(text)}) GROUP BY kind_ ORDER BY kind_"""
    ).to_arrow_table()
    by_kind = {one["kind_"]: one for one in found.to_pylist()}
    refused = tuple(
        Refused(kind, one["rows"], tuple(one["lines"]))
        for kind, one in by_kind.items()
        if kind not in ("row", "blank")
    )
    return (*(by_kind.get(kind, {"rows": 0})["rows"] for kind in ("row", "blank")), refused)


def _open(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) not in (b"\n", b"\r")
