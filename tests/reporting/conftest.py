"""Findings to report on: by hand, and one too large to write by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from telusur.model.findings import Findings

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "golden"
NAMES = ("small", "empty", "hostile", "large")
COLUMNS, REGISTERS, MOMENTS = 60, 5, 400


@cache
def load(name: str) -> Findings:
    """The findings of a fixture by name."""
    if name == "large":
        return Findings.from_text(json.dumps(large()))
    return Findings.from_text((HERE / "fixtures" / f"{name}.json").read_bytes())


@pytest.fixture(params=NAMES)
def findings(request: pytest.FixtureRequest) -> Findings:
    return load(request.param)


@pytest.fixture
def small() -> Findings:
    return load("small")


@pytest.fixture
def hostile() -> Findings:
    return load("hostile")


@pytest.fixture
def several() -> Findings:
    return load("large")


@pytest.fixture(params=sorted(path.stem for path in GOLDEN.glob("*.json")))
def golden(request: pytest.FixtureRequest) -> Findings:
    return Findings.from_text((GOLDEN / f"{request.param}.json").read_bytes())


def large() -> dict[str, Any]:
    """Sixty columns with long names against five registers, at national size."""
    document: dict[str, Any] = json.loads((HERE / "fixtures" / "small.json").read_text("utf-8"))
    rows = 279_000_000
    names = [f"KETERANGAN_TAMBAHAN_KEPESERTAAN_NOMOR_{n:02d}" for n in range(COLUMNS)]
    holders = [f"Lembaga Penyelenggara Jaminan Rekaan Wilayah {n}" for n in range(REGISTERS)]
    registers = [f"register-kepesertaan-wilayah-{n}" for n in range(REGISTERS)]
    document["receipt"]["files"][0]["tables"][0] |= {"columns": names, "rows_read": rows}
    document["receipt"]["rows_read"] = rows
    document["reconciliation"]["claimed"] = {"rows": 1_304_401_300, "people": None}
    document["reconciliation"]["steps"][0]["rows"] = 1_304_401_300
    facts = document["registers"][0]
    structure, records = document["structure"]["candidates"][0], document["records"][0]
    dating, grade = document["dating"][0], document["verdict"]["candidates"][0]
    start = datetime(2015, 1, 1, tzinfo=UTC)
    curve = [
        {
            "at": (start + timedelta(days=5 * n)).isoformat(),
            "until": (start + timedelta(days=5 * n + 5)).isoformat(),
            "rows_agreeing": 200_000_000 - abs(n - 300) * 250_000,
            "disagreements": abs(n - 300) * 40_000,
        }
        for n in range(MOMENTS)
    ]
    document["dating"] = [
        dating
        | {"register": name, "curve": curve}
        | {"best": curve[300]["at"], "earliest": curve[299]["at"], "latest": curve[301]["at"]}
        for name in registers
    ]
    document["registers"] = [
        facts | {"name": name, "holder": holder}
        for name, holder in zip(registers, holders, strict=True)
    ]
    document["structure"]["candidates"] = [
        structure
        | {
            "register": name,
            "holder": holder,
            "columns": [
                {"dump": c, "register": f"r_{c.lower()}", "score": 0.5 + n / 200, "basis": ["name"]}
                for n, c in enumerate(names[: COLUMNS - 10 * index])
            ],
            "composites": [
                {
                    "dump": ["NAMA_DEPAN", "NAMA_BELAKANG"],
                    "register": ["nama"],
                    "score": 0.9,
                    "basis": ["joined"],
                }
            ],
            "dump_only": names[COLUMNS - 10 * index :],
            "exclusive_absent": ["kelas"],
            "excluded": index == 1,
            "score": 0.94 - index / 10,
            "interval": structure["interval"]
            | {"value": 0.94 - index / 10, "low": 0.7 - index / 10},
        }
        for index, (name, holder) in enumerate(zip(registers, holders, strict=True))
    ]
    agreement = records["agreement"][1]
    outcome = {**records["outcome"], "identical": rows - 20_192}
    document["records"] = [
        records
        | {
            "register": name,
            "rows": rows,
            "outcome": outcome,
            "agreement": [agreement | {"dump": c, "register": f"r_{c.lower()}"} for c in names],
        }
        for name in registers
    ]
    document["verdict"]["holder"] = holders[2]
    document["verdict"]["candidates"] = [
        grade | {"register": name, "holder": holder, "grade": verdict}
        for name, holder, verdict in zip(
            registers,
            holders,
            ("similar", "not_the_same", "verified", "undecided", "strongly_suspected"),
            strict=True,
        )
    ]
    document["verdict"]["statements"][0]["basis"].append("/records/4/agreement/59/rate")
    return document
