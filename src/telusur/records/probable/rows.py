"""Who is asked about: rows without a key match, and two kinds of rows whose answer is known.

* **left**: the rows that no key found, once for each different content. Beyond the budget a hash
  of the content draws them, so that the order of rows changes nothing.
* **known**: rows whose key found their member. What is a key by itself is blanked, as it would
  tell; they teach how values are written and test what the method finds.
* **aside**: members of the register in the register's own words, sent as rows; they may be linked
  to anybody but themselves. Each link is a false one, whatever the dump holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step, comma, literal
from telusur.records.comparable import as_they_stand, of_register
from telusur.records.probable.interface import BUDGET, FEWEST_COLUMNS, KNOWN, SET_ASIDE
from telusur.vocabulary.drawing import below
from telusur.vocabulary.repeats import row_hash
from telusur.vocabulary.unchanged import plain_columns

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import LinkTable


def members_now(
    engine: Engine,
    name: str,
    links: LinkTable,
    relation: str,
    moment_us: int | None,
    only: str | None = None,
) -> None:
    """Make ``name``: one version of each member, comparable: ``entity_``, ``g0…``.

    It is the version valid at the moment; where none was, or there is no moment, the latest.

    Args:
        engine: holds the relation.
        name: of the relation to make.
        links: its pairs are made comparable.
        relation: versions as read, ``entity_``, ``from_us``, ``to_us``, ``r0…``.
        moment_us: the dated moment.
        only: a relation of the ``entity_`` that are wanted.
    """
    wanted = f"WHERE EXISTS (SELECT 1 FROM {only} AS o WHERE o.entity_ = r.entity_)" if only else ""
    valid = (
        "true"
        if moment_us is None
        else f"(from_us IS NULL OR from_us <= {moment_us}) "
        f"AND (to_us IS NULL OR to_us > {moment_us})"
    )
    columns = sorted({f"r{pair.register}" for pair in links.pairs})
    raw = f"{name}_raw"
    engine.run(
        Step(
            raw,
            f"SELECT entity_, {comma(columns)} FROM (SELECT entity_, from_us, to_us, "
            f"{comma(columns)}, CASE WHEN {valid} THEN 0 ELSE 1 END AS late_ "
            f"FROM {relation} AS r {wanted}) AS v WHERE entity_ IS NOT NULL "
            "QUALIFY row_number() OVER (PARTITION BY entity_ ORDER BY "
            f"late_, from_us DESC NULLS LAST, to_us NULLS FIRST, {comma(columns)}) = 1",
        ),
    )
    plain = plain_columns(
        engine, raw, [(f"r{pair.register}", pair.type) for pair in as_they_stand(links.pairs)]
    )
    values = [f"{of_register(pair, plain)} AS g{i}" for i, pair in enumerate(links.pairs)]
    engine.run(Step(name, f"SELECT entity_, {comma(values)} FROM {raw}"))
    engine.drop(raw)


def left_over(
    engine: Engine, links: LinkTable, prefix: str, columns: list[int], rows: int, seed: int
) -> tuple[int, int]:
    """Make ``{prefix}left`` (rows drawn) and ``{prefix}contents`` (each content once).

    Returns:
        Rows and contents that are tried.
    """
    values = [f"d{i}" for i in range(len(links.pairs))]
    drawn = "" if rows <= BUDGET else f"AND h < {below(BUDGET / rows)}"
    filled = " + ".join(f"CASE WHEN d{i} IS NULL THEN 0 ELSE 1 END" for i in columns)
    engine.run(
        Step(
            f"{prefix}left",
            f"SELECT * FROM (SELECT row_, {row_hash([literal(str(seed)), *values])} AS h, "
            f"{comma(values)} FROM {links.values} AS d WHERE NOT EXISTS "
            f"(SELECT 1 FROM {links.found} AS f WHERE f.row_ = d.row_)) AS l "
            f"WHERE {filled} >= {FEWEST_COLUMNS} {drawn}",
        ),
        # the limit is for contents made to fall under the threshold of the draw
        Step(
            f"{prefix}contents",
            f"SELECT h, {comma(values)}, count(*) AS n FROM {prefix}left GROUP BY h, "
            f"{comma(values)} ORDER BY h, {comma(values)} LIMIT {BUDGET + BUDGET // 10}",
        ),
    )
    counted = engine.collect(
        f"SELECT coalesce(CAST(sum(n) AS BIGINT), 0) AS n, count(*) AS c FROM {prefix}contents"
    ).to_pylist()[0]
    return int(counted["n"]), int(counted["c"])


def ask(engine: Engine, links: LinkTable, prefix: str, keys: frozenset[int], seed: int) -> None:
    """Make ``{prefix}asked``: ``i`` (from 1), ``kind_``, ``own_``, ``key_``, ``h``, ``d0…``.

    ``{prefix}now`` holds members of the register, one version each.
    """
    many = len(links.pairs)
    values = [f"d{i}" for i in range(many)]
    blanked = comma(["CAST(NULL AS VARCHAR) AS " + d if i in keys else f"k.{d}"
                     for i, d in enumerate(values)])  # fmt: skip
    of_row = [f"d.{d}" for d in values]
    by_seed = f"stable_hash64(entity_ || {literal(str(seed))})"
    share = min(1.0, 2 * KNOWN / max(links.found_rows, 1))
    drawn = "" if share >= 1 else f"AND {by_seed} < {below(share)}"
    engine.run(
        Step(
            f"{prefix}known",
            f"SELECT entity_, key_, {comma(values)} FROM (SELECT f.entity_, f.key_, d.row_, "
            f"{by_seed} AS e, {comma(of_row)}, {row_hash(of_row)} AS h FROM {links.found} AS f "
            f"JOIN {links.values} AS d ON d.row_ = f.row_ WHERE f.consistent {drawn}) AS k "
            "QUALIFY row_number() OVER "
            f"(PARTITION BY entity_ ORDER BY h, row_) = 1 ORDER BY e, entity_ LIMIT {KNOWN}",
        ),
        Step(
            f"{prefix}aside",
            f"SELECT * FROM {prefix}now ORDER BY {by_seed}, entity_ LIMIT {SET_ASIDE}",
        ),
        Step(
            f"{prefix}everybody",
            "SELECT 'left' AS kind_, CAST(NULL AS VARCHAR) AS own_, "
            f"CAST(NULL AS INTEGER) AS key_, h, {comma(values)} FROM {prefix}contents UNION ALL "
            f"SELECT 'known' AS kind_, entity_ AS own_, key_, CAST(NULL AS BIGINT) AS h, {blanked} "
            f"FROM {prefix}known AS k UNION ALL "
            "SELECT 'aside' AS kind_, entity_ AS own_, CAST(NULL AS INTEGER) AS key_, "
            f"CAST(NULL AS BIGINT) AS h, {comma([f'g{i} AS d{i}' for i in range(many)])} "
            f"FROM {prefix}aside",
            Keep.VIEW,
        ),
        Step(
            f"{prefix}asked",
            f"SELECT row_number() OVER (ORDER BY kind_, own_, h, {comma(values)}) AS i, * "
            f"FROM {prefix}everybody",
        ),
    )
