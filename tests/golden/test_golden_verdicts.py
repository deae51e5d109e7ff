"""Weighing the evidence of a golden gives the verdict that its author wrote by hand."""

from pathlib import Path

import pytest

from telusur.model.findings import Findings
from telusur.reconciling import reconcile, weigh
from telusur.responding import open_duties

GOLDENS = sorted(Path(__file__).parent.glob("*.json"))
everywhere = pytest.mark.parametrize("path", GOLDENS, ids=lambda path: path.stem)


def _read(path: Path) -> Findings:
    return Findings.from_text(path.read_bytes())


@everywhere
def test_the_weighed_verdict_is_the_hand_written_one(path: Path) -> None:
    golden = _read(path)
    verdict = weigh(
        golden.claim,
        golden.receipt,
        golden.profile,
        golden.registers,
        golden.structure,
        golden.records,
        golden.dating,
        golden.tracing,
        further=open_duties(golden.claim),
    )
    expected = golden.verdict
    assert verdict.grade == expected.grade
    assert verdict.term == expected.term
    assert verdict.holder == expected.holder
    assert [(one.register_, one.holder, one.grade, one.basis) for one in verdict.candidates] == [
        (one.register_, one.holder, one.grade, one.basis) for one in expected.candidates
    ]
    assert [one.what for one in verdict.cannot_tell] == [one.what for one in expected.cannot_tell]
    # The whole is a document again: every pointer of every new statement resolves.
    Findings.model_validate(golden.model_dump() | {"verdict": verdict.model_dump()})


@everywhere
def test_the_waterfall_is_the_hand_written_one(path: Path) -> None:
    golden = _read(path)
    found = reconcile(
        golden.claim, golden.receipt, golden.profile, golden.registers, golden.records
    )
    expected = golden.reconciliation
    assert [(step.label, step.rows, step.people) for step in found.steps] == [
        (step.label, step.rows, step.people) for step in expected.steps
    ]
    assert found.claimed == expected.claimed
    estimates = [
        one and (one.value, one.low, one.high)
        for one in (found.estimated_people, expected.estimated_people)
    ]
    assert estimates[0] == estimates[1]
    assert bool(found.sample_limits) == bool(expected.sample_limits)
