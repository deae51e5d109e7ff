"""The engine says nothing on stdout, where a machine may be reading JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_no_progress_bar_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    connect = duckdb.connect

    def watched(*given: object, **named: object) -> duckdb.DuckDBPyConnection:
        opened.append(connect(*given, **named))
        return opened[-1]

    monkeypatch.setattr(duckdb, "connect", watched)
    engine = DuckDBEngine(Limits(work=tmp_path))
    try:
        (told,) = opened[0].execute("SELECT current_setting('enable_progress_bar')").fetchall()
    finally:
        engine.close()
    assert told == (False,)
