"""Rows that equal a version of a member in every compared column, told by one number a row.

At national size most rows of a true copy need no comparison column by column: one fingerprint of
all compared values, made under a salt of this run, finds the version that they equal. Such rows are
*far*; all others are *near* and are compared as they always were, and with them a bounded part of
the members, drawn by hash, of which every row stays near: weights, decoys and dating are learnt on
near rows and say the same whether others are set apart or not.

Steps:
    1. fingerprints of both sides as read; rows that meet one member's version
    2. where many rows are left and normalising could change them, the same of normalised values
    3. members below a hash threshold stay near, with all their rows
    4. a sample of the pairs that met is compared by value
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step, comma
from telusur.errors import InternalFault
from telusur.model.tables import FarRows, LinkTable, RegisterTable
from telusur.records.comparable import (
    dump_column,
    key_text,
    of_dump,
    of_register,
    register_column,
)
from telusur.vocabulary.drawing import below
from telusur.vocabulary.repeats import row_print

if TYPE_CHECKING:
    from collections.abc import Callable

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnPair, DumpTable, Mapping

# Rows that are compared column by column in any case: the shares learnt from them are exact to a
# tenth of a percent, and a dump of so many rows needs no shortcut.
NEAR_ROWS = 1_000_000
# Pairs of equal fingerprint whose values are compared: 64 bits hardly ever err, code may.
CHECKED = 1_000_000
# Rows on which a second round is tried, and the share of them that it must settle.
TRIED, WORTH = 2_000, 0.2


def set_apart(
    engine: Engine,
    dump: DumpTable,
    register: RegisterTable,
    mapping: Mapping,
    prefix: str,
) -> FarRows | None:
    """Find the far rows.

    Returns:
        Handles to them; None where there are too few rows to save anything, or values in another
        form than the register's.

    Raises:
        InternalFault: ``fingerprints-differ`` when values that met by fingerprint are not equal.
    """
    if dump.rows <= NEAR_ROWS or any(pair.transform is not None for pair in mapping.pairs):
        return None
    salt = secrets.randbits(62)
    met = f"{prefix}met"
    as_read = [_as_read(pair) for pair in mapping.pairs]
    _meet(engine, str(dump.relation), register, mapping, f"{met}0", salt, as_read)  # (1)
    found, relations = _count(engine, f"{met}0"), [f"{met}0"]
    left = f"{prefix}unmet"
    hashes = register.prepared is not None  # which are normalised already
    if dump.rows - found > NEAR_ROWS and any(as_read) and not hashes:  # (2)
        engine.run(
            Step(
                left,
                f"SELECT d.* FROM {dump.relation} AS d WHERE NOT EXISTS "
                f"(SELECT 1 FROM {met}0 AS m WHERE m.row_ = d.row_)",
                Keep.VIEW,
            )
        )
        if _would_meet(engine, left, dump.rows - found, register, mapping, prefix):
            normalised = [False] * len(as_read)
            _meet(engine, left, register, mapping, f"{met}1", salt, normalised)
            found += _count(engine, f"{met}1")
            relations.append(f"{met}1")
    share = min(1.0, NEAR_ROWS / max(found, 1))
    engine.run(  # (3)
        Step(
            f"{prefix}far",
            " UNION ALL ".join(
                f"SELECT * FROM {relation} WHERE {_mark('entity_')} >= {below(share)}"
                for relation in relations
            ),
        )
    )
    parts = ("", "_all", "_versions", "_rows")
    engine.drop(left, *(f"{relation}{part}" for relation in relations for part in parts))
    far = f"{prefix}far"
    engine.run(
        Step(
            f"{prefix}near",
            f"SELECT d.* FROM {dump.relation} AS d "
            f"WHERE NOT EXISTS (SELECT 1 FROM {far} AS f WHERE f.row_ = d.row_)",
        )
    )
    near = engine.collect(f"SELECT count(*) AS n FROM {prefix}near")["n"][0].as_py()
    _check(engine, dump, register, mapping.pairs, far)  # (4)
    return FarRows(
        rows=far,
        near=f"{prefix}near",
        dump=str(dump.relation),
        register=str(register.relation),
        count=dump.rows - near,
        near_count=near,
        near_share=share,
    )


def drawn(
    engine: Engine, links: LinkTable, register: RegisterTable, prefix: str
) -> tuple[LinkTable, RegisterTable]:
    """The links and versions of the members who stay near, of whom every row and version is there.

    What is learnt from all rows of all members, such as a date, is learnt from these. Without far
    rows they are all members.
    """
    if links.far is None:
        return links, register
    below_it = f"{_mark('m.entity_')} < {below(links.far.near_share)}"
    names = {
        name: f"{prefix}drawn_{name}"
        for name in ("links", "found", "values", "versions", "members")
    }
    engine.run(
        *(
            Step(names[name], f"SELECT m.* FROM {relation} AS m WHERE {below_it}", keep)
            for name, relation, keep in (
                ("links", links.links, Keep.VIEW),
                ("found", links.found, Keep.TABLE),
                ("versions", links.versions, Keep.VIEW),
                ("members", str(register.relation), Keep.TABLE),
            )
        ),
        Step(
            names["values"],  # without the rows that other members were found for
            f"SELECT d.* FROM {links.values} AS d WHERE NOT EXISTS (SELECT 1 FROM {links.found} "
            f"AS m WHERE m.row_ = d.row_ AND NOT ({below_it}))",
            Keep.VIEW,
        ),
    )
    found = engine.collect(f"SELECT count(*) AS n FROM {names['found']}")["n"][0].as_py()
    return (
        replace(
            links,
            links=names["links"],
            found=names["found"],
            values=names["values"],
            versions=names["versions"],
            found_rows=found,
            drawn_share=links.far.near_share,
            far=None,
        ),
        replace(register, relation=names["members"]),
    )


def _mark(number: str) -> str:
    return f"stable_hash64(CAST({number} AS VARCHAR))"


def _meet(
    engine: Engine,
    rows: str,
    register: RegisterTable,
    mapping: Mapping,
    name: str,
    salt: int,
    as_read: list[bool],
) -> None:
    """Make ``name`` of the ``rows`` whose fingerprint one member's versions have."""
    pairs = mapping.pairs

    def prints(side: Callable[[ColumnPair], str], raw: Callable[[ColumnPair], str]) -> str:
        values = [
            raw(pair) if plain else side(pair) for pair, plain in zip(pairs, as_read, strict=True)
        ]
        texts = [
            value if pair.hashed is None else f"CAST({value} AS VARCHAR)"
            for pair, value in zip(pairs, values, strict=True)
        ]
        return row_print(texts, salt)

    keys = " ".join(
        f"WHEN {' AND '.join(_written(pairs[at]) for at in key)} THEN {index}"
        for index, key in enumerate(mapping.keys)
    )
    mine = prints(of_dump, dump_column)
    theirs = prints(of_register, register_column)
    engine.run(
        Step(
            f"{name}_rows",
            f"SELECT row_, key_, p FROM (SELECT row_, CASE {keys} END AS key_, {mine} AS p "
            f"FROM {rows}) AS d WHERE key_ IS NOT NULL",
            Keep.VIEW,
        ),
        Step(
            f"{name}_versions",
            f"SELECT entity_, from_us, to_us, {theirs} AS p FROM {register.relation}",
            Keep.VIEW,
        ),
        Step(
            f"{name}_all",
            "SELECT d.row_, r.entity_, d.key_, r.from_us, r.to_us "
            f"FROM {name}_rows AS d JOIN {name}_versions AS r ON r.p = d.p",
        ),
    )
    if _names_the_member(register, mapping):
        engine.run(Step(name, f"SELECT * FROM {name}_all", Keep.VIEW))
        return
    # two members may be alike in all that is compared: which one a row means is settled near
    engine.run(
        Step(
            name,
            f"SELECT a.* FROM {name}_all AS a WHERE NOT EXISTS (SELECT 1 FROM (SELECT row_ "
            f"FROM {name}_all GROUP BY row_ HAVING min(entity_) < max(entity_)) AS s "
            "WHERE s.row_ = a.row_)",
        )
    )


