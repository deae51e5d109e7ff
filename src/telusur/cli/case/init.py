"""``telusur case init``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from telusur.cli.common import FILE

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", metavar="DIR", type=FILE)
@click.option("--legal-basis", help="On what law, order or mandate the data is held. Needed.")
@click.option("--title", help="What the case is called.")
@click.option("--holder", help="Who is said to have lost the data.")
@click.option("--who", help="Who handles the case.")
@click.option("--host", is_flag=True, help="Log this machine's name as well.")
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar="age1…",
    help="age public key that can open what is sealed, besides the case's own; repeat it.",
)
def command(
    folder: Path,
    legal_basis: str | None,
    title: str | None,
    holder: str | None,
    who: str | None,
    host: bool,
    recipients: tuple[str, ...],
) -> None:
    """Begin a case in a new folder; on a terminal, what is missing is asked for.

    The legal basis for holding the dump is the first thing in the log.
    """
    from telusur.cases import Actor, begin  # noqa: PLC0415  # --help stays instant

    actor = Actor.here(who, host=host)
    if sys.stdin.isatty() and not legal_basis:
        legal_basis = click.prompt("Legal basis for holding this data", err=True)
        if holder is None:
            holder = click.prompt("Said holder (may stay empty)", default="", err=True)
        if who is None:
            who = click.prompt("Who handles the case", default=actor.person, err=True)
            actor = Actor.here(who, host=host)
    case = begin(
        folder,
        actor,
        legal_basis=legal_basis or "",
        title=title or "",
        holder=holder or "",
        recipients=recipients,
    )
    click.echo(f"case {case.facts.id} in {folder}")
    click.echo(f"log key    {case.public_key()}")
    click.echo(f"sealed to  {', '.join(case.recipients())}")
    click.echo("Give the log key to whoever will check this case, by another way than the case.")
