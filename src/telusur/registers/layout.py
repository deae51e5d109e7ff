"""Which source column plays which part; names in the description held against the data."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import Column, Keep, Step, comma, quoted
from telusur.errors import RegisterError
from telusur.registers.canonical import (
    STILL_VALID_FROM_US,
    entity_of,
    instant_of,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telusur.model.register import RegisterSpec


@dataclass(frozen=True)
class Layout:
    """Columns of the source by their part.

    Attributes:
        values: columns that describe the member, in source order: ``r0…rN``.
        key: positions in ``values`` of the strongest key.
        start: column of valid_from, or None without history.
        end: column of valid_to.
    """

    values: tuple[Column, ...]
    key: tuple[int, ...]
    start: Column | None = None
    end: Column | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of ``values`` as given."""
        return tuple(column.name for column in self.values)


def value_columns(columns: tuple[Column, ...], spec: RegisterSpec) -> tuple[Column, ...]:
    """Columns that describe the member: all but those of [history]."""
    history = spec.history
    aside = {history.valid_from, history.valid_to, *history.ignore} if history else set()
    return tuple(column for column in columns if column.name not in aside)


def lay_out(columns: tuple[Column, ...], spec: RegisterSpec, file: str) -> Layout:
    """The layout that ``spec`` describes, which must name a key.

    Raises:
        RegisterError: ``key-not-in-source``, ``column-not-in-source``, ``history-not-in-source``,
            ``key-in-history``.
    """
    check_names(columns, spec, file)
    values = value_columns(columns, spec)
    names = [column.name for column in values]
    by_name = {column.name: column for column in columns}
    history = spec.history
    return Layout(
        values=values,
        key=tuple(names.index(part) for part in spec.key[0].columns),
        start=by_name[history.valid_from] if history else None,
        end=by_name[history.valid_to] if history else None,
    )


def check_names(columns: tuple[Column, ...], spec: RegisterSpec, file: str) -> None:
    """Hold every column that ``spec`` names against the data.

    Raises:
        RegisterError: as :func:`lay_out`.
    """
    present = [column.name for column in columns]
    if spec.history:
        history = spec.history
        for part, name in (("valid_from", history.valid_from), ("valid_to", history.valid_to)):
            _require(name, present, "history-not-in-source", f"{file}: history.{part}")
        for name in history.ignore:
            _require(name, present, "history-not-in-source", f"{file}: history.ignore")
    described = [column.name for column in value_columns(columns, spec)]
    for at, key in enumerate(spec.key, start=1):
        for name in key.columns:
            where = f"{file}: key[{at}].columns"
            if name in present and name not in described:
                raise RegisterError(
                    "key-in-history",
                    f"{where} names a column that [history] sets aside",
                    got=name,
                    expected="a column that describes the member",
                )
            _require(name, described, "key-not-in-source", where)
    for name in spec.columns:
        _require(name, present, "column-not-in-source", f"{file}: columns.{name}")


def rows_step(name: str, source: str, layout: Layout) -> Step:
    """The register's rows as a view: ``entity_``, ``from_us``, ``to_us``, ``r0…rN``."""
    texts = [text_of(column) for column in layout.values]
    start = end = "CAST(NULL AS BIGINT)"
    if layout.start is not None and layout.end is not None:
        start, closing = instant_of(layout.start), instant_of(layout.end)
        end = f"CASE WHEN {closing} < {STILL_VALID_FROM_US} THEN {closing} END"
    selected = [
        f"{entity_of([texts[at] for at in layout.key])} AS entity_",
        f"{start} AS from_us",
        f"{end} AS to_us",
        *(f"{text} AS r{at}" for at, text in enumerate(texts)),
    ]
    return Step(name, f"SELECT {comma(selected)} FROM {quoted(source)}", Keep.VIEW)


def near(name: str, known: Iterable[str]) -> str | None:
    """A hint naming the known column nearest to ``name``, whatever its case."""
    folded = {one.casefold(): one for one in known}
    found = difflib.get_close_matches(name.casefold(), list(folded), n=1)
    return f"did you mean {folded[found[0]]}?" if found else None


def _require(name: str, present: list[str], code: str, where: str) -> None:
    if name not in present:
        raise RegisterError(
            code,
            f"{where} is not a column of the data",
            got=name,
            expected=f"one of its {len(present)} columns",
            hint=near(name, present),
        )
