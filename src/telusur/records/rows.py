"""``rows.parquet``: a row per dump row, with its outcome and no plain value.

Columns: ``row`` (1-based), ``file`` (index into the receipt's files), ``line`` (1-based, or NULL),
``register``, ``outcome``, ``member`` (keyed reference of the member, or NULL), ``key`` (index into
``keys_used``, or NULL), ``consistent``, and ``agreement_0…`` (bits in the order of ``agreement`` in
the findings: bit *i* of word *i // 62*).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import literal
from telusur.vocabulary.keyed import reference

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import DumpTable, LinkTable
    from telusur.vocabulary.keyed import Key


def rows_sql(
    engine: Engine, dump: DumpTable, links: LinkTable, prefix: str, register: str, key: Key
) -> str:
    """SELECT of the rows against one register, in the order of the dump.

    Args:
        engine: the key's padded blocks are loaded into it, so that no key stands in the SQL.
        dump: as read.
        links: agreement of rows with versions.
        prefix: first part of the names of the relations that ``settle`` made.
        register: the register's name.
        key: of the case; references are made under a subkey of this register's.
    """
    engine.load(f"{prefix}pads", key.subkey("reference", register).pads())
    words = ", ".join(f"s.{word} AS agreement_{i}" for i, word in enumerate(links.words))
    return (
        f"SELECT d.row_ AS row, d.file_ AS file, d.line_ AS line, {literal(register)} AS register, "
        "CASE WHEN s.outcome IS NOT NULL THEN s.outcome WHEN u.row_ IS NOT NULL THEN 'unusable' "
        "ELSE 'absent' END AS outcome, "
        f"{reference('CAST(s.entity_ AS VARCHAR)', 'p.ipad', 'p.opad')} AS member, "
        "s.key_ AS key, s.consistent, "
        f"{words} FROM {dump.relation} AS d CROSS JOIN {prefix}pads AS p "
        f"LEFT JOIN {prefix}settled AS s ON s.row_ = d.row_ "
        f"LEFT JOIN {links.unusable} AS u ON u.row_ = d.row_ ORDER BY d.row_"
    )


def untested_rows_sql(dump: DumpTable, register: str) -> str:
    """SELECT of the rows of a register whose keys do not stand in the dump."""
    return (
        f"SELECT row_ AS row, file_ AS file, line_ AS line, {literal(register)} AS register, "
        "'unusable' AS outcome, CAST(NULL AS VARCHAR) AS member, CAST(NULL AS INTEGER) AS key, "
        f"CAST(NULL AS BOOLEAN) AS consistent FROM {dump.relation} ORDER BY row_"
    )