def _would_meet(
    engine: Engine,
    left: str,
    rows: int,
    register: RegisterTable,
    mapping: Mapping,
    prefix: str,
) -> bool:
    """Whether so many of the rows left equal a version once normalised that looking is worth it.

    Tried on some rows by their strongest key; what is found out decides nothing but the way.
    """
    pairs, key = mapping.pairs, mapping.keys[0]
    mine = comma([f"{of_dump(pair)} AS d{at}" for at, pair in enumerate(pairs)])
    theirs = comma([f"{of_register(pair)} AS g{at}" for at, pair in enumerate(pairs)])
    equal = " AND ".join(f"d.d{at} IS NOT DISTINCT FROM g.g{at}" for at in range(len(pairs)))
    tried, held = f"{prefix}tried", f"{prefix}tried_held"
    key_of_register = key_text([of_register(pairs[at]) for at in key])
    engine.run(
        Step(
            tried,
            f"SELECT {key_text([f'd{at}' for at in key])} AS k, d.* FROM (SELECT row_, "
            f"{mine} FROM {left} AS l WHERE row_ % {max(rows // TRIED, 1)} = 0) AS d",
        ),
        Step(
            held,
            f"SELECT r.* FROM {register.relation} AS r WHERE EXISTS "
            f"(SELECT 1 FROM {tried} AS t WHERE t.k = {key_of_register})",
        ),
    )
    met = engine.collect(
        f"SELECT (SELECT count(*) FROM {tried}) AS n, (SELECT count(DISTINCT d.row_) FROM {tried} "
        f"AS d JOIN (SELECT {key_of_register} AS k, {theirs} FROM {held}) AS g ON g.k = d.k "
        f"WHERE {equal}) AS met"
    ).to_pylist()[0]
    engine.drop(tried, held)
    return bool(met["met"] >= WORTH * max(met["n"], 1))


