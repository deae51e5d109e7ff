"""The flow of a drill: blocks of members, each to a register file and a piece of the dump.

1. Members are cut into blocks of one size. A block depends on the seed and its number alone, so
   blocks are made by any number of threads, and memory holds only those in the making.
2. Each block writes its own register file and hands over its piece of the dump.
3. Pieces are put one after the other, in the blocks' order, with the truth about their rows.
4. The descriptions are written last, from what was counted; then the folder gets its name.
"""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from telusur.drill import marginals as m
from telusur.drill.describe import HOLDER, claim_toml, register_toml, write_code_lists
from telusur.drill.draws import Draws, stream_start
from telusur.drill.dress import Dressed, dress, header
from telusur.drill.history import OPEN, START, make_versions
from telusur.drill.identifiers import (
    CARD_SPACE,
    FORGED,
    GROUPS,
    LAST_SERIAL,
    MEMBERS,
    OLDER,
    Numbering,
)
from telusur.drill.invent import OTHER_LIST, fabricate, invent
from telusur.drill.people import DAY_SECONDS, make_people
from telusur.drill.places import places
from telusur.drill.plant import (
    ALTERED,
    CLASSES,
    DUPLICATE,
    FABRICATED,
    FORMER,
    GENUINE,
    RECYCLED,
    Planted,
    Scope,
    plant,
)
from telusur.drill.record import DUMPED, make_records
from telusur.drill.truth import EXPECTED, MEANING, TruthRows, counts, moment
from telusur.errors import LimitReached, UsageError

BLOCK: Final = 131_072  # members a block: two in the making stay below half a gigabyte
MIN_MEMBERS: Final = 500  # below this some classes of rows would be empty
SHARES: Final = {  # of the rows of the dump
    GENUINE: 0.40, DUPLICATE: 0.22, FORMER: 0.04, ALTERED: 0.04, FABRICATED: 0.16, RECYCLED: 0.14,
}  # fmt: skip
SCOPE_SEGMENT: Final = "21"
SCOPE_DIVISIONS: Final = (4, 5, 6, 7, 13)  # offices of Java, Lampung and West Kalimantan
TAKEN_FROM: Final = date(2020, 11, 1)  # the true moment lies in these days, at night
TAKEN_DAYS: Final = 171
TWO_LINES_SHARE: Final = 1 / 50_000  # rows whose name is broken over two lines; at least 3
BROKEN_SHARE: Final = 1 / 50_000  # lines that cannot be read; at least 4
_CARDS_PER_MEMBER: Final = 4  # running numbers a block uses, in block sizes: members and others
COUNT_DATE: Final = date(2021, 5, 1)  # of the control total

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class DrillPaths:
    """Where the parts of a drill lie.

    Attributes:
        register_toml: the register's description; its data and code lists lie beside it.
        dump: the dump's one file.
        claim_toml: what the seller says.
        truth_json: what was planted; alone in its folder with ``truth_rows``.
        truth_rows: class and true member of each row.
        other_list: the older list of another holder that the recycled rows come from.
    """

    register_toml: Path
    dump: Path
    claim_toml: Path
    truth_json: Path
    truth_rows: Path
    other_list: Path


