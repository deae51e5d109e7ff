"""Agreement of the compared columns as bits in a few integers: SQL both engines run."""

from __future__ import annotations

from telusur.engine.protocol import Step
from telusur.model.tables import BITS_PER_WORD


def word_count(columns: int) -> int:
    """Words that hold a bit for each of ``columns``."""
    return -(-columns // BITS_PER_WORD)


def word_names(columns: int) -> str:
    """``w0, w1, …`` for a SELECT list."""
    return ", ".join(f"w{i}" for i in range(word_count(columns)))


def agreement_bits(dump: str, register: str, columns: int) -> str:
    """``w0, w1, …`` from sides ``dump`` (``d0…``) and ``register`` (``g0…``); NULL equals NULL."""
    words = []
    for first in range(0, columns, BITS_PER_WORD):
        bits = (
            f"CASE WHEN {dump}.d{i} IS NOT DISTINCT FROM {register}.g{i} "
            f"THEN CAST({1 << (i - first)} AS BIGINT) ELSE CAST(0 AS BIGINT) END"
            for i in range(first, min(columns, first + BITS_PER_WORD))
        )
        words.append(" + ".join(bits) + f" AS w{first // BITS_PER_WORD}")
    return ", ".join(words)


def agreement_step(name: str, rows: str, dump: str, versions: str, columns: int) -> Step:
    """Make ``name``: each of ``rows`` (``row_``, ``entity_``, ``key_``) beside every version.

    Args:
        name: of the relation to make.
        rows: with the member that each is compared with.
        dump: comparable values ``d0…`` by ``row_``.
        versions: comparable values ``g0…`` by ``entity_``.
        columns: how many are compared.
    """
    return Step(
        name,
        f"SELECT *, {agreed(columns)} AS agreed FROM ("
        "SELECT c.row_, c.entity_, c.key_, v.from_us, v.to_us, "
        f"{agreement_bits('d', 'v', columns)} "
        f"FROM {rows} AS c JOIN {dump} AS d ON d.row_ = c.row_ "
        f"JOIN {versions} AS v ON v.entity_ = c.entity_) AS a",
    )


def agreed(columns: int) -> str:
    """Number of columns that agree, from the words."""
    return " + ".join(f"CAST(bit_count(w{i}) AS BIGINT)" for i in range(word_count(columns)))


def agrees(column: int, table: str = "") -> str:
    """Whether one column agrees."""
    word, bit = divmod(column, BITS_PER_WORD)
    return f"({table}w{word} & {1 << bit}) <> 0"


def all_agree(full: tuple[int, ...], table: str = "") -> str:
    """Whether every compared column agrees; ``full`` as in ``LinkTable.full``."""
    return "(" + " AND ".join(f"{table}w{i} = {value}" for i, value in enumerate(full)) + ")"
