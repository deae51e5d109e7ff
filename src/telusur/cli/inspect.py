"""``telusur inspect``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from telusur.cli.common import FILE, json_option, overrides, reading_options, seed_option

if TYPE_CHECKING:
    from pathlib import Path

EPILOG = """\b
Examples:
  telusur inspect sample.csv
  telusur inspect part1.csv.gz part2.csv.gz --json > receipt.json"""


@click.command(epilog=EPILOG)
@click.argument("dump", nargs=-1, type=FILE, required=True)
@click.option("--out", type=FILE, help="Directory to write inspection.json to.")
@seed_option
@reading_options
@json_option
def command(
    dump: tuple[Path, ...],
    out: Path | None,
    seed: int,
    encoding: str | None,
    delimiter: str | None,
    no_header: bool,
    table: str | None,
    as_json: bool,
) -> None:
    """Read DUMP and say what it is: the receipt, and what each column holds. Values are masked."""
    from telusur.cli.shown import receipt_lines  # noqa: PLC0415  # --help stays instant
    from telusur.options import Options  # noqa: PLC0415
    from telusur.pipeline import inspect  # noqa: PLC0415
    from telusur.progress import watching  # noqa: PLC0415

    options = Options(
        dump=dump,
        seed=seed,
        overrides=overrides(
            encoding=encoding, delimiter=delimiter, no_header=no_header, table=table
        ),
    )
    with watching() as watcher:
        inspected = inspect(options, watcher, out)
    if as_json:
        click.echo(json.dumps(inspected.as_json(), ensure_ascii=False, indent=2))
        return
    for line in receipt_lines(inspected):
        click.echo(line)
