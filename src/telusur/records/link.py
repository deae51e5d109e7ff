"""Which versions of a member a row agrees with, column by column, as bits.

Steps:
    0. rows that equal a version in all that is compared are set apart, where there are many rows
       (``apart.py``); what follows is about the others
    1. every compared value on the dump's side in comparable form
    2. the member that each row's key names (``keys.py``)
    3. all versions of those members in comparable form
    4. agreement of each row with each of these versions
    5. where a key names several members, the one that agrees best
    6. the weight of each row's best agreement (``weights.py``): member, or chance
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step
from telusur.model.tables import LinkTable
from telusur.records import keys, weights
from telusur.records.apart import set_apart
from telusur.records.bits import agreement_step
from telusur.records.comparable import (
    as_they_stand,
    of_dump,
    of_register,
)
from telusur.records.hashed import hashed_dump
from telusur.vocabulary.unchanged import plain_columns

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnPair, DumpTable, Mapping, RegisterTable


def link(
    engine: Engine, dump: DumpTable, register: RegisterTable, mapping: Mapping, prefix: str
) -> LinkTable:
    """Compare every row of the dump with every version of the member it names.

    Args:
        engine: holds the dump and the register.
        dump: with a relation.
        register: with a relation.
        mapping: with at least one key.
        prefix: first part of the names of the relations made here, one a register.

    Returns:
        Handles to the agreement; see ``LinkTable``.
    """
    pairs = mapping.pairs
    whole = dump
    if register.prepared is not None:
        dump = hashed_dump(engine, dump, register.prepared, pairs, prefix)
    far = set_apart(engine, dump, register, mapping, prefix)
    if far is not None:
        dump = replace(dump, relation=far.near, rows=far.near_count)
    comparable = f"{prefix}dump"
    plain = plain_columns(
        engine, str(dump.relation), [(f"c{pair.dump}", pair.type) for pair in as_they_stand(pairs)]
    )
    values = ", ".join(f"{of_dump(pair, plain)} AS d{i}" for i, pair in enumerate(pairs))
    engine.run(Step(comparable, f"SELECT row_, {values} FROM {dump.relation}"))  # (1)
    _plain(engine, register, dump, prefix)
    search = keys.find_members(engine, prefix, comparable, register, mapping)  # (2)
    _comparable_versions(engine, prefix, register, pairs, search.candidates)  # (3)
    engine.run(
        agreement_step(
            f"{prefix}compared", search.candidates, comparable, f"{prefix}versions", len(pairs)
        ),
        *_best_member(prefix, f"{prefix}compared", search.candidates),  # (5)
    )
    weighing = weights.weigh_rows(engine, prefix, mapping)  # (6)
    return LinkTable(
        links=f"{prefix}links",
        found=f"{prefix}found",
        unusable=search.unusable,
        values=comparable,
        versions=f"{prefix}versions",
        pairs=pairs,
        keys=mapping.keys,
        rows=whole.rows,
        found_rows=weighing.found_rows + (far.count if far else 0),
        weighed=weighing.weighed,
        by_chance=weighing.by_chance,
        far=far and replace(far, consistent=weighing.full_consistent),
    )


def _plain(engine: Engine, register: RegisterTable, near: DumpTable, prefix: str) -> None:
    """View ``{prefix}plain``: the comparable values, before hashing, of the rows compared here."""
    source = f"SELECT * FROM {prefix}dump"
    if register.prepared is not None:
        source = (
            f"SELECT p.* FROM {prefix}plain_all AS p "
            f"WHERE EXISTS (SELECT 1 FROM {near.relation} AS n WHERE n.row_ = p.row_)"
        )
    engine.run(Step(f"{prefix}plain", source, Keep.VIEW))


def _comparable_versions(
    engine: Engine,
    prefix: str,
    register: RegisterTable,
    pairs: tuple[ColumnPair, ...],
    candidates: str,
) -> None:
    """Make ``{prefix}versions``; as read first, for no other member's values are worth the work."""
    if register.prepared is not None:  # hashed, there is nothing to be done about them
        held = ", ".join(f"{of_register(pair)} AS g{i}" for i, pair in enumerate(pairs))
        engine.run(
            Step(
                f"{prefix}versions",
                f"SELECT entity_, from_us, to_us, {held} FROM {register.relation} AS r "
                f"WHERE EXISTS (SELECT 1 FROM {candidates} AS c WHERE c.entity_ = r.entity_)",
            )
        )
        return
    columns = sorted({f"r{pair.register}" for pair in pairs})
    raw = f"{prefix}versions_raw"
    engine.run(
        Step(
            raw,
            f"SELECT entity_, from_us, to_us, {', '.join(columns)} FROM {register.relation} AS r "
            f"WHERE EXISTS (SELECT 1 FROM {candidates} AS c WHERE c.entity_ = r.entity_)",
        )
    )
    plain = plain_columns(
        engine, raw, [(f"r{pair.register}", pair.type) for pair in as_they_stand(pairs)]
    )
    values = ", ".join(f"{of_register(pair, plain)} AS g{i}" for i, pair in enumerate(pairs))
    engine.run(Step(f"{prefix}versions", f"SELECT entity_, from_us, to_us, {values} FROM {raw}"))
    engine.drop(raw)


def _best_member(prefix: str, compared: str, candidates: str) -> tuple[Step, ...]:
    """One member a row: the best agreeing one, then the smallest reference, so that it is stable.

    Almost every row has one candidate; only the others are ranked.
    """
    return (
        Step(
            f"{prefix}several",
            f"SELECT row_ FROM {candidates} GROUP BY row_ HAVING count(*) > 1",
        ),
        Step(
            f"{prefix}worse",
            "SELECT row_, entity_ FROM ("
            f"SELECT row_, entity_, max(agreed) AS best FROM {compared} AS c "
            f"WHERE EXISTS (SELECT 1 FROM {prefix}several AS s WHERE s.row_ = c.row_) "
            "GROUP BY row_, entity_) AS m "
            "QUALIFY row_number() OVER (PARTITION BY row_ ORDER BY best DESC, entity_) > 1",
        ),
        Step(
            f"{prefix}links",
            f"SELECT c.* FROM {compared} AS c WHERE NOT EXISTS (SELECT 1 FROM {prefix}worse AS w "
            "WHERE w.row_ = c.row_ AND w.entity_ = c.entity_)",
            Keep.VIEW,
        ),
    )
