"""The columns of one table, as a table for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.model.findings.profile import Profile

NAME_WIDTH = 24


def column_lines(profile: Profile) -> Iterator[str]:
    """One line a column; then repeated rows and keys."""
    heads = f"{'type':14}  {'valid':>6}  {'empty':>6}  {'distinct':>12}  masked"
    yield f"{'column':{NAME_WIDTH}}  {heads}"
    for column in profile.columns:
        yield (
            f"{printable(column.name)[:NAME_WIDTH]:{NAME_WIDTH}}  {column.type:14}  "
            f"{column.valid_share:6.1%}  {column.null_share:6.1%}  {column.distinct:12,}  "
            + "  ".join(printable(example) for example in column.masked_examples[:2])
        )
    yield f"{profile.duplicate_rows:,} rows repeat an earlier row exactly"
    for key in profile.keys:
        yield (
            f"key {' + '.join(printable(name) for name in key.columns)}: "
            f"{key.distinct:,} distinct, at most {key.max_multiplicity:,} rows a value"
        )
