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
    """Column name to a relation of ``code`` and ``label``, for each column with a code list.

    The label is what stands in the first column beside the code; NULL where there is none.

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
        engine.load(
            relation,
            pa.table(
                {
                    "code": pa.array(list(codes), pa.string()),
                    "label": pa.array(list(codes.values()), pa.string()),
                }
            ),
        )
        lists[name] = relation
    return lists


def _read(path: Path, key: str) -> dict[str, str | None]:
    """Codes in order, with their labels."""
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
            beside = 1 if at == 0 else 0
            codes = {
                row[at].strip(): row[beside].strip() or None if len(row) > beside else None
                for row in rows
                if len(row) > at and row[at].strip()
            }
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
    return dict(sorted(codes.items()))
