"""Which member a row names: keys strongest first, the next only for rows still unfound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step
from telusur.records.comparable import key_text, of_register

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import Mapping, RegisterTable

# A key value that names more members than this names nobody: it is a default or a placeholder.
MAX_MEMBERS_OF_A_KEY = 4


@dataclass(frozen=True)
class KeySearch:
    """Names of the relations that finding members made.

    ``candidates``: ``row_``, ``entity_``, ``key_``; a few rows may have several candidates.
    """

    candidates: str
    unusable: str


def dump_key(mapping: Mapping, key: int) -> str:
    """Key text over the dump's comparable columns ``d0…``."""
    return key_text([f"d{position}" for position in mapping.keys[key]])


def find_members(
    engine: Engine,
    prefix: str,
    dump: str,
    register: RegisterTable,
    mapping: Mapping,
) -> KeySearch:
    """Look up every row's key in the register.

    Args:
        engine: holds both relations.
        prefix: first part of the names of the relations made here.
        dump: relation of comparable values, ``row_`` and ``d0…``.
        register: an opened register with rows.
        mapping: has at least one key.
    """
    unfound = dump
    parts = []
    for key in range(len(mapping.keys)):
        named = f"{prefix}key{key}"
        _look_up(engine, named, unfound, register, mapping, key)
        parts.append(f"SELECT row_, entity_, {key} AS key_ FROM {named}")
        left = f"{prefix}left{key}"
        engine.run(
            Step(
                left,
                f"SELECT * FROM {unfound} AS d "
                f"WHERE NOT EXISTS (SELECT 1 FROM {named} AS k WHERE k.row_ = d.row_)",
                Keep.VIEW,
            )
        )
        unfound = left
    any_key = " OR ".join(f"{dump_key(mapping, key)} IS NOT NULL" for key in range(len(parts)))
    engine.run(
        Step(f"{prefix}candidates", " UNION ALL ".join(parts), Keep.VIEW),
        Step(f"{prefix}unusable", f"SELECT row_ FROM {dump} WHERE NOT ({any_key})"),
    )
    return KeySearch(f"{prefix}candidates", f"{prefix}unusable")


def _look_up(
    engine: Engine,
    named: str,
    rows: str,
    register: RegisterTable,
    mapping: Mapping,
    key: int,
) -> None:
    """Table ``named``: ``row_``, ``entity_`` of the rows whose key value the register holds."""
    held = key_text([of_register(mapping.pairs[position]) for position in mapping.keys[key]])
    engine.run(
        Step(
            f"{named}_wanted",
            f"SELECT row_, k FROM (SELECT row_, {dump_key(mapping, key)} AS k FROM {rows}) AS d "
            "WHERE k IS NOT NULL",
        ),
        Step(
            f"{named}_held",
            "SELECT k, entity_ FROM ("
            f"SELECT DISTINCT k, entity_ FROM (SELECT {held} AS k, entity_ "
            f"FROM {register.relation}) AS r "
            f"WHERE EXISTS (SELECT 1 FROM {named}_wanted AS w WHERE w.k = r.k)"
            f") AS h QUALIFY count(*) OVER (PARTITION BY k) <= {MAX_MEMBERS_OF_A_KEY}",
        ),
        Step(
            named,
            f"SELECT w.row_, h.entity_ FROM {named}_wanted AS w "
            f"JOIN {named}_held AS h ON w.k = h.k",
        ),
    )
    engine.drop(f"{named}_wanted")
