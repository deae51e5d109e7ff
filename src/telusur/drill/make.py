"""The flow of a drill: blocks of members, each to a register file and a piece of the dump.

1. Members are cut into blocks of one size. A block depends on the plan and its number alone, so
   blocks are made by any number of threads, and memory holds only those in the making.
2. Each block writes its own register file and hands over its piece of the dump.
3. Pieces are put one after the other, in the blocks' order, with the truth about their rows.
4. The descriptions are written last, from what was counted; then the folder gets its name.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telusur.drill import marginals as m
from telusur.drill.block import COUNT_DATE, Piece, make_block
from telusur.drill.describe import HOLDER, claim_toml, register_toml, write_code_lists
from telusur.drill.dress import header
from telusur.drill.history import OPEN, START
from telusur.drill.invent import OTHER_LIST
from telusur.drill.places import places
from telusur.drill.plan import BLOCK, SCOPE_DIVISIONS, SCOPE_SEGMENT, Plan, make_plan
from telusur.drill.plant import CLASSES
from telusur.drill.record import DUMPED
from telusur.drill.truth import EXPECTED, MEANING, Tally, TruthRows, counts, moment
from telusur.errors import LimitReached, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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


@dataclass
class _Counted:
    """What is known of the register when all its blocks are written."""

    versions: int = 0
    members: int = 0
    last_change: int = START
    next_change: int = OPEN


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
    plan = make_plan(members, seed, sample_rows, block_members)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(
            "drill-out-exists",
            "the folder for the drill is not empty",
            got=str(out),
            hint="name a new folder, or empty this one",
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    building = tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent)
    root = out.parent / building
    try:
        _build(root, plan, progress or _silent, threads or len(os.sched_getaffinity(0)))
        root.chmod(0o755)  # mkdtemp's folders are for their owner alone
        root.replace(out)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise LimitReached(
            "disk-full",
            "the disk is full",
            hint="a drill takes about 230 bytes a member; choose fewer, or another disk",
        ) from error
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return _paths(out)


def _silent(stage: str, done: float) -> None:
    """Nobody watches."""
    del stage, done


def _paths(root: Path) -> DrillPaths:
    return DrillPaths(
        register_toml=root / "register" / "register.toml",
        dump=root / "dump" / "sample.csv",
        claim_toml=root / "dump" / "claim.toml",
        truth_json=root / "truth" / "truth.json",
        truth_rows=root / "truth" / "rows.parquet",
        other_list=root / "other" / "older-list.csv",
    )


def _build(root: Path, plan: Plan, progress: Progress, threads: int) -> None:
    paths = _paths(root)
    data = paths.register_toml.parent / "members"
    for folder in (data, paths.dump.parent, paths.truth_json.parent, paths.other_list.parent):
        folder.mkdir(parents=True)
    register = _Counted()
    with (
        paths.dump.open("wb") as dump,
        paths.other_list.open("wb") as other,
        TruthRows(paths.truth_rows) as truth,
    ):
        dump.write(header())
        other.write(",".join(name.upper() for name in OTHER_LIST).encode() + b"\n")
        for done, piece in enumerate(_pieces(plan, data, threads), start=1):
            dump.write(piece.dressed.text)
            other.write(piece.other)
            truth.add(piece.planted, piece.dressed)
            register.versions += piece.versions
            register.members += piece.counted
            register.last_change = max(register.last_change, piece.last_change)
            register.next_change = min(register.next_change, piece.next_change)
            progress("drill", done / plan.blocks)
    write_code_lists(paths.register_toml.parent)
    claimed = round(plan.members * m.CLAIMED_ROWS / m.TRUE_MEMBERS)
    size = paths.dump.stat().st_size * claimed // plan.sample_rows
    paths.claim_toml.write_text(claim_toml(claimed, plan.sample_rows, size), "utf-8")
    told = _told(plan, register, truth.tally, claimed)
    text = json.dumps(told, indent=2, ensure_ascii=False)
    paths.truth_json.write_text(text + "\n", "utf-8")
    described = register_toml(register.members, COUNT_DATE.isoformat())
    paths.register_toml.write_text(described, "utf-8")


def _pieces(plan: Plan, data: Path, threads: int) -> Iterator[Piece]:
    """Pieces in the blocks' order, a few in the making at any time."""
    waiting: deque[Future[Piece]] = deque()
    with ThreadPoolExecutor(threads, thread_name_prefix="drill") as pool:
        try:
            for block in range(plan.blocks):
                waiting.append(pool.submit(make_block, plan, block, data))
                if len(waiting) > threads:  # one is ready while the others are made
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _told(plan: Plan, register: _Counted, tally: Tally, claimed: int) -> dict[str, Any]:
    """``truth.json``. Everything but the plan is counted from what was written."""
    offices = zip(places().offices, plan.scope.offices, strict=True)
    return {
        "schema": "telusur.drill/1",
        "invented": True,
        "seed": plan.seed,
        "register": {
            "holder": HOLDER,
            "members": plan.members,
            "versions": register.versions,
            "members_on": {COUNT_DATE.isoformat(): register.members},
        },
        "claim": {"rows_claimed": claimed, "sample_rows": plan.sample_rows},
        "true_date": moment(plan.scope.taken),
        # Between two changes nothing tells one moment from another.
        "true_window": {
            "register": {
                "from": moment(register.last_change),
                "until": moment(register.next_change),
            },
            "genuine_rows": {
                "from": moment(tally.latest_start),
                "until": moment(tally.first_end),
            },
        },
        "scope": {
            "rule": {
                "kdjenispst": [SCOPE_SEGMENT],
                "kdkantor": sorted(office.code for office, inside in offices if inside),
            },
            "divisions": list(SCOPE_DIVISIONS),
            "members_inside": tally.in_scope,
        },
        "columns": {published: name for name, published in DUMPED.items()},
        **counts(tally),
        "expected": {name: EXPECTED[name] for name in CLASSES},
        "meaning": MEANING,
    }
