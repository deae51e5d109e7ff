"""``telusur register show``."""

from __future__ import annotations

import click


@click.command()
@click.argument("name")
def command(name: str) -> None:
    """Print a description of the library as register.toml, to be edited into one's own."""
    from telusur.describing import library_text  # noqa: PLC0415  # --help stays instant

    click.echo(library_text(name), nl=False)
