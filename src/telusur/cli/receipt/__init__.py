"""``telusur receipt``: signed receipts."""

from __future__ import annotations

import click

from telusur.cli.lazy import LazyGroup

MODULES = {"verify": "receipt.verify"}


@click.group(cls=LazyGroup, modules=MODULES)
def command() -> None:
    """Check the signed receipt of a dump."""
