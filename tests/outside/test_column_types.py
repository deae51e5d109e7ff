"""Semantic types that profiling gives to the columns of three outside registers."""

import importlib.util
import sys

import pytest

pytestmark = pytest.mark.outside

# Measured: 19 of 25, 31 of 32; see docs/benchmarks.md.
RIGHT_KNOWN, RIGHT_OTHERS = 0.7, 0.95


def test_types_are_told_and_none_is_invented(root, outside_data):
    spec = importlib.util.spec_from_file_location(
        "column_types", root / "benchmarks" / "column_types.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["column_types"] = module
    spec.loader.exec_module(module)
    typed = module.measure(outside_data)
    known = [each for each in typed if each.known]
    others = [each for each in typed if not each.known]
    assert len(known) >= 20
    assert sum(each.right for each in known) / len(known) >= RIGHT_KNOWN
    assert sum(each.right for each in others) / len(others) >= RIGHT_OTHERS
