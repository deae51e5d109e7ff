"""Fuzz one harness after the other, and enter in the ledger what was executed."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fuzz import distil, ledger
from fuzz.harness import FOLDER, GOALS, kept, load, names

if TYPE_CHECKING:
    from pathlib import Path

GROWN = FOLDER / "grown"  # outside git
# An execution longer than this is a hang; more memory than this is a leak or a bomb that went off.
HANG_SECONDS, MOST_MEGABYTES = 20, 3000
# Ends of the process (crash, hang, memory) after which a harness is left alone.
MOST_ENDS = 20


def main() -> None:
    """The command line."""
    options = _options()
    chosen = options.only.split(",") if options.only else names()
    if options.table:
        ledger.write_page()
    elif options.distil:
        for name in chosen:
            print(distil.distil(name, _inputs(name)))
    else:
        chosen.sort(key=_reached)  # the one furthest from its goal first
        sys.exit(1 if sum(_fuzz(name, options) for name in chosen) else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--only", metavar="NAMES", help="harnesses, between commas; without: all")
    parser.add_argument("--runs", type=int, default=0, help="executions of each; 0: by the time")
    parser.add_argument("--seconds", type=int, default=0, help="time for each; 0: by the runs")
    parser.add_argument(
        "--distil", action="store_true", help="keep the inputs that reach most code in corpus/"
    )
    parser.add_argument(
        "--table", action="store_true", help="write the ledger's table into docs/benchmarks.md"
    )
    options = parser.parse_args()
    if not options.runs and not options.seconds:
        options.seconds = 60
    return options


def _reached(name: str) -> float:
    runs = ledger.read().get(name, []) if ledger.LEDGER.exists() else []
    return sum(float(one["executions"]) for one in runs) / GOALS[load(name).KIND]


def _fuzz(name: str, options: argparse.Namespace) -> int:
    """Fuzz one harness; the errors that are new."""
    folder = GROWN / name
    corpus, found = folder / "corpus", folder / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    for data in _inputs(name):
        (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    before, executions, begun = _names(found), 0, time.monotonic()
    for _ in range(MOST_ENDS):
        left_runs = options.runs - executions if options.runs else -1
        left_seconds = int(options.seconds - (time.monotonic() - begun)) if options.seconds else 0
        ended_well, count = _child(name, folder, left_runs, left_seconds)
        executions += count
        spent = time.monotonic() - begun
        enough = (options.runs and executions >= options.runs) or (
            options.seconds and spent >= options.seconds - 1
        )
        if ended_well or enough:
            break
    seconds = time.monotonic() - begun
    fresh = sorted(_names(found) - before)
    ledger.add(name, _run(executions, seconds, len(fresh)))
    rate = executions / max(seconds, 0.001)
    print(
        f"{name}: {executions:,} executions in {seconds:,.0f} s, {rate:,.0f} a second", flush=True
    )
    for one in fresh:
        print(f"  error: {found / one}", flush=True)
    return len(fresh)


def _child(name: str, folder: Path, runs: int, seconds: int) -> tuple[bool, int]:
    command = [
        *(sys.executable, "-m", "fuzz.child", name, str(folder), str(folder / "corpus")),
        *(f"-runs={runs}", f"-max_total_time={seconds}", f"-timeout={HANG_SECONDS}"),
        *(f"-rss_limit_mb={MOST_MEGABYTES}", f"-artifact_prefix={folder / 'found'}/", "-verbosity=0"),
    ]  # fmt: skip
    root = FOLDER.parent
    paths = [str(root), str(root / "src"), *os.environ.get("PYTHONPATH", "").split(":")]
    environment = {**os.environ, "PYTHONPATH": ":".join(filter(None, paths))}
    with (folder / "log").open("wb") as log:
        status = subprocess.run(
            command, env=environment, cwd=root, stdout=log, stderr=log, check=False
        ).returncode
    count = folder / "count"
    return status == 0, int.from_bytes(count.read_bytes(), "little") if count.exists() else 0


def _inputs(name: str) -> list[bytes]:
    """First inputs, and what the repository keeps."""
    return [*load(name).seeds(), *kept(name, "corpus"), *kept(name, "crashes")]


def _names(found: Path) -> set[str]:
    return {one.name for one in found.iterdir() if one.suffix != ".txt"}


def _run(executions: int, seconds: float, errors: int) -> dict[str, Any]:
    commit = subprocess.run(
        ["git", "rev-parse", "--short=7", "HEAD"],  # noqa: S607
        cwd=FOLDER, capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit,
        "executions": executions,
        "seconds": round(seconds),
        "errors": errors,
    }
