"""``telusur diff``."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from telusur.cli.common import FILE, json_option

if TYPE_CHECKING:
    from telusur.reporting.formats import Lang

EPILOG = """\b
Examples:
  telusur diff answer-sample answer-full
  telusur diff answer-march answer-april --lang id
  telusur diff answer-march answer-april --json > differences.json

Rows are compared one by one where both runs read the same bytes."""


@click.command(epilog=EPILOG)
@click.argument("run1", type=FILE)
@click.argument("run2", type=FILE)
@click.option("--lang", type=click.Choice(["en", "id"]), default="en", show_default=True)
@json_option
def command(run1: Path, run2: Path, lang: Lang, as_json: bool) -> None:
    """Say what changed from RUN1 to RUN2: the sample became the dump, or a register was renewed."""
    from telusur.afterwards import differ, open_run  # noqa: PLC0415  # --help stays instant
    from telusur.cli.shown.differences import difference_lines  # noqa: PLC0415

    first, second = open_run(run1), open_run(run2)
    with tempfile.TemporaryDirectory(prefix="telusur-") as work:
        found, moved = differ(first, second, Path(work))
    if as_json:
        document = {
            "differences": [asdict(one) for one in found],
            "rows": None if moved is None else [one.as_json() for one in moved],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for line in difference_lines(found, moved, lang):
        click.echo(line)
