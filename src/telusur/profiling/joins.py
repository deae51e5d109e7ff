"""How the tables of a dump hang together: which columns name rows of another table.

1. what the file's own definition declares;
2. columns whose names say so: the same name, or ``customer_id`` beside ``id`` of ``customer``;
3. columns that hold one kind of identifier (an NIK here and there).

Each proposal is then counted: how many of its values the other table has. What the file declares is
said even where few are found, the others only from ``CONTAINED`` on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from telusur.engine.protocol import quoted
from telusur.model.findings.profile import JoinProposal
from telusur.vocabulary.names import bare
from telusur.vocabulary.normalise import light

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.findings.receipt import Receipt
    from telusur.model.tables import DumpTable
    from telusur.profiling.people import Kinds

Basis = Literal["declared", "name", "type"]

# Share of the pointing values that the other table must have, each once, for names or kinds alone
# to propose a join: chance meets neither.
CONTAINED = 0.9
# Distinct values below which containment says nothing: 1, 2 and 3 are in every table.
FEWEST = 5
# Pairs counted at most, and rows up to which they are: beyond, only what is declared is told.
MOST_PAIRS = 200
COUNTED_ROWS = 20_000_000

# Names that stand in every table, and those that Telusur gave: equal ones say nothing.
NO_NAME = re.compile(r"id|name|nama|no|code|kode|type|status|column\d+")

# Kinds whose values name one person or thing, wherever they stand.
IDENTIFIERS = frozenset(("id.nik", "id.kk", "id.noka", "id.npwp", "uuid", "email", "payment_card"))


@dataclass(frozen=True)
class Pair:
    """Columns ``at`` of ``table`` that may point at columns ``to_at`` of ``to``."""

    table: DumpTable
    at: tuple[int, ...]
    to: DumpTable
    to_at: tuple[int, ...]
    basis: Basis


def find_joins(
    engine: Engine, kinds: Sequence[Kinds], receipt: Receipt
) -> tuple[JoinProposal, ...]:
    """Joins proposed between the tables, the surest first; see the module's docstring."""
    tables = [one.table for one in kinds]
    declared = list(_declared(tables, receipt))
    said = {(pair.table.name, pair.at, pair.to.name) for pair in declared}
    guessed = [
        pair
        for pair in (*_named(tables), *_typed(kinds))
        if (pair.table.name, pair.at, pair.to.name) not in said
    ]
    unique = {(id(p.table), p.at, id(p.to), p.to_at): p for p in reversed(guessed)}
    countable = [pair for pair in reversed(unique.values()) if _small(pair)][:MOST_PAIRS]
    proposals = [
        _counted(engine, pair) if _small(pair) else _proposal(pair, None, None, None)
        for pair in declared
    ]
    for pair in countable:
        proposal = _counted(engine, pair)
        if _holds(proposal, pair):
            proposals.append(proposal)
    return tuple(sorted(_one_way(proposals), key=_surest))


def _declared(tables: Sequence[DumpTable], receipt: Receipt) -> Iterator[Pair]:
    by_name = {table.name.casefold(): table for table in tables}
    for file in receipt.files:
        for told in file.tables:
            table = by_name.get(told.name.casefold())
            for key in told.foreign_keys:
                to = by_name.get(key.table.casefold())
                if table is None or to is None:
                    continue
                theirs = key.references or _key_of(receipt, to.name)
                at, to_at = _places(table, key.columns), _places(to, theirs)
                if at and len(at) == len(to_at):
                    yield Pair(table, at, to, to_at, "declared")


def _key_of(receipt: Receipt, name: str) -> tuple[str, ...]:
    tables = (table for file in receipt.files for table in file.tables)
    return next((one.primary_key for one in tables if one.name == name and one.primary_key), ())


def _places(table: DumpTable, names: Sequence[str]) -> tuple[int, ...]:
    folded = [name.casefold() for name in table.columns]
    wanted = [name.casefold() for name in names]
    return tuple(map(folded.index, wanted)) if set(wanted) <= set(folded) else ()


