from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from left_over import loaded

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.records import link, link_left, settle, try_decoys, with_probable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("engine")


@pytest.fixture(scope="module")
def engine(work) -> Iterator[DuckDBEngine]:
    made = DuckDBEngine(Limits(work=work))
    yield made
    made.close()


@dataclass(frozen=True)
class Linked:
    """What became of a dump, before (``settled``) and after linking without a key."""

    dump: Any
    links: Any
    settled: Any
    probable: Any
    records: Any
    members: dict[int, str]  # of the rows linked
    probability: dict[int, float]


@pytest.fixture(scope="module")
def linked(engine):
    """The flow as the pipeline has it, over invented rows."""

    def run(rows, members, *, keys=((0,),), seed=0, prefix="v_", columns=None, moment=None):
        dump, register, mapping = loaded(engine, members, rows, keys, columns, prefix)
        links = link(engine, dump, register, mapping, prefix)
        decoys = try_decoys(engine, links, register, mapping, prefix, 0)
        settled = settle(engine, dump, links, "reg", prefix, moment, decoys)
        probable = link_left(engine, register, links, prefix, moment, seed)
        records = with_probable(engine, settled, links, prefix, probable)
        found = (
            engine.collect(f"SELECT * FROM {probable.relation} ORDER BY row_").to_pylist()
            if probable.relation
            else []
        )
        return Linked(
            dump,
            links,
            settled,
            probable,
            records,
            {row["row_"]: row["entity_"] for row in found},
            {row["row_"]: row["probability"] for row in found},
        )

    return run
