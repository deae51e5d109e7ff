"""``telusur case verify``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from telusur.cli.case.common import case_option, content_of
from telusur.cli.common import FILE, json_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option("--no-files", is_flag=True, help="Do not hash the case's files again.")
@click.option("--key", help="The log's public key as you know it, or a file that holds it.")
@click.option("--checkpoint", type=FILE, help="A checkpoint of this log that you kept elsewhere.")
@click.option("--tsa-ca", type=FILE, help="Certificates (PEM) that vouch for its time stamps.")
@case_option
@json_option
def command(
    no_files: bool,
    key: str | None,
    checkpoint: Path | None,
    tsa_ca: Path | None,
    folder: Path,
    as_json: bool,
) -> None:
    """Recompute the whole case: one line a check, the first entry that fails is named.

    A log with a new key shows only against --key, one that was put back to an older state only
    against --checkpoint.
    """
    from telusur.cases import expected_key, open_case, verify  # noqa: PLC0415  # --help stays instant
    from telusur.custody.timestamp import read_certificates  # noqa: PLC0415
    from telusur.progress import watching  # noqa: PLC0415
    from telusur.vocabulary.text import printable  # noqa: PLC0415

    roots = read_certificates(content_of(tsa_ca)) if tsa_ca else []
    kept = content_of(checkpoint).decode("utf-8", "replace") if checkpoint else None
    expected = expected_key(key) if key else None
    with watching() as watcher:
        checks = verify(
            open_case(folder), watcher, files=not no_files, key=expected, kept=kept, roots=roots
        )
    if as_json:
        rows = [
            {
                "what": check.what,
                "holds": check.failure is None,
                "said": check.said,
                "code": check.failure.code if check.failure else None,
            }
            for check in checks
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for check in checks:
            click.echo(printable(f"{'NO' if check.failure else 'ok':3} {check.what}: {check.said}"))
    failed = next((check.failure for check in checks if check.failure), None)
    if failed:
        raise failed
