"""A checked step in Spark's words, and what SQLGlot leaves as it is though Spark differs there.

Three things are rewritten in the tree:
    1. functions that Spark has under the same name with another meaning
    2. ``$`` and ``.`` of patterns
    3. functions of ``functions.py`` that a query's rows are sorted by: Spark refuses them there
"""

from __future__ import annotations

from functools import cache, lru_cache

import sqlglot
from sqlglot import exp

from telusur.engine.dialect import PIECE, check
from telusur.engine.spark.functions import BODIES

# (1) The name of the function in ``functions.py`` to take instead.
INSTEAD: dict[type[exp.Expr], str] = {
    exp.Upper: "simple_upper",  # full case mappings: ß becomes SS
    exp.Lower: "simple_lower",  # final sigma, dotted I
    exp.Trim: "trimmed",  # U+0020 alone
}

# (2) Java's ``$`` also stands before a last line end, and its ``.`` stops at more of them.
PIECES = {"$": r"\z", ".": r"[^\n]"}


@lru_cache(maxsize=1024)
def render(sql: str) -> str:
    """A step's SELECT for Spark.

    Raises:
        InternalFault: ``sql-not-allowed``.
    """
    tree = check(sql).transform(_renamed, copy=False)
    for order in tree.find_all(exp.Order):
        if not isinstance(order.parent, exp.Window):
            order.transform(_inlined, copy=False)  # (3)
    return tree.sql(dialect="spark", comments=False)


def _renamed(node: exp.Expr) -> exp.Expr:
    if isinstance(node, (exp.RegexpLike, exp.RegexpReplace, exp.RegexpExtract)):  # (2)
        pieces = PIECE.findall(node.expression.name)
        pattern = "".join(PIECES.get(piece, piece) for piece in pieces)
        node.set("expression", exp.Literal.string(pattern))
    if type(node) in INSTEAD and not node.args.get("expression"):  # (1)
        return exp.Anonymous(this=INSTEAD[type(node)], expressions=[node.this])
    return node


def _inlined(node: exp.Expr) -> exp.Expr:
    name = node.name.lower() if isinstance(node, exp.Anonymous) else ""
    if name not in BODIES:
        return node
    (argument,) = node.expressions
    written = _body(name).transform(
        lambda part: argument.copy() if isinstance(part, exp.Column) else part
    )
    return exp.paren(written.transform(_inlined, copy=False), copy=False)


@cache
def _body(name: str) -> exp.Expr:
    return sqlglot.parse_one(BODIES[name][2], read="spark")
