"""What changed in a register since it was prepared, told by the marks of its rows alone.

1. the sums over the marks of each file's rows: equal sums, equal rows;
2. of the files that differ, the rows that are in one state only;
3. their members: new, gone, or with other versions than before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import FileKind, Scan, Step
from telusur.registers.prepared.partitions import check_sums, part_of

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.engine.protocol import Engine
    from telusur.registers.prepared.manifest import Part
    from telusur.registers.prepared.partitions import Rows


@dataclass(frozen=True)
class Changes:
    """What is in one state of the register only.

    Attributes:
        files: which files hold it.
        members_new: members that were not there.
        members_changed: members with other versions than before.
        members_gone: members that are there no longer.
        versions_new: versions that were not there; one that ended is new, and gone as it was.
        versions_gone: versions that are there no longer.
    """

    files: frozenset[int]
    members_new: int = 0
    members_changed: int = 0
    members_gone: int = 0
    versions_new: int = 0
    versions_gone: int = 0


def changes(engine: Engine, rows: Rows, folder: Path, held: tuple[Part, ...]) -> Changes:
    """Hold the register as it is against the files of its index."""
    parts = len(held)
    engine.run(Step("index_now", f"SELECT *, {part_of(parts)} AS part FROM ({rows.marks}) AS m"))
    found = _other_files(engine, held)  # (1)
    if not found:
        engine.drop("index_now")
        return Changes(frozenset())
    listed = ", ".join(map(str, sorted(found)))
    before = tuple((folder / held[part].file).resolve() for part in sorted(found))
    engine.scan("index_before", Scan(FileKind.PARQUET, before))
    engine.run(
        Step("index_after", f"SELECT entity_, raw_ FROM index_now WHERE part IN ({listed})"),
        Step(  # (2)
            "index_differ",
            "SELECT entity_, raw_, CAST(sum(s) AS BIGINT) AS s FROM ("
            "SELECT entity_, raw_, 1 AS s FROM index_after UNION ALL "
            "SELECT entity_, raw_, -1 AS s FROM index_before) AS both_ "
            "GROUP BY entity_, raw_ HAVING sum(s) <> 0",
        ),
        Step(  # (3)
            "index_members",
            "SELECT d.entity_, "
            "EXISTS (SELECT 1 FROM index_before AS b WHERE b.entity_ = d.entity_) AS before, "
            "EXISTS (SELECT 1 FROM index_after AS a WHERE a.entity_ = d.entity_) AS after "
            "FROM (SELECT DISTINCT entity_ FROM index_differ WHERE entity_ IS NOT NULL) AS d",
        ),
    )
    row = engine.collect(
        "SELECT (SELECT count(*) FROM index_members WHERE after AND NOT before) AS members_new, "
        "(SELECT count(*) FROM index_members WHERE after AND before) AS members_changed, "
        "(SELECT count(*) FROM index_members WHERE before AND NOT after) AS members_gone, "
        "CAST(coalesce(sum(CASE WHEN s > 0 THEN s END), 0) AS BIGINT) AS versions_new, "
        "CAST(coalesce(-sum(CASE WHEN s < 0 THEN s END), 0) AS BIGINT) AS versions_gone "
        "FROM index_differ"
    ).to_pylist()[0]
    made = ("now", "before", "after", "differ", "members")
    engine.drop(*(f"index_{name}" for name in made))
    return Changes(files=frozenset(found), **row)


def _other_files(engine: Engine, held: tuple[Part, ...]) -> list[int]:
    counted = engine.collect(
        f"SELECT part, count(*) AS n, {check_sums()} FROM index_now GROUP BY part"
    ).to_pylist()
    now = {row["part"]: (row["n"], row["low"], row["high"]) for row in counted}
    return [
        part for part, one in enumerate(held) if now.get(part, (0, 0, 0)) != (one.rows, *one.check)
    ]
