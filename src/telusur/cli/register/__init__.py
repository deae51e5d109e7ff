"""``telusur register``: descriptions of registers."""

from __future__ import annotations

import click

from telusur.cli.lazy import LazyGroup

MODULES = {
    "describe": "register.describe",
    "index": "register.index",
    "list": "register.list",
    "show": "register.show",
}

EPILOG = """\b
Examples:
  telusur register describe members.parquet --out members
  telusur register index register.toml --out ours.index
  telusur register list
  telusur register show jkn_members > register.toml"""


@click.group(cls=LazyGroup, modules=MODULES, epilog=EPILOG)
def command() -> None:
    """Describe a register from its data, prepare it, or look into the library of descriptions."""
