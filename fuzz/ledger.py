"""What was executed, added up over all runs: ``ledger.json``, and its table for the benchmarks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fuzz.harness import FOLDER, GOALS, load, names

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = FOLDER / "ledger.json"
PAGE = FOLDER.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- fuzz/ledger.json -->\n", "<!-- end -->\n"


def read(path: Path = LEDGER) -> dict[str, list[dict[str, Any]]]:
    """Runs of each harness, oldest first."""
    found: dict[str, list[dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def add(name: str, run: dict[str, Any], path: Path = LEDGER) -> None:
    """Add one run: ``date``, ``commit``, ``executions``, ``seconds`` and ``errors``.

    Runs of one day on one commit are one entry.
    """
    ledger = read(path) if path.exists() else {}
    runs = ledger.setdefault(name, [])
    same = [one for one in runs if (one["date"], one["commit"]) == (run["date"], run["commit"])]
    if same:
        for figure in ("executions", "seconds", "errors"):
            same[0][figure] += run[figure]
    else:
        runs.append(run)
    lines = (
        f' "{one}": [\n  ' + ",\n  ".join(map(json.dumps, ledger[one])) + "\n ]"
        for one in sorted(ledger)
    )
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def table(ledger: dict[str, list[dict[str, Any]]]) -> str:
    """The ledger in Markdown."""
    said = [
        "| harness | what it calls | executions | of | errors found |\n|---|---|---:|---:|---:|\n"
    ]
    for name in names():
        harness, runs = load(name), ledger.get(name, [])
        executions = sum(one["executions"] for one in runs)
        errors = sum(one["errors"] for one in runs)
        goal = GOALS[harness.KIND]
        said.append(f"| `{name}` | {harness.PARSER} | {executions:,} | {goal:,} | {errors:,} |\n")
    return "".join(said)


def page(text: str, ledger: dict[str, list[dict[str, Any]]]) -> str:
    """``docs/benchmarks.md`` with the table in its place."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table(ledger)}{END}{after}"


def write_page() -> None:
    """Write the table into ``docs/benchmarks.md``."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(page(text, read()), encoding="utf-8")
