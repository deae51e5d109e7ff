"""``telusur review``: clerks look at rows that were linked without a key."""

from __future__ import annotations

import click

from telusur.cli.lazy import LazyGroup

MODULES = {"draw": "review.draw", "take": "review.take"}

EPILOG = """\b
Example:
  telusur review draw telusur-out --to clerks DUMP.csv --register register.toml
  telusur review take telusur-out clerks/review.csv"""


@click.group(cls=LazyGroup, modules=MODULES, epilog=EPILOG)
def command() -> None:
    """Have clerks look at a sample of the rows that were linked without a key."""
