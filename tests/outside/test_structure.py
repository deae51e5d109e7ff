"""Column matching on 21 pairs of tables with synonyms, typing errors and no header."""

import importlib.util
import sys
from collections import defaultdict

import pytest

pytestmark = pytest.mark.outside

# One-to-one F1. Measured: see docs/methods/structure.md; Valentine's best on these is 0.845.
FLOOR = 0.95
FLOOR_EACH = 0.9
FLOOR_BLIND = 0.9  # every dump column renamed column_N


@pytest.fixture(scope="module")
def bench(root):
    spec = importlib.util.spec_from_file_location("bench", root / "benchmarks" / "structure.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules["bench"]


def test_columns_are_found_in_every_scenario(bench, outside_data):
    results = [bench.measure(folder, scenario) for folder, scenario in bench.pairs(outside_data)]
    by_scenario = defaultdict(list)
    for result in results:
        by_scenario[result.scenario].append(result.f1)
    assert len(results) == 21
    assert sum(result.f1 for result in results) / len(results) >= FLOOR
    for scenario, values in by_scenario.items():
        assert sum(values) / len(values) >= FLOOR_EACH, scenario


@pytest.mark.prove
def test_columns_are_found_without_any_name(bench, outside_data):
    """Where rows overlap, contents alone suffice."""
    overlapping = [
        (folder, scenario)
        for folder, scenario in bench.pairs(outside_data)
        if scenario in {"leak", "semantic_joinable", "joinable"}
    ]
    results = [bench.measure(folder, scenario, names=False) for folder, scenario in overlapping]
    assert sum(result.f1 for result in results) / len(results) >= FLOOR_BLIND
