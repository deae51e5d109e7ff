"""``telusur review draw``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from telusur.cli.common import FILE, custody_options, overrides, reading_options, seed_option

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

EPILOG = """\b
With DUMP and --register the table holds personal data in plain: every value of a drawn row beside
the member's. It is written into --to alone, which nobody but its owner may enter (mode 0700), for
a clerk who is authorised to see it; seal or remove it afterwards. Without them it names rows by
file and line, and members by keyed reference."""


@click.command(epilog=EPILOG)
@click.argument("run", type=FILE)
@click.argument("dump", nargs=-1, type=FILE)
@click.option("--register", type=FILE, help="The run's register, for the values.")
@click.option("--name", help="Register of the run, where it is not the verdict's.")
@click.option("--to", type=FILE, required=True, help="New folder for review.csv, made private.")
@click.option("--pairs", type=click.IntRange(1, 10_000), default=200, show_default=True,
              help="Pairs drawn, at most.")  # fmt: skip
@seed_option
@reading_options
@custody_options
def command(
    run: Path,
    dump: tuple[Path, ...],
    register: Path | None,
    name: str | None,
    to: Path,
    pairs: int,
    seed: int,
    case: Path | None,
    who: str | None,
    **reading: Any,
) -> None:
    """Draw pairs of RUN by bands of probability, and write a table for clerks to answer.

    The clerk writes yes, no or unsure in the column answer.
    """
    from telusur.options import Options  # noqa: PLC0415  # --help stays instant
    from telusur.reviewing import draw  # noqa: PLC0415

    options = Options(
        dump=dump,
        registers=(register,) if register else (),
        seed=seed,
        case=case,
        who=who,
        overrides=overrides(reading),
    )
    drawn = draw(run, to, options, pairs, name)
    click.echo(f"{drawn.table}: {drawn.pairs} pairs")
