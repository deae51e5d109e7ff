"""``telusur case note``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from telusur.cli.case.common import acting_options, opened

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.custody.entry import Step

# As custody.entry.STEPS, which is not imported here so that --help stays instant.
STEPS = (
    "identification",
    "collection",
    "acquisition",
    "preservation",
    "analysis",
    "disclosure",
    "disposal",
)


@click.command()
@click.argument("text")
@click.option(
    "--step",
    type=click.Choice(STEPS),
    default="collection",
    show_default=True,
    help="Step of the handling, after ISO/IEC 27037.",
)
@acting_options
def command(text: str, step: str, folder: Path, who: str | None, host: bool) -> None:
    """Log in your own words what was done outside Telusur, such as a disk that was handed over."""
    from telusur.cases import remark  # noqa: PLC0415  # --help stays instant

    case, actor = opened(folder, who, host=host)
    entry = remark(case, actor, cast("Step", step), text)
    click.echo(f"entry {entry.index}")
