"""``telusur case log``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from telusur.cli.case.common import case_option
from telusur.cli.common import json_option

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.custody.entry import Entry


@click.command()
@click.option("--checkpoint", is_flag=True, help="Print the newest signed checkpoint, to be kept.")
@case_option
@json_option
def command(checkpoint: bool, folder: Path, as_json: bool) -> None:
    """Print the custody log, without checking it: `telusur case verify` does that."""
    from telusur.cases import open_case  # noqa: PLC0415  # --help stays instant

    case = open_case(folder)
    if checkpoint:
        notes = case.log.notes()
        click.echo(notes[-1] if notes else "", nl=False)
        return
    entries = case.log.entries()
    if as_json:
        shown = [entry.model_dump(mode="json") for entry in entries]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for entry in entries:
        for line in _lines(entry):
            click.echo(line)


def _lines(entry: Entry) -> list[str]:
    from telusur.vocabulary.text import printable  # noqa: PLC0415  # --help stays instant

    account = "" if entry.who.account == entry.who.person else f" ({entry.who.account})"
    first = (
        f"{entry.index:4d}  {entry.when}  {entry.step:14}  {entry.action}  "
        f"{entry.who.person}{account}"
    )
    rows = [f"{item.name}  {item.bytes} bytes  SHA-256 {item.sha256}" for item in entry.what]
    if "legal_basis" in entry.how.options:
        rows.append(f"legal basis: {entry.how.options['legal_basis']}")
    if entry.note:
        rows.append(f"note: {entry.note}")
    return [first, *(f"      {printable(row)}" for row in rows)]
