from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    made = DuckDBEngine(Limits(work=tmp_path))
    yield made
    made.close()
