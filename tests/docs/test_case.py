"""The case retold: every figure is a finding, every link has its place, and it can be told anew."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from telusur.model.findings import Findings, json_schema

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

RUNS = {"header": "similar", "structure": "strongly_suspected", "rows": "verified"}
PAGES = {"en": "case.md", "id": "case.id.md"}
LINK = re.compile(r"\[([^\]]*)\]\((case/[^)#]+)(?:#([^)]+))?\)")
# What a template may say of its own: the case's published figures, dates, counts in its prose.
PUBLISHED = {"279", "222,4", "222.4", "84", "1,000,000", "1.000.000", "100,002", "100.002", "99"}
MEMBERS = 3000
LARGEST_REPORT = 400_000  # bytes


@pytest.fixture(scope="module")
def retell(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("retell", root / "docs/case/retell.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up by name while it is being loaded
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(sys.modules, "retell", module)
        spec.loader.exec_module(module)
    return module


def text(root: Path, name: str) -> str:
    return (root / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", PAGES)
def test_the_page_says_what_the_findings_say(root: Path, retell: ModuleType, lang: str) -> None:
    assert text(root, PAGES[lang]) == retell.page(lang)


@pytest.mark.parametrize("lang", PAGES)
def test_another_finding_makes_another_page(
    root: Path, retell: ModuleType, lang: str, tmp_path: Path
) -> None:
    for run in RUNS:
        (tmp_path / run).mkdir()
        found: dict[str, Any] = json.loads(text(root, f"case/{run}/findings.json"))
        if run == "rows":
            found["records"][0]["outcome"]["identical"] += 1
        (tmp_path / run / "findings.json").write_text(json.dumps(found))
    (tmp_path / "truth.json").write_text(text(root, "case/truth.json"))
    assert retell.page(lang, tmp_path) != text(root, PAGES[lang])


@pytest.mark.parametrize("lang", PAGES)
def test_every_link_leads_to_its_place(root: Path, lang: str) -> None:
    links = LINK.findall(text(root, PAGES[lang]))
    assert len(links) > 80
    for words, target, anchor in links:
        assert words
        assert (root / "docs" / target).is_file(), target
        if anchor:
            assert f' id="{anchor}"' in text(root, target), f"{target}#{anchor}"


@pytest.mark.parametrize("lang", PAGES)
def test_no_figure_of_an_answer_is_typed(root: Path, lang: str) -> None:
    template = text(root, f"case/{PAGES[lang]}.j2")
    prose = re.sub(r"\{[{%].*?[%}]\}|<!--.*?-->|^#.*$|`[^`]*`", "", template, flags=re.MULTILINE)
    prose = re.sub(r"\d{1,2} (May|Mei) 2021|20[.:]45|SHA-256|2021|1:", "", prose)
    figures = {figure.rstrip(".,") for figure in re.findall(r"(?<![\w:])\d[\d.,]*", prose)}
    assert figures <= PUBLISHED | {"12", "20"}


@pytest.mark.parametrize("run", RUNS)
def test_what_is_kept_follows_the_contract(root: Path, run: str) -> None:
    kept = text(root, f"case/{run}/findings.json")
    Draft202012Validator(json_schema()).validate(json.loads(kept))
    assert Findings.from_text(kept).verdict.grade == RUNS[run]
    for name in ("report.html", "report.id.html"):
        assert (root / "docs/case" / run / name).stat().st_size < LARGEST_REPORT


def test_it_is_the_case_at_one_hundredth(root: Path) -> None:
    found = Findings.from_text(text(root, "case/rows/findings.json"))
    assert found.registers[0].members == 2_224_000
    assert found.claim.rows_claimed == 2_790_000
    assert "rekaan" in found.registers[0].holder


def test_told_anew_it_ends_the_same(retell: ModuleType, tmp_path: Path) -> None:
    retell.retell(tmp_path, MEMBERS)
    found = {
        run: Findings.from_text((tmp_path / run / "findings.json").read_text()) for run in RUNS
    }
    assert {run: one.verdict.grade.value for run, one in found.items()} == RUNS
    civil = found["header"].structure.candidates[1]
    assert civil.excluded
    assert {"FLAGTANGGUNGAN", "EMAIL", "NPWP", "NOHP", "TMT", "TAT"} <= set(civil.dump_only)
    assert found["header"].verdict.candidates[1].grade == "not_the_same"
    planted = json.loads((tmp_path / "truth.json").read_text())
    outcome = found["rows"].records[0].outcome
    assert {name: getattr(outcome, name) for name in planted["outcomes"]} == planted["outcomes"]
    dating = found["rows"].dating[0].model_dump(mode="json")
    assert dating["earliest"] <= planted["true_date"] <= dating["latest"]
