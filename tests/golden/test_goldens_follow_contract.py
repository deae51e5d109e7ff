"""The hand-written golden findings are whole documents of the contract."""

import json
from pathlib import Path

import jsonschema
import pytest

from telusur.model.findings import Findings, json_schema
from telusur.model.findings.verdict import Grade

GOLDENS = sorted(Path(__file__).parent.glob("*.json"))


@pytest.mark.parametrize("path", GOLDENS, ids=lambda path: path.stem)
def test_golden_is_a_document_of_the_contract(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    findings = Findings.from_text(text)  # pointers included
    jsonschema.Draft202012Validator(json_schema()).validate(json.loads(text))
    jsonschema.Draft202012Validator(json_schema()).validate(findings.as_json())
    assert findings.verdict.term == findings.verdict.grade.term


def test_every_rung_of_the_ladder_has_a_golden() -> None:
    grades = {Findings.from_text(path.read_bytes()).verdict.grade for path in GOLDENS}
    assert grades == set(Grade)
