"""One restricted SQL dialect for both engines, held by an allow-list over the syntax tree.

SQLGlot stays silent where a construct means something else on the other engine, so what is not
listed here is refused, whatever SQLGlot could render. A construct is added together with a case in
``tests/engine/test_dialect_on_both.py``, which runs it on both engines on dirty data.

What the tree does not show stays with the author of a step: text is cast to a number or a date
only behind a pattern (DuckDB alone reads ``1e3``, ``0x1F``, ``1_000``), a computed start of
``substr`` is above zero, instants become text only through ``instant_us``, and whole numbers never
come from doubles (DuckDB rounds, Spark cuts).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from telusur.errors import InternalFault

if TYPE_CHECKING:
    from collections.abc import Callable

READ = "duckdb"

# Query shape, and expressions that gave the same rows on both engines.
ALLOWED_NODES: frozenset[type[exp.Expr]] = frozenset(
    {
        exp.Select, exp.Subquery, exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.Order,
        exp.Ordered, exp.Limit, exp.Offset, exp.Distinct, exp.Qualify, exp.Union, exp.Except,
        exp.Intersect, exp.With, exp.CTE, exp.Table, exp.TableAlias, exp.Alias, exp.Column,
        exp.Identifier, exp.Star, exp.Literal, exp.Boolean, exp.Null, exp.Paren,
        exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is,
        exp.NullSafeEQ, exp.NullSafeNEQ, exp.In, exp.Between, exp.Exists, exp.Like,
        exp.Add, exp.Sub, exp.Mul, exp.Mod, exp.Neg, exp.IntDiv,
        exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseXor, exp.BitwiseNot,
        exp.Case, exp.If, exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least,
        exp.Cast, exp.TryCast, exp.DataType, exp.DataTypeParam,
        exp.Count, exp.Sum, exp.Min, exp.Max, exp.Filter, exp.BitwiseOrAgg,
        exp.BitwiseAndAgg, exp.LogicalOr, exp.LogicalAnd,
        exp.Window, exp.WindowSpec, exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead,
        exp.FirstValue, exp.LastValue,
        exp.Upper, exp.Lower, exp.Length, exp.Trim, exp.Substring, exp.Concat, exp.DPipe,
        exp.Replace, exp.Translate, exp.RegexpLike, exp.RegexpReplace, exp.RegexpExtract,
        exp.StrPosition, exp.Left, exp.Right, exp.Repeat, exp.Pad, exp.StartsWith,
        exp.MD5, exp.SHA, exp.SHA2, exp.Unhex, exp.Encode, exp.Abs,
    }
)  # fmt: skip

# Functions that SQLGlot does not know, and our own (``functions.py`` of each engine).
ALLOWED_FUNCTIONS: frozenset[str] = frozenset(
    {
        "STABLE_HASH64",
        "FINGERPRINTED",
        "HEX64",
        "INSTANT_US",
        "MOMENT_TEXT",
        "BIT_COUNT",
        "TIDIED",
        "UNACCENTED",
        "UPPERED",
        "FOLDED",
    }
)

# Types whose casts were compared; doubles only to be handed to Python, never compared.
ALLOWED_TYPES: frozenset[str] = frozenset(
    {"TEXT", "BIGINT", "INT", "BOOLEAN", "DOUBLE", "DATE", "TIMESTAMPTZ", "DECIMAL"}
)

# Pieces of patterns that RE2 and java.util.regex read alike, or are made to
# (``spark/rendering.py``). Not among them:
# ``\s`` (Java: also U+000B), ``\b``, ``\w`` outside ASCII, look-around, ``&&`` in a class.
PIECE = re.compile(
    r"\\(?:[zdw]|p\{L\}|x\{[0-9A-Fa-f]+\}|x[0-9A-Fa-f]{2}|[^A-Za-z0-9])"
    r"|\[\^?(?:\\(?:[tnrdw]|p\{L\}|x\{[0-9A-Fa-f]+\}|x[0-9A-Fa-f]{2}|[^A-Za-z0-9])"
    r"|[^\\\[\]&]|&(?!&))+\]"
    r"|\((?:\?i?:)?(?!\?)|[*+?}]\??(?![*+])|[^\\\[(*+?}]"
)
_NAME = re.compile(r"\w[\w -]*")


def check(sql: str) -> exp.Expr:
    """Parse one SELECT and hold every node of it against the allow-list.

    Raises:
        InternalFault: ``sql-not-allowed`` when the text does not parse as one SELECT or uses a
            construct outside the allow-list. The message names the construct, never the text.
    """
    try:
        tree = sqlglot.parse_one(sql, read=READ)
    except (sqlglot.errors.SqlglotError, RecursionError):
        raise InternalFault("sql-not-allowed", "a step does not parse") from None
    if not isinstance(tree, (exp.Select, exp.SetOperation)):
        raise InternalFault(
            "sql-not-allowed", "a step is one SELECT", got=type(tree).__name__, expected="SELECT"
        )
    for node in tree.walk():
        _check_node(node)
    return tree


def _check_node(node: exp.Expr) -> None:
    kind = type(node)
    if kind is exp.Anonymous:
        if node.name.upper() not in ALLOWED_FUNCTIONS:
            raise InternalFault(
                "sql-not-allowed", f"function {node.name} is not in the restricted dialect"
            )
    elif kind not in ALLOWED_NODES:
        raise InternalFault("sql-not-allowed", f"{kind.__name__} is not in the restricted dialect")
    elif kind in RULES and (why := RULES[kind](node)):
        raise InternalFault("sql-not-allowed", why)


def _whole(node: exp.Expr | None) -> bool:
    """Whether ``node`` is a whole number above zero, written out."""
    return isinstance(node, exp.Literal) and not node.is_string and re.fullmatch(
        "[1-9][0-9]*", node.name
    ) is not None  # fmt: skip


def _text(node: exp.Expr | None) -> str | None:
    return node.name if isinstance(node, exp.Literal) and node.is_string else None


def _counted(*names: str) -> Callable[[exp.Expr], str | None]:
    """The engines count from other places at zero and below."""

    def rule(node: exp.Expr) -> str | None:
        given = [node.args[name] for name in names if node.args.get(name) is not None]
        if all(map(_whole, given)):
            return None
        return f"{type(node).__name__} takes whole numbers above zero, written out"

    return rule


def _without(*names: str) -> Callable[[exp.Expr], str | None]:
    """Variants of a construct that the other engine lacks, or takes for the plain one."""

    def rule(node: exp.Expr) -> str | None:
        found = next((name for name in names if node.args.get(name)), None)
        return found and f"{type(node).__name__} with {found} differs between engines"

    return rule


def _divisor(node: exp.Expr) -> str | None:
    by = node.expression.unnest()
    by = by.this if isinstance(by, exp.Neg) else by
    if _whole(by) or isinstance(by, exp.Nullif):
        return None
    return "a divisor is a number written out, or nullif(…, 0): by zero, one engine fails"


def _like(node: exp.Expr) -> str | None:
    pattern = _text(node.expression)
    if pattern is None or "\\" in pattern:
        return "LIKE takes a constant without a backslash: only Spark escapes with it"
    return None


def _pattern(node: exp.Expr) -> str | None:
    pattern = _text(node.expression)
    if pattern is None or "".join(PIECE.findall(pattern)) != pattern:
        return "a pattern is a constant of pieces that RE2 and Java read alike"
    if isinstance(node, exp.RegexpReplace):
        if node.args.get("modifiers") is None or _text(node.args["modifiers"]) != "g":
            return "regexp_replace without 'g' alone differs between engines"
        replacement = _text(node.args.get("replacement"))
        if replacement is None or set("\\$") & set(replacement):
            return "regexp_replace takes a constant without a back-reference"
    if node.args.get("flag") or node.args.get("parameters"):
        return "options of a pattern are lost on Spark"
    return None


def _pad(node: exp.Expr) -> str | None:
    if not _text(node.args.get("fill_pattern")):
        return "Pad takes a constant to fill with"
    return _counted("expression")(node)


def _table(node: exp.Expr) -> str | None:
    if not isinstance(node.this, exp.Identifier):
        return "a step reads relations, not table functions"
    if node.args.get("db") or node.args.get("catalog") or not _NAME.fullmatch(node.name):
        return "a step reads relations by their plain name, not catalogues or files"
    return None


def _type(node: exp.Expr) -> str | None:
    kind = node.this.value if isinstance(node.this, exp.DType) else str(node.this)
    if kind not in ALLOWED_TYPES:
        return f"type {kind} is not in the restricted dialect"
    return None


def _order(node: exp.Expr) -> str | None:
    if isinstance(node.parent, (exp.Select, exp.SetOperation, exp.Window, exp.Subquery)):
        return None
    return "the order inside an aggregate is lost on Spark"


def _substring(node: exp.Expr) -> str | None:
    start = node.args.get("start")
    computed = start is not None and not isinstance(start, (exp.Literal, exp.Neg))
    return _counted("length")(node) if computed else _counted("start", "length")(node)


def _limit(node: exp.Expr) -> str | None:
    number = node.expression
    if isinstance(number, exp.Literal) and not number.is_string and number.name.isdigit():
        return None
    return f"{type(node).__name__} takes a whole number, written out"


RULES: dict[type[exp.Expr], Callable[[exp.Expr], str | None]] = {
    exp.Table: _table,
    exp.Join: _without("method"),
    exp.With: _without("recursive"),
    exp.CTE: _without("materialized"),
    exp.Union: _without("by_name"),
    exp.Except: _without("by_name"),
    exp.Intersect: _without("by_name"),
    exp.Star: _without("except_", "replace", "rename"),
    exp.Trim: _without("position"),
    exp.Order: _order,
    exp.Group: _without("all"),
    exp.StrPosition: _without("position", "occurrence"),
    exp.Limit: _limit,
    exp.Offset: _limit,
    exp.DataType: _type,
    exp.Mod: _divisor,
    exp.IntDiv: _divisor,
    exp.Substring: _substring,
    exp.Left: _counted("expression"),
    exp.Right: _counted("expression"),
    exp.Repeat: _counted("times"),
    exp.Pad: _pad,
    exp.Like: _like,
    exp.RegexpLike: _pattern,
    exp.RegexpReplace: _pattern,
    exp.RegexpExtract: _pattern,
}
