"""``telusur explain``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from telusur.cli.common import FILE, custody_options, json_option

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.reporting.formats import Lang

EPILOG = """\b
Examples:
  telusur explain answer --row 1204
  telusur explain answer --row 1204 --register civil --lang id
  telusur explain answer --row 1204 --case CASE-7 --who "Sari, CSIRT"

The row's values are neither read nor shown: its file and line say where they stand. With --case
the case's log keeps who asked for which row."""


@click.command(epilog=EPILOG)
@click.argument("run", type=FILE)
@click.option("--row", type=click.IntRange(1), required=True, help="Number of the row, from 1.")
@click.option("--register", help="Name of a register; default: the one the verdict is about.")
@click.option("--lang", type=click.Choice(["en", "id"]), default="en", show_default=True)
@custody_options
@json_option
def command(
    run: Path,
    row: int,
    register: str | None,
    lang: Lang,
    case: Path | None,
    who: str | None,
    as_json: bool,
) -> None:
    """Say why a row of a finished RUN got its outcome: key, columns, version."""
    from telusur.afterwards import explain, open_run  # noqa: PLC0415  # --help stays instant
    from telusur.cases import Custodian  # noqa: PLC0415
    from telusur.cli.shown.explanation import explanation_lines  # noqa: PLC0415

    finished = open_run(run)
    told = explain(finished, row, register)
    custodian = Custodian.of(case, who)
    custodian.log(
        "explained",
        [finished.folder / "findings.json"],
        run=finished.findings.run.id,
        row=row,
        register=told.register,
    )
    if as_json:
        click.echo(json.dumps(told.as_json(), ensure_ascii=False, indent=2))
        return
    for line in explanation_lines(told, lang):
        click.echo(line)
