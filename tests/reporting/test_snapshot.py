"""The small page, letter by letter, in each language.

A change on purpose is recorded with ``TELUSUR_RENEW=1 pytest tests/reporting/test_snapshot.py``
and read in the difference.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from telusur.reporting import render_report

if TYPE_CHECKING:
    from telusur.model.findings import Findings
    from telusur.reporting.formats import Lang

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize("lang", ["id", "en"])
def test_small_page(small: Findings, lang: Lang) -> None:
    kept = SNAPSHOTS / f"small-{lang}.html"
    html = render_report(small, lang)
    if os.environ.get("TELUSUR_RENEW"):
        kept.write_text(html, encoding="utf-8")
    assert html == kept.read_text(encoding="utf-8")
