"""``telusur case open``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from telusur.cli.case.common import acting_options, opened
from telusur.cli.common import FILE

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("name")
@click.option("--to", type=FILE, required=True, help="Folder to open it into.")
@click.option("--identity", type=FILE, help="File with an age identity; default: the case's own.")
@acting_options
def command(
    name: str, to: Path, identity: Path | None, folder: Path, who: str | None, host: bool
) -> None:
    """Open a sealed file: NAME or the start of its SHA-256. Both hashes are checked."""
    from telusur.cases import open_sealed  # noqa: PLC0415  # --help stays instant
    from telusur.progress import watching  # noqa: PLC0415

    case, actor = opened(folder, who, host=host)
    with watching() as watcher:
        path = open_sealed(case, name, to, actor, watcher, identity=identity)
    click.echo(str(path))
