"""Versions of a member held against each other: counted, checked, equal overlaps collapsed.

A version is valid in [from, to). The check, in order:

1. every version has a start that is a time, and an end that is a time or blank;
2. a version that ends before it starts was never valid: left out and said, or refused if many;
3. in one pass ordered by (member, start), a version that begins before the one in front has ended
   marks its member: where any two overlap, two neighbours do;
4. only the marked members' rows are compared in full: equal overlapping versions are one, unequal
   ones are said, or refused beyond 1 % of the members.

Without history each row counts as valid for ever, so the same pass finds keys that repeat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step, comma, quoted
from telusur.errors import RegisterError
from telusur.model.base import Notice
from telusur.registers.canonical import blank, fingerprint, instant_of

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.registers.layout import Layout

# Share of members whose versions may contradict each other before the history is refused. DESIGN.
MAX_UNEQUAL_SHARE = 0.01

# The same bound for versions that end before they start.
MAX_NEVER_VALID_SHARE = 0.01

# Beginning and end of all time, beyond any date that a register holds.
ALWAYS_US, FOREVER_US = -(2**62), 2**62


@dataclass(frozen=True)
class Versions:
    """What the check found.

    Attributes:
        relation: the rows to use, overlaps collapsed.
        versions: its rows.
        members: its distinct ``entity_``.
        first_us: earliest start or end, None without history.
        last_us: latest start or end.
        notices: what the reader should know.
    """

    relation: str
    versions: int
    members: int
    first_us: int | None
    last_us: int | None
    notices: tuple[Notice, ...]


def check_times(engine: Engine, source: str, layout: Layout, file: str) -> None:
    """Step 1: starts and ends are times.

    Raises:
        RegisterError: ``history-unreadable``.
    """
    if layout.start is None or layout.end is None:
        return
    start, end = layout.start, layout.end
    bad = engine.collect(
        f"SELECT count(*) FILTER (WHERE {instant_of(start)} IS NULL) AS start, "
        f"count(*) FILTER (WHERE {instant_of(end)} IS NULL AND NOT {blank(end)}) AS ending, "
        f"count(*) AS versions FROM {quoted(source)}"
    ).to_pylist()[0]
    for column, count in ((start, bad["start"]), (end, bad["ending"])):
        if count:
            raise RegisterError(
                "history-unreadable",
                f"{file}: {column.name} is not a time in {count} of {bad['versions']} versions",
                expected="a timestamp, a date, or ISO 8601 text; only valid_to may be blank",
            )


def settle(engine: Engine, relation: str, columns: int, *, history: bool, file: str) -> Versions:
    """Steps 2 to 4 over ``relation``, which holds ``columns`` value columns.

    Raises:
        RegisterError: ``history-inverted``, ``history-overlaps``, ``key-not-unique``,
            ``source-without-rows``.
    """
    counted = _count(engine, relation)
    if not counted["members"]:
        raise RegisterError(
            "source-without-rows",
            f"{file}: the register holds no member",
            got=f"{counted['versions']} rows, {counted['keyless']} of them without a key",
            expected="at least one row with a key",
        )
    notices: list[Notice] = []
    if counted["keyless"]:
        text = f"{counted['keyless']} rows of the register have no value in its strongest key"
        notices.append(Notice(code="rows-without-key", text=text))
    current = relation
    if counted["inverted"]:  # (2)
        notices.append(_never_valid(counted, file))
        current = f"{relation}_valid"
        engine.run(
            Step(
                current,
                f"SELECT * FROM {quoted(relation)} "
                "WHERE from_us IS NULL OR to_us IS NULL OR from_us < to_us",
                Keep.VIEW,
            )
        )
        counted = _count(engine, current)
    if counted["overlaps"]:  # (3)
        equal, unequal = _collapse(engine, current, columns)  # (4)
        notices += _overlap_notices(equal, unequal, counted["members"], history, file)
        current = f"{current}_once"
        counted = _count(engine, current) if equal else counted
    return Versions(
        relation=current,
        versions=counted["versions"],
        members=counted["members"],
        first_us=counted["first_us"],
        last_us=counted["last_us"],
        notices=tuple(notices),
    )


def _count(engine: Engine, relation: str) -> dict[str, int]:
    start, end = f"coalesce(from_us, {ALWAYS_US})", f"coalesce(to_us, {FOREVER_US})"
    neighbours = f"""SELECT entity_, from_us, to_us,
      lead({start}) OVER (PARTITION BY entity_ ORDER BY {start}, {end}) AS next_from,
      row_number() OVER (PARTITION BY entity_ ORDER BY {start}, {end}) AS nth
    FROM {quoted(relation)}"""
    row: dict[str, int] = engine.collect(
        f"""SELECT count(*) AS versions,
          count(*) FILTER (WHERE entity_ IS NULL) AS keyless,
          count(*) FILTER (WHERE entity_ IS NOT NULL AND nth = 1) AS members,
          count(*) FILTER (WHERE from_us >= to_us) AS inverted,
          count(*) FILTER (WHERE entity_ IS NOT NULL AND next_from < {end}) AS overlaps,
          least(min(from_us), min(to_us)) AS first_us,
          greatest(max(from_us), max(to_us)) AS last_us
        FROM ({neighbours}) AS n"""
    ).to_pylist()[0]
    return row


def _collapse(engine: Engine, relation: str, columns: int) -> tuple[int, int]:
    """View ``{relation}_once`` without equal overlaps; (rows collapsed, members in conflict)."""
    start, end = f"coalesce(from_us, {ALWAYS_US})", f"coalesce(to_us, {FOREVER_US})"
    values = [f"r{at}" for at in range(columns)]
    marked, rows, merged = (f"{relation}_{part}" for part in ("marked", "overlap", "merged"))
    once = f"{relation}_once"
    ahead = (
        f"SELECT entity_, {end} AS end_us, lead({start}) OVER "
        f"(PARTITION BY entity_ ORDER BY {start}, {end}) AS next_from FROM {quoted(relation)} "
        "WHERE entity_ IS NOT NULL"
    )
    engine.run(
        Step(
            marked,
            f"SELECT DISTINCT entity_ FROM ({ahead}) AS a WHERE next_from < end_us",
        ),
        Step(
            rows,
            f"SELECT s.*, {start} AS start_us, {end} AS end_us, "
            f"{fingerprint(values)} AS fingerprint "
            f"FROM {quoted(relation)} AS s SEMI JOIN {quoted(marked)} AS m "
            "ON s.entity_ = m.entity_",
        ),
        # overlapping rows of one fingerprint are one version: an island opens where a row starts
        # at or after the end of all rows in front of it
        Step(
            merged,
            f"""WITH reach AS (
              SELECT *, max(end_us) OVER (PARTITION BY entity_, fingerprint
                ORDER BY start_us, end_us ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                AS reached FROM {quoted(rows)}
            ), numbered AS (
              SELECT *, sum(CASE WHEN start_us < reached THEN 0 ELSE 1 END) OVER
                (PARTITION BY entity_, fingerprint ORDER BY start_us, end_us
                 ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS island FROM reach
            )
            SELECT entity_, nullif(min(start_us), {ALWAYS_US}) AS from_us,
              nullif(max(end_us), {FOREVER_US}) AS to_us,
              {comma([f"min({value}) AS {value}" for value in values])}
            FROM numbered GROUP BY entity_, fingerprint, island""",
        ),
        Step(
            once,
            f"""SELECT s.entity_, s.from_us, s.to_us, {comma([f"s.{one}" for one in values])}
            FROM {quoted(relation)} AS s ANTI JOIN {quoted(marked)} AS m ON s.entity_ = m.entity_
            UNION ALL
            SELECT entity_, from_us, to_us, {comma(values)} FROM {quoted(merged)}""",
            Keep.VIEW,
        ),
    )
    counts = engine.collect(
        f"SELECT (SELECT count(*) FROM {quoted(rows)}) - count(*) AS equal, "
        f"count(DISTINCT CASE WHEN next_from < end_us THEN entity_ END) AS unequal "
        f"FROM ({ahead.replace(quoted(relation), quoted(merged))}) AS a"
    ).to_pylist()[0]
    return counts["equal"], counts["unequal"]


def _never_valid(counted: dict[str, int], file: str) -> Notice:
    inverted, versions = counted["inverted"], counted["versions"]
    if inverted > MAX_NEVER_VALID_SHARE * versions:
        raise RegisterError(
            "history-inverted",
            f"{file}: versions end at or before their start",
            got=f"{inverted} of {versions} versions",
            expected="valid_from before valid_to",
            hint="check that valid_from and valid_to are not exchanged",
        )
    text = f"{inverted} versions end at or before their start: never valid, left out"
    return Notice(code="versions-never-valid", text=text)


def _overlap_notices(
    equal: int, unequal: int, members: int, history: bool, file: str
) -> list[Notice]:
    if unequal > MAX_UNEQUAL_SHARE * members:
        got = f"{unequal} of {members} members"
        most = f"at most {MAX_UNEQUAL_SHARE:.0%}"
        if history:
            raise RegisterError(
                "history-overlaps",
                f"{file}: versions of one member contradict each other at the same moment",
                got=got,
                expected=most,
                hint="check that the first [[key]] names the member and that valid_to is the end",
            )
        raise RegisterError(
            "key-not-unique",
            f"{file}: the strongest key stands in several different rows",
            got=got,
            expected=most,
            hint="declare a [[key]] that identifies a row, or the [history] of the rows",
        )
    notices = []
    if equal:
        text = f"{equal} rows repeat an equal version valid at the same time and were left out"
        notices.append(Notice(code="versions-overlap-equal", text=text))
    if unequal:
        text = f"{unequal} members have unequal versions valid at the same time; all are kept"
        notices.append(Notice(code="versions-overlap-unequal", text=text))
    return notices
