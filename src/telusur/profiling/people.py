"""Which tables of a dump hold people: told by the kinds of their columns, on a few rows of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step, quoted
from telusur.model.findings.profile import PersonalColumn, TableProfile
from telusur.profiling.kinds import choose, try_types
from telusur.profiling.sampling import tall
from telusur.vocabulary.normalise import light

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import DumpTable

# What a column of a kind adds. What names one person is enough by itself; a name is not: things and
# places have one as well.
WEIGHTS = {
    "id.nik": 3,
    "id.kk": 3,
    "id.noka": 3,
    "id.npwp": 3,
    "email": 3,
    "payment_card": 3,
    "birth_date": 2,
    "id.mobile": 2,
    "person_name": 2,
    "phone": 1,
    "sex": 1,
}
# A second column of a kind (first and last name, two numbers) adds one, a third nothing more.
AGAIN = 1
# A name with anything else that is personal, or an identifier alone.
BAR = 3
# The table looked at closely is the largest of those that say at least this share of what the one
# says that says most: the members, not every bill with an address of e-mail.
AS_TELLING = 0.5

# Kinds are told on this many rows of each table: a kind that fits 90 % of the values shows on 400
# with 3 percentage points (95 %).
ROWS = 400


@dataclass(frozen=True)
class Kinds:
    """Kinds of the columns of one table, by position: (kind, share of values valid)."""

    table: DumpTable
    columns: tuple[tuple[str, float], ...]


def kinds_of(engine: Engine, tables: Sequence[DumpTable]) -> tuple[Kinds, ...]:
    """The kind of every column of every table, from its first rows; one query for all of them."""
    offsets, at = [], 0
    for index, table in enumerate(tables):
        offsets.append(at)
        values = ", ".join(f"{light(f'c{c}')} AS v{c}" for c in range(len(table.columns)))
        engine.run(
            Step(
                f"kinds_{index}_rows",
                f"SELECT row_ AS h_, {values} FROM {quoted(str(table.relation))} "
                f"WHERE row_ <= {ROWS}",
            )
        )
        tall(engine, f"kinds_{index}", f"kinds_{index}_rows", range(len(table.columns)), ROWS)
        at += len(table.columns)
    parts = [
        f"SELECT CAST(col + {offset} AS INTEGER) AS col, v, n FROM kinds_{index}"
        for index, offset in enumerate(offsets)
    ]
    engine.run(Step("kinds_all", " UNION ALL ".join(parts), keep=Keep.VIEW))
    try:
        shares = try_types(engine, "kinds_all", at)
    finally:
        made = [f"kinds_{index}{part}" for index in range(len(tables)) for part in ("_rows", "")]
        engine.drop("kinds_all", *made)
    return tuple(
        Kinds(
            table,
            tuple(
                choose(name, 1 if shares[offset + c] else 0, shares[offset + c])
                for c, name in enumerate(table.columns)
            ),
        )
        for table, offset in zip(tables, offsets, strict=True)
    )


def tables_of_people(kinds: Sequence[Kinds]) -> tuple[tuple[TableProfile, ...], DumpTable]:
    """What is said of each table, those of people first, and the table to look at closely.

    That is the largest table that tells (nearly) most of people, or the largest.
    """
    told = [(one, *_signs(one)) for one in kinds]
    most = max(score for _, score, _ in told)
    ranked = sorted(told, key=lambda one: (one[1] >= BAR, one[0].table.rows), reverse=True)
    telling = [one for one in ranked if one[1] >= max(BAR, AS_TELLING * most)] or ranked
    closely = max(telling, key=lambda one: one[0].table.rows)[0].table
    return tuple(
        TableProfile(
            name=one.table.name,
            rows=one.table.rows,
            people=score >= BAR,
            score=score,
            signs=signs,
            verified=one.table is closely,
        )
        for one, score, signs in ranked
    ), closely


def _signs(one: Kinds) -> tuple[int, tuple[PersonalColumn, ...]]:
    signs: list[PersonalColumn] = []
    seen: dict[str, int] = {}
    for name, (kind, share) in zip(one.table.columns, one.columns, strict=True):
        if kind not in WEIGHTS:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] > 2:  # noqa: PLR2004  # see AGAIN
            continue
        weight = WEIGHTS[kind] if seen[kind] == 1 else AGAIN
        signs.append(PersonalColumn(name=name, type=kind, valid_share=share, weight=weight))
    return sum(sign.weight for sign in signs), tuple(signs)
