"""``telusur case shred``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from telusur.cli.case.common import acting_options, opened
from telusur.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@acting_options
def command(yes: bool, folder: Path, who: str | None, host: bool) -> None:
    """Destroy the case's private keys and its plain copies, and close the log.

    What is sealed cannot be opened with the case's key any more; other recipients still can.
    Overwriting is no promise on solid-state disks, snapshots and backups; the lost key is one.
    """
    from telusur.cases import shred  # noqa: PLC0415  # --help stays instant

    case, actor = opened(folder, who, host=host)
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("not-confirmed", "nothing was destroyed", hint="give --yes")
        click.confirm(
            f"Destroy the keys of case {case.facts.title} for good?", abort=True, err=True
        )
    for path in shred(case, actor):
        click.echo(f"destroyed {path.name}")
    if others := len(case.recipients()) - 1:
        click.echo(f"{others} other recipients can still open what is sealed")
