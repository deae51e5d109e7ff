"""One restricted SQL dialect for both engines, held by an allow-list over the syntax tree.

SQLGlot stays silent where a construct means something else on the other engine (``ENGINES`` in
``docs/adr``), so what is not listed here is refused, whatever SQLGlot could render. A construct is
added together with a test that runs it on both engines on dirty data.
"""

from __future__ import annotations

from functools import lru_cache

import sqlglot
from sqlglot import exp

from telusur.errors import InternalFault

READ = "duckdb"

# Query shape, and expressions that gave the same rows on both engines.
ALLOWED_NODES: frozenset[type[exp.Expr]] = frozenset(
    {
        exp.Select, exp.Subquery, exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.Order,
        exp.Ordered, exp.Limit, exp.Offset, exp.Distinct, exp.Qualify, exp.Union, exp.Except,
        exp.Intersect, exp.With, exp.CTE, exp.Table, exp.TableAlias, exp.Alias, exp.Column,
        exp.Identifier, exp.Star, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Tuple,
        exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is,
        exp.NullSafeEQ, exp.NullSafeNEQ, exp.In, exp.Between, exp.Exists, exp.Like,
        exp.Add, exp.Sub, exp.Mul, exp.Mod, exp.Neg, exp.IntDiv, exp.Div,
        exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseXor, exp.BitwiseLeftShift,
        exp.BitwiseRightShift, exp.BitwiseNot,
        exp.Case, exp.If, exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least,
        exp.Cast, exp.TryCast, exp.DataType, exp.DataTypeParam,
        exp.Count, exp.CountIf, exp.Sum, exp.Min, exp.Max, exp.Filter, exp.BitwiseOrAgg,
        exp.BitwiseAndAgg, exp.BitwiseCount, exp.LogicalOr, exp.LogicalAnd,
        exp.Window, exp.WindowSpec, exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead,
        exp.FirstValue, exp.LastValue,
        exp.Upper, exp.Lower, exp.Length, exp.Trim, exp.Substring, exp.Concat, exp.DPipe,
        exp.Replace, exp.Translate, exp.RegexpLike, exp.RegexpReplace, exp.RegexpExtract,
        exp.StrPosition, exp.Left, exp.Right, exp.Reverse, exp.Repeat, exp.Pad, exp.StartsWith,
        exp.MD5, exp.SHA2, exp.Unhex, exp.Encode, exp.Abs, exp.Hint, exp.Var,
    }
)  # fmt: skip

# Functions that SQLGlot does not know, and our own (``functions.py`` of each engine).
ALLOWED_FUNCTIONS: frozenset[str] = frozenset(
    {"STABLE_HASH64", "INSTANT_US", "BIT_COUNT", "TIDIED", "UNACCENTED", "UPPERED", "FOLDED"}
)


@lru_cache(maxsize=1024)
def render(sql: str, dialect: str) -> str:
    """A step's SELECT in the engine's own dialect.

    Raises:
        InternalFault: ``sql-not-allowed`` when the text does not parse as one SELECT or uses a
            construct outside the allow-list. The message names the construct, never the text.
    """
    return check(sql).sql(dialect=dialect)


def check(sql: str) -> exp.Expr:
    """Parse one SELECT and hold every node of it against the allow-list."""
    try:
        tree = sqlglot.parse_one(sql, read=READ)
    except sqlglot.errors.SqlglotError:
        raise InternalFault("sql-not-allowed", "a step does not parse") from None
    if not isinstance(tree, (exp.Select, exp.SetOperation)):
        raise InternalFault(
            "sql-not-allowed", "a step is one SELECT", got=type(tree).__name__, expected="SELECT"
        )
    for node in tree.walk():
        _check_node(node)
    return tree


def _check_node(node: exp.Expr) -> None:
    if isinstance(node, exp.Anonymous):
        if node.name.upper() not in ALLOWED_FUNCTIONS:
            raise InternalFault(
                "sql-not-allowed", f"function {node.name} is not in the restricted dialect"
            )
    elif type(node) not in ALLOWED_NODES:
        raise InternalFault(
            "sql-not-allowed", f"{type(node).__name__} is not in the restricted dialect"
        )
    if isinstance(node, exp.RegexpReplace) and "g" not in str(node.args.get("modifiers") or ""):
        raise InternalFault("sql-not-allowed", "regexp_replace without 'g' differs between engines")
    if isinstance(node, exp.Table) and not isinstance(node.this, exp.Identifier):
        raise InternalFault("sql-not-allowed", "a step reads relations, not table functions")
