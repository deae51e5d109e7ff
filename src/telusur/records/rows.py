"""``rows.parquet``: a row per dump row, with its outcome and no plain value.

Columns: ``row`` (1-based), ``file`` (index into the receipt's files), ``line`` (1-based, or NULL),
``register``, ``outcome``, ``member`` (keyed reference of the member, or NULL), ``key`` (index into
``keys_used``, or NULL), ``consistent``, ``probability`` (of a row linked without a key that it is
this member's, else NULL), and ``agreement_0…`` (bits in the order of ``agreement`` in
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
    engine: Engine,
    dump: DumpTable,
    links: LinkTable,
    prefix: str,
    register: str,
    key: Key,
    probable: str | None = None,
) -> str:
    """SELECT of the rows against one register, in the order of the dump.

    Args:
        engine: the key's padded blocks are loaded into it, so that no key stands in the SQL.
        dump: as read.
        links: agreement of rows with versions.
        prefix: first part of the names of the relations that ``settle`` made.
        register: the register's name.
        key: of the case; references are made under a subkey of this register's.
        probable: relation of ``row_``, ``entity_``, ``probability`` of rows linked without a key.
    """
    engine.load(f"{prefix}pads", key.subkey("reference", register).pads())
    words = ", ".join(f"s.{word} AS agreement_{i}" for i, word in enumerate(links.words))
    linked, joined = "", ""
    member, probability = "CAST(s.entity_ AS VARCHAR)", "CAST(NULL AS DOUBLE)"
    if probable is not None:
        linked = "WHEN q.row_ IS NOT NULL THEN 'probable' "
        member, probability = f"coalesce({member}, q.entity_)", "q.probability"
        joined = f"LEFT JOIN {probable} AS q ON q.row_ = d.row_ "
    return (
        f"SELECT d.row_ AS row, d.file_ AS file, d.line_ AS line, {literal(register)} AS register, "
        f"CASE WHEN s.outcome IS NOT NULL THEN s.outcome {linked}"
        "WHEN u.row_ IS NOT NULL THEN 'unusable' ELSE 'absent' END AS outcome, "
        f"{reference(member, 'p.ipad', 'p.opad')} AS member, s.key_ AS key, s.consistent, "
        f"{probability} AS probability, {words} "
        f"FROM {dump.relation} AS d CROSS JOIN {prefix}pads AS p "
        f"LEFT JOIN {prefix}settled AS s ON s.row_ = d.row_ "
        f"LEFT JOIN {links.unusable} AS u ON u.row_ = d.row_ {joined}ORDER BY d.row_"
    )


def untested_rows_sql(
    engine: Engine,
    dump: DumpTable,
    prefix: str,
    register: str,
    key: Key,
    probable: str | None = None,
) -> str:
    """SELECT of the rows of a register whose keys do not stand in the dump; see ``rows_sql``."""
    engine.load(f"{prefix}pads", key.subkey("reference", register).pads())
    member, linked, joined = "CAST(NULL AS VARCHAR)", "false", ""
    probability = "CAST(NULL AS DOUBLE)"
    if probable is not None:
        member, linked = reference("q.entity_", "p.ipad", "p.opad"), "q.row_ IS NOT NULL"
        probability = "q.probability"
        joined = f"CROSS JOIN {prefix}pads AS p LEFT JOIN {probable} AS q ON q.row_ = d.row_ "
    return (
        f"SELECT d.row_ AS row, d.file_ AS file, d.line_ AS line, {literal(register)} AS register, "
        f"CASE WHEN {linked} THEN 'probable' ELSE 'unusable' END AS outcome, {member} AS member, "
        "CAST(NULL AS INTEGER) AS key, CAST(NULL AS BOOLEAN) AS consistent, "
        f"{probability} AS probability FROM {dump.relation} AS d {joined}ORDER BY d.row_"
    )


def pairs_sql(
    engine: Engine, dump: DumpTable, prefix: str, register: str, key: Key, pairs: str
) -> str:
    """SELECT of ``linkage.parquet``: pairs of a row and its best member that a clerk may review.

    Columns: ``row``, ``file``, ``line``, ``register``, ``member`` (keyed reference),
    ``probability`` and ``linked``; pairs that are likelier not to be one are left out.
    """
    engine.load(f"{prefix}pads", key.subkey("reference", register).pads())
    return (
        f"SELECT d.row_ AS row, d.file_ AS file, d.line_ AS line, {literal(register)} AS register, "
        f"{reference('q.entity_', 'p.ipad', 'p.opad')} AS member, q.probability, q.linked "
        f"FROM {pairs} AS q CROSS JOIN {prefix}pads AS p "
        f"JOIN {dump.relation} AS d ON d.row_ = q.row_ "
        f"WHERE q.probability >= 0.5 ORDER BY d.row_"
    )
