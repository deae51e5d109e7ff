"""``telusur register show``."""

from __future__ import annotations

from pathlib import Path

import click

EPILOG = """\b
Examples:
  telusur register show jkn_members > register.toml
  telusur register show ours.index"""


@click.command(epilog=EPILOG)
@click.argument("name")
def command(name: str) -> None:
    """Print a description of the library, to be edited into one's own, or what an index holds.

    NAME is one of `register list`, or the folder of a prepared register.
    """
    from telusur.describing import library_text  # noqa: PLC0415  # --help stays instant
    from telusur.indexing import is_index, shown  # noqa: PLC0415

    folder = Path(name)
    if is_index(folder):
        for line in shown(folder):
            click.echo(line)
        return
    click.echo(library_text(name), nl=False)
