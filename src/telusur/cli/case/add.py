"""``telusur case add``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from telusur.cli.case.common import acting_options, opened
from telusur.cli.common import FILE

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, type=FILE, required=True)
@click.option("--copy", is_flag=True, help="Copy each into the case; default: hash it where it is.")
@click.option("--note", help="Where it comes from, in your words.")
@acting_options
def command(
    files: tuple[Path, ...],
    copy: bool,
    note: str | None,
    folder: Path,
    who: str | None,
    host: bool,
) -> None:
    """Take files into the case: SHA-256 and BLAKE3 of each, logged."""
    from telusur.cases import add  # noqa: PLC0415  # --help stays instant
    from telusur.progress import watching  # noqa: PLC0415

    case, actor = opened(folder, who, host=host)
    with watching() as watcher:
        items = add(case, files, actor, watcher, copy=copy, note=note)
    for item in items:
        click.echo(f"{item.name}  {item.bytes} bytes")
        click.echo(f"  SHA-256 {item.sha256}")
        click.echo(f"  BLAKE3  {item.blake3}")