def _named(tables: Sequence[DumpTable]) -> Iterator[Pair]:
    for table in tables:
        for at, name in enumerate(table.columns):
            folded = bare(name)
            for to in tables:
                if to is table:
                    continue
                for to_at, theirs in enumerate(to.columns):
                    same = folded == bare(theirs) and not NO_NAME.fullmatch(folded)
                    of = folded == bare(to.name) + bare(theirs) and bare(theirs).endswith("id")
                    if same or of:
                        yield Pair(table, (at,), to, (to_at,), "name")


def _typed(kinds: Sequence[Kinds]) -> Iterator[Pair]:
    for one in kinds:
        for at, (kind, _) in enumerate(one.columns):
            if kind not in IDENTIFIERS:
                continue
            for other in kinds:
                if other is one:
                    continue
                for to_at, (theirs, _) in enumerate(other.columns):
                    if theirs == kind:
                        yield Pair(one.table, (at,), other.table, (to_at,), "type")


def _small(pair: Pair) -> bool:
    return pair.table.rows + pair.to.rows <= COUNTED_ROWS


def _counted(engine: Engine, pair: Pair) -> JoinProposal:
    ours = _distinct(pair.table, pair.at, "NULL")
    theirs = _distinct(pair.to, pair.to_at, "count(*)")
    same = " AND ".join(f"a.v{at} = b.v{at}" for at in range(len(pair.at)))
    row = engine.collect(
        f"""WITH a AS ({ours}), b AS ({theirs})
        SELECT count(*) AS n, count(b.v0) AS found,
          (SELECT coalesce(max(rows_), 0) FROM b) AS most
        FROM a LEFT JOIN b ON {same}"""
    ).to_pylist()[0]
    return _proposal(pair, row["n"], row["found"], row["most"])


def _distinct(table: DumpTable, at: tuple[int, ...], rows: str) -> str:
    values = ", ".join(f"{light(f'c{c}')} AS v{place}" for place, c in enumerate(at))
    names = ", ".join(f"v{place}" for place in range(len(at)))
    present = " AND ".join(f"v{place} IS NOT NULL" for place in range(len(at)))
    return (
        f"SELECT {names}, CAST({rows} AS BIGINT) AS rows_ FROM "
        f"(SELECT {values} FROM {quoted(str(table.relation))}) AS t "
        f"WHERE {present} GROUP BY {names}"
    )


def _proposal(pair: Pair, values: int | None, found: int | None, most: int | None) -> JoinProposal:
    return JoinProposal(
        table=pair.table.name,
        columns=tuple(pair.table.columns[at] for at in pair.at),
        to=pair.to.name,
        to_columns=tuple(pair.to.columns[at] for at in pair.to_at),
        basis=pair.basis,
        values=values,
        found=found,
        most_rows=most,
    )


def _holds(proposal: JoinProposal, pair: Pair) -> bool:
    values, found = proposal.values or 0, proposal.found or 0
    key = proposal.most_rows == 1
    return key and values >= min(FEWEST, pair.to.rows) > 0 and found >= CONTAINED * values


def _one_way(proposals: Sequence[JoinProposal]) -> Iterator[JoinProposal]:
    """Of two guesses that mirror each other the one whose values are all found, or the first."""
    kept: dict[frozenset[tuple[str, tuple[str, ...]]], JoinProposal] = {}
    for one in proposals:
        ends = frozenset(((one.table, one.columns), (one.to, one.to_columns)))
        held = kept.get(ends)
        if held is None or (held.basis != "declared" and _share(one) > _share(held)):
            kept[ends] = one
    yield from kept.values()


def _share(one: JoinProposal) -> float:
    return (one.found or 0) / one.values if one.values else 0.0


def _surest(one: JoinProposal) -> tuple[int, float, str, str, tuple[str, ...]]:
    order = ("declared", "type", "name")
    return order.index(one.basis), -_share(one), one.table, one.to, one.columns
