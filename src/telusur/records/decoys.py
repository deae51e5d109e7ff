"""Rows that should not match, sent down the same path as the dump's.

* **chance**: for every key that found rows, identifiers drawn from the pattern of the dump's own
  (length, then each character given its place and the one before), never looking at the register
  and never one of the dump's: how often does a well-formed identifier hit a member? In a register
  that numbers its members from 1 upwards, often: then a found key proves little. Where the dump
  has hashes, the pattern is that of the numbers that were hashed, as far as rows were found: any
  digits would do as a hash, and none of them would ever hit.
* **swap**: rows given the member of another row: how often do they pass as consistent?
* **null**: identifiers of a form that was never issued: they only prove that the path says no.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from telusur.engine.protocol import Keep, Step
from telusur.model.findings.records import Decoys, DecoyTest
from telusur.records.comparable import SEPARATOR, key_text, of_dump, of_register
from telusur.records.hashed import hashed
from telusur.records.keys import dump_key
from telusur.vocabulary.intervals import upper_bound

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.engine.protocol import Engine
    from telusur.model.tables import LinkTable, Mapping, RegisterTable

TRIED = 10_000  # none of so many matching bounds the share at 0.05 % with 99 % confidence
LONGEST = 64  # characters of a key whose pattern is learned
USED = 0.01  # a key that found fewer of the rows found decides nothing
FEW = 1_000  # fewer fresh decoys than this bound the chance too loosely to be of use
START = ""  # the character before the first
ANY = "any"  # stands for every character before


def try_decoys(
    engine: Engine,
    links: LinkTable,
    register: RegisterTable,
    mapping: Mapping,
    prefix: str,
    seed: int,
) -> Decoys:
    """Send decoys of all three kinds; ``tried`` is 0 where a kind cannot be made."""
    used = _keys_used(engine, links)
    mapping = _unhashed(engine, register, mapping, links, prefix)
    dump = links.far.dump if links.far else None
    chance = [
        _held(engine, register, mapping, key, f"{prefix}chance", drawn)
        for key in used
        for drawn in (_chance(engine, mapping, key, prefix, seed, dump),)
    ]
    null = [f"{drawn}\x1e{drawn}" for drawn in _drawn(engine, mapping, used[0], prefix, seed)]
    return Decoys(
        # A dump is as easy to hit by chance as the easiest of the keys that found its rows.
        chance=max(chance, key=lambda tested: tested.upper_bound),
        swap=_swapped(engine, links, prefix),
        # Twice a key, with a character between that no normalised value holds, was never issued.
        null=_held(engine, register, mapping, used[0], f"{prefix}null", null),
    )


def _unhashed(
    engine: Engine, register: RegisterTable, mapping: Mapping, links: LinkTable, prefix: str
) -> Mapping:
    """Make ``{prefix}keyed``, the dump's key values; the mapping by which these are looked up.

    Without a hash among the keys that is the dump as compared. A hash is opened by the member that
    it found: his value in the register is what was hashed.
    """
    opaque = {
        at
        for key in mapping.keys
        for at in key
        if (transform := mapping.pairs[at].transform) is not None and transform.whole
    }
    name = f"{prefix}keyed"
    engine.drop(name)
    if not opaque:
        engine.run(Step(name, f"SELECT * FROM {prefix}plain", Keep.VIEW))
        return mapping
    plain = replace(
        mapping,
        pairs=tuple(
            replace(pair, transform=None) if at in opaque else pair
            for at, pair in enumerate(mapping.pairs)
        ),
    )
    opened = ", ".join(f"min({of_register(plain.pairs[at])}) AS d{at}" for at in sorted(opaque))
    values = [f"o.d{at}" if at in opaque else f"d.d{at}" for at in range(len(mapping.pairs))]
    engine.run(
        Step(
            name,
            f"SELECT d.row_, {', '.join(values)} FROM {prefix}plain AS d "
            f"LEFT JOIN {links.found} AS f ON f.row_ = d.row_ LEFT JOIN ("
            f"SELECT r.entity_, {opened} FROM {register.relation} AS r WHERE EXISTS "
            f"(SELECT 1 FROM {links.found} AS f WHERE f.entity_ = r.entity_) "
            "GROUP BY r.entity_) AS o ON o.entity_ = f.entity_",
        )
    )
    return plain


def _keys_used(engine: Engine, links: LinkTable) -> list[int]:
    """Keys that found a share of the rows worth speaking of; the strongest if none did."""
    relations = [f"SELECT row_, key_ FROM {links.found}"]
    if links.far:  # a row may stand there several times: what counts is which keys are used
        relations.append(f"SELECT row_, key_ FROM {links.far.rows}")
    counted = engine.collect(
        f"SELECT key_, count(*) AS n FROM ({' UNION ALL '.join(relations)}) AS f "
        "GROUP BY key_ ORDER BY key_"
    ).to_pylist()
    return [row["key_"] for row in counted if row["n"] >= USED * links.found_rows] or [0]


def _swapped(engine: Engine, links: LinkTable, prefix: str) -> DecoyTest:
    if not links.weighed:
        return _tested(0, 0)
    row = engine.collect(
        "SELECT count(*) AS tried, count(*) FILTER (WHERE consistent) AS matched "
        f"FROM {prefix}swapped_passing"
    ).to_pylist()[0]
    return _tested(row["tried"], row["matched"])


def _tested(tried: int, matched: int) -> DecoyTest:
    return DecoyTest(tried=tried, matched=matched, upper_bound=upper_bound(matched, tried))


def _held(
    engine: Engine,
    register: RegisterTable,
    mapping: Mapping,
    key: int,
    name: str,
    decoys: list[str],
) -> DecoyTest:
    """How many decoys the register holds as this key, by the same lookup as real rows."""
    if not decoys:
        return _tested(0, 0)
    _load(engine, register, name, decoys, len(mapping.keys[key]))
    held = key_text([of_register(mapping.pairs[position]) for position in mapping.keys[key]])
    matched = engine.collect(
        f"SELECT count(DISTINCT d.k) AS n FROM {name} AS d "
        f"JOIN (SELECT {held} AS k FROM {register.relation}) AS r ON r.k = d.k"
    )["n"][0].as_py()
    engine.drop(name)
    return _tested(len(decoys), matched)


def _load(
    engine: Engine, register: RegisterTable, name: str, decoys: list[str], columns: int
) -> None:
    """Table ``name``: ``k``, the decoys as the register's keys of so many columns stand."""
    if register.prepared is None:
        engine.load(name, pa.table({"k": pa.array(decoys, pa.string())}))
        return
    # A decoy of fewer parts is no key: NULL, which no member has.
    split = [
        (*decoy.split(SEPARATOR, columns - 1), *[None] * columns)[:columns] for decoy in decoys
    ]
    parts = [f"p{at}" for at in range(columns)]
    texts = [pa.array(given, pa.string()) for given in zip(*split, strict=True)]
    engine.load(f"{name}_plain", pa.table(texts, names=parts))
    keys, beside = hashed(register.prepared, parts)
    engine.run(Step(name, f"SELECT {key_text(keys)} AS k FROM {name}_plain AS p{beside}"))
    engine.drop(f"{name}_plain")


