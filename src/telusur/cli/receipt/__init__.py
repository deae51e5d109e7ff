"""``telusur receipt``: signed receipts."""

from __future__ import annotations

import click

from telusur.cli.lazy import LazyGroup

MODULES = {"verify": "receipt.verify"}

EPILOG = """\b
Example:
  telusur receipt verify receipt.json --key signing.pub --file dump.sql"""


@click.group(cls=LazyGroup, modules=MODULES, epilog=EPILOG)
def command() -> None:
    """Check the signed receipt of a dump."""
