"""Columns of a dump against the columns of every candidate register.

For each register, in the order given:

1. weigh every pair of columns by every signal that has something to say;
2. take the one-to-one assignment with the most points, none where none is likelier than not, and
   apart from it the columns that were split or joined;
3. look at the columns that only this holder has: mapped, and fit to be what they claim;
4. say how well the whole fits, and whether structure alone rules the holder out;
5. hand the pairs and their keys to the stages that compare rows.

What the caller still owes: the verdict. Fitting columns are no proof of whose rows these are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.errors import UsageError
from telusur.model.findings.structure import Structure, StructureCandidate
from telusur.structure import said
from telusur.structure.assign import assigned
from telusur.structure.candidate import Fit, candidate
from telusur.structure.compared import forms, with_reasons
from telusur.structure.composites import split_and_joined, without
from telusur.structure.drawn import Drawn
from telusur.structure.exclusive import SURE_BY_NAME, exclusive_present
from telusur.structure.interface import PRIOR, Evidence, Sides, Signal, StructureOverrides, Weighed
from telusur.structure.mapping import mapped
from telusur.structure.signals.contents import contents, weakened
from telusur.structure.signals.linked import Linked, linked
from telusur.structure.signals.names import names
from telusur.structure.untested import not_tested

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts, DumpTable, Mapping, RegisterTable
    from telusur.structure.drawn import Looked

GIVEN = Weighed(30.0, (said.GIVEN,))


def match(
    engine: Engine,
    dump: DumpTable,
    dump_facts: tuple[ColumnFacts, ...],
    registers: Sequence[RegisterTable],
    register_facts: Sequence[tuple[ColumnFacts, ...]],
    overrides: StructureOverrides,
    seed: int = 0,
) -> tuple[Structure, tuple[Mapping | None, ...]]:
    """Match the dump's columns with those of each register.

    Args:
        engine: where the tables lie.
        dump: the dump, or its header alone (``relation`` None).
        dump_facts: one per column of the dump; empty for a header alone.
        registers: the candidates; ``relation`` None for one known by its columns alone.
        register_facts: for each register, one per column; empty where no values are known.
        overrides: what the user settled by hand.
        seed: of every draw of rows and values.

    Returns:
        The findings, and for each register its mapping; None where there are no rows to compare
        on one side, or no pair of columns was found.

    Raises:
        UsageError: ``unknown-column``, when ``--map``, ``--key`` or ``--ignore`` names a column
            that is not there; ``map-repeated``, when two ``--map`` name one register column.
    """
    _check_overrides(dump, registers, overrides)
    drawn = Drawn(engine, dump, dump_facts, seed) if dump.relation is not None else None
    found = [
        _one(engine, _sides(dump, dump_facts, register, facts, overrides), drawn, overrides, seed)
        for register, facts in zip(registers, register_facts, strict=True)
    ]
    return Structure(candidates=tuple(each for each, _ in found)), tuple(each for _, each in found)


def _one(
    engine: Engine, sides: Sides, drawn: Drawn | None, overrides: StructureOverrides, seed: int
) -> tuple[StructureCandidate, Mapping | None]:
    """One register, steps 1 to 5."""
    looked = drawn.beside(sides.register.prepared) if drawn else None
    # (1) weigh
    signals, rows = _signals(engine, sides, looked, seed)
    pairs = _weighed(signals)
    pairs.update(dict.fromkeys(sides.settled.items(), GIVEN))
    # (2) assign
    found = assigned(pairs, sides)
    parts = split_and_joined(engine, sides, found, rows)
    found = without(found, parts)
    compared = forms(engine, sides, found, rows)
    pairs = with_reasons(pairs, found, compared.left_out)
    # (3) what only this holder has
    sure = {i: j for i, j in found.items() if pairs[i, j].score >= SURE_BY_NAME}
    sample = looked.sample if looked else None
    present = exclusive_present(engine, sides, sample, found if sample else sure)
    # (4) judge
    judged = candidate(
        Fit(
            sides=sides,
            found=found,
            pairs=pairs,
            present=present,
            rows=rows.rows,
            composites=tuple(parts),
            not_tested=not_tested(sides, found, parts, rows),
        )
    )
    # (5) hand on
    if not (sides.seen and found):
        return judged, None
    return judged, mapped(sides, found, pairs, overrides.key, compared, parts)


def _sides(
    dump: DumpTable,
    dump_facts: tuple[ColumnFacts, ...],
    register: RegisterTable,
    register_facts: tuple[ColumnFacts, ...],
    overrides: StructureOverrides,
) -> Sides:
    return Sides(
        dump=dump,
        dump_facts=dump_facts,
        register=register,
        register_facts=register_facts,
        settled={
            dump.columns.index(given): register.columns.index(counterpart)
            for given, counterpart in overrides.map.items()
            if counterpart in register.columns
        },
        ignored=frozenset(i for i, name in enumerate(dump.columns) if name in overrides.ignore),
    )


def _signals(
    engine: Engine, sides: Sides, looked: Looked | None, seed: int
) -> tuple[list[Signal], Linked]:
    """What every signal says, and what the linked rows say."""
    by_name = names(sides.dump.columns, sides.register.columns, sides.register.spec.columns)
    if looked is None or not sides.seen:
        return [by_name], Linked()
    by_rows = linked(engine, sides, looked)
    by_contents = contents(engine, sides, looked.counts, seed)
    by_contents = weakened(by_contents, by_rows)
    return [by_name, by_contents, by_rows.signal], by_rows


def _weighed(signals: Sequence[Signal]) -> dict[tuple[int, int], Weighed]:
    """All signals of each pair added to the prior."""
    gathered: dict[tuple[int, int], list[Evidence]] = {}
    for signal in signals:
        for pair, evidence in signal.items():
            gathered.setdefault(pair, []).append(evidence)
    return {
        pair: Weighed(
            PRIOR + sum(each.points for each in told),
            tuple(each.basis for each in told if each.basis),
        )
        for pair, told in gathered.items()
    }


def _check_overrides(
    dump: DumpTable, registers: Sequence[RegisterTable], overrides: StructureOverrides
) -> None:
    held = {name for register in registers for name in register.columns}
    for option, names_given, known, where in (
        ("--map", tuple(overrides.map), set(dump.columns), "the dump"),
        ("--map", tuple(overrides.map.values()), held, "any register"),
        ("--ignore", overrides.ignore, set(dump.columns), "the dump"),
        ("--key", overrides.key, held, "any register"),
    ):
        for name in names_given:
            if name not in known:
                raise UsageError(
                    "unknown-column",
                    f"{option} names a column that is not in {where}",
                    got=name,
                    hint="telusur inspect lists the dump's columns, register describe a register's",
                )
    taken: dict[str, str] = {}
    for given, counterpart in overrides.map.items():
        if counterpart in taken:
            raise UsageError(
                "map-repeated",
                "two --map name the same column of a register",
                got=f"{taken[counterpart]} and {given} for {counterpart}",
                expected="each column of a register at most once",
                hint="leave out the one that is wrong",
            )
        taken[counterpart] = given
