"""``telusur review take``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from telusur.cli.common import FILE

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("run", type=FILE)
@click.argument("table", type=FILE)
@click.option("--name", help="Register of the run, where it is not the verdict's.")
def command(run: Path, table: Path, name: str | None) -> None:
    """Take the answers in TABLE, and write review.json into RUN."""
    from telusur.reviewing import take  # noqa: PLC0415  # --help stays instant

    found = take(run, table, name)
    if found.precision is None:
        click.echo("precision: not told; a band of probable rows has no answer")
        return
    low, high = found.precision.low, found.precision.high
    click.echo(f"precision: {found.precision.value:.1%} (interval {low:.1%} to {high:.1%})")