def _drawn(engine: Engine, mapping: Mapping, key: int, prefix: str, seed: int) -> list[str]:
    return draw(_transitions(engine, mapping, key, prefix), TRIED, np.random.default_rng(seed))


def _chance(
    engine: Engine, mapping: Mapping, key: int, prefix: str, seed: int, dump: str | None
) -> list[str]:
    """Identifiers in the pattern of the dump's own that are none of them.

    ``dump``: its relation, where not all of its keys stand in ``{prefix}keyed``.
    """
    own = f"SELECT {dump_key(mapping, key)} AS k FROM {prefix}keyed"
    if dump is not None and mapping.pairs[mapping.keys[key][0]].hashed is not None:
        own = f"SELECT {dump_key(mapping, key)} AS k FROM {prefix}plain_all"
    elif dump is not None:
        parts = [of_dump(mapping.pairs[position]) for position in mapping.keys[key]]
        own = f"SELECT {key_text(parts)} AS k FROM {dump}"
    fresh = _not_in_dump(engine, own, prefix, _drawn(engine, mapping, key, prefix, seed))
    if len(fresh) < FEW:
        # The chain gives back little but the dump's own keys: draw each character by its place.
        transitions = _unchained(_transitions(engine, mapping, key, prefix))
        apart = draw(transitions, TRIED, np.random.default_rng(seed))
        fresh = sorted({*fresh, *_not_in_dump(engine, own, prefix, apart)})
    return fresh


