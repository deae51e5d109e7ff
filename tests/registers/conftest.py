"""Registers of invented members, written as files and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.registers import open_register, register_reads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from telusur.engine.protocol import Engine
    from telusur.model.tables import RegisterTable

HEAD = '[register]\nname = "reg"\nholder = "Contoh"\n'


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    (tmp_path / "work").mkdir()
    made = DuckDBEngine(Limits(work=tmp_path / "work", reads=(tmp_path,), threads=1))
    yield made
    made.close()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file: text as it is, bytes as they are, a dict of columns as Parquet."""

    def writer(name: str, content: str | bytes | dict[str, list[object]]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, dict):
            pq.write_table(pa.table(content), path)
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
        return path

    return writer


@pytest.fixture
def opened(engine: Engine, tmp_path: Path) -> Callable[[Path], RegisterTable]:
    def opener(path: Path) -> RegisterTable:
        register_reads(path)  # never fails where opening would not
        return open_register(engine, path, tmp_path / "work")

    return opener


@pytest.fixture
def toml(write: Callable[..., Path]) -> Callable[[str], Path]:
    """A register.toml with its head given."""
    return lambda rest: write("register.toml", HEAD + rest)


@pytest.fixture
def rows(engine: Engine) -> Callable[[RegisterTable], list[tuple[object, ...]]]:
    """All rows of an opened register's relation, in order."""

    def fetch(register: RegisterTable) -> list[tuple[object, ...]]:
        values = ", ".join(f"r{at}" for at in range(len(register.columns)))
        table = engine.collect(
            f'SELECT entity_, from_us, to_us, {values} FROM "{register.relation}"'
            f" ORDER BY entity_, from_us, to_us, {values}"
        )
        return [tuple(row.values()) for row in table.to_pylist()]

    return fetch
