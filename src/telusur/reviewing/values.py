"""The values of drawn pairs side by side: the dump's as read, the register's as they stand."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from telusur import registers
from telusur.engine.protocol import Step, comma
from telusur.errors import UsageError
from telusur.inspection import open_engine, read_dump
from telusur.progress import Silent, Stopwatch
from telusur.vocabulary.keyed import reference

if TYPE_CHECKING:
    import pyarrow as pa

    from telusur.model.findings import Findings
    from telusur.options import Options
    from telusur.vocabulary.keyed import Key

# Versions of one member that are shown, the latest first.
VERSIONS = 3


def side_by_side(
    options: Options, findings: Findings, drawn: pa.Table, key: Key, register: str
) -> tuple[list[tuple[str, str]], list[list[str]]]:
    """Columns (dump, register) that are compared, and for each pair its values in turn.

    Args:
        options: the dump and the one register, as for ``verify``.
        findings: of the run.
        drawn: ``row`` and ``member`` of the pairs.
        key: of the run's references.
        register: its name.

    Raises:
        UsageError: ``review-of-another`` when dump or register are not the run's.
    """
    work = Path(tempfile.mkdtemp(prefix="telusur-"))
    reads = [path for given in options.registers for path in registers.register_reads(given)]
    try:
        engine = open_engine(options, work, reads)
        try:
            watch = Stopwatch(Silent())
            read = read_dump(engine, options, work, watch)
            opened = registers.open_register(engine, options.registers[0], work)
            at = next(i for i, one in enumerate(findings.records) if one.register_ == register)
            columns = [
                (one.dump, one.register_) for one in findings.structure.candidates[at].columns
            ]
            rows = findings.records[at].rows
            table = next(
                (
                    one
                    for one in read.tables
                    if one.rows == rows and {dump for dump, _ in columns} <= set(one.columns)
                ),
                None,
            )
            if table is None or opened.facts.name != register or opened.relation is None:
                raise UsageError(
                    "review-of-another",
                    "the dump or the register is not the one that the run compared",
                    hint="give those of the run, and its options",
                )
            engine.load("pads", key.subkey("reference", register).pads())
            engine.load("wanted", drawn.select(["pair", "row", "member"]))
            ours = [table.columns.index(dump) for dump, _ in columns]
            theirs = [opened.columns.index(name) for _, name in columns]
            engine.run(
                Step(
                    "named",
                    "SELECT w.pair, e.entity_ FROM (SELECT DISTINCT entity_, "
                    f"{reference('entity_', 'p.ipad', 'p.opad')} AS member FROM (SELECT DISTINCT "
                    f"entity_ FROM {opened.relation}) AS r CROSS JOIN pads AS p) AS e "
                    "JOIN wanted AS w ON w.member = e.member",
                )
            )
            dump = engine.collect(
                f"SELECT w.pair, {comma([f'd.c{i} AS c{n}' for n, i in enumerate(ours)])} "
                f"FROM wanted AS w JOIN {table.relation} AS d ON d.row_ = w.row ORDER BY w.pair"
            ).to_pylist()
            held = engine.collect(
                f"SELECT n.pair, {comma([f'r.r{i} AS c{n}' for n, i in enumerate(theirs)])} "
                f"FROM named AS n JOIN {opened.relation} AS r ON r.entity_ = n.entity_ "
                "QUALIFY row_number() OVER (PARTITION BY n.pair ORDER BY "
                f"r.from_us DESC NULLS LAST, {comma([f'r.r{i}' for i in theirs])}) <= {VERSIONS} "
                "ORDER BY n.pair"
            ).to_pylist()
        finally:
            engine.close()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return columns, [
        [
            text
            for n in range(len(columns))
            for text in (
                row[f"c{n}"] or "",
                " | ".join(
                    dict.fromkeys(one[f"c{n}"] or "" for one in held if one["pair"] == row["pair"])
                ),
            )
        ]
        for row in dump
    ]
