"""``telusur case export``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from telusur.cli.case.common import acting_options, opened
from telusur.cli.common import FILE

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option("--out", type=FILE, required=True, help="The zip file to write.")
@click.option("--to", default="", help="To whom it is handed; logged.")
@acting_options
def command(out: Path, to: str, folder: Path, who: str | None, host: bool) -> None:
    """Write a bundle for others: the log, and a script that checks it without Telusur.

    It holds no byte of the evidence and no private key. Names in the log are handed on with it.
    """
    from telusur.cases import export  # noqa: PLC0415  # --help stays instant

    case, actor = opened(folder, who, host=host)
    click.echo(str(export(case, out, actor, to=to)))
    click.echo(f"to be checked with key {case.public_key()}")
