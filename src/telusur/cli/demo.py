"""``telusur demo``."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from telusur.cli.common import FILE, seed_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.options import Lang

# The case at a hundredth: 222.4 million members, 279 million rows claimed.
MEMBERS = 2_224_000
DRILL = "drill"

EPILOG = """\b
Examples:
  telusur demo
  telusur demo --members 20000 --out small --lang id"""


@contextmanager
def _removed_if_it_fails(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


@click.command(epilog=EPILOG)
@click.option("--out", type=FILE, default=Path("demo"), show_default=True, help="A new folder.")
@click.option(
    "--members",
    type=int,
    default=MEMBERS,
    show_default=True,
    help="People the invented register ever held: 500 to 400,000,000.",
)
@click.option(
    "--lang",
    type=click.Choice(["id", "en"]),
    default="en",
    show_default=True,
    help="Of the report.",
)
@click.option("--again", is_flag=True, help="Remove an earlier demo in OUT first.")
@seed_option
def command(out: Path, members: int, lang: Lang, again: bool, seed: int) -> None:
    """Invent a register and a breach in the image of the case of 2021, verify it, show the answer.

    Everybody in it is invented. OUT/drill holds what was made, OUT the findings and the report.
    """
    from telusur.drill import make_drill  # noqa: PLC0415  # --help stays instant
    from telusur.options import Options  # noqa: PLC0415
    from telusur.pipeline import verify  # noqa: PLC0415
    from telusur.progress import watching  # noqa: PLC0415
    from telusur.reporting.terminal import summary  # noqa: PLC0415

    if again and (out / DRILL / "truth" / "truth.json").exists():
        shutil.rmtree(out)
    made_in = out.with_name(f"{out.name}.drill")
    if again and (made_in / "truth" / "truth.json").exists():  # what a killed demo left
        shutil.rmtree(made_in)
    with watching() as watcher:

        def tell(stage: str, share: float) -> None:
            watcher.stage(f"drill: {stage}")
            watcher.share(share)

        drill = make_drill(made_in, members, seed, progress=tell)
        with _removed_if_it_fails(made_in):
            findings = verify(
                Options(
                    dump=(drill.dump,),
                    registers=(drill.register_toml,),
                    claim=drill.claim_toml,
                    out=out,
                    lang=lang,
                    seed=seed,
                ),
                watcher,
            )
    made_in.rename(out / DRILL)
    for line in summary(findings, lang):
        click.echo(line)
    click.echo(str(out / "report.html"))
