"""``rows.parquet``: a row per dump row, with its outcome and no plain value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.records.bits import word_names

if TYPE_CHECKING:
    from telusur.model.tables import DumpTable, LinkTable


def rows_sql(dump: DumpTable, links: LinkTable, prefix: str, reference: str, register: str) -> str:
    """SELECT of one register's rows, in the order of the dump.

    Args:
        dump: as read.
        links: agreement of rows with versions.
        prefix: first part of the names of the relations that ``settle`` made.
        reference: SQL of the keyed reference of ``s.entity_``, over ``s`` and the key's table.
        register: SQL literal of the register's name.

    Columns: ``row``, ``file``, ``line``, ``register``, ``outcome``, ``member`` (keyed reference or
    NULL), ``key`` (index into ``keys_used`` or NULL), ``consistent``, and ``agreement_0…`` (bits in
    the order of ``agreement`` in the findings).
    """
    words = ", ".join(
        f"s.{word} AS agreement_{i}"
        for i, word in enumerate(word_names(len(links.pairs)).split(", "))
    )
    return (
        f"SELECT d.row_ AS row, d.file_ AS file, d.line_ AS line, {register} AS register, "
        "CASE WHEN s.outcome IS NOT NULL THEN s.outcome WHEN u.row_ IS NOT NULL THEN 'unusable' "
        f"ELSE 'absent' END AS outcome, {reference} AS member, s.key_ AS key, s.consistent, "
        f"{words} "
        f"FROM {dump.relation} AS d LEFT JOIN {prefix}settled AS s ON s.row_ = d.row_ "
        f"LEFT JOIN {links.unusable} AS u ON u.row_ = d.row_"
    )
