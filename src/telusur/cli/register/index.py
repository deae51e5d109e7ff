"""``telusur register index``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from telusur.cli.common import FILE

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.indexing import Index, Refreshed

EPILOG = """\b
Examples:
  telusur register index register.toml --out ours.index
  telusur register index members.parquet --out ours.index --key-file /keys/ours.key
  telusur register index --refresh ours.index
  telusur verify dump.csv --register ours.index

\b
OUT then holds keyed hashes of the register's values, none of them plain. The key is in
OUT.key (mode 0600): whoever has both can try identifiers, so keep them apart."""


@click.command(epilog=EPILOG)
@click.argument("register", type=FILE, required=False)
@click.option("--out", type=FILE, help="New folder for the prepared register.")
@click.option("--refresh", "folder", type=FILE, help="Prepared register to bring up to date.")
@click.option("--key-file", type=FILE, help="Its key; default: beside the folder, OUT.key.")
@click.option("--threads", type=click.IntRange(1), help="Worker threads; default: all cores.")
@click.option("--memory", type=click.FloatRange(0.1), help="Memory limit of the engine, in GiB.")
def command(
    register: Path | None,
    out: Path | None,
    folder: Path | None,
    key_file: Path | None,
    threads: int | None,
    memory: float | None,
) -> None:
    """Prepare REGISTER once, so that every verification after is cheaper and needs no plain value.

    With --refresh, its register is read again and only what changed is written anew.
    """
    from telusur.errors import UsageError  # noqa: PLC0415  # --help stays instant
    from telusur.indexing import Preparing, prepare, refresh  # noqa: PLC0415
    from telusur.progress import watching  # noqa: PLC0415

    how = Preparing(threads=threads, memory_bytes=int(memory * 1024**3) if memory else None)
    with watching() as watcher:
        if folder is not None and out is None:
            keys = (key_file,) if key_file else ()
            lines = _refreshed(folder, refresh(folder, register, keys, watcher, how))
        elif register is not None and out is not None and folder is None:
            lines = _prepared(out, key_file, prepare(register, out, key_file, watcher, how))
        else:
            raise UsageError(
                "index-usage",
                "say what is to be prepared",
                expected="REGISTER --out FOLDER, or --refresh FOLDER",
            )
    for line in lines:
        click.echo(line)


def _prepared(out: Path, key_file: Path | None, index: Index) -> list[str]:
    facts = index.facts
    size = f"{facts.members:,} members, {facts.versions:,} versions, {len(facts.columns)} columns"
    return [
        f"{facts.name}: {size}, {len(index.members)} file(s) in {out}",
        f"key in {key_file or f'{out}.key'}: keep it apart from the folder",
    ]


def _refreshed(folder: Path, done: Refreshed) -> list[str]:
    written = f"{done.written} of {len(done.index.members)} file(s) of {folder} written"
    if done.changes is None:
        return [f"{written}: {done.why}"]
    found = done.changes
    members = f"{found.members_new:,} new, {found.members_changed:,} changed"
    return [
        f"members: {members}, {found.members_gone:,} gone",
        f"versions: {found.versions_new:,} new, {found.versions_gone:,} gone",
        written,
    ]
