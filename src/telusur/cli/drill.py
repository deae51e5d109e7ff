"""``telusur drill``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from telusur.cli.common import FILE, seed_option

if TYPE_CHECKING:
    from pathlib import Path

EPILOG = """\b
Example:
  telusur drill --members 20000 --out drill
  telusur verify drill/dump/sample.csv --register drill/register/register.toml \\
      --claim drill/dump/claim.toml --out answer
  less drill/truth/truth.json"""


@click.command(epilog=EPILOG)
@click.option("--members", type=int, required=True, help="People the invented register ever held.")
@click.option("--out", type=FILE, required=True, help="New folder: register/, dump/ and truth/.")
@click.option("--sample-rows", type=int, help="Rows of the dump; default: as in the case.")
@seed_option
def command(members: int, out: Path, sample_rows: int | None, seed: int) -> None:
    """Invent a national register, take a dump from it, keep the truth. Nobody in it is real."""
    from telusur.drill import make_drill  # noqa: PLC0415  # --help stays instant
    from telusur.progress import watching  # noqa: PLC0415

    with watching() as watcher:

        def tell(stage: str, share: float) -> None:
            watcher.stage(f"drill: {stage}")
            watcher.share(share)

        made = make_drill(out, members, seed, sample_rows, tell)
    for path in (made.register_toml, made.dump, made.claim_toml, made.truth_json):
        click.echo(str(path))
