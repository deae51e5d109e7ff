"""``telusur case seal``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from telusur.cli.case.common import acting_options, opened

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("names", metavar="[NAME]…", nargs=-1)
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar="age1…",
    help="A further age public key, for files sealed from now on; repeat it.",
)
@click.option(
    "--shred-plain",
    is_flag=True,
    help="Overwrite and remove the plain files, once the sealed ones were found to open.",
)
@acting_options
def command(
    names: tuple[str, ...],
    recipients: tuple[str, ...],
    shred_plain: bool,
    folder: Path,
    who: str | None,
    host: bool,
) -> None:
    """Seal files of the case with age: NAME is a file's name or the start of its SHA-256.

    Without NAME, all that are not sealed yet. --shred-plain removes the copy inside the case; of a
    file that was added without --copy it removes the file itself.
    """
    from telusur.cases import REMOVED, seal  # noqa: PLC0415  # --help stays instant
    from telusur.progress import watching  # noqa: PLC0415

    case, actor = opened(folder, who, host=host)
    before = len(case.log.entries())
    with watching() as watcher:
        made = seal(case, names, actor, watcher, recipients=recipients, shred_plain=shred_plain)
    for path in made:
        click.echo(str(path))
    for entry in case.log.entries()[before:]:
        if entry.action == REMOVED:
            click.echo(f"removed {entry.how.options['location']}")
