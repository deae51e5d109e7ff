"""A finished run's folder: its findings, and the rows of every register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
from pyarrow import ArrowException

from telusur.errors import InternalFault, UsageError
from telusur.model.findings import Findings

if TYPE_CHECKING:
    from pathlib import Path

FINDINGS, ROWS = "findings.json", "rows*.parquet"


@dataclass(frozen=True)
class FinishedRun:
    """One run.

    Attributes:
        folder: as given.
        findings: what it found.
        rows: file of rows by the name of its register.
    """

    folder: Path
    findings: Findings
    rows: dict[str, Path]


def open_run(folder: Path) -> FinishedRun:
    """The run that was written to ``folder``.

    Raises:
        UsageError: ``no-run``, when no finished run lies there, or one of another version.
    """
    try:
        text = (folder / FINDINGS).read_bytes()
    except OSError:
        raise _no_run(folder, "there is no findings.json") from None
    try:
        findings = Findings.from_text(text)
    except InternalFault:
        raise _no_run(folder, "its findings.json does not follow the contract") from None
    rows = {}
    for path in sorted(folder.glob(ROWS)):
        try:
            first = pq.ParquetFile(path).read_row_group(0, columns=["register"])
        except (ArrowException, OSError, IndexError):
            continue  # of a run without rows
        if first.num_rows:
            rows[first["register"][0].as_py()] = path
    return FinishedRun(folder, findings, rows)


def _no_run(folder: Path, why: str) -> UsageError:
    return UsageError(
        "no-run",
        f"{folder.name or folder} holds no finished run",
        got=why,
        expected="the folder that telusur verify --out wrote",
    )
