"""The page in a real browser: nothing refused by its own policy, and it fits a phone."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from telusur.reporting import render_report

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.model.findings import Findings

pytestmark = pytest.mark.browser
# A browser window has a least width of its own: a frame of a phone's width has none.
PHONE = 390
FRAME = """<!doctype html><body><iframe id=f src="page.html" width={width} height=800></iframe>
<script>f.onload = () => {{
  const inside = f.contentDocument.documentElement;
  document.title = "width " + inside.scrollWidth + " of " + inside.clientWidth
    + " font " + f.contentWindow.getComputedStyle(f.contentDocument.body).marginTop;
}};</script></body>"""


def browse(
    chromium: str, page: Path, profile: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--enable-logging=stderr",
            "--allow-file-access-from-files",
            f"--user-data-dir={profile}",
            "--virtual-time-budget=4000",
            *options,
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


def complaints(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if "CONSOLE" in line]


@pytest.mark.parametrize("name", ["hostile", "several", "small"])
def test_nothing_is_refused_and_it_fits_a_phone(
    name: str, request: pytest.FixtureRequest, chromium: str, tmp_path: Path
) -> None:
    findings: Findings = request.getfixturevalue(name)
    page, frame = tmp_path / "page.html", tmp_path / "frame.html"
    page.write_text(render_report(findings, "id"), encoding="utf-8")
    frame.write_text(FRAME.format(width=PHONE), encoding="utf-8")
    shot = tmp_path / "page.png"
    drawn = browse(chromium, page, tmp_path / "one", f"--screenshot={shot}")
    assert complaints(drawn) == []
    assert shot.stat().st_size > 10_000
    dumped = browse(chromium, frame, tmp_path / "two", "--dump-dom")
    found = re.search(r"<title>width (\d+) of (\d+) font ([0-9.]+px)<", dumped.stdout)
    assert found, dumped.stdout[:300]
    inside, room, margin = int(found[1]), int(found[2]), found[3]
    assert room >= PHONE - 20
    assert inside <= room
    assert margin == "0px"  # the style sheet was let in: a browser's own margin is 8px


def test_a_broken_policy_would_be_noticed(small: Findings, chromium: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    html = render_report(small, "en").replace("<style>", "<style>/* tampered */", 1)
    page.write_text(html, encoding="utf-8")
    assert complaints(browse(chromium, page, tmp_path / "p", "--dump-dom"))