def _not_in_dump(engine: Engine, own: str, prefix: str, drawn: list[str]) -> list[str]:
    """Those of ``drawn`` that are not among ``own``, a SELECT of the dump's keys."""
    engine.load(f"{prefix}drawn", pa.table({"k": pa.array(drawn, pa.string())}))
    fresh: list[str] = engine.collect(
        f"SELECT k FROM {prefix}drawn AS c WHERE NOT EXISTS "
        f"(SELECT 1 FROM ({own}) AS d WHERE d.k = c.k) ORDER BY k"
    )["k"].to_pylist()
    engine.drop(f"{prefix}drawn")
    return fresh


def _unchained(transitions: pa.Table) -> pa.Table:
    """The counts without the character before, which is then the same for all of a place."""
    summed = transitions.group_by(["size", "place", "here"]).aggregate([("n", "sum")])
    summed = summed.rename_columns(["size", "place", "here", "n"])
    order = [("size", "ascending"), ("place", "ascending"), ("here", "ascending")]
    before = pa.array([ANY] * summed.num_rows, pa.string())
    return summed.append_column("before", before).sort_by(order)


def _transitions(engine: Engine, mapping: Mapping, key: int, prefix: str) -> pa.Table:
    """Counts of (length, place, character before, character) over a sample of the dump's keys."""
    engine.load(f"{prefix}places", pa.table({"place": pa.array(range(1, LONGEST + 1), pa.int64())}))
    engine.run(
        Step(
            f"{prefix}key_sample",
            f"SELECT DISTINCT k FROM (SELECT {dump_key(mapping, key)} AS k FROM {prefix}keyed) "
            f"AS d WHERE k IS NOT NULL AND length(k) <= {LONGEST} "
            f"ORDER BY stable_hash64(k), k LIMIT {TRIED}",
        )
    )
    return engine.collect(
        "SELECT length(k) AS size, place, "
        "CASE WHEN place = 1 THEN '' ELSE substr(k, place - 1, 1) END AS before, "
        "substr(k, place, 1) AS here, count(*) AS n "
        f"FROM {prefix}key_sample AS s JOIN {prefix}places AS p ON p.place <= length(s.k) "
        "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    )


def draw(transitions: pa.Table, wanted: int, rng: np.random.Generator) -> list[str]:
    """Distinct texts from a chain over places: at most ``wanted``, fewer when few exist.

    Args:
        transitions: columns ``size``, ``place``, ``before``, ``here``, ``n``.
        wanted: how many texts are drawn; repeats are dropped.
        rng: source of randomness; the same state gives the same texts.
    """
    counts: dict[tuple[int, int, str], tuple[list[str], list[int]]] = {}
    for row in transitions.to_pylist():  # one entry a transition, not a row of the dump
        here, n = counts.setdefault((row["size"], row["place"], row["before"]), ([], []))
        here.append(row["here"])
        n.append(row["n"])
    sizes = {size: sum(n) for (size, place, _), (_, n) in counts.items() if place == 1}
    if not sizes:
        return []
    shares = np.array(list(sizes.values())) / sum(sizes.values())
    texts: list[str] = []
    for size, many in zip(sizes, rng.multinomial(wanted, shares), strict=True):
        texts.extend(_draw_of_size(counts, size, int(many), rng))
    return sorted(set(texts))


def _draw_of_size(
    counts: dict[tuple[int, int, str], tuple[list[str], list[int]]],
    size: int,
    many: int,
    rng: np.random.Generator,
) -> list[str]:
    grid: NDArray[np.str_] = np.full((many, size), START, dtype="<U1")
    before: NDArray[np.str_] = np.full(many, START, dtype="<U1")
    for place in range(1, size + 1):
        for last in np.unique(before):
            here, n = counts.get((size, place, str(last))) or counts[(size, place, ANY)]
            chosen = before == last
            weights = np.array(n) / sum(n)
            grid[chosen, place - 1] = rng.choice(np.array(here), int(chosen.sum()), p=weights)
        before = grid[:, place - 1]
    return ["".join(row) for row in grid]
