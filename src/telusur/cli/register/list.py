"""``telusur register list``."""

from __future__ import annotations

import click


@click.command()
def command() -> None:
    """List the descriptions that ship with Telusur; --register library:NAME takes one."""
    from telusur.describing import library  # noqa: PLC0415  # --help stays instant

    for name, spec in library():
        exclusive = sum(column.exclusive for column in spec.columns.values())
        click.echo(f"{name}  {spec.holder}: {spec.register_.title.en}")
        click.echo(f"  {len(spec.columns)} columns, {exclusive} of this holder alone")
        for source in spec.register_.sources:
            click.echo(f"  from {source}")
