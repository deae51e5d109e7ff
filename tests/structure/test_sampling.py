"""The pairs found on a sample are those found on all rows, whichever sample it is."""

import importlib
from math import exp

import pytest

from telusur import evidence, reading, registers
from telusur.drill import make_drill
from telusur.engine.duckdb.engine import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.profiling import profile_columns
from telusur.structure import StructureOverrides, match
from telusur.structure.samples import SAMPLE_ERROR, SAMPLE_ROWS
from telusur.vocabulary.intervals import CONFIDENCE

samples = importlib.import_module("telusur.structure.samples")
links = importlib.import_module("telusur.structure.signals.links")
ROWS = 12_000


@pytest.fixture(scope="module")
def drilled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sampling")
    work = folder / "work"
    work.mkdir()
    paths = make_drill(folder / "drill", 15_000, seed=3, sample_rows=ROWS)
    engine = DuckDBEngine(Limits(work=work, reads=(folder,)))
    _, (dump, *_) = reading.read_dump(engine, evidence.take_in([paths.dump]), work / "dump")
    register = registers.open_register(engine, paths.register_toml, work)
    dump_facts = profile_columns(
        engine, dump.relation, [(name, f"c{at}") for at, name in enumerate(dump.columns)]
    )
    facts = profile_columns(
        engine, register.sample, [(name, f"r{at}") for at, name in enumerate(register.columns)]
    )

    def run(seed):
        structure, _ = match(
            engine, dump, dump_facts, [register], [facts], StructureOverrides(), seed
        )
        return structure.candidates[0]

    yield run
    engine.close()


def pairs(candidate):
    return {pair.dump: pair.register_ for pair in candidate.columns}


@pytest.fixture(scope="module")
def whole(drilled):
    """Every row of both sides looked at."""
    patch = pytest.MonkeyPatch()
    patch.setattr(samples, "SAMPLE_ROWS", 10 * ROWS)
    patch.setattr(links, "LINKED_ROWS", 10 * ROWS)
    yield drilled(0)
    patch.undo()


@pytest.mark.parametrize("seed", range(2))
def test_a_sample_gives_the_pairs_of_the_whole(drilled, whole, seed):
    assert ROWS > 2 * SAMPLE_ROWS  # else all rows are drawn from
    sampled = drilled(seed)
    assert len(whole.columns) >= 25
    assert pairs(sampled) == pairs(whole)
    assert sampled.excluded == whole.excluded
    assert sampled.exclusive_present == whole.exclusive_present


def test_the_stated_error_is_hoeffdings():
    """P(|share of the sample - share of all| > error) <= 2 exp(-2 n error²), whatever the share."""
    assert 2 * exp(-2 * SAMPLE_ROWS * SAMPLE_ERROR**2) <= 1 - CONFIDENCE
    assert 2 * exp(-2 * SAMPLE_ROWS * (SAMPLE_ERROR - 0.001) ** 2) > 1 - CONFIDENCE
