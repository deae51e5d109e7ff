"""Whole stages on both engines: every relation they make has the same rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from telusur.dating import date_copy
from telusur.dating.moments import micros
from telusur.engine.protocol import Step
from telusur.model.register import RegisterFacts, RegisterSpec
from telusur.model.tables import ColumnPair, DumpTable, Mapping, Prepared, RegisterTable
from telusur.profiling import profile_columns
from telusur.records import link, settle, try_decoys
from telusur.registers.prepared import forms
from telusur.vocabulary.keyed import Key

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine

MEMBERS = 90
YEAR_US = 365 * 86_400_000_000
COLUMNS = ("Nomor", "Nama", "Lahir", "Telepon", "Kota", "Status")
NAMED = tuple((name, f"c{place}") for place, name in enumerate(COLUMNS))
KINDS = ("integer", "person_name", "birth_date", "phone", "text", "text")
CITIES = ("Kota Rekaan", "Bandar Contoh", "Tanjung Misal", "São Fingido", "Ńowa")


@dataclass
class Watched:
    """An engine that remembers which relations were made and not dropped."""

    engine: Engine
    made: dict[str, None] = field(default_factory=dict)

    def run(self, *steps: Step) -> None:
        self.engine.run(*steps)
        self.made |= dict.fromkeys(step.name for step in steps)

    def load(self, name: str, table: pa.Table) -> None:
        self.engine.load(name, table)
        self.made[name] = None

    def drop(self, *names: str) -> None:
        self.engine.drop(*names)
        for name in names:
            self.made.pop(name, None)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)


def _member(number: int, version: int) -> tuple[str, str, str, str, str, str]:
    born = f"19{50 + number % 49}-{1 + number % 12:02}-{1 + number % 28:02}"
    return (
        f"{1_000_003 * (number + 17) % 10_000_000_000:010}",
        f"Orang{number % 7} Ke-{number} Rekaan",
        born,
        f"0812{number * 7919 + 10_000_000:08}",
        CITIES[(number + version) % len(CITIES)],
        f"S{version % 3}",
    )


def _register() -> pa.Table:
    """Members with one to four versions, a year each; some end."""
    rows = [
        (
            _member(number, version)[0],
            version * YEAR_US + number * 60_000_000,
            (version + 1) * YEAR_US + number * 60_000_000
            if version < number % 4 or number % 11 == 0
            else None,
            *_member(number, version),
        )
        for number in range(MEMBERS)
        for version in range(number % 4 + 1)
    ]
    names = ["entity_", "from_us", "to_us", *(f"r{place}" for place in range(len(COLUMNS)))]
    kinds = [pa.string(), pa.int64(), pa.int64(), *[pa.string()] * len(COLUMNS)]
    return pa.table(
        [pa.array(list(column), kind) for column, kind in zip(zip(*rows, strict=True), kinds,
                                                              strict=True)], names
    )  # fmt: skip


def _dump() -> pa.Table:
    """The members as two and a half years in, written another way; some altered, some invented."""
    rows: list[list[str | None]] = []
    for number in range(MEMBERS):
        version = min(2, number % 4)
        key, name, born, phone, city, status = _member(number, version)
        year, month, day = born.split("-")
        row: list[str | None] = [key, f" {name.lower()} ", f"{day}/{month}/{year}",
                                 f"+62 {phone[1:]}", city, status]  # fmt: skip
        if number % 9 == 0:
            row[4] = "Ño Such Pläce"
        if number % 13 == 0:
            row[1:4] = _member((number + 31) % MEMBERS, 0)[1:4]
        if number % 17 == 0:
            row[0] = (None, "", "N/A", "not a number")[number % 4]
        rows.append(row)
    values = zip(*rows, strict=True)
    order = range(1, MEMBERS + 1)
    return pa.table(
        {
            "row_": pa.array(order, pa.int64()),
            "file_": pa.array([0] * MEMBERS, pa.int32()),
            "line_": pa.array([place + 1 for place in order], pa.int64()),
            **{f"c{place}": pa.array(list(one), pa.string()) for place, one in enumerate(values)},
        }
    )


def _prepared(engine: Watched) -> Prepared:
    """The register hashed as ``register index`` hashes it, in place of its values."""
    names = [(name, f"r{at}") for at, name in enumerate(COLUMNS)]
    facts = profile_columns(engine, "reg", names)  # type: ignore[arg-type]
    engine.load("key", Key(bytes(range(32))).prefix())
    coded = forms.coded_columns(facts, ())
    engine.run(
        Step("marks", forms.raw_rows("reg", len(COLUMNS), "key")),
        Step("hashed", forms.hashed_rows("reg", facts, coded, "key")),
        Step("held", forms.held_rows("hashed", forms.names_of(facts, coded))),
    )
    kinds = tuple(forms.forms_of(each) for each in facts)
    return Prepared("key", "0" * 16, kinds, coded, facts, spread="", alike={})


def _stages(engine: Watched, *, prepare: bool) -> tuple[Any, ...]:
    engine.load("dump", _dump())
    engine.load("reg", _register())
    dump = DumpTable("dump", "dump", COLUMNS, MEMBERS)
    facts = RegisterFacts(name="reg", holder="Pemegang (rekaan)", history="versions")
    spec = RegisterSpec.model_construct()
    register = RegisterTable(spec, facts, COLUMNS, "reg", "reg")
    pairs = tuple(
        ColumnPair(at, at, name, name, kind, "dmy", "ymd", 1.0)
        for at, (name, kind) in enumerate(zip(COLUMNS, KINDS, strict=True))
    )
    if prepare:
        prepared = _prepared(engine)
        register = RegisterTable(spec, facts, COLUMNS, "held", None, prepared=prepared)
        held = [prepared.held(at, pair.type) for at, pair in enumerate(pairs)]
        pairs = tuple(
            replace(pair, type=kind, hashed=column, few=pair.register_name in ("Kota", "Status"))
            for pair, (kind, column) in zip(pairs, held, strict=True)
        )
    mapping = Mapping("reg", pairs, ((0,), (3,)))
    profile = profile_columns(engine, "dump", NAMED[2:3])  # type: ignore[arg-type]
    links = link(engine, dump, register, mapping, "v0_")  # type: ignore[arg-type]
    dating = date_copy(engine, links, register, "v0_")  # type: ignore[arg-type]
    decoys = try_decoys(engine, links, register, mapping, "v0_", 7)  # type: ignore[arg-type]
    moment = micros(dating.best) if dating.best else None
    records = settle(engine, dump, links, "reg", "v0_", moment, decoys)  # type: ignore[arg-type]
    return profile, links, dating, decoys, records


def _rows(engine: Engine, relation: str) -> Counter[tuple[Any, ...]]:
    table = engine.collect(f'SELECT * FROM "{relation}"')
    names = sorted(table.column_names)
    return Counter(zip(*(table[name].to_pylist() for name in names), strict=True))


@pytest.mark.spark
@pytest.mark.parametrize("prepare", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_linking_dating_and_settling_alike(
    duckdb_engine: Engine, spark_engine: Engine, prepare: bool
) -> None:
    duckdb, spark = Watched(duckdb_engine), Watched(spark_engine)
    told = _stages(duckdb, prepare=prepare)
    assert told == _stages(spark, prepare=prepare)

    _, links, dating, _, records = told
    assert links.found_rows > 0.9 * MEMBERS
    assert dating.best is not None, "the case is to be one that can be dated"
    assert records.rows == MEMBERS

    assert duckdb.made == spark.made
    assert len(duckdb.made) > 20
    unequal = [
        name for name in duckdb.made if _rows(duckdb_engine, name) != _rows(spark_engine, name)
    ]
    assert unequal == []
