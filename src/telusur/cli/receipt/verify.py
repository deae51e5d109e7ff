"""``telusur receipt verify``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from telusur.cli.common import FILE

if TYPE_CHECKING:
    from pathlib import Path

EPILOG = """\b
Examples:
  telusur receipt verify receipt.json
  telusur receipt verify receipt.json --key signing.pub --file dump.sql"""


@click.command(epilog=EPILOG)
@click.argument("receipt", type=FILE)
@click.option("--key", help="The public key that should have signed it, or a file that holds it.")
@click.option(
    "--file",
    "files",
    type=FILE,
    multiple=True,
    help="A file of the dump, to be compared with the receipt; repeat it.",
)
def command(receipt: Path, key: str | None, files: tuple[Path, ...]) -> None:
    """Check a signed receipt, wherever it was made. Needs nothing but the file."""
    from telusur.cases import compare_with_receipt, read_receipt  # noqa: PLC0415  # --help: instant
    from telusur.vocabulary.text import printable  # noqa: PLC0415

    signed = read_receipt(receipt, key)
    click.echo(
        printable(
            f"signed with key {signed.key.key_id} at {signed.created} by {signed.tool}: "
            "nothing was changed since"
        )
    )
    if key:
        click.echo("it is the key that was expected")
    else:
        click.echo("whose key that is, a receipt cannot tell: compare it, or give --key")
    for line in compare_with_receipt(signed, files):
        click.echo(line)
