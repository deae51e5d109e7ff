"""``telusur register describe``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from telusur.cli.common import FILE

if TYPE_CHECKING:
    from pathlib import Path

EPILOG = """\b
Examples:
  telusur register describe members.parquet
  telusur register describe members.csv --out members

\b
OUT then holds register.toml and a CSV for each code list. No value of the register is in
either, but for codes that many members share. Read it, and say which columns only you
have: exclusive = true."""


@click.command(epilog=EPILOG)
@click.argument("data", type=FILE)
@click.option("--out", type=FILE, help="Directory for register.toml and its code lists.")
@click.option("--holder", default="", help="Who keeps the register.")
def command(data: Path, out: Path | None, holder: str) -> None:
    """Propose a register.toml for DATA: keys, types, code lists, sensitive columns."""
    from telusur.describing import describe, write_description  # noqa: PLC0415  # --help: instant
    from telusur.progress import watching  # noqa: PLC0415

    with watching() as watcher:
        described = describe(data, holder, watcher, out)
    if out is None:
        click.echo(described.toml, nl=False)
        return
    click.echo(str(write_description(described, out)))
