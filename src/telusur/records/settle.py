"""The outcome of every row, once the copy is dated. Definitions: docs/reference/findings.md.

Steps:
    1. of each found row, the version valid at the dated moment (or as given, without history)
    2. the outcome: six classes, each row in exactly one
    3. counts, agreement per column, decoys
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Step
from telusur.errors import InternalFault
from telusur.model.findings.records import Agreement, Outcome, Records
from telusur.records import late
from telusur.records.bits import agrees, all_agree, word_names
from telusur.vocabulary.intervals import rate
from telusur.vocabulary.repeats import row_print

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.findings.records import Decoys
    from telusur.model.tables import DumpTable, LinkTable

DETAIL = (
    "former_earlier",
    "former_later",
    "changed_consistent",
    "changed_inconsistent",
    "not_a_member_then",
)


def settle(
    engine: Engine,
    dump: DumpTable,
    links: LinkTable,
    register: str,
    prefix: str,
    moment_us: int | None,
    decoys: Decoys,
) -> Records:
    """Class every row.

    Args:
        engine: holds the dump and the links.
        dump: as read.
        links: agreement of rows with versions.
        register: the register's name.
        prefix: first part of the names of the relations made here.
        moment_us: the dated moment, or None: every version counts as the register given.
        decoys: as tried.

    Raises:
        InternalFault: ``rows-lost`` when the outcomes do not partition the rows.
    """
    _settle_found(engine, links, prefix, moment_us)
    counts = _counts(engine, links, prefix, moment_us)  # (3)
    outcome = _outcome(counts, links.rows)
    repeated = find_repeats(engine, dump, f"{prefix}repeats")
    once = _counts(engine, links, prefix, moment_us, without=f"{prefix}repeats")
    settled = outcome.identical + outcome.changed + outcome.former
    if settled != counts["found"] or counts["found"] != links.found_rows:
        raise InternalFault(
            "rows-lost",
            "the outcomes do not add up to the rows",
            got=f"{settled} settled",
            expected=f"{links.found_rows} found",
        )
    usable = links.rows - counts["unusable"]
    return Records(
        register_=register,
        rows=links.rows,
        distinct_rows=links.rows - repeated,
        distinct_people=counts["people"],
        outcome=outcome,
        outcome_detail={name: counts[name] for name in DETAIL},
        match_rate=rate(settled, usable),
        decoys=decoys,
        agreement=_agreement(engine, links, prefix),
        keys_used=tuple(
            tuple(links.pairs[position].register_name for position in key)
            for key in links.keys[: counts["keys"]]
        ),
        consistent=rate(counts["consistent"], usable) if links.weighed else None,
        distinct_outcome=_outcome(once, links.rows - repeated),
    )


def find_repeats(engine: Engine, dump: DumpTable, name: str) -> int:
    """Make relation ``name`` of the ``row_`` that repeat an earlier row; returns how many."""
    hashed = row_print([f"c{index}" for index in range(len(dump.columns))])
    engine.run(
        Step(f"{name}_hash", f"SELECT row_, {hashed} AS h FROM {dump.relation}"),
        Step(
            f"{name}_several",
            f"SELECT h, min(row_) AS first_row FROM {name}_hash GROUP BY h HAVING count(*) > 1",
        ),
        Step(
            name,
            f"SELECT d.row_ FROM {name}_hash AS d JOIN {name}_several AS s ON s.h = d.h "
            "WHERE d.row_ <> s.first_row",
        ),
    )
    engine.drop(f"{name}_hash", f"{name}_several")
    return int(engine.collect(f"SELECT count(*) AS n FROM {name}")["n"][0].as_py())


def _outcome(counts: dict[str, int], rows: int) -> Outcome:
    return Outcome(
        identical=counts["identical"],
        changed=counts["changed"],
        former=counts["former"],
        probable=0,
        absent=rows - counts["found"] - counts["unusable"],
        unusable=counts["unusable"],
    )


def _settle_found(engine: Engine, links: LinkTable, prefix: str, moment_us: int | None) -> None:
    valid = (
        "true"
        if moment_us is None
        else f"(l.from_us IS NULL OR l.from_us <= {moment_us}) "
        f"AND (l.to_us IS NULL OR l.to_us > {moment_us})"
    )
    names = word_names(len(links.pairs))
    beside, found = late.compared(engine, links, prefix, valid)
    engine.run(
        Step(
            f"{prefix}spoken",  # (1) the version that speaks for the row
            f"SELECT row_, {names}, valid_ FROM (SELECT l.*, {valid} AS valid_ "
            f"FROM {beside} AS l) AS v QUALIFY row_number() OVER (PARTITION BY row_ ORDER BY "
            "CASE WHEN valid_ THEN 0 ELSE 1 END, agreed DESC, from_us DESC NULLS LAST, to_us, "
            f"{names}) = 1",
        ),
        Step(
            f"{prefix}whole",
            "SELECT row_, min(from_us) AS first_us FROM "
            f"{beside} AS l WHERE {all_agree(links.full, 'l.')} GROUP BY row_",
        ),
        Step(
            f"{prefix}settled_near" if links.far else f"{prefix}settled",  # (2)
            f"SELECT s.*, f.entity_, f.key_, f.consistent, w.first_us, CASE "
            f"WHEN s.valid_ AND {all_agree(links.full, 's.')} THEN 'identical' "
            "WHEN w.row_ IS NOT NULL THEN 'former' ELSE 'changed' END AS outcome "
            f"FROM {prefix}spoken AS s JOIN {found} AS f ON f.row_ = s.row_ "
            f"LEFT JOIN {prefix}whole AS w ON w.row_ = s.row_",
        ),
    )
    if links.far:
        late.with_far(engine, links, links.far, prefix)


def _counts(
    engine: Engine, links: LinkTable, prefix: str, moment_us: int | None, without: str | None = None
) -> dict[str, int]:
    """Rows of each class; ``without``: a relation of ``row_`` that are left out."""
    earlier = "true" if moment_us is None else f"first_us <= {moment_us}"
    classes = {
        "identical": "outcome = 'identical'",
        "changed": "outcome = 'changed'",
        "former": "outcome = 'former'",
        "former_earlier": f"outcome = 'former' AND {earlier}",
        "former_later": f"outcome = 'former' AND NOT ({earlier})",
        "changed_consistent": "outcome = 'changed' AND consistent",
        "changed_inconsistent": "outcome = 'changed' AND NOT consistent",
        "not_a_member_then": "NOT valid_",
        "consistent": "consistent",
    }
    filters = ", ".join(
        f"count(*) FILTER (WHERE {condition}) AS {name}" for name, condition in classes.items()
    )
    kept = (
        f"WHERE NOT EXISTS (SELECT 1 FROM {without} AS w WHERE w.row_ = r.row_)" if without else ""
    )
    found, unusable = (
        engine.collect(f"SELECT {select} FROM {relation} AS r {kept}").to_pylist()[0]
        for select, relation in (
            (
                (
                    f"count(*) AS found, count(DISTINCT entity_) AS people, "
                    f"coalesce(max(key_) + 1, 0) AS keys, {filters}"
                ),
                f"{prefix}settled",
            ),
            ("count(*) AS unusable", links.unusable),
        )
    )
    return {**found, **unusable}


def _agreement(engine: Engine, links: LinkTable, prefix: str) -> tuple[Agreement, ...]:
    """Per compared column, over all rows whose key was found."""
    sums = ", ".join(
        f"count(*) FILTER (WHERE {agrees(i)}) AS n{i}" for i in range(len(links.pairs))
    )
    counted = engine.collect(f"SELECT {sums} FROM {prefix}settled").to_pylist()[0]
    rates = [rate(counted[f"n{i}"], links.found_rows) for i in range(len(links.pairs))]
    return tuple(
        Agreement(
            dump=pair.dump_name,
            register_=pair.register_name,
            compared=links.found_rows,
            agree=measured.successes,
            rate=measured.value,
            low=measured.low,
            high=measured.high,
            method=measured.method,
            by_chance=chance,
        )
        for pair, measured, chance in zip(links.pairs, rates, links.by_chance, strict=True)
    )