@dataclass(frozen=True)
class _Plan:
    members: int
    seed: int
    sample_rows: int
    block: int
    scope: Scope
    two_lines: int
    broken: int

    @property
    def blocks(self) -> int:
        return -(-self.members // self.block)

    def size(self, block: int) -> int:
        return min(self.block, self.members - block * self.block)

    def part(self, total: int, block: int) -> int:
        """This block's part of a total, in proportion to its members."""
        start = block * self.block
        return total * (start + self.size(block)) // self.members - total * start // self.members

    def quota(self) -> dict[int, int]:
        counted = {kind: round(share * self.sample_rows) for kind, share in SHARES.items()}
        counted[GENUINE] += self.sample_rows - sum(counted.values())
        return counted


@dataclass(frozen=True)
class _Piece:
    """What a block hands over."""

    planted: Planted
    dressed: Dressed
    other: bytes
    versions: int
    members_then: int
    last_change: int
    next_change: int


def make_drill(
    out: Path,
    members: int,
    seed: int = 0,
    sample_rows: int | None = None,
    progress: Progress | None = None,
    *,
    threads: int | None = None,
    block_members: int = BLOCK,
) -> DrillPaths:
    """Make an invented register and a dump taken from it, with the truth beside them.

    Args:
        out: folder to make; may exist if it is empty.
        members: how many people the register ever held.
        seed: the same seed, members, sample rows and block size give the same content.
        sample_rows: rows of the dump; in the case's proportion (1,000,000 for 2,224,000 members)
            when not given.
        progress: called with a stage and the share done.
        threads: how many blocks are made at once; all processors when not given.
        block_members: members a block. Another size gives another, equally good register.

    Returns:
        The paths of its parts.

    Raises:
        UsageError: ``drill-members``, ``drill-sample-rows``, ``drill-seed``, ``drill-out-exists``.
        LimitReached: ``disk-full``.
    """
    plan = _plan(members, seed, sample_rows, block_members)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(
            "drill-out-exists",
            "the folder for the drill is not empty",
            got=str(out),
            hint="name a new folder, or empty this one",
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent))
    try:
        _build(building, plan, progress or (lambda stage, done: None), threads)
        building.chmod(0o755)
        building.replace(out)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise LimitReached(
            "disk-full", "the disk is full", hint="about 140 bytes a member are needed"
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return _paths(out)


def _plan(members: int, seed: int, sample_rows: int | None, block: int) -> _Plan:
    most = min(LAST_SERIAL // GROUPS * block, int(CARD_SPACE) // (2 * _CARDS_PER_MEMBER))
    if not MIN_MEMBERS <= members <= most:
        raise UsageError(
            "drill-members",
            "a drill of this size cannot be made",
            got=f"{members} members",
            expected=f"{MIN_MEMBERS} to {most}",
        )
    rows = round(members * m.SAMPLE_SHARE) if sample_rows is None else sample_rows
    if not 100 <= rows <= members:
        raise UsageError(
            "drill-sample-rows",
            "a dump of this size cannot be taken from this register",
            got=f"{rows} rows",
            expected=f"100 to {members}",
        )
    if seed < 0:
        raise UsageError("drill-seed", "a seed is a whole number from 0 up", got=str(seed))
    inside = np.array([office.division in SCOPE_DIVISIONS for office in places().offices])
    luck = int(stream_start(seed, "taken"))
    day = TAKEN_FROM.toordinal() - date(1970, 1, 1).toordinal() + luck % TAKEN_DAYS
    night = 2 * 3600 + luck // TAKEN_DAYS % 7200
    return _Plan(
        members=members,
        seed=seed,
        sample_rows=rows,
        block=block,
        scope=Scope(m.SEGMENT_CODES.index(SCOPE_SEGMENT), inside, day * DAY_SECONDS + night),
        two_lines=max(3, round(rows * TWO_LINES_SHARE)),
        broken=max(4, round(rows * BROKEN_SHARE)),
    )


def _paths(root: Path) -> DrillPaths:
    return DrillPaths(
        register_toml=root / "register" / "register.toml",
        dump=root / "dump" / "sample.csv",
        claim_toml=root / "dump" / "claim.toml",
        truth_json=root / "truth" / "truth.json",
        truth_rows=root / "truth" / "rows.parquet",
        other_list=root / "other" / "older-list.csv",
    )


def _build(root: Path, plan: _Plan, progress: Progress, threads: int | None) -> None:
    paths = _paths(root)
    data = paths.register_toml.parent / "members"
    for folder in (data, paths.dump.parent, paths.truth_json.parent, paths.other_list.parent):
        folder.mkdir(parents=True)
    versions = members_then = 0
    last_change, next_change = START, int(OPEN)
    with (
        paths.dump.open("wb") as dump,
        paths.other_list.open("wb") as other,
        TruthRows(paths.truth_rows) as truth,
    ):
        dump.write(header())
        other.write(",".join(name.upper() for name in OTHER_LIST).encode() + b"\n")
        for done, piece in enumerate(_pieces(plan, data, threads)):
            dump.write(piece.dressed.text)
            other.write(piece.other)
            truth.add(piece.planted, piece.dressed)
            versions += piece.versions
            members_then += piece.members_then
            last_change = max(last_change, piece.last_change)
            next_change = min(next_change, piece.next_change)
            progress("drill", (done + 1) / plan.blocks)
    write_code_lists(paths.register_toml.parent)
    claimed = round(plan.members * m.CLAIMED_ROWS / m.TRUE_MEMBERS)
    size = paths.dump.stat().st_size * claimed // plan.sample_rows
    paths.claim_toml.write_text(claim_toml(claimed, plan.sample_rows, size), "utf-8")
    told = {
        "schema": "telusur.drill/1",
        "invented": True,
        "seed": plan.seed,
        "register": {
            "holder": HOLDER,
            "members": plan.members,
            "versions": versions,
            "members_on": {COUNT_DATE.isoformat(): members_then},
        },
        "claim": {"rows_claimed": claimed, "sample_rows": plan.sample_rows},
        "true_date": moment(plan.scope.taken),
        "true_window": {
            "register": {"from": moment(last_change), "until": moment(next_change)},
            "genuine_rows": {
                "from": moment(truth.tally.latest_start),
                "until": moment(truth.tally.first_end),
            },
        },
        "scope": {
            "rule": {
                "kdjenispst": [SCOPE_SEGMENT],
                "kdkantor": [
                    office.code
                    for office, inside in zip(places().offices, plan.scope.offices, strict=True)
                    if inside
                ],
            },
            "divisions": list(SCOPE_DIVISIONS),
            "members_inside": truth.tally.in_scope,
        },
        "columns": {header_name: name for name, header_name in DUMPED.items()},
        **counts(truth.tally),
        "expected": {name: EXPECTED[name] for name in CLASSES},
        "meaning": MEANING,
    }
    text = json.dumps(told, indent=2, ensure_ascii=False)
    paths.truth_json.write_text(text + "\n", "utf-8")
    described = register_toml(members_then, COUNT_DATE.isoformat())
    paths.register_toml.write_text(described, "utf-8")


def _pieces(plan: _Plan, data: Path, threads: int | None) -> Iterator[_Piece]:
    """Blocks in order, a few in the making at any time."""
    workers = threads or len(os.sched_getaffinity(0))
    waiting: deque[Future[_Piece]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="drill") as pool:
        try:
            for block in range(plan.blocks):
                waiting.append(pool.submit(_block, plan, block, data))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _block(plan: _Plan, block: int, data: Path) -> _Piece:
    """Make one block: its register file, and its piece of the dump."""
    count = plan.size(block)
    draws = Draws(plan.seed, f"members {block}")
    people = make_people(draws, count)
    versions = make_versions(draws, people)
    records = make_records(
        draws, people, versions, Numbering(block * plan.block, MEMBERS, block, plan.blocks)
    )
    _write(records, data / f"members-{block:05d}.parquet")

    quota = {kind: plan.part(total, block) for kind, total in plan.quota().items()}
    # Card numbers of people who are no members begin where those of members end.
    beyond = (plan.blocks + (_CARDS_PER_MEMBER - 1) * block) * plan.block
    false, again = quota[FABRICATED], quota[RECYCLED]
    forged = fabricate(
        Draws(plan.seed, f"fabricated {block}"),
        false,
        Numbering(beyond, FORGED, block, plan.blocks),
        plan.scope.taken,
    )
    older = invent(
        Draws(plan.seed, f"recycled {block}"),
        2 * again,  # half of the older list found its way into the dump
        Numbering(beyond + plan.block, OLDER, block, plan.blocks),
        plan.scope.taken,
    )
    planted = plant(
        draws,
        people,
        versions,
        records,
        plan.scope,
        quota,
        {FABRICATED: forged, RECYCLED: older.slice(0, again)},
    )
    dressed = dress(draws, planted, plan.part(plan.two_lines, block), plan.part(plan.broken, block))
    changes = np.concatenate([versions.start, versions.end[versions.end != OPEN]])
    then = (COUNT_DATE.toordinal() - date(1970, 1, 1).toordinal()) * DAY_SECONDS
    past = changes <= plan.scope.taken
    return _Piece(
        planted=planted,
        dressed=dressed,
        other=_listed(older),
        versions=len(versions.start),
        members_then=int(((versions.start <= then) & (versions.end > then)).sum()),
        last_change=int(changes[past].max(initial=START)),
        next_change=int(changes[~past].min(initial=int(OPEN))),
    )


def _write(records: pa.Table, path: Path) -> None:
    """One register file. Codes are dictionaries; statistics help readers to skip."""
    coded = [field.name for field in records.schema if pa.types.is_dictionary(field.type)]
    pq.write_table(
        records,
        path,
        compression="zstd",
        compression_level=1,
        use_dictionary=coded,
        write_statistics=["psnoka", "valid_from", "valid_to"],
        store_schema=False,  # plain strings to every reader
    )


def _listed(older: pa.Table) -> bytes:
    """The older list's columns as CSV."""
    table: Any = older.select(list(OTHER_LIST))
    sink = io.BytesIO()
    plain = [column.cast(pa.string()) for column in table.columns]
    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    csv.write_csv(pa.table(plain, names=table.column_names), sink, options)
    return sink.getvalue()
