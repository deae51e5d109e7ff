"""What contents say of each pair, for wide tables."""

from types import SimpleNamespace

import pytest

from telusur.structure.signals import contents as signal
from telusur.structure.signals.spread import Common


@pytest.fixture
def wide(monkeypatch):
    """Six columns of a dump against seven of a register; shapes alike where i divides j."""
    common = {(i, j): Common(shape=float(j % (i + 1) == 0)) for i in range(6) for j in range(7)}
    monkeypatch.setattr(signal, "spreads", lambda *_: common)
    monkeypatch.setattr(signal, "register_spread", lambda *_: ("", {}))
    facts = [
        SimpleNamespace(position=i, present=100, distinct=50, type="text", name=f"k{i}")
        for i in range(7)
    ]
    return SimpleNamespace(dump_facts=facts[:6], register=None, register_facts=facts, shape=(6, 7))


def test_a_columns_company_is_counted_once(wide, monkeypatch):
    asked = []
    monkeypatch.setattr(signal, "_alike", lambda _common, i, _width: asked.append(i) or 0.5)
    assert len(signal.contents(None, wide, None, None)) == 42
    assert asked == list(range(6))


def test_a_shape_that_many_have_tells_less(wide):
    told = signal.contents(None, wide, None, None)
    assert told[0, 0].points < told[2, 0].points < told[5, 0].points
