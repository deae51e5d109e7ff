"""What the reader of a receipt should know of a dump."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.base import Notice
from telusur.reading.sql.hints import lacks_end
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from telusur.reading.sql.characters import Characters
    from telusur.reading.sql.sinks import Sink
    from telusur.reading.sql.walk import Walk

MOST_SHOWN, LONGEST = 20, 60


def contradicted(some: bytes, says: str | None, characters: Characters) -> list[Notice]:
    """A character set that the dump names and its bytes deny: it may have been written wrongly."""
    other = characters.counts["other"]
    if says == "utf-8" and other:
        text = f"the dump says that it is UTF-8; {other:,} values are not"
    elif says not in {None, "utf-8", "ascii"} and not other and not some.isascii():
        text = f"the dump says that it is in {says}; its bytes are UTF-8"
    else:
        return []
    return [Notice(code="character-set-contradicted", text=text)]


def of_dump(walk: Walk, sinks: list[Sink]) -> list[Notice]:
    """All that is to be said of a dump that was read."""
    return [*_of_statements(walk), *of_values(sinks), *of_characters(walk.catalog.characters)]


def of_end(path: Path, walk: Walk) -> Iterator[Notice]:
    """A dump that ends between two statements, before its tool's last line."""
    if not walk.cut and lacks_end(path):
        yield _notice(
            "end-missing",
            "its tool ends every dump with a line that is not there: it was cut, or broke off",
        )


def _notice(code: str, text: str) -> Notice:
    return Notice(code=code, text=text)


def _of_statements(walk: Walk) -> Iterator[Notice]:
    counts = walk.statements.counts
    if counts:
        shown = ", ".join(f"{count:,} {kind}" for kind, count in sorted(counts.items()))
        yield _notice("skipped-statements", f"statements that are no rows were left out: {shown}")
    lines = walk.meta_lines
    if lines:
        shown = ", ".join(str(line) for line in lines[:MOST_SHOWN])
        yield _notice(
            "meta-commands", f"commands to psql stand on lines {shown}; none was carried out"
        )
    if walk.cut:
        text = "the dump begins or ends in the middle of a statement; more may be missing"
        yield _notice("cut-in-mid-row", text)
    if walk.damage.bytes:
        text = (
            f"quotes or parentheses do not pair in {len(walk.damage.places):,} places; "
            f"{walk.damage.bytes:,} bytes were given up, and reading went on behind them"
        )
        yield _notice("quotes-repaired", text)


def of_values(sinks: list[Sink]) -> Iterator[Notice]:
    """What is to be said of the values of tables."""
    expressions = sum(sink.expressions for sink in sinks)
    if expressions:
        yield _notice(
            "expressions", f"{expressions:,} values are expressions; they are kept as written"
        )
    digits = {
        f"{sink.name.name}.{column}": state.as_hexadecimal
        for sink in sinks
        for column, state in zip(sink.columns, sink.states, strict=True)
        if state.as_hexadecimal
    }
    if digits:
        shown = ", ".join(printable(name, LONGEST) for name in list(digits)[:MOST_SHOWN])
        text = f"{sum(digits.values()):,} values are no text and given in hexadecimal, in {shown}"
        yield _notice("binary-values", text)
    unnamed = sum(sink.unnamed for sink in sinks)
    if unnamed:
        yield _notice("no-header", f"columns of {unnamed:,} tables have no names in the dump")


def of_characters(characters: Characters) -> Iterator[Notice]:
    """What is to be said of values that are not UTF-8."""
    other, replaced = characters.counts["other"], characters.counts["replaced"]
    if other:
        text = f"{other:,} values are not UTF-8 and were read as {characters.encoding}"
        yield _notice("other-encoding", text)
    if replaced:
        text = f"{replaced:,} values do not fit {characters.encoding} and hold U+FFFD now"
        yield _notice("undecodable-bytes", text)
