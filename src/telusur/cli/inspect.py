"""``telusur inspect``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from telusur.cli.common import (
    FILE,
    custody_options,
    json_option,
    overrides,
    reading_options,
    seed_option,
)

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

EPILOG = """\b
Examples:
  telusur inspect sample.csv
  telusur inspect dump.sql.7z --password-file password.txt --out answer
  telusur inspect part1.csv.gz part2.csv.gz --json > inspection.json
  telusur inspect export.txt --no-header --skip 3 --columns names.txt

\b
OUT then holds inspection.json, receipt.json and signing.pub; `telusur receipt verify
receipt.json --key signing.pub` checks the receipt anywhere."""


@click.command(epilog=EPILOG)
@click.argument("dump", nargs=-1, type=FILE, required=True)
@click.option("--out", type=FILE, help="Directory for the signed receipt and the profile.")
@click.option("--columns", type=FILE, help="File of column names, one a line, for the dump.")
@seed_option
@reading_options
@custody_options
@json_option
def command(
    dump: tuple[Path, ...],
    out: Path | None,
    columns: Path | None,
    seed: int,
    case: Path | None,
    who: str | None,
    as_json: bool,
    **reading: Any,
) -> None:
    """Read DUMP and say what it is: the receipt, its tables, their columns. Values are masked."""
    from telusur.cli.shown import inspection_lines  # noqa: PLC0415  # --help stays instant
    from telusur.inspection import inspect  # noqa: PLC0415
    from telusur.options import Options  # noqa: PLC0415
    from telusur.progress import watching  # noqa: PLC0415

    options = Options(
        dump=dump, columns=columns, seed=seed, case=case, who=who, overrides=overrides(reading)
    )
    with watching() as watcher:
        inspected = inspect(options, watcher, out)
    if as_json:
        click.echo(json.dumps(inspected.as_json(), ensure_ascii=False, indent=2))
        return
    for line in inspection_lines(inspected):
        click.echo(line)
    if out is not None:
        click.echo(str(out / "receipt.json"))
