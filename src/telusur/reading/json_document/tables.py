"""The tables of a JSON text, named by where they were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from telusur.engine.protocol import Keep, Step, comma
from telusur.model.findings.receipt import TableReceipt
from telusur.reading.growing import Growing
from telusur.reading.json_document.tokens import ARRAY, STRING
from telusur.reading.names import named
from telusur.reading.receipt import table_name

if TYPE_CHECKING:
    from collections.abc import Hashable

    from telusur.reading.interface import Bench, Content, TableRead
    from telusur.reading.json_document.sink import Place, Sink

# Words that wrap rows and name nothing.
ALONE = "value"


def finished(sink: Sink, content: Content, bench: Bench) -> list[TableRead]:
    """Every table with a row, in order of appearance; columns given as lists are laid together."""
    own = table_name(content.evidence.name)
    for place in sink.places.values():
        rows, lines = (0, []) if place.table.rows else place.table.bare
        place.refused += rows
        sink.refusals.add("empty-object", lines)
    filled = [place for place in sink.places.values() if place.table.rows]
    names = named(".".join(place.keys) or own for place in filled)
    tables, done = [], set()
    for place, name in zip(filled, names, strict=True):
        if place.keys in done:
            continue
        columns = _columnar(place, filled)
        if columns:
            done |= {one.keys for one in columns}
            tables.append(_laid_together(sink, columns, own, bench))
            continue
        if _names_rows(place, filled):
            done.add(place.keys)
            continue
        tables.append(_finished(sink, place, filled, name))
    if sink.single:
        tables.append(_single(sink, own, bench))
    return tables


def _finished(sink: Sink, place: Place, filled: list[Place], name: str) -> TableRead:
    header = place.header
    for other in filled:
        if not header and _names_rows(other, filled) == place.keys:
            header = _values(other)
    receipt = TableReceipt(name=name, columns=(), rows_read=0, rows_rejected=place.refused)

    def called(path: Hashable) -> str:
        given = sink.paths.name(path)
        if place.kind != ARRAY:
            return given
        at = int(given)
        return header[at] if at < len(header) else f"column_{at + 1}"

    return place.table.finish(receipt, called)


def _names_rows(place: Place, filled: list[Place]) -> tuple[str, ...] | None:
    """Where the rows are whose columns a list of single values names (``columns``, ``fields``)."""
    if place.kind != STRING or place.keys[-1:] not in (("columns",), ("fields",), ("header",)):
        return None
    for other in filled:
        beside = other.keys[:-1] == place.keys[:-1] and other.kind == ARRAY and not other.header
        if beside and len(other.table.columns) == place.table.rows:
            return other.keys
    return None


def _values(place: Place) -> tuple[str, ...]:
    return tuple(value or "" for value in place.table.first(place.table.rows))


def _columnar(place: Place, filled: list[Place]) -> list[Place]:
    """Lists of single values beside each other and of one length are the columns of a table."""
    if place.kind != STRING or not place.keys or _names_rows(place, filled):
        return []
    beside = [
        one
        for one in filled
        if one.kind == STRING
        and one.keys
        and one.keys[:-1] == place.keys[:-1]
        and not _names_rows(one, filled)
    ]
    alike = all(one.table.rows == place.table.rows and not one.refused for one in beside)
    return beside if len(beside) > 1 and alike else []


def _laid_together(sink: Sink, columns: list[Place], own: str, bench: Bench) -> TableRead:
    name = ".".join(columns[0].keys[:-1]) or own
    parts = [_finished(sink, one, [], one.keys[-1]) for one in columns]
    relations = [f"json_column_{at}" for at in range(len(parts))]
    for relation, part in zip(relations, parts, strict=True):
        bench.engine.scan_numbered(relation, part.path)
    values = comma([f"{relation}.c0 AS c{at}" for at, relation in enumerate(relations)])
    joined = " ".join(f"JOIN {one} ON {one}.row_ = {relations[0]}.row_" for one in relations[1:])
    first = relations[0]
    bench.engine.run(
        Step(
            "json_columns",
            f"SELECT {first}.row_, {first}.line_, {values} FROM {first} {joined}",
            keep=Keep.TABLE,
        )
    )
    names = named(one.keys[-1] for one in columns)
    rows = columns[0].table.rows
    receipt = TableReceipt(
        name=name, columns=names, rows_read=rows, rows_rejected=0, cells=rows * len(names)
    )
    kept = bench.tables.keep(bench.engine, "json_columns", receipt)
    bench.engine.drop("json_columns", *relations)
    for part in parts:
        part.path.unlink()
    return kept


def _single(sink: Sink, own: str, bench: Bench) -> TableRead:
    """Values outside every list: one row."""
    table, root, odd = Growing(bench.tables, lined=True), sink.paths.root(), {}
    for keys, value in sink.single.items():
        path = root
        for key in keys:
            path = sink.paths.of(path, key)
        odd[sink.paths.column(path)] = pa.array([value], pa.string())
    table.write(odd, 1, pa.nulls(1, pa.int64()))
    receipt = TableReceipt(name=own, columns=(), rows_read=0, rows_rejected=0)
    return table.finish(receipt, sink.paths.name)
