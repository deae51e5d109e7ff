"""The holder's own code lists."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pyarrow as pa

from telusur.errors import RegisterError

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.engine.protocol import Engine
    from telusur.model.register import RegisterSpec

# A list of codes is short; a larger file is a table under a wrong name.
MAX_CODES = 1_000_000


def load_code_lists(engine: Engine, spec: RegisterSpec, given: Path, prefix: str) -> dict[str, str]:
    """Column name to a relation with one column ``code``, for each column with a code list.

    Paths are relative to ``given``, the description, whose name errors tell.

    Raises:
        RegisterError: ``codes-missing``, ``codes-unreadable``.
    """
    lists: dict[str, str] = {}
    for at, (name, column) in enumerate(spec.columns.items()):
        if column.codes is None:
            continue
        path = given.resolve().parent / column.codes
        codes = _read(path, f"{given.name}: columns.{name}.codes")
        relation = f"{prefix}_codes{at}"
        engine.load(relation, pa.table({"code": pa.array(codes, pa.string())}))
        lists[name] = relation
    return lists


def _read(path: Path, key: str) -> list[str]:
    if not path.is_file():
        raise RegisterError(
            "codes-missing",
            f"{key} leads to no file",
            got=f"{path.name}, which does not exist",
            expected="a CSV of codes",
            hint=f"relative paths start at {path.parent}",
        )
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            header = [cell.strip().casefold() for cell in next(rows, [])]
            at = header.index("code") if "code" in header else 0
            codes = {row[at].strip() for row in rows if len(row) > at and row[at].strip()}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RegisterError(
            "codes-unreadable", f"{key}: {path.name} cannot be read", got=type(error).__name__
        ) from None
    if not codes or len(codes) > MAX_CODES:
        raise RegisterError(
            "codes-unreadable",
            f"{key}: {path.name} is no list of codes",
            got=f"{len(codes)} codes",
            expected=f"a CSV with a header and 1 to {MAX_CODES} codes in column code or the first",
        )
    return sorted(codes)
