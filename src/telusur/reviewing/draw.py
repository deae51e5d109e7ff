"""A table for clerks: pairs of a row and a member, with room for an answer.

Without dump and register it names rows and members by file, line and keyed reference. With them
the values stand side by side, in the folder given alone, which nobody but its owner may enter.
"""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING

import pyarrow as pa

from telusur.cases import Custodian
from telusur.errors import UsageError
from telusur.output import PRIVATE_FILE, PRIVATE_FOLDER, cannot_write
from telusur.reviewing.interface import ABOUT, Drawn, findings_of, pairs_of
from telusur.reviewing.strata import chosen, stratified
from telusur.reviewing.values import side_by_side
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.options import Options

TABLE = "review.csv"
# A cell that begins so is a formula to a spreadsheet; an apostrophe in front makes it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 500  # characters of a value that are shown


def draw(run: Path, to: Path, options: Options, wanted: int, register: str | None = None) -> Drawn:
    """Draw pairs and write ``review.csv`` into ``to``.

    Args:
        run: folder of a finished run.
        to: new or empty folder; made private.
        options: dump and register, for the values; without them keyed references alone.
        wanted: pairs, at most.
        register: name of a register other than the verdict's.

    Raises:
        UsageError: ``not-a-run``, ``nothing-to-review``, ``review-needs-both``,
            ``review-of-another``, ``out-not-empty``.
    """
    if bool(options.dump) != (len(options.registers) == 1):
        raise UsageError(
            "review-needs-both",
            "values stand side by side or not at all",
            expected="the dump and its one --register, or neither",
        )
    findings = findings_of(run)
    pairs, of, strata = stratified(pairs_of(run, register))
    places = chosen(pairs, of, len(strata), wanted, options.seed)
    if not len(places):
        raise UsageError("nothing-to-review", "no pair is likely enough to be looked at")
    drawn = pairs.take(places).append_column("pair", pa.array(range(1, len(places) + 1)))
    columns: list[tuple[str, str]] = []
    values: list[list[str]] = [[] for _ in places]
    if options.dump:
        key = Custodian.of(options.case, options.who).reference_key(run)
        name = drawn["register"][0].as_py()
        columns, values = side_by_side(options, findings, drawn, key, name)
    head = [*ABOUT, *(f"{side}: {name}" for pair in columns
                      for side, name in zip(("dump", "register"), pair, strict=True))]  # fmt: skip
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_cell(name) for name in head])
    for row, stratum, seen in zip(drawn.to_pylist(), of[places].tolist(), values, strict=True):
        place = [row["row"], row["file"], row["line"] or ""]
        about = [row["pair"], stratum + 1, *place, row["member"], ""]
        writer.writerow([*map(str, about), *map(_cell, seen)])
    return Drawn(_written(to, text.getvalue()), len(places), bool(options.dump))


def _cell(value: str) -> str:
    """A value as a spreadsheet shows it and never runs it."""
    shown = printable(value, LONGEST)
    return f"'{shown}" if value.startswith(FORMULA) or shown.startswith(FORMULA) else shown


def _written(to: Path, text: str) -> Path:
    try:
        to.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if any(to.iterdir()):
            raise UsageError(
                "out-not-empty", f"--to {to} holds other files", expected="a new or empty folder"
            )
        to.chmod(PRIVATE_FOLDER)
        path = to / TABLE
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE_FILE)
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            file.write(text)
    except OSError as error:
        raise cannot_write(to, error) from None
    return path
