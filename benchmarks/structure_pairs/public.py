"""The 21 outside pairs of tables in the form of the generated ones."""

from __future__ import annotations

import csv
import gzip
import json
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.structure_pairs.make import Pair

if TYPE_CHECKING:
    from pathlib import Path


def public_pairs(data: Path) -> list[Pair]:
    """Every pair of ``data/structure``; positions tell columns apart, not names."""
    return [_pair(folder) for folder in sorted((data / "structure").iterdir()) if folder.is_dir()]


def _pair(folder: Path) -> Pair:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    register, other = (_columns(folder / f"{side}.csv.gz") for side in ("register", "other"))
    headless = truth["rename"] == "none"
    return Pair(
        base=truth["base"],
        scenario=truth["scenario"],
        seed=int(folder.name[:3]),
        rename=truth["rename"],
        register={names[0]: _values(names[1:]) for names in register},
        other=[
            (f"column_{at + 1}", _values(column)) if headless else (column[0], _values(column[1:]))
            for at, column in enumerate(other)
        ],
        truth={
            each["other_index"]: each["register_column"]
            for each in truth["mapping"]
            if each["register_column"] is not None
        },
    )


def _columns(path: Path) -> list[tuple[str, ...]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(zip(*csv.reader(file), strict=True))


def _values(column: tuple[str, ...]) -> np.ndarray:
    return np.array(column, dtype=object)
