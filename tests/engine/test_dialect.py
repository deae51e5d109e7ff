"""The allow-list refuses what would mean another thing on the other engine, and what is no step."""

from __future__ import annotations

import string

import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st

from telusur.engine.dialect import check
from telusur.engine.duckdb import rendering as duckdb_rendering
from telusur.engine.spark import rendering as spark_rendering
from telusur.errors import InternalFault

MARK = "Budi-Rekaan-4711"

REFUSED = {
    # no single SELECT
    "not SQL": f"SELEKT '{MARK}'",
    "two statements": f"SELECT 1; SELECT '{MARK}'",
    "nothing": "",
    "create": f"CREATE TABLE t AS SELECT '{MARK}' AS a",
    "drop": "DROP TABLE t",
    "insert": f"INSERT INTO t VALUES ('{MARK}')",
    "delete": f"DELETE FROM t WHERE a = '{MARK}'",
    "attach": f"ATTACH '/tmp/{MARK}.db'",
    "copy": f"COPY (SELECT 1) TO '/tmp/{MARK}.csv'",
    "set": "SET memory_limit = '1GB'",
    "pragma": "PRAGMA database_list",
    "install": "INSTALL httpfs",
    "pivot": "PIVOT t ON a USING sum(b)",
    # what is read
    "table function": f"SELECT * FROM read_csv('/etc/{MARK}')",
    "range": "SELECT * FROM range(10)",
    "file": f"SELECT * FROM '/etc/{MARK}'",
    "file by identifier": f'SELECT * FROM "/etc/{MARK}.csv"',
    "catalogue": "SELECT * FROM information_schema.tables",
    "values": f"SELECT * FROM (VALUES ('{MARK}')) AS v (a)",
    "left join unnest": "SELECT a FROM t LEFT JOIN unnest(t.l) AS u (x) ON TRUE",
    "lateral": "SELECT a FROM t LEFT JOIN LATERAL (SELECT b FROM u LIMIT 1) AS v ON TRUE",
    "unnest": "SELECT unnest(l) FROM t",
    "sample": "SELECT a FROM t TABLESAMPLE 10%",
    "using sample": "SELECT a FROM t USING SAMPLE 5",
    "asof": "SELECT * FROM t ASOF JOIN u ON t.a >= u.a",
    "natural": "SELECT * FROM t NATURAL JOIN u",
    "positional": "SELECT * FROM t POSITIONAL JOIN u",
    "by name": "SELECT a FROM t UNION ALL BY NAME SELECT a FROM u",
    "recursive": "WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT a FROM r) SELECT a FROM r",
    "exclude": "SELECT * EXCLUDE (a) FROM t",
    "replace of a column": "SELECT * REPLACE (1 AS a) FROM t",
    "columns": "SELECT COLUMNS('a.*') FROM t",
    "distinct on": "SELECT DISTINCT ON (a) a, b FROM t",
    "group by all": "SELECT a, count(*) FROM t GROUP BY ALL",
    "rollup": "SELECT a, count(*) FROM t GROUP BY ROLLUP (a)",
    "limit by share": "SELECT a FROM t LIMIT 10%",
    "parameter": "SELECT a FROM t WHERE a = ?",
    # functions
    "hash": "SELECT hash(a) FROM t",
    "ordered aggregate": "SELECT array_agg(a ORDER BY b) FROM t",
    "list": "SELECT list(a) FROM t",
    "string_agg": "SELECT string_agg(a, ',') FROM t",
    "ordered first": "SELECT first(a ORDER BY b) FROM t",
    "ordered sum": "SELECT sum(a ORDER BY b) FROM t",
    "percentile": "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) FROM t",
    "quantile": "SELECT quantile_cont(a, 0.5) FROM t",
    "median": "SELECT median(a) FROM t",
    "count_if": "SELECT count_if(a) FROM t",
    "average": "SELECT avg(a) FROM t",
    "approximate": "SELECT approx_count_distinct(a) FROM t",
    "arg_max": "SELECT arg_max(a, b) FROM t",
    "any_value": "SELECT any_value(a) FROM t",
    "ignore nulls": "SELECT lag(a IGNORE NULLS) OVER (ORDER BY b) FROM t",
    "strip_accents": "SELECT strip_accents(a) FROM t",
    "strptime": "SELECT try_strptime(a, '%Y') FROM t",
    "levenshtein": "SELECT levenshtein(a, b) FROM t",
    "jaro_winkler": "SELECT jaro_winkler_similarity(a, b) FROM t",
    "epoch": "SELECT epoch(a) FROM t",
    "date_diff": "SELECT date_diff('day', a, b) FROM t",
    "extract": "SELECT extract(isodow FROM a) FROM t",
    "time zone": "SELECT a AT TIME ZONE 'UTC' FROM t",
    "interval": "SELECT a + INTERVAL 1 DAY FROM t",
    "now": "SELECT now() AS a",
    "random": "SELECT random() AS a",
    "environment": "SELECT getenv('HOME') AS a",
    "setting": "SELECT current_setting('threads') AS a",
    "log": "SELECT log(a) FROM t",
    "reverse": "SELECT reverse(a) FROM t",
    "shift": "SELECT a >> 64 FROM t",
    "left shift": "SELECT a << 3 FROM t",
    "division": "SELECT a / 2 FROM t",
    "division by a column": "SELECT a // b FROM t",
    "remainder of zero": "SELECT a % 0 FROM t",
    "struct": "SELECT {'a': 1} AS s FROM t",
    "tuple": "SELECT a FROM t WHERE (a, b) IN ((1, 2))",
    "lambda": "SELECT list_transform(l, x -> x + 1) FROM t",
    "slice": "SELECT a[1:2] FROM t",
    "try": "SELECT TRY(a) FROM t",
    "collation": "SELECT a FROM t ORDER BY a COLLATE NOCASE",
    "ltrim": "SELECT ltrim(a) FROM t",
    # arguments
    "regexp_replace once": "SELECT regexp_replace(a, 'x', 'y') FROM t",
    "regexp_replace 'gi'": "SELECT regexp_replace(a, 'x', 'y', 'gi') FROM t",
    "back-reference": r"SELECT regexp_replace(a, '(x)', '\1', 'g') FROM t",
    "dollar": "SELECT regexp_replace(a, 'x', '$', 'g') FROM t",
    "pattern of a column": "SELECT regexp_matches(a, b) FROM t",
    "case-blind": "SELECT regexp_matches(a, 'x', 'i') FROM t",
    "extract case-blind": "SELECT regexp_extract(a, 'x', 0, 'i') FROM t",
    r"\s": r"SELECT regexp_matches(a, '\s') FROM t",
    r"\b": r"SELECT regexp_matches(a, '\bx') FROM t",
    r"\p{Lu}": r"SELECT regexp_matches(a, '\p{Lu}') FROM t",
    "look-ahead": "SELECT regexp_matches(a, '(?=x)') FROM t",
    "possessive": "SELECT regexp_matches(a, 'x*+') FROM t",
    "class of a class": "SELECT regexp_matches(a, '[a-z&&[b]]') FROM t",
    "posix class": "SELECT regexp_matches(a, '[[:alpha:]]') FROM t",
    "escape in LIKE": r"SELECT a FROM t WHERE a LIKE 'x\%'",
    "LIKE of a column": "SELECT a FROM t WHERE a LIKE b",
    "ILIKE": "SELECT a FROM t WHERE a ILIKE 'x'",
    "LIKE … ESCAPE": "SELECT a FROM t WHERE a LIKE 'x' ESCAPE 'y'",
    "substr at 0": "SELECT substr(a, 0, 2) FROM t",
    "substr from the end": "SELECT substr(a, -2) FROM t",
    "left of less": "SELECT left(a, -1) FROM t",
    "right of nothing": "SELECT right(a, 0) FROM t",
    "pad by a column": "SELECT lpad(a, 4, b) FROM t",
    "pad with nothing": "SELECT lpad(a, 4, '') FROM t",
    "repeat by a column": "SELECT repeat(a, b) FROM t",
    "unsigned": "SELECT CAST(a AS UBIGINT) FROM t",
    "timestamp without zone": "SELECT CAST(a AS TIMESTAMP) FROM t",
    "frame that leaves out": "SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT "
    "ROW EXCLUDE TIES) FROM t",
}  # fmt: skip


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED.keys())
def test_refused_without_a_word_of_the_text(sql: str) -> None:
    with pytest.raises(InternalFault) as raised:
        check(sql)
    assert raised.value.code == "sql-not-allowed"
    assert MARK not in f"{raised.value}{raised.value.as_json()}"
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_a_refused_construct_is_refused_wherever_it_hides() -> None:
    for sql in (
        "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE hash(u.a) = 1)",
        "WITH c AS (SELECT hash(a) AS h FROM t) SELECT h FROM c",
        "SELECT a FROM t UNION ALL SELECT hash(a) FROM t",
        "SELECT a FROM t ORDER BY hash(a)",
        "SELECT a FROM t QUALIFY row_number() OVER (ORDER BY hash(a)) = 1",
        "SELECT a FROM t JOIN u ON hash(t.a) = hash(u.a)",
    ):
        with pytest.raises(InternalFault):
            check(sql)


