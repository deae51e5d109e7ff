"""A table's columns, and how each is asked for so that its values stand as in a Parquet export.

The server is asked for types that Arrow and Parquet have; all others come as the text that the
server writes for them. Three things are settled here:

- *infinity*, and days before the year 1 or after 9999, have no place in Arrow's dates (the driver
  gives a wrong day for them): they become the first or the last moment of these years, which a
  history takes for "from always" and "still valid";
- ``char(n)`` comes without the blanks that fill it up;
- a ``numeric`` of a declared scale stays a decimal, any other is text without trailing zeros.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from telusur.errors import RegisterError
from telusur.registers.layout import near
from telusur.registers.postgresql.faults import no_permission, no_table

if TYPE_CHECKING:
    from telusur.model.register import PostgresTable, RegisterSpec

MOST_DIGITS = 38  # of Arrow's and DuckDB's decimals

_NO_ZEROS = (
    "CASE WHEN {0}::numeric::text LIKE '%.%' "
    "THEN rtrim(rtrim({0}::numeric::text, '0'), '.') ELSE {0}::numeric::text END"
)
_EXPRESSIONS = {
    **dict.fromkeys(("bool", "int2", "int4", "int8", "float8"), "{0}"),
    "oid": "{0}::int8",
    "float4": "{0}::text::float8",  # the number that is written, not the nearest double
    "numeric": _NO_ZEROS,
    "money": _NO_ZEROS,
}
_SPANS = {
    "date": ("0001-01-01", "9999-12-31"),
    "timestamp": ("0001-01-01 00:00:00", "9999-12-31 23:59:59.999999"),
    "timestamptz": ("0001-01-01 00:00:00+00", "9999-12-31 23:59:59.999999+00"),
}

# Tables, partitioned ones, views, materialised views, foreign tables.
_KINDS = frozenset("rpvmf")

_RELATION = """
SELECT c.oid::int8, c.relkind::text,
  pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
  pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1),
  pg_catalog.to_char(pg_catalog.now(), 'YYYY-MM-DD HH24:MI:SS')
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.oid = pg_catalog.to_regclass($1)
"""

# A domain is what it is a domain of.
_COLUMNS = """
WITH RECURSIVE based AS (
  SELECT attnum, attname, atttypid AS kind, atttypmod AS modifier
  FROM pg_catalog.pg_attribute
  WHERE attrelid = $1::int8::oid AND attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT b.attnum, b.attname, t.typbasetype,
    CASE WHEN b.modifier = -1 THEN t.typtypmod ELSE b.modifier END
  FROM based AS b JOIN pg_catalog.pg_type AS t ON t.oid = b.kind WHERE t.typtype = 'd'
)
SELECT b.attname::text, pg_catalog.quote_ident(b.attname),
  CASE WHEN t.typnamespace = 'pg_catalog'::regnamespace THEN t.typname::text ELSE '' END,
  b.modifier, pg_catalog.has_column_privilege($1::int8::oid, b.attnum, 'SELECT')
FROM based AS b JOIN pg_catalog.pg_type AS t ON t.oid = b.kind
WHERE t.typtype <> 'd' ORDER BY b.attnum
"""


@dataclass(frozen=True)
class Relation:
    """A table or view, by the server's own account.

    Attributes:
        oid: its number.
        name: schema and name, quoted where SQL wants it.
        version: of the server.
        moment: of the snapshot, UTC.
    """

    oid: int
    name: str
    version: str
    moment: str


@dataclass(frozen=True)
class Asked:
    """A column as it is asked for.

    Attributes:
        name: as the server has it.
        sql: the expression that gives its values.
        decimal: what its text becomes, where it is a decimal.
    """

    name: str
    sql: str
    decimal: Any = None


def relation(cursor: Any, table: str, file: str) -> Relation:
    """What ``table``, written as in SQL, stands for.

    Raises:
        RegisterError: ``database-table-missing``.
    """
    cursor.execute(_RELATION, (table,))
    found = cursor.fetchall()
    if not found:
        raise no_table(file, "a name of nothing")
    oid, kind, *told = found[0]
    if kind not in _KINDS:
        raise no_table(file, "the name of something else, such as an index or a sequence")
    return Relation(oid, *told)


def asked(
    cursor: Any, at: Relation, table: PostgresTable, spec: RegisterSpec, file: str
) -> tuple[tuple[Asked, ...], int]:
    """The columns to copy, in the table's order, and how many it has.

    Raises:
        RegisterError: ``column-not-in-source``, ``database-permission``.
    """
    cursor.execute(_COLUMNS, (at.oid,))
    present = cursor.fetchall()
    wanted, aside = _wanted(table, spec), set(spec.history.ignore if spec.history else ())
    names = [name for name, *_ in present]
    for name in table.columns:
        if name not in names:
            raise RegisterError(
                "column-not-in-source",
                f"{file}: source.postgresql.columns is not a column of the table",
                got=name,
                expected=f"one of its {len(names)} columns",
                hint=near(name, names),
            )
    chosen: list[Asked] = []
    denied = 0
    for name, quoted, kind, modifier, readable in present:
        if wanted and name not in wanted and name not in aside:
            continue
        if name in aside:  # known by its name; nothing of it is needed
            chosen.append(Asked(name, f"NULL::text AS {quoted}"))
            continue
        denied += not readable
        sql, decimal = _expression(quoted, kind, modifier)
        chosen.append(Asked(name, f"{sql} AS {quoted}", decimal))
    if denied:
        raise no_permission(file, f"no SELECT on {denied} of {len(chosen)} columns")
    return tuple(chosen), len(present)


def _wanted(table: PostgresTable, spec: RegisterSpec) -> set[str]:
    """Names to copy where the description limits them; empty: all."""
    if not table.columns:
        return set()
    history = {spec.history.valid_from, spec.history.valid_to} if spec.history else set()
    keys = {name for key in spec.key for name in key.columns}
    return {*table.columns, *spec.columns, *keys, *history}


def _expression(name: str, kind: str, modifier: int) -> tuple[str, Any]:
    """SQL for the values of ``name``, and the decimal that their text becomes."""
    if kind in _SPANS:
        first, last = (f"{kind} '{moment}'" for moment in _SPANS[kind])
        below, above = f"WHEN {name} < {first} THEN {first}", f"WHEN {name} > {last} THEN {last}"
        return f"CASE {below} {above} ELSE {name} END", None
    digits, scale = _precision(modifier) if kind == "numeric" else (0, 0)
    if digits and 0 <= scale <= digits <= MOST_DIGITS:
        return f"nullif({name}, 'NaN')::text", pa.decimal128(digits, scale)
    return _EXPRESSIONS.get(kind, "{0}::text").format(name), None


def _precision(modifier: int) -> tuple[int, int]:
    """Digits and scale of a numeric's type modifier; (0, 0) where none is declared."""
    if modifier < 4:  # noqa: PLR2004  # the length of a header, which every modifier includes
        return 0, 0
    digits, scale = ((modifier - 4) >> 16) & 0xFFFF, (modifier - 4) & 0x7FF
    return digits, scale - 0x800 if scale & 0x400 else scale  # eleven bits, signed
