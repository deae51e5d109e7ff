"""Options that the commands of a case share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from telusur.cli.common import FILE, together
from telusur.errors import UsageError

if TYPE_CHECKING:
    from telusur.cases import Actor, Case

LARGEST_GIVEN = 1 << 20  # bytes of a certificate, checkpoint or response that is given

case_option = click.option(
    "--case",
    "folder",
    type=FILE,
    default=Path(),
    envvar="TELUSUR_CASE",
    show_envvar=True,
    help="The case's folder; default: the one you are in.",
)
acting_options = together(
    case_option,
    click.option("--who", help="Who does this; default: as at `case init`."),
    click.option("--host", is_flag=True, help="Log this machine's name as well."),
)


def opened(folder: Path, who: str | None, *, host: bool) -> tuple[Case, Actor]:
    """The case, and who acts on it."""
    from telusur.cases import Actor, open_case  # noqa: PLC0415  # --help stays instant

    case = open_case(folder)
    return case, Actor.here(who, default=case.facts.who, host=host)


def content_of(path: Path) -> bytes:
    """The bytes of a small file that was given.

    Raises:
        UsageError: ``given-unreadable``.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_GIVEN + 1)
    except OSError as error:
        raise UsageError(
            "given-unreadable", f"{path.name} cannot be read", got=error.strerror
        ) from None
    if len(content) > LARGEST_GIVEN:
        raise UsageError("given-unreadable", f"{path.name} is too large to be one")
    return content