def test_what_is_run_is_what_was_checked() -> None:
    """Comments and the text's own shape do not reach the engine: the tree does."""
    told = duckdb_rendering.render("SELECT a -- FROM u\n FROM t /*+ hint */")
    assert "u" not in told.split()
    assert "FROM t" in told


def test_spark_gets_its_own_letters_blanks_and_line_ends() -> None:
    told = spark_rendering.render("SELECT upper(a), lower(a), trim(a), trim(a, 'x') FROM t")
    assert told == ("SELECT SIMPLE_UPPER(a), SIMPLE_LOWER(a), TRIMMED(a), TRIM('x' FROM a) FROM t")
    told = spark_rendering.render(r"SELECT regexp_matches(a, '^[$.]\$.$') AS m FROM t")
    assert r"'^[$.]\\$[^\\n]\\z'" in told


@given(st.text(string.printable, max_size=60))
def test_any_text_is_a_select_or_refused(sql: str) -> None:
    try:
        duckdb_rendering.render(sql)
    except InternalFault as fault:
        assert fault.code == "sql-not-allowed"  # noqa: PT017  # either outcome is right


@given(st.text(max_size=20))
def test_any_constant_reaches_both_engines_whole(value: str) -> None:
    sql = "SELECT '" + value.replace("'", "''") + "' AS a"
    for dialect, rendering in (("duckdb", duckdb_rendering), ("spark", spark_rendering)):
        try:
            told = rendering.render(sql)
        except InternalFault:
            return
        back = sqlglot.parse_one(told, read=dialect).expressions[0].this
        assert back.name == value


def test_a_deep_text_is_refused_not_a_crash() -> None:
    with pytest.raises(InternalFault):
        check("SELECT " + "(" * 20_000 + "1" + ")" * 20_000)