def _written(pair: ColumnPair) -> str:
    """Whether the dump's value is more than an empty one; nothing that means "none" is a digit."""
    if pair.hashed is not None:
        return f"{of_dump(pair)} IS NOT NULL"
    first = f"left(c{pair.dump}, 1)"
    return (
        f"CASE WHEN {first} >= '0' AND {first} <= '9' THEN true "
        f"ELSE {of_dump(pair)} IS NOT NULL END"
    )


def _as_read(pair: ColumnPair) -> bool:
    """Whether values that are equal as read are equal once normalised; hashes are already."""
    return pair.hashed is not None or pair.dump_date_order == pair.register_date_order


def _names_the_member(register: RegisterTable, mapping: Mapping) -> bool:
    """Whether the register's strongest key, by which members are told apart, is compared."""
    compared = {pair.register_name for pair in mapping.pairs}
    return bool(register.facts.keys) and set(register.facts.keys[0]) <= compared


def _count(engine: Engine, relation: str) -> int:
    counted = engine.collect(f"SELECT count(DISTINCT row_) AS n FROM {relation}")
    return int(counted["n"][0].as_py())


def _check(
    engine: Engine,
    dump: DumpTable,
    register: RegisterTable,
    pairs: tuple[ColumnPair, ...],
    far: str,
) -> None:
    """Compare the values of a bounded part of the pairs; no unequal one is let through."""
    versions = engine.collect(f"SELECT count(*) AS n FROM {far}")["n"][0].as_py()
    share = below(min(1.0, CHECKED / max(versions, 1)))
    unequal = " OR ".join(_unequal(pair) for pair in pairs)
    raw = comma([f"d.{column}" for column in sorted({dump_column(pair) for pair in pairs})])
    held = comma([f"r.{column}" for column in sorted({register_column(pair) for pair in pairs})])
    drawn = f"SELECT * FROM {far} AS f WHERE {_mark('row_')} < {share}"
    engine.run(
        Step(f"{far}_drawn", drawn),
        Step(
            f"{far}_sides",
            f"SELECT {raw}, {held} FROM {far}_drawn AS f "
            f"JOIN {dump.relation} AS d ON d.row_ = f.row_ "
            f"JOIN {register.relation} AS r ON r.entity_ = f.entity_ "
            "AND r.from_us IS NOT DISTINCT FROM f.from_us "
            "AND r.to_us IS NOT DISTINCT FROM f.to_us",
        ),
    )
    found = engine.collect(f"SELECT count(*) AS n FROM {far}_sides WHERE {unequal}")
    engine.drop(f"{far}_sides", f"{far}_drawn")
    if (differing := found["n"][0].as_py()) > 0:
        raise InternalFault(
            "fingerprints-differ",
            "rows of equal fingerprint differ in their values",
            got=f"{differing} unequal pairs",
            expected="none",
        )


def _unequal(pair: ColumnPair) -> str:
    """Whether a dump value and a register value differ, normalised only where they do as read."""
    normalised = f"{of_dump(pair)} IS DISTINCT FROM {of_register(pair)}"
    if pair.hashed is not None or not _as_read(pair):
        return normalised
    same = f"coalesce(c{pair.dump}, '') = coalesce(r{pair.register}, '')"
    return f"CASE WHEN {same} THEN false ELSE {normalised} END"
