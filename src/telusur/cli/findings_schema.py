"""``telusur findings-schema``."""

from __future__ import annotations

import json

import click

EPILOG = """\b
Example:
  telusur findings-schema > findings.schema.json"""


@click.command(epilog=EPILOG)
def command() -> None:
    """Print the JSON Schema of findings.json."""
    from telusur.model.findings import json_schema  # noqa: PLC0415  # --help stays instant

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
