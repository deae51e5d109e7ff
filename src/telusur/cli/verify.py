"""``telusur verify``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from telusur.cli.common import (
    FILE,
    custody_options,
    json_option,
    overrides,
    reading_options,
    seed_option,
)

if TYPE_CHECKING:
    from typing import Any

    from telusur.options import Lang

EPILOG = """\b
Examples:
  telusur verify sample.csv --register register.toml --claim claim.toml
  telusur verify dump.csv.gz --register ours.toml --register theirs.parquet --lang id
  telusur verify --columns header.txt --register register.toml
  telusur verify dump.parquet --register ours.index

\b
OUT then holds report.html, findings.json, rows.parquet, receipt.json and run.log.
Exit status: 0 the run is complete, whatever the verdict; 2 usage or claim; 3 the dump;
4 the register; 5 a limit (disk, memory, time); 70 a fault of Telusur; 130 interrupted."""


@click.command(epilog=EPILOG)
@click.argument("dump", nargs=-1, type=FILE)
@click.option(
    "--register",
    "registers",
    type=FILE,
    multiple=True,
    required=True,
    help="register.toml, a data file or a prepared folder of a candidate holder; give several to "
    "compare them.",
)
@click.option(
    "--index-key",
    "index_keys",
    type=FILE,
    multiple=True,
    help="Key of a prepared register that does not lie beside its folder.",
)
@click.option("--claim", type=FILE, help="claim.toml: what the seller says.")
@click.option("--columns", type=FILE, help="File of column names: of the dump, or alone.")
@click.option(
    "--out",
    type=FILE,
    default=Path("telusur-out"),
    show_default=True,
    help="Directory of the findings; a finished one is refused.",
)
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True
)
@click.option(
    "--lang",
    type=click.Choice(["id", "en"]),
    default="en",
    show_default=True,
    help="Of the report.",
)
@seed_option
@click.option("--threads", type=click.IntRange(1), help="Worker threads; default: all cores.")
@click.option("--memory", type=click.FloatRange(0.1), help="Memory limit of the engine, in GiB.")
@reading_options
@click.option("--map", "mapped", multiple=True, metavar="DUMP=REGISTER", help="Pair two columns.")
@click.option("--key", metavar="COLUMN[,…]", help="Register columns that identify a member.")
@click.option(
    "--ignore", "ignored", multiple=True, metavar="COLUMN", help="Leave a column of the dump out."
)
@custody_options
@json_option
def command(
    dump: tuple[Path, ...],
    registers: tuple[Path, ...],
    index_keys: tuple[Path, ...],
    claim: Path | None,
    columns: Path | None,
    out: Path,
    engine: str,
    lang: Lang,
    seed: int,
    threads: int | None,
    memory: float | None,
    mapped: tuple[str, ...],
    key: str | None,
    ignored: tuple[str, ...],
    case: Path | None,
    who: str | None,
    as_json: bool,
    **reading: Any,
) -> None:
    """Compare DUMP with the registers of its possible holders and write the findings."""
    from telusur.options import Options  # noqa: PLC0415  # --help stays instant
    from telusur.pipeline import verify  # noqa: PLC0415
    from telusur.progress import watching  # noqa: PLC0415
    from telusur.reporting.terminal import summary  # noqa: PLC0415

    options = Options(
        dump=dump,
        registers=registers,
        index_keys=index_keys,
        columns=columns,
        claim=claim,
        out=out,
        engine=engine,
        lang=lang,
        seed=seed,
        threads=threads,
        memory_bytes=int(memory * 1024**3) if memory else None,
        case=case,
        who=who,
        overrides=overrides(reading, mapped, key, ignored),
    )
    with watching() as watcher:
        findings = verify(options, watcher)
    if as_json:
        click.echo(findings.to_text(), nl=False)
        return
    for line in summary(findings, lang):
        click.echo(line)
    click.echo(str(out / "report.html"))
