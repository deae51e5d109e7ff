"""The profile of a dump's table, as it stands in the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.findings.profile import ColumnProfile, Profile, TypeShare
from telusur.model.tables import ColumnFacts
from telusur.profiling.columns import forget, measure
from telusur.profiling.counting import EXACT
from telusur.profiling.keys import count_duplicates, find_keys
from telusur.profiling.shapes import examples
from telusur.vocabulary.identifiers import EMPTY

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import DumpTable

# Other types are told of when they fit at least this share of the values.
ALSO_SHARE = 0.05


def profile_dump(
    engine: Engine, table: DumpTable, seed: int = 0
) -> tuple[Profile, tuple[ColumnFacts, ...]]:
    """Profile of one table of the dump, and the facts of its columns.

    Args:
        engine: where the table lies.
        table: as read; a header without rows has columns that hold nothing.
        seed: draws the masked examples.
    """
    if table.relation is None:
        return _of_header(table)
    sql = [f"c{at}" for at in range(len(table.columns))]
    work = f"{table.relation}_profile"
    try:
        facts, counts = measure(
            engine, table.relation, list(zip(table.columns, sql, strict=True)), work
        )
        shown = examples(engine, f"{work}_trial", len(sql), seed)
    finally:
        forget(engine, work)
    repeated = count_duplicates(engine, table.relation, sql)
    profile = Profile(
        columns=tuple(
            _column(table.name, fact, count.method, masks)
            for fact, count, masks in zip(facts, counts, shown, strict=True)
        ),
        duplicate_rows=repeated,
        keys=find_keys(engine, table.relation, facts, counts, sql, table.rows - repeated),
    )
    return profile, facts


def _column(table: str, fact: ColumnFacts, method: str, masks: tuple[str, ...]) -> ColumnProfile:
    return ColumnProfile(
        table=table,
        name=fact.name,
        type=fact.type,
        valid_share=fact.valid_share,
        null_share=1 - fact.present / fact.rows if fact.rows else 1.0,
        distinct=fact.distinct,
        distinct_method=method,
        masked_examples=masks,
        min_length=fact.min_length,
        max_length=fact.max_length,
        also=tuple(
            TypeShare(type=name, valid_share=share)
            for name, share in fact.types
            if name != fact.type and share >= ALSO_SHARE
        ),
    )


def _of_header(table: DumpTable) -> tuple[Profile, tuple[ColumnFacts, ...]]:
    facts = tuple(
        ColumnFacts(
            position=at,
            name=name,
            type=EMPTY,
            valid_share=0.0,
            rows=0,
            present=0,
            distinct=0,
            date_order=None,
            min_length=None,
            max_length=None,
        )
        for at, name in enumerate(table.columns)
    )
    columns = tuple(_column(table.name, fact, EXACT, ()) for fact in facts)
    return Profile(columns=columns, duplicate_rows=0, keys=()), facts
